"""The city as it is planned: the same each time, and told by two tables that README explains."""

from collections import Counter
from pathlib import Path

import pytest

from shuangbai.demo.people import NOWHERE, Numbers
from shuangbai.demo.yunfu import city, days
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.network import apportioned
from shuangbai.demo.yunfu.rounds import Planned
from shuangbai.demo.yunfu.towns import What, characters, turns
from shuangbai.kernel import identity

pytestmark = pytest.mark.django_db
PART = 0.02
README = Path(__file__).resolve().parents[1] / "README.md"


def summary(made: City) -> list[object]:
    """What two plans must have in common; ids are made anew each time."""
    return [
        [(new.name, new.number, new.categories) for home in made.homes for new in home.people()],
        [
            (one.happened, one.entered, one.kind, len(one.served), one.worker.new.name)
            for one in made.visits
        ],
        [(one.town, one.day) for one in made.deaths],
        [(one.to, one.day, one.met) for one in made.moves],
        [[post.new.name for post in town.team] for town in made.towns],
    ]


def test_the_same_seed_tells_the_same_story(database: None) -> None:
    assert summary(city.plan({}, PART)) == summary(city.plan({}, PART))


def test_the_two_halves_make_the_whole(database: None) -> None:
    whole = city.plan({}, PART)
    halves = [whole.half(0), whole.half(1)]
    for name in ("towns", "homes", "visits", "deaths", "moves", "closings", "slips"):
        together = sum(len(getattr(half, name)) for half in halves)
        assert together == len(getattr(whole, name)), name
    villages = [sum(len(town.villages) for town in half.towns) for half in halves]
    assert max(villages) < 1.1 * min(villages)
    for half in halves:
        there = {town.key for town in half.towns}
        assert {move.to[:9] for move in half.moves} <= there


def test_stations_points_and_workers_are_those_of_the_bulletin(database: None) -> None:
    made = city.plan({}, PART).towns
    yuncheng = [town for town in made if town.key.startswith("445302")]
    at_work = {town.key: len(town.at_work(days.TODAY)) for town in made}
    assert (len(made), len(yuncheng)) == (63, 8)
    assert sum(at_work[town.key] for town in yuncheng) == 109
    assert sum(len(town.points) for town in yuncheng) == 40
    assert sum(len(town.points) for town in made) == 316
    assert sum(at_work.values()) == 861 - 2
    served = [village for town in made for point in town.points for village in point.villages]
    own = [village for town in made for village in town.direct]
    none = [village for town in made for village in town.unserved]
    assert len({*served, *own, *none}) == len(served) + len(own) + len(none) == 972
    assert len(none) == 11


def test_nobody_is_visited_who_cannot_be(database: None) -> None:
    made = city.plan({}, PART)
    by_key = {town.key: town for town in made.towns}
    for one in made.visits:
        assert one.happened <= one.entered <= days.TODAY
        assert one.worker.there(one.happened)
        assert one.happened >= one.home.listed
        assert not any(days.within(one.happened, span) for span in days.HOLIDAYS)
        assert {who.new.id for who in one.served} <= {
            who.new.id for who in one.home.living(one.happened)
        }
        flood = by_key[one.home.town].turn(What.FLOOD)
        if flood and flood.last:
            assert not flood.first <= one.happened <= flood.last


def test_what_keeps_a_station_from_going_can_be_seen(database: None) -> None:
    made = city.plan({}, 0.2)
    first, last = days.BY_TELEPHONE
    winter = Counter(one.kind for one in made.visits if first <= one.happened <= last)
    others = Counter(one.kind for one in made.visits if one.happened < first)
    assert winter["phone"] / winter.total() > 2 * others["phone"] / others.total()
    paper = [one for one in made.visits if one.happened <= days.PAPER_UNTIL]
    since = [one for one in made.visits if one.happened > days.PAPER_UNTIL]
    assert late(paper) > 2 * late(since)
    week = {id(one.home) for one in made.visits if days.within(one.happened, days.PUBLICITY)}
    assert len(week) == round(0.2 * days.PUBLICITY_HOMES)
    for turn in turns():
        if turn.what is What.VACANCY:
            assert gap(made, turn.key, turn.first, turn.last or days.TODAY) > 0


def late(visits: list[Planned]) -> float:
    return sum(one.entered > one.happened for one in visits) / len(visits)


def gap(made: City, town: str, first: object, last: object) -> int:
    """Homes of that town that were visited before and after, and not once in between."""
    happened: dict[int, list[object]] = {}
    for one in made.visits:
        if one.home.town == town:
            happened.setdefault(id(one.home), []).append(one.happened)
    return sum(
        any(day < first for day in there) and not any(first <= day < last for day in there)  # type: ignore[operator]
        for there in happened.values()
    )


def test_the_tables_are_told_in_readme() -> None:
    told = README.read_text(encoding="utf-8")
    assert [one.key for one in characters()] == sorted(one.key for one in characters())
    names = {one.key: one.name for one in characters()}
    assert len(names) == 63
    for turn in turns():
        assert names[turn.key] == turn.name and turn.why
        assert turn.name in told, turn
    for word in ("朗塘镇", "历洞镇", "通门镇", "泗纶镇"):
        assert word in told


def test_numbers_are_true_to_form_and_nobodys() -> None:
    numbers = Numbers()
    day = days.BEGUN
    given = [numbers.give(day, sex) for sex in "MFMMF"]
    assert len(set(given)) == len(given)
    for number, sex in zip(given, "MFMMF", strict=True):
        known = identity.check(number)
        assert (known.birth_date, known.sex) == (day, sex)
        assert number.startswith(NOWHERE)


@pytest.mark.parametrize(
    ("total", "weights"), [(40, [29, 11, 13, 14, 13, 15, 12, 16]), (3, [1, 1]), (0, [5])]
)
def test_parts_make_the_total(total: int, weights: list[int]) -> None:
    found = apportioned(total, weights)
    assert sum(found) == total
    assert all(
        abs(one - total * w / sum(weights)) < 1 for one, w in zip(found, weights, strict=True)
    )
