"""The queue: rows of procrastinate that say which job waits. They name no people; what a job is
about stands in the walled table."""

from procrastinate.contrib.django import app

from shuangbai.jobs.models import Job

QUEUE = "jobs"
RUN = "jobs.run"


def defer(job: Job) -> None:
    """On Django's own connection: the row waits when the open transaction is committed."""
    app.configure_task(RUN, queue=QUEUE).defer(job=str(job.pk), area=job.area)
