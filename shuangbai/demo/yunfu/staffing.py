"""Stations open, points follow, workers come and go: as lists and forms bring it, day by day."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from shuangbai.access.actor import Actor
from shuangbai.demo import equipment
from shuangbai.demo.yunfu import network
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.days import TODAY, month_end
from shuangbai.demo.yunfu.diary import Diary
from shuangbai.demo.yunfu.network import Town
from shuangbai.demo.yunfu.towns import Turn, What
from shuangbai.staff import actions
from shuangbai.staff.actions import Leaving, NewPoint, NewQualification, NewWorker

FURNISHED = timedelta(days=30)
"""What a station has is counted so long after it opened."""


def write(diary: Diary, actor: Actor, city: City) -> None:
    for day, towns in _by_day(city.towns, lambda town: town.station.opened_on):
        diary.add(day, partial(_open, actor, towns), weight=60 * len(towns))
        built, counted = [(town.station.id, town.key) for town in towns], day + FURNISHED
        diary.add(counted, partial(equipment.count, actor, built, counted), weight=8 * len(towns))
    points = [point for town in city.towns for point in town.points]
    for day, some in _by_day(points, lambda point: point.opened_on):
        diary.add(day, partial(_open_points, actor, some), hour=10, weight=8 * len(some))
    hired = [post.new for town in city.towns for post in town.team if _later(town, post.new)]
    for day, news in _by_day(hired, _hired):
        diary.add(day, partial(_hire, actor, news), weight=len(news))
    papers = [paper for town in city.towns for paper in town.papers]
    for day, some_papers in _by_day(papers, lambda paper: _listed(paper.issued_on)):
        diary.add(day, partial(_qualify, actor, some_papers), hour=11, weight=len(some_papers))
    for town in city.towns:
        for turn in town.turns:
            _turn(diary, actor, town, turn)


def _by_day[T](things: Sequence[T], day: Callable[[T], date]) -> list[tuple[date, list[T]]]:
    ordered = sorted(things, key=day)
    return [(key, list(group)) for key, group in groupby(ordered, key=day)]


def _listed(day: date) -> date:
    """Certificates are told in a list at the end of the month."""
    return min(month_end(day) + timedelta(days=3), TODAY)


def _hired(new: NewWorker) -> date:
    assert new.hired_on is not None
    return new.hired_on


def _later(town: Town, new: NewWorker) -> bool:
    return _hired(new) > town.station.opened_on


def _open(actor: Actor, towns: Sequence[Town]) -> None:
    actions.open_stations(actor, [town.station for town in towns])
    founders = [post.new for town in towns for post in town.team if not _later(town, post.new)]
    actions.add_workers(actor, founders)
    for town in towns:
        direct = network.assignments(town)
        if direct:
            actions.assign_villages(actor, town.station.id, direct, town.station.opened_on)


def _open_points(actor: Actor, points: Sequence[NewPoint]) -> None:
    actions.open_points(actor, points)


def _hire(actor: Actor, news: Sequence[NewWorker]) -> None:
    actions.add_workers(actor, news)


def _qualify(actor: Actor, papers: Sequence[NewQualification]) -> None:
    actions.add_qualifications(actor, papers)


def _turn(diary: Diary, actor: Actor, town: Town, turn: Turn) -> None:
    if turn.what is What.VACANCY:
        diary.add(turn.first, partial(_leave, actor, town, turn), weight=40)
        if turn.last:
            diary.add(turn.last, partial(_replace, actor, town, turn), hour=12, weight=20)
    if turn.what is What.POINT:
        for point in town.closing:
            close = partial(actions.close_point, actor, point.id, turn.first)
            diary.add(turn.first, close, weight=20)


def _leave(actor: Actor, town: Town, turn: Turn) -> None:
    leaving = [
        Leaving(post.new.id, turn.first, "resigned")
        for post in town.team
        if post.until == turn.first
    ]
    actions.leave_many(actor, leaving)


def _replace(actor: Actor, town: Town, turn: Turn) -> None:
    """Those who come take over the villages of those who left."""
    assert turn.last is not None
    left = [post.new.id for post in town.team if post.until == turn.first]
    come = [post.new.id for post in town.team if post.since == turn.last]
    taken = network.assignments(town, dict(zip(left, come, strict=True)))
    if taken:
        actions.assign_villages(actor, town.station.id, taken, turn.last)
