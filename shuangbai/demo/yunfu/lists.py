"""The lists of last month, taken in as stations do it: a workbook, checked, compared, merged."""

from datetime import timedelta
from functools import partial

from shuangbai.access.actor import Actor
from shuangbai.demo import samples
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.days import TODAY
from shuangbai.demo.yunfu.diary import Diary
from shuangbai.demo.yunfu.homes import Home
from shuangbai.demo.yunfu.network import Town
from shuangbai.rosters import actions as rosters
from shuangbai.rosters.actions import NewRoster
from shuangbai.rosters.rules import ListOf

SENT_AFTER = timedelta(days=2)


def write(diary: Diary, actor: Actor, city: City) -> None:
    for town in city.towns:
        if homes := city.on_lists.get(town.key):
            day = homes[0].listed
            take = partial(_take_in, actor, town, [*_standing(city, town, homes[0]), *homes])
            diary.add(min(day + SENT_AFTER, TODAY), take, weight=12 * len(homes))


def _standing(city: City, town: Town, fresh: Home) -> list[Home]:
    """Those of the town who were on the list before: a list names everybody."""
    there = (home for home in city.homes if home.town == town.key)
    return [home for home in there if home.kind is fresh.kind]


def _take_in(actor: Actor, town: Town, homes: list[Home]) -> None:
    day, kind = homes[-1].listed, homes[-1].kind
    [code] = kind.held
    title = f"{town.area.name}{kind.name}名册"
    people = [one.new for home in homes for one in home.living(day)]
    new = NewRoster(
        ListOf("people", code, town.key, day),
        f"{title}.xlsx",
        samples.workbook(people, town.key, title),
    )
    rosters.merge(actor, rosters.stage(actor, new).pk)
