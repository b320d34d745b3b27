"""The narrow doors: they answer the least, and nobody can put another table in their way."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.selectors.onfile import digest, on_file
from shuangbai.clients.testing import make_person
from shuangbai.clients.tests.roster_office import DAY, LATER, PAIR, holding, merged, staged
from shuangbai.clients.tests.rosters import CHENGCUN, number
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import ListOf
from shuangbai.rosters.selectors.doors import newest_merged

pytestmark = pytest.mark.django_db
EARLIER = DAY - timedelta(days=30)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, "445302", name="区里")


def _merged_list(area: str, category: str = "TK") -> None:
    """A merged list of any area: what a county or a village brings, without rows."""
    actor = make_actor(Role.COUNTY, area[:6])
    with scope.acting(actor):
        Roster.objects.create(
            area=area,
            kind="people",
            list_code=category,
            day=LATER,
            file_name="名册.xlsx",
            file_digest=sha256(area.encode()).hexdigest(),
            state=Roster.State.MERGED,
            uploaded_at=scope.instant(),
            uploaded_by=actor.user_id,
            uploaded_by_name="区里",
        )


@pytest.mark.parametrize("area", ["445302", OWN_TOWN, CHENGCUN])
def test_a_list_of_an_area_above_or_below_orders_ours(head: Actor, area: str) -> None:
    roster = staged(head, PAIR)
    _merged_list(area)
    with pytest.raises(Problem) as told:
        actions.merge(head, roster.pk)
    assert told.value.code == "roster.older"
    assert "2025年5月1日" in told.value.message
    assert holding(head, LATER) == set()
    [entry] = AuditEntry.objects.filter(verb="roster.merge", outcome="refused")
    assert entry.detail == {"newest_merged": str(LATER)}


def test_a_list_of_the_county_is_ordered_by_those_of_its_towns(head: Actor, county: Actor) -> None:
    merged(head, PAIR, LATER)
    roster = staged(county, PAIR, DAY)
    with pytest.raises(Problem) as told:
        actions.merge(county, roster.pk)
    assert told.value.code == "roster.older"


def test_other_places_and_kinds_order_nothing(head: Actor) -> None:
    roster = staged(head, PAIR)
    _merged_list(NEXT_TOWN)
    _merged_list(OWN_TOWN, "DB")
    assert actions.merge(head, roster.pk).state == "merged"


def test_the_merge_keeps_what_the_door_answered(head: Actor) -> None:
    merged(head, PAIR)
    later = merged(head, PAIR, LATER)
    entry = AuditEntry.objects.get(verb="roster.merge", subject_id=str(later.pk))
    assert entry.detail["newest_merged"] == str(DAY)


def test_a_table_of_ones_own_does_not_stand_in_for_the_real_one(head: Actor) -> None:
    make_person(head, number=number(2), since=DAY)
    merged(head, PAIR[:1])
    with scope.acting(head), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE clients_person ON COMMIT DROP AS"
            " SELECT * FROM clients_person WITH NO DATA;"
            "CREATE TEMPORARY TABLE rosters_roster ON COMMIT DROP AS"
            " SELECT * FROM rosters_roster WITH NO DATA;"
            "GRANT SELECT ON clients_person, rosters_roster TO PUBLIC"
        )
        key = digest(number(2))
        assert on_file("4453", [key]) == {key: OWN_TOWN}
        assert newest_merged(ListOf("people", "TK", OWN_TOWN, DAY)) == DAY


def test_every_door_looks_for_temporary_tables_last() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig FROM pg_proc"
            " WHERE prosecdef AND proname ~ '^(clients|rosters)_'"
        )
        found = dict(cursor.fetchall())
    assert {"clients_on_file", "rosters_newest"} <= set(found)
    assert all(one == ["search_path=pg_catalog, public, pg_temp"] for one in found.values())


def test_a_list_before_all_others_may_be_merged_first(head: Actor) -> None:
    merged(head, PAIR, EARLIER)
    merged(head, PAIR, DAY)
    assert holding(head, EARLIER) == {"陈志", "陈英"}
