"""The demonstration of a whole city: planned in `city`, written by `staffing`, `records` and
`lists` along a `diary`."""

from collections.abc import Sequence
from datetime import date
from random import Random

from shuangbai.clients.actions.store import NewPerson
from shuangbai.demo import samples
from shuangbai.demo.story import Story, approve, at
from shuangbai.demo.yunfu import city, lists, staffing
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.days import BEGUN, TODAY
from shuangbai.demo.yunfu.diary import Diary
from shuangbai.demo.yunfu.records import Records

__all__ = ["tell", "tell_part"]


def tell(story: Story) -> Sequence[NewPerson]:
    return tell_part(story)


def tell_part(story: Story, part: float = 1.0) -> Sequence[NewPerson]:
    """`part`: of the city's homes."""
    at(BEGUN, hour=8)
    story.say("正在建立账号，编排一年半的走访…")
    hashed = story.accounts.hash_ahead()
    made = city.plan(story.accounts.colleagues(), part)
    story.accounts.create(story.actor, BEGUN, hashed)
    diary = Diary(at, story.say)
    staffing.write(diary, story.actor, made)
    Records(story.actor, made, Random(city.SEED)).write(diary)
    lists.write(diary, story.actor, made)
    diary.play()
    at(TODAY)
    approve(story, [town.key for town in made.towns])
    return _still_there(made)


def _still_there(made: City) -> list[NewPerson]:
    """Of the town of the sample roster, as far as is known."""
    there = [home for home in made.homes if home.town == samples.TOWN]
    dead = {death.person for death in made.deaths if not death.told}
    return [
        one.new
        for home in there
        for one in home.residents
        if one.new.id in dead or home.gone.get(one.new.id, date.max) > TODAY
    ]
