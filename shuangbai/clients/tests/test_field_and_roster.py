"""Found in the field, then named by a roster: docs/decisions/0009."""

from datetime import timedelta

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.models import CategorySpell
from shuangbai.clients.testing import OWN_VILLAGE, make_person
from shuangbai.clients.tests.roster_office import (
    DAY,
    LATER,
    PAIR,
    holding,
    merged,
    outcomes,
    rows,
    staged,
)
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel import spells
from shuangbai.rosters.models import RosterRow

pytestmark = pytest.mark.django_db
FOUND = DAY - timedelta(days=20)
NEXT = LATER + timedelta(days=30)
BOTH = (PAIR[0], ("陈英", number(2)))
"""The second without a village: she stays where she is."""


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


def test_a_roster_takes_over_and_may_end_it_later(head: Actor) -> None:
    make_person(head, number=number(2), name="陈英", categories=("TK",), since=FOUND)
    roster = merged(head, BOTH)
    assert outcomes(roster) == {"create": 1, "unchanged": 1}
    [line] = rows(head, RosterRow, outcome="unchanged")
    assert "走访发现" in line.problems[0]["message"] and not line.changes
    found, now = rows(head, CategorySpell, person__name="陈英")
    assert (found.source, found.superseded_at is None) == ("field", False)
    assert (now.source, now.roster_id, now.supersedes) == ("roster", roster.pk, found.pk)
    assert (now.valid_from, now.valid_to) == (FOUND, None)
    assert now.recorded_by == head.user_id
    assert AuditChange.objects.filter(record_id=str(now.pk), change__confirmed=True).exists()
    assert outcomes(merged(head, PAIR[:1], LATER)) == {"unchanged": 1, "retire": 1}
    assert holding(head, LATER) == {"陈志"}
    assert holding(head, FOUND) == {"陈英"}


def test_the_note_is_said_once(head: Actor) -> None:
    make_person(head, number=number(2), name="陈英", categories=("TK",), since=FOUND)
    merged(head, PAIR)
    later = staged(head, PAIR, LATER)
    assert [line.problems for line in rows(head, RosterRow, roster=later)] == [[], []]


def test_also_when_the_list_is_older_than_the_visit(head: Actor) -> None:
    make_person(head, number=number(2), name="陈英", categories=("TK",), since=LATER)
    merged(head, PAIR)
    assert holding(head, DAY) == holding(head, LATER) == {"陈志", "陈英"}
    merged(head, PAIR[:1], NEXT)
    assert holding(head, NEXT) == {"陈志"}


def test_also_when_the_list_knows_another_village(head: Actor) -> None:
    make_person(head, OWN_VILLAGE, "陈英", ("TK",), number=number(2), since=FOUND)
    merged(head, PAIR)
    with scope.acting(head):
        held = CategorySpell.objects.as_known(None).filter(person__name="陈英")
        now = held.on(DAY).get()
    assert (now.area, now.source) == ("445302103206", "roster")


def test_another_kind_of_list_takes_over_nothing(head: Actor) -> None:
    make_person(head, number=number(2), name="陈英", categories=("DB",), since=FOUND)
    merged(head, PAIR)
    spells_of_db = rows(head, CategorySpell, category="DB")
    assert {spell.source for spell in spells_of_db} == {"field"}


def test_a_version_made_meanwhile_is_not_overwritten(head: Actor) -> None:
    make_person(head, number=number(2), name="陈英", categories=("TK",), since=FOUND)
    with scope.acting(head):
        stamp = {"recorded_at": scope.instant(), "recorded_by": head.user_id}
        stamp["recorded_by_name"] = head.name
        [old] = CategorySpell.objects.all()
        spells.end(old, LATER, stamp)
        with pytest.raises(spells.Overtaken):
            spells.replace_all([(old, [{"source": "roster"}])], stamp)
