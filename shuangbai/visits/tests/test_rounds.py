"""Special rounds: who is on the list, who was reached, and that returns add up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import COUNTY, FAR_TOWN, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions import people
from shuangbai.clients.actions.particulars import Told, tell
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.figures.rate_rules import Pair
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions.rounds import NewRound, call_off, start_round
from shuangbai.visits.models import Round
from shuangbai.visits.plan_rules import rounds as rules
from shuangbai.visits.plan_rules.rounds import Choice, Known, Stage
from shuangbai.visits.selectors import rounds as selectors
from shuangbai.visits.selectors.rounds import Wanted
from shuangbai.visits.testing import make_visit

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)
EARLY = MONDAY - timedelta(days=50)
OLD, YOUNG = date(1950, 1, 1), date(1990, 1, 1)
type SetClock = Callable[[datetime | None], None]


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@pytest.fixture
def head(database: None, clock_at: SetClock) -> Actor:
    clock_at(at(MONDAY))
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def there() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN)


def new(area: str = OWN_TOWN, choice: Choice | None = None, **told: Any) -> NewRound:
    found = NewRound(uuid4(), area, "寒潮走访", "cold", MONDAY, FRIDAY, choice or Choice((area,)))
    return replace(found, **told)


def names(actor: Actor, found: Round, **wanted: str) -> set[str]:
    with scope.acting(actor):
        listed = selectors.people(actor, found, Wanted(**wanted))
    return {one.target.person_name.reveal() for one in listed.lines}


def result(actor: Actor, found: Round) -> selectors.Result:
    with scope.acting(actor):
        return selectors.result(actor, selectors.find(actor, found.pk))


def counts(actor: Actor, area: str, by: str | None = None) -> list[Any]:
    ask = Ask((area,), Period(MONDAY, clock.today()))
    with scope.acting(actor):
        return [counting.count(key, ask, by) for key in ("round_targets", "round_reached")]


PERSON = Known(frozenset({"DB", "CJ"}), "elderly", "B", alone=True)


@pytest.mark.parametrize(
    ("choice", "inside"),
    [
        (Choice((OWN_TOWN,)), True),
        (Choice((OWN_TOWN,), frozenset({"TK", "DB"})), True),
        (Choice((OWN_TOWN,), frozenset({"TK"})), False),
        (Choice((OWN_TOWN,), groups=frozenset({"elderly"}), alone=True), True),
        (Choice((OWN_TOWN,), frozenset({"DB"}), frozenset({"child"})), False),
        (Choice((OWN_TOWN,), grades=frozenset({"A", "B"})), True),
        (Choice((OWN_TOWN,), grades=frozenset({"A"})), False),
    ],
)
def test_of_each_kind_one_of_those_named(choice: Choice, inside: bool) -> None:
    assert rules.chosen(choice, PERSON) is inside
    assert rules.chosen(Choice((OWN_TOWN,), alone=True), replace(PERSON, alone=False)) is False


def test_the_choice_says_itself() -> None:
    told = {"category": {"TK": "特困", "DB": "低保"}, "grade": {"A": "重点"}}
    choice = Choice(("x",), frozenset({"DB", "TK"}), frozenset({"elderly"}), frozenset("A"), True)
    said = "思劳镇；特困、低保；老年人（一老）；关注等级 重点；独居"
    assert rules.said(choice, "思劳镇", told) == said
    assert rules.said(Choice(("x",)), "思劳镇", told) == "思劳镇；全部在册对象"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (3, 1, "round.order"),
        (0, 70, "round.long"),
        (-9, -1, "round.over"),
        (-15, 3, "round.early"),
        (61, 65, "round.far"),
    ],
)
def test_days_that_no_round_has(first: int, last: int, code: str) -> None:
    with pytest.raises(Problem) as told:
        rules.check_days(MONDAY + timedelta(first), MONDAY + timedelta(last), MONDAY)
    assert told.value.code == code


def test_before_during_after() -> None:
    told = [rules.stage(MONDAY, FRIDAY, MONDAY + timedelta(n)) for n in (-1, 0, 4, 5)]
    assert told == [Stage.COMING, Stage.RUNNING, Stage.RUNNING, Stage.OVER]


def test_the_list_is_fixed_when_the_round_starts(head: Actor, clock_at: SetClock) -> None:
    one = make_person(head, name="李秀英", since=EARLY, birth_date=OLD)
    make_person(head, name="陈水生", since=EARLY, birth_date=YOUNG)
    found = start_round(head, new(choice=Choice((OWN_TOWN,), groups=frozenset({"elderly"}))))
    clock_at(at(MONDAY + timedelta(days=1)))
    make_person(head, name="黄志强", since=MONDAY, birth_date=OLD)
    with scope.acting(head):
        spell = one.category_spells.as_known(None).get()
    care.end_category(head, spell.pk, MONDAY, "不再符合")
    assert names(head, found) == {"李秀英"}
    assert (found.targets_count, found.chosen) == (1, "思劳镇；老年人（一老）")


def test_chosen_by_village_grade_and_living(head: Actor) -> None:
    one = make_person(head, OWN_VILLAGE, name="李秀英", since=EARLY)
    two = make_person(head, OTHER_VILLAGE, name="陈水生", since=EARLY)
    for person in (one, two):
        tell(head, person.pk, Told({"living": "alone"}, EARLY))
    care.set_grade(head, two.pk, "A", EARLY, "刚出院")
    by_village = start_round(head, new(choice=Choice((OWN_VILLAGE,), alone=True)))
    by_grade = start_round(head, new(choice=Choice((OWN_TOWN,), grades=frozenset("A"))))
    assert names(head, by_village) == {"李秀英"}
    assert names(head, by_grade) == {"陈水生"}


def test_a_visit_in_the_days_reaches_and_no_other(head: Actor, clock_at: SetClock) -> None:
    before, inside, after, never = (
        make_person(head, name=name, since=EARLY) for name in ("甲", "乙", "丙", "丁")
    )
    make_visit(head, before, MONDAY - timedelta(days=1))
    found = start_round(head, new())
    clock_at(at(FRIDAY + timedelta(days=2)))
    make_visit(head, inside, FRIDAY)
    make_visit(head, after, FRIDAY + timedelta(days=1))
    assert names(head, found, state="reached") == {"乙"}
    assert names(head, found, state="missing") == {"甲", "丙", "丁"}
    assert result(head, found).count == Pair(1, 4)
    assert never.name == "丁"


def test_a_county_sees_the_returns_add_up(
    head: Actor, county: Actor, there: Actor, clock_at: SetClock
) -> None:
    mine = [make_person(head, name=name, since=EARLY) for name in ("甲", "乙")]
    other = make_person(there, NEXT_VILLAGE, name="丙", since=EARLY)
    found = start_round(county, new(COUNTY))
    make_visit(head, mine[0], MONDAY)
    make_visit(there, other, MONDAY)
    told = result(county, found)
    assert told.count == Pair(2, 3)
    assert {part.key: part.count for part in told.places} == {
        OWN_TOWN: Pair(1, 2),
        NEXT_TOWN: Pair(1, 1),
    }
    assert result(head, found).count == Pair(1, 2)
    assert result(there, found).count == Pair(1, 1)
    assert names(there, found) == {"丙"}
    targets, reached = counts(county, COUNTY, "town")
    assert (targets.total, reached.total) == (3, 2)
    assert targets.additive and reached.additive
    assert [counts(county, COUNTY, "round")[1].part(str(found.pk))] == [2]


def test_who_moves_in_the_days_stays_on_the_list_where_they_were(
    head: Actor, county: Actor, there: Actor, clock_at: SetClock
) -> None:
    person = make_person(head, name="甲", since=EARLY)
    found = start_round(county, new(COUNTY))
    clock_at(at(MONDAY + timedelta(days=2)))
    people.move(county, person.pk, NEXT_VILLAGE, MONDAY + timedelta(days=1))
    make_visit(there, person, MONDAY + timedelta(days=2))
    for viewer in (head, county):
        assert result(viewer, found).count == Pair(0, 1), "judged in the town of the list"
    assert names(head, found, state="missing") == {"甲"}


def test_by_worker_as_it_was_when_it_started(head: Actor) -> None:
    make_person(head, name="甲", since=EARLY)
    found = start_round(head, new())
    [part] = result(head, found).workers
    assert (part.key, part.name, part.count) == ("none", "没有责任社工", Pair(0, 1))
    assert names(head, found, worker="none") == {"甲"}


def test_yesterdays_return_comes_out_again(head: Actor, clock_at: SetClock) -> None:
    person = make_person(head, since=EARLY)
    start_round(head, new())
    noted = at(MONDAY, 20)
    clock_at(at(MONDAY + timedelta(days=2)))
    make_visit(head, person, MONDAY)
    with scope.acting(head):
        ask = Ask((OWN_TOWN,), Period(MONDAY, MONDAY))
        assert counting.count("round_reached", ask).total == 1
        then = replace(ask, known=noted)
        assert counting.count("round_reached", then).total == 0
        assert counting.count("round_targets", then).total == 1


def test_called_off_it_counts_no_more(head: Actor, county: Actor, clock_at: SetClock) -> None:
    make_person(head, since=EARLY)
    found = start_round(county, new(COUNTY))
    noted = at(MONDAY, 20)
    clock_at(at(MONDAY + timedelta(days=1)))
    with pytest.raises(Refused):
        call_off(head, found.pk, "寒潮没有来")
    with pytest.raises(Problem):
        call_off(county, found.pk, " ")
    call_off(county, found.pk, "寒潮没有来")
    assert call_off(county, found.pk, "再取消一次").off_reason == "寒潮没有来"
    assert [one.total for one in counts(head, OWN_TOWN)] == [0, 0]
    with scope.acting(head):
        ask = Ask((OWN_TOWN,), Period(MONDAY, MONDAY), noted)
        assert counting.count("round_targets", ask).total == 1
    assert AuditEntry.objects.filter(verb="round.start", reason="寒潮没有来").count() == 1


def test_sent_twice_it_is_one_round(head: Actor) -> None:
    make_person(head, since=EARLY)
    wanted = new()
    assert start_round(head, wanted).pk == start_round(head, wanted).pk
    with scope.acting(head):
        assert Round.objects.count() == 1


def test_rounds_that_cannot_be(head: Actor) -> None:
    cases = {
        "round.nobody": new(),
        "round.name": new(name=" "),
        "round.place": new(OWN_VILLAGE),
        "round.outside": new(choice=Choice((NEXT_TOWN,))),
    }
    for code, wanted in cases.items():
        with pytest.raises(Problem) as told:
            start_round(head, wanted)
        assert told.value.code == code
    with pytest.raises(Refused):
        start_round(head, new(NEXT_TOWN))
    with pytest.raises(Refused):
        start_round(make_actor(Role.WORKER, OWN_TOWN), new())


def test_a_neighbour_sees_nothing_of_a_stations_round(head: Actor, there: Actor) -> None:
    make_person(head, since=EARLY)
    found = start_round(head, new())
    for viewer in (there, make_actor(Role.HEAD, FAR_TOWN)):
        with scope.acting(viewer):
            assert selectors.listed(viewer) == []
            with pytest.raises(Absent):
                selectors.find(viewer, UUID(str(found.pk)))
