"""A fiftieth of the city, loaded once by the two processes that load the whole."""

from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse

from shuangbai.access import scope, selectors
from shuangbai.access.actor import operator
from shuangbai.access.models import AuditChange, AuditEntry, User
from shuangbai.access.testing import client_of
from shuangbai.clients.models import (
    CategorySpell,
    ChargeSpell,
    FileSpell,
    GradeSpell,
    Household,
    Person,
    Profile,
)
from shuangbai.demo import loading, samples
from shuangbai.demo.accounts import HOLDERS, Accounts
from shuangbai.demo.yunfu import city, days
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.towns import Turn, What, turns
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions as rosters
from shuangbai.rosters.actions import NewRoster
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import ListOf
from shuangbai.staff.models import Station, WorkerSpell
from shuangbai.visits.models import Finding, Served, Visit, Withdrawal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PART = 0.02
CITY = operator("测试", "4453")


def test_a_small_city(database: None, tmp_path: Path) -> None:
    said: list[str] = []
    accounts = Accounts.at(tmp_path)
    assert loading.load(accounts, tmp_path, said.append, "yunfu", PART) == "yunfu"
    clock.forget()
    percents = [int(line.split()[1].partition("%")[0]) for line in said[1:]]
    assert percents == list(range(10, 101, 10))
    made = city.plan(accounts.colleagues(), PART)
    with scope.acting(CITY):
        what_stands_is_what_was_planned(made)
        lists_are_believable()
        what_happened_stands_there()
        figures_tell_it()
    everything_is_on_the_trail(made)
    nothing_is_readable_in_the_tables()
    it_is_there_once(accounts, tmp_path)
    everybody_sees_their_own()
    the_walk_goes_as_told(tmp_path)


def what_stands_is_what_was_planned(made: City) -> None:
    """Same seed, same figures: the plan is made anew here and counted against the rows."""
    homes = [*made.homes, *(home for homes in made.on_lists.values() for home in homes)]
    assert Household.objects.count() - len(made.moves) == len(homes)
    assert Person.objects.count() == sum(len(home.residents) for home in homes)
    met = [move for move in made.moves if move.met]
    assert Visit.objects.as_known(None).count() == len(made.visits) + len(met)
    served = Served.objects.as_known(None).count()
    assert served == sum(len(one.served) for one in made.visits) + len(met)
    assert Withdrawal.objects.count() == len(made.slips)
    told = {death.person for death in made.deaths if death.told}
    assert Person.objects.exclude(died_on=None).count() == len(told)
    assert Station.objects.count() == 63
    here = clock.today()
    assert here == days.TODAY
    assert WorkerSpell.objects.as_known(None).on(here).count() == 859


def lists_are_believable() -> None:
    living = CategorySpell.objects.as_known(None).on(days.TODAY)
    whole = living.values("person_id").distinct().count()
    shares = {
        code: living.filter(category=code).count() / whole
        for code in ("TK", "DB", "CJ", "TSLR", "DBBY", "KJ", "LSET", "SSWF", "FPJC")
    }
    wanted = {"DB": 0.38, "TSLR": 0.22, "CJ": 0.2, "DBBY": 0.09, "TK": 0.07, "KJ": 0.045}
    for code, share in wanted.items():
        assert share * 0.6 < shares[code] < share * 1.6, (code, shares)
    assert all(share > 0 for share in shares.values())
    assert living.count() > 1.1 * whole, "several at a time"
    inherited = living.filter(source=CategorySpell.Source.INHERITED)
    assert inherited.count() > 0.4 * living.filter(category="DB").count()
    assert not inherited.filter(household_id=None).exists()
    opened = FileSpell.objects.as_known(None).on(days.TODAY)
    of_listed = opened.filter(person_id__in=living.values("person_id")).count()
    assert 0.85 < of_listed / whole < 1
    files = opened.count()
    assert of_listed < files < Person.objects.count(), "a file is opened of a whole household"
    charged = ChargeSpell.objects.as_known(None).on(days.TODAY).count()
    assert charged > 0.95 * files
    assert 0.04 < GradeSpell.objects.as_known(None).on(days.TODAY).count() / files < 0.25
    assert Profile.objects.as_known(None).filter(living="alone").exists()


def what_happened_stands_there() -> None:
    visits = Visit.objects.as_known(None)
    late = [
        (one.recorded_at.astimezone(clock.ZONE).date() - one.happened_on).days
        for one in visits.only("recorded_at", "happened_on", "pref")
    ]
    assert min(late) == 0 and max(late) > 7
    assert visits.filter(late_why__isnull=False).exists()
    assert Finding.objects.exists()
    for turn in turns():
        there = visits.under(turn.key)
        if turn.what is What.LATE:
            assert there.exists() and not there.filter(happened_on__lt=turn.first).exists()
        if turn.what is What.FLOOD:
            assert not there.filter(happened_on__range=(turn.first, turn.last)).exists()
            assert CategorySpell.objects.under(turn.key).filter(category="SZ").exists()
        if turn.what is What.LIST:
            nobody_of_the_list_is_met_yet(turn)


def nobody_of_the_list_is_met_yet(turn: Turn) -> None:
    [roster] = Roster.objects.under(turn.key)
    assert (roster.state, roster.day) == ("merged", turn.first)
    assert roster.outcome["refuse"] == 0 and roster.outcome["create"] >= round(turn.count * PART)
    listed = CategorySpell.objects.under(turn.key).filter(valid_from=turn.first)
    fresh = list(listed.filter(roster_id=roster.pk).values_list("person_id", flat=True))
    assert len(fresh) == roster.outcome["create"]
    assert not FileSpell.objects.filter(person_id__in=fresh).exists()
    assert not Served.objects.filter(person_id__in=fresh).exists()


def figures_tell_it() -> None:
    told = {
        key: counting.count(key, Ask(("4453",), Period(days.TODAY, days.TODAY))).total
        for key in (
            *("people", "people_filed", "people_covered", "towns_covered", "villages_covered"),
            *("stations_equipped", "stations_unequipped"),
        )
    }
    assert 0.75 < told["people_covered"] / told["people"] < 0.95
    assert told["people_covered"] < told["people_filed"] < told["people"]
    assert told["towns_covered"] == 63
    assert (told["stations_equipped"], told["stations_unequipped"]) == (61, 2)
    assert 940 < told["villages_covered"] < 972 - 11


def everything_is_on_the_trail(made: City) -> None:
    changes = AuditChange.objects.filter(entry__outcome="done")
    visits = changes.filter(record_kind="visits.visit", entry__verb="visit.record")
    met = [move for move in made.moves if move.met]
    assert visits.count() == len(made.visits) + len(made.slips) + len(met)
    registered = changes.filter(record_kind="clients.person", change__created=True)
    with scope.acting(CITY):
        assert registered.count() == Person.objects.count()
        files = changes.filter(record_kind="clients.filespell", entry__verb="file.open")
        assert files.count() == FileSpell.objects.filter(supersedes=None).count()
    rounds = AuditEntry.objects.filter(verb="visit.record")
    days_of_work = {one.date() for one in rounds.values_list("at", flat=True)}
    assert len(days_of_work) > 150
    withdrawn = AuditEntry.objects.filter(verb="visit.withdraw")
    assert {one.role for one in withdrawn} == {"head"}
    assert withdrawn.count() == len(made.slips)


def nothing_is_readable_in_the_tables() -> None:
    with scope.acting(CITY):
        some = list(Person.objects.exclude(identity_hash=None).order_by("id")[:20])
        notes = list(Visit.objects.filter(note__isnull=False).order_by("id")[:20])
    secrets = [one.identity.reveal() for one in some if one.identity]
    secrets += [one.phone.reveal() for one in some if one.phone]
    words = [one.note.reveal() for one in notes if one.note]
    with connections["owner"].cursor() as cursor:
        for text in secrets:
            cursor.execute("SELECT count(*) FROM clients_person p WHERE p::text ~ %s", [text])
            assert cursor.fetchone()[0] == 0
        for text in words:
            sealed = "SELECT count(*) FROM visits_visit WHERE encode(note, 'escape') LIKE %s"
            cursor.execute(sealed, [f"%{text}%"])
            assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*), count(DISTINCT note) FROM visits_visit")
        every, different = cursor.fetchone()
        assert every == different, "each is sealed for itself"


def it_is_there_once(accounts: Accounts, folder: Path) -> None:
    said: list[str] = []
    before = AuditEntry.objects.count()
    assert loading.load(accounts, folder, said.append) == "yunfu"
    assert (said, AuditEntry.objects.count()) == ([], before)
    with pytest.raises(Problem) as found:
        loading.load(accounts, folder, said.append, "tiny")
    assert found.value.code == "demo.other" and "bin/demo --size tiny" in str(found.value)


def everybody_sees_their_own() -> None:
    for one in HOLDERS[:7]:
        client = client_of(User.objects.get(username=one.username))
        for name in ("desk:today", "cover:page"):
            answer = client.get(reverse(name))
            assert answer.status_code == 200, (one.username, name)
        assert "走访" in answer.content.decode()
    neighbour = client_of(User.objects.get(username="linzhan"))
    with scope.acting(CITY):
        home = Person.objects.under(samples.TOWN).order_by("id").first()
        assert home is not None
    assert neighbour.get(reverse("desk:person", args=[home.pk])).status_code == 404


def the_walk_goes_as_told(folder: Path) -> None:
    """The roster of README, by the head of the station."""
    head = selectors.actor_named("zhanzhang")
    assert head is not None
    file = folder / "思劳镇特困名册.xlsx"
    of = ListOf("people", samples.CATEGORY, samples.TOWN, days.TODAY)
    roster = rosters.stage(head, NewRoster(of, file.name, file.read_bytes()))
    told = {name: roster.outcome[name] for name in ("create", "update", "retire", "refuse")}
    assert told == {"create": 3, "update": 1, "retire": 2, "refuse": 2}
    assert rosters.merge(head, roster.pk).state == "merged"
