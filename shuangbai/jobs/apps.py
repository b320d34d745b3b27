from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "shuangbai.jobs"
    label = "jobs"
    verbose_name = "任务"
