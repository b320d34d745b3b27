"""How often the city wants whom visited and what it wants at each station, and what the station of
the walk plans for itself."""

from functools import partial

from shuangbai.access.actor import Actor
from shuangbai.demo import equipment, plan
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.days import BEGUN
from shuangbai.demo.yunfu.diary import Diary
from shuangbai.visits.actions.plan import Said, set_frequency
from shuangbai.visits.plan_rules.frequency import ALONE, Kind, Subject

CITY = "4453"
OFTEN = {
    Subject(Kind.ORDINARY): 190,
    Subject(Kind.GRADE, "A"): 30,
    Subject(Kind.GRADE, "B"): 90,
    Subject(Kind.SITUATION, ALONE): 90,
}
"""Days. Made up as everything here, and what the stations of this city can do."""
DOCUMENT = "云民函〔2021〕演示1号"


def write(diary: Diary, actor: Actor, city: City) -> None:
    town = next((town for town in city.towns if town.key == plan.TOWN), None)
    if town is None:
        return
    for subject, often in OFTEN.items():
        said = Said(CITY, subject, often, BEGUN, DOCUMENT)
        diary.add(BEGUN, partial(_say, actor, said), hour=8, weight=2)
    diary.add(BEGUN, partial(equipment.ask_for, actor, BEGUN), hour=8, weight=2)
    away = next(post.new.id for post in town.team if post.new.user_id is None)
    there = [post.new.id for post in town.team if post.new.user_id is not None][-1]
    for day, happen in plan.happenings(away, there):
        diary.add(day, partial(_happen, happen), weight=4)


def _say(actor: Actor, said: Said) -> None:
    set_frequency(actor, said)


def _happen(happen: plan.Happens) -> None:
    happen()
