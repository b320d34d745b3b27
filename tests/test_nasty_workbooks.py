"""Two hundred spoiled workbooks, as a station head sends them: each is taken whole or not at all,
and each answer is a sentence that a person can act on."""

import os
import re
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from shuangbai.access import scope
from shuangbai.access.models import AuditChange
from shuangbai.access.testing import FAR_TOWN, OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.models import CategorySpell, Membership, Person
from shuangbai.clients.testing import make_person
from shuangbai.kernel import clock
from shuangbai.rosters.models import Roster, RosterRow
from tests.workbooks import ELSEWHERE, HEADINGS, UNKNOWN_HEADINGS, Workbook, workbooks

EXAMPLES = int(os.environ.get("SHUANGBAI_WORKBOOKS", "200"))
LEAST_MADE = 40
FAR_NAME = "温远方"
COLUMN = re.compile(r"</span> ([^<]*)</th>.*?<select name=\"(c\d+)\"(.*?)</select>", re.S)
CHOSEN = re.compile(r'value="(\w*)" selected')
NEEDED = {"name": "name", "number": "number", "village": "village"}

type Known = tuple[int, int, int]


class Station:
    """A head who sends lists, answers what is asked about them, and merges."""

    def __init__(self, people: Cast) -> None:
        self.client, self.owner = client_of(people.owner), actor_of(people.owner)
        self.client.raise_request_exception = False
        self.seen: Counter[str] = Counter()

    def known(self) -> Known:
        """Everybody on file, with where they live and what they hold."""
        with scope.acting(self.owner):
            living = Membership.objects.as_known(None).filter(valid_to=None)
            holding = CategorySpell.objects.as_known(None).filter(valid_to=None)
            return (
                Person.objects.under(OWN_TOWN).count(),
                living.under(OWN_TOWN).count(),
                holding.under(OWN_TOWN).count(),
            )

    def send(self, book: Workbook) -> None:
        before = self.known()
        answer = _upload(self.client, book)
        assert answer.status_code in (302, 422), answer.status_code
        if answer.status_code == 422:
            _told(answer)
            self.seen["told"] += 1
        else:
            self._go_on(answer["Location"], before)

    def _go_on(self, url: str, before: Known) -> None:
        page = self._page(url)
        if url.endswith("/match/"):
            self.seen["asked"] += 1
            answer = self.client.post(url, _columns(page))
            assert answer.status_code in (302, 422)
            url = answer["Location"] if answer.status_code == 302 else url
            self._page(url)
        assert self.known() == before, "nothing changes before the merge"
        roster = self._roster(url)
        if roster.state == Roster.State.STAGED:
            roster = self._merge(roster, before)
        self.seen[roster.state] += 1

    def _page(self, url: str) -> str:
        answer = self.client.get(url)
        page = answer.content.decode()
        assert answer.status_code == 200 and FAR_NAME not in page
        return page

    def _roster(self, url: str) -> Roster:
        ident = url.removeprefix(reverse("rosters:rosters")).split("/")[0]
        with scope.acting(self.owner):
            return Roster.objects.get(pk=ident)

    def _merge(self, roster: Roster, before: Known) -> Roster:
        """First without a second word; whoever is asked for one looks again and says it."""
        url = reverse("rosters:merge", args=[roster.pk])
        for sure in ({}, {"confirm_retire": "on", "confirm_same": "on"}):
            page = self.client.post(url, sure, follow=True)
            assert page.status_code == 200
            after = self._roster(page.redirect_chain[-1][0])
            if after.state == Roster.State.MERGED:
                break
            assert self.known() == before
            self.seen["stopped"] += 1
        self._every_row(after)
        if after.state == Roster.State.MERGED:
            assert self.known()[0] - before[0] == after.outcome["create"]
        return after

    def _every_row(self, roster: Roster) -> None:
        with scope.acting(self.owner):
            rows = list(RosterRow.objects.filter(roster=roster))
        assert len(rows) == roster.outcome["rows"]
        assert Counter(row.outcome for row in rows)["create"] == roster.outcome["create"]
        for row in rows:
            assert all(one["message"] and one["fix"] for one in row.problems)
            assert row.outcome != "refuse" or row.problems, "no row is refused without a reason"

    def whole(self) -> None:
        """Nothing half-done: nobody without a household, no number twice, no name empty, nobody
        of whom the trail does not tell."""
        people, living, _ = self.known()
        assert people == living
        assert people <= AuditChange.objects.filter(record_kind="clients.person").count()
        with scope.acting(self.owner):
            assert not Person.objects.under(OWN_TOWN).filter(name="").exists()
            hashes = Person.objects.under(OWN_TOWN).exclude(identity_hash=None)
            assert hashes.count() == hashes.values("identity_hash").distinct().count()


def _upload(client: Client, book: Workbook) -> HttpResponse:
    form = {
        "area": OWN_TOWN,
        "category": book.category,
        "day": str(clock.today()),
        "file": SimpleUploadedFile(book.name, book.data),
    }
    return client.post(reverse("rosters:rosters"), form)


def _told(answer: HttpResponse) -> None:
    page = answer.content.decode()
    assert "form-errors" in page and "Traceback" not in page


def _columns(page: str) -> dict[str, str]:
    """What the page proposes is left; a needed column that it did not find is pointed at, and one
    of two that are the same is let go."""
    meant = {name: field for field in NEEDED for name in HEADINGS[field]}
    meant |= dict(zip(UNKNOWN_HEADINGS, NEEDED, strict=True))
    said: dict[str, str] = {}
    for heading, name, options in COLUMN.findall(page):
        found = CHOSEN.search(options)
        field = (found[1] if found else "") or meant.get(heading.strip().rsplit("/", 1)[-1], "")
        said[name] = "" if field in said.values() else field
    return said


@pytest.mark.slow
def test_nasty_workbooks_are_taken_whole_or_not_at_all(people: Cast) -> None:
    station = Station(people)
    make_person(actor_of(people.stranger), f"{FAR_TOWN}201", FAR_NAME, number=ELSEWHERE)
    start, _, _ = station.known()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    )
    @given(workbooks())
    def thrown(book: Workbook) -> None:
        station.send(book)
        station.whole()

    thrown()
    made = station.known()[0] - start
    # A test whose files are all refused at the door would prove little.
    assert {"told", "asked", "received", "stopped", "staged", "merged"} <= set(station.seen)
    assert made >= LEAST_MADE, station.seen
