"""Long lists: read and merged as jobs, called off, and what is left when one cannot be read."""

import pytest
from django.test import Client

from shuangbai.access.actor import Actor
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.models import Person
from shuangbai.clients.tests.roster_office import PAIR, new_roster, rows, workbook
from shuangbai.clients.tests.rosters import number
from shuangbai.clients.tests.test_roster_pages import upload
from shuangbai.jobs import actions as jobs
from shuangbai.jobs.models import Job
from shuangbai.jobs.testing import run_waiting
from shuangbai.kernel import sheets
from shuangbai.rosters import actions
from shuangbai.rosters.models import Roster, RosterRow

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY = 2100


@pytest.fixture
def office(people: Cast) -> Client:
    return client_of(people.owner)


@pytest.fixture
def head(people: Cast) -> Actor:
    return actor_of(people.owner)


def long_list() -> bytes:
    """Every number is right for one birth date; the last three cannot be taken."""
    lines = [
        (f"人{at}", number(at % 1000, f"19{50 + at // 1000}0203"), "城村") for at in range(MANY)
    ]
    return workbook(lines)


def test_a_long_list_is_read_and_merged_by_jobs(office: Client, head: Actor) -> None:
    url = upload(office, long_list())["Location"]
    [roster] = rows(head, Roster)
    assert roster.state == "received"
    assert "排队中" in office.get(url).content.decode()
    assert run_waiting() == 1
    page = office.get(url).content.decode()
    assert "合并这份名册" in page and "2,100" in page
    office.post(f"{url}merge/", {"leaving": rows(head, Roster)[0].outcome["leaving"]})
    assert rows(head, Person) == [] and "排队中" in office.get(url).content.decode()
    assert run_waiting() == 1
    assert len(rows(head, Person)) == MANY
    assert "已合并" in office.get(url).content.decode()
    assert {job.state for job in rows(head, Job)} == {"done"}


def test_called_off_and_begun_again(office: Client, head: Actor) -> None:
    url = upload(office, long_list())["Location"]
    [job] = rows(head, Job)
    jobs.cancel(head, job.pk)
    assert run_waiting() == 0 or rows(head, RosterRow) == []
    [roster] = rows(head, Roster)
    assert roster.state == "received" and rows(head, RosterRow) == []
    assert "开始核对" in office.get(url).content.decode()
    assert office.post(f"{url}read/")["Location"] == url
    run_waiting()
    assert rows(head, Roster)[0].state == "staged"


def test_a_long_file_that_cannot_be_read_says_why(office: Client, head: Actor) -> None:
    url = upload(office, b"PK\x03\x04" + b"x" * 500_000)["Location"]
    run_waiting()
    [roster] = rows(head, Roster)
    assert roster.state == "received" and "打不开" in roster.trouble["message"]
    page = office.get(url).content.decode()
    assert "打不开" in page and "作废这份名册" in page
    assert "打不开" in office.get(f"{url}match/").content.decode()
    assert office.post(f"{url}discard/").status_code == 302


def test_a_long_file_whose_headings_nobody_knows_waits_for_somebody(
    office: Client, head: Actor
) -> None:
    lines = [(f"人{at}", number(at % 1000), "城村") for at in range(MANY)]
    url = upload(office, sheets.write(lines, ("甲方", "乙方", "丙方"), "表", ""))["Location"]
    run_waiting()
    [roster] = rows(head, Roster)
    assert roster.state == "received" and roster.trouble
    assert "核对栏目" in office.get(url).content.decode()


def test_small_ones_need_no_job(head: Actor, office: Client) -> None:
    roster = actions.stage(head, new_roster(OWN_TOWN, PAIR))
    assert not actions.is_large(roster)
    upload(office, workbook(PAIR[:1]))
    assert rows(head, Job) == []
