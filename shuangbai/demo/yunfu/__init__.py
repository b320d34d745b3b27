"""The demonstration of a whole city: planned in `city`, written by `staffing`, `records` and
`lists` along a `diary`, by two processes (`halves`)."""

import gc
from collections.abc import Sequence
from datetime import date

from shuangbai.clients.actions.store import NewPerson
from shuangbai.demo import samples
from shuangbai.demo.story import Story, approve, at
from shuangbai.demo.yunfu import halves
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.days import TODAY

__all__ = ["TODAY", "tell"]


def tell(story: Story) -> Sequence[NewPerson]:
    try:
        made = halves.first(story)
    finally:
        gc.enable()
    at(TODAY)
    approve(story, [town.key for town in made.towns], TODAY)
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
