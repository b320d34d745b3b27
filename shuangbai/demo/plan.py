"""What the plan of visits lives on: grades, responsible workers, old people alone, a colleague who
is away, a round in the cold of January and one that runs now."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from uuid import UUID

from shuangbai.access.actor import Actor, operator
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions.particulars import Told, tell
from shuangbai.clients.actions.store import NewPerson
from shuangbai.clients.rules import Group, age_on
from shuangbai.kernel import identity
from shuangbai.kernel.ids import uuid7
from shuangbai.staff.models import Worker
from shuangbai.visits.actions.absences import NewAbsence, add_absence
from shuangbai.visits.actions.plan import Said, set_frequency
from shuangbai.visits.actions.rounds import NewRound, start_round
from shuangbai.visits.plan_rules.frequency import Kind, Subject
from shuangbai.visits.plan_rules.rounds import Choice

COUNTY, TOWN = "445302", "445302103"
"""Whose plan is told in full: the station whose workers sign in."""
COLD, COLD_ENDS = date(2023, 1, 16), date(2023, 1, 31)
SAID, HOLDS = date(2023, 2, 20), date(2023, 3, 1)
SPRING, SPRING_ENDS = date(2023, 4, 10), date(2023, 4, 28)
AWAY, BACK = date(2023, 4, 12), date(2023, 4, 26)
GRADES = "ABBBCCCCCC"
REASONS = {"A": "刚出院，一个人在家", "B": "腿脚不便，儿女在外", "C": "情况稳定"}

type Happens = Callable[[], object]
type Happening = tuple[date, Happens]


def begin(actor: Actor, day: date, people: Sequence[NewPerson], workers: Sequence[Worker]) -> None:
    """A worker answers for whole villages; two places have nobody. One person in three has a
    grade, and some old people live alone."""
    random = Random(20230109)
    places = sorted({new.area for new in people})
    whose = {area: workers[place % 3] for place, area in enumerate(places) if place % 7 != 6}
    for new in people:
        if new.area in whose:
            care.set_charge(actor, new.id, whose[new.area].pk, day)
        if random.random() < 0.3:
            code = random.choice(GRADES)
            care.set_grade(actor, new.id, code, day, REASONS[code])
        born = identity.check(new.number or "").birth_date
        if born and age_on(born, day) >= 60 and new.relation == "户主" and random.random() < 0.35:
            tell(actor, new.id, Told({"living": "alone"}, day))


def happenings(away: UUID, there: UUID) -> list[Happening]:
    """(day, what happens then), in their order. `away`, `there`: a worker of the town who is at a
    training, and the colleague who steps in."""
    county, head = operator("陈区办", COUNTY[:4]), operator("黄站长", COUNTY[:4])
    alone = Choice((COUNTY,), alone=True)
    cold = NewRound(uuid7(), COUNTY, "1月寒潮走访", "cold", COLD, COLD_ENDS, alone)
    old = Choice((TOWN,), groups=frozenset({Group.ELDERLY.value}))
    rain = NewRound(uuid7(), TOWN, "雨季前老年人走访", "flood", SPRING, SPRING_ENDS, old)
    subject = Subject(Kind.CATEGORY, "TK")
    said = Said(COUNTY, subject, 30, HOLDS, "云城民函〔2023〕8号")
    absence = NewAbsence(away, there, AWAY, BACK, "training", "社工能力提升班")
    return [
        (COLD, lambda: start_round(county, cold)),
        (SAID, lambda: set_frequency(county, said)),
        (SPRING, lambda: start_round(head, rain)),
        (AWAY, lambda: add_absence(head, absence)),
    ]
