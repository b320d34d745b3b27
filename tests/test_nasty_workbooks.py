"""Two hundred spoiled workbooks, as a station head sends them: each is taken whole or not at all,
and each answer is a sentence that a person can act on."""

import os
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.models import CategorySpell, Membership, Person
from shuangbai.kernel import clock
from shuangbai.rosters.models import Roster, RosterRow
from tests.workbooks import Workbook, workbooks

EXAMPLES = int(os.environ.get("SHUANGBAI_WORKBOOKS", "200"))


def _upload(client: Client, book: Workbook) -> HttpResponse:
    form = {
        "area": OWN_TOWN,
        "category": "people:DB",
        "day": str(clock.today()),
        "file": SimpleUploadedFile(book.name, book.data),
    }
    return client.post(reverse("rosters:rosters"), form)


def _known(owner: Actor) -> tuple[int, int, int]:
    """Everybody on file, with where they live and what they hold."""
    with scope.acting(owner):
        living = Membership.objects.as_known(None).filter(valid_to=None)
        holding = CategorySpell.objects.as_known(None).filter(valid_to=None)
        return (
            Person.objects.under(OWN_TOWN).count(),
            living.under(OWN_TOWN).count(),
            holding.under(OWN_TOWN).count(),
        )


def _whole(owner: Actor) -> None:
    """Nothing half-done: nobody without a household, no number twice, no name empty."""
    people, living, _ = _known(owner)
    assert people == living
    with scope.acting(owner):
        assert not Person.objects.under(OWN_TOWN).filter(name="").exists()
        hashes = Person.objects.under(OWN_TOWN).exclude(identity_hash=None)
        assert hashes.count() == hashes.values("identity_hash").distinct().count()


def _again(owner: Actor, roster: Roster) -> Roster:
    with scope.acting(owner):
        return Roster.objects.get(pk=roster.pk)


def _merged(client: Client, owner: Actor, roster_id: UUID, before: tuple[int, int, int]) -> None:
    address = reverse("rosters:merge", args=[roster_id])
    sure = {"confirm_retire": "on", "confirm_same": "on"}
    assert client.post(address, sure, follow=True).status_code < 500
    with scope.acting(owner):
        roster = Roster.objects.get(pk=roster_id)
        outcomes = list(RosterRow.objects.filter(roster=roster).values_list("outcome", flat=True))
    assert outcomes.count("create") == roster.outcome["create"]
    assert len(outcomes) == roster.outcome["rows"]
    made = _known(owner)[0] - before[0]
    if roster.state != Roster.State.MERGED:
        assert _known(owner) == before
        return
    assert made == roster.outcome["create"]
    assert made <= AuditChange.objects.filter(record_kind="clients.person").count()


@pytest.mark.slow
def test_nasty_workbooks_are_taken_whole_or_not_at_all(people: Cast) -> None:
    client, owner = client_of(people.owner), actor_of(people.owner)
    client.raise_request_exception = False
    seen: dict[str, int] = {}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    )
    @given(workbooks())
    def thrown(book: Workbook) -> None:
        before = _known(owner)
        answer = _upload(client, book)
        assert answer.status_code in (302, 422), answer.status_code
        assert "Traceback" not in answer.content.decode(errors="replace")
        assert _known(owner) == before
        with scope.acting(owner):
            roster = Roster.objects.order_by("-id").first()
        if answer.status_code == 302 and roster is not None:
            assert client.get(answer["Location"]).status_code == 200
            if roster.state == Roster.State.STAGED:
                _merged(client, owner, roster.pk, before)
                roster = _again(owner, roster)
            seen[roster.state] = seen.get(roster.state, 0) + 1
        else:
            seen["told"] = seen.get("told", 0) + 1
        _whole(owner)

    thrown()
    # A test whose files are all refused at the door would prove little.
    assert {"told", "received", "staged", "merged"} <= set(seen), seen
    assert _known(owner)[0] > 10
