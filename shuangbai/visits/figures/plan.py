"""Who on the lists is visited as often as the plan says, and who is not.

Whole: `people` (clients). A service counts where it happened, so *here* is judged by the scope
that is asked for, as in cover (decision 0006). The two figures share nobody and leave nobody out.
"""

from shuangbai.clients.figures import CATEGORY_FACET, GROUP_SPLIT, person_cards, same_person
from shuangbai.kernel.figures import Figure, register
from shuangbai.visits.selectors import standing

PEOPLE_ON_SCHEDULE = Figure(
    key="people_on_schedule",
    name="按期走访",
    unit="人",
    description="在册对象里，截止日还没过走访期限的人。期限从最近一次在本地的服务算起，"
    "没去过的从进名册那天算起；几天一次按走访频次，适用几条的取最短的。",
    rows=standing.in_time,
    subject=same_person,
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    local=True,
)

PEOPLE_OVERDUE = Figure(
    key="people_overdue",
    name="走访过期",
    unit="人",
    description="在册对象里，截止日已经过了走访期限、还没有在本地服务到的人，从没去过又过了期的也算。",
    rows=standing.late,
    subject=same_person,
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    local=True,
)

register(PEOPLE_ON_SCHEDULE, PEOPLE_OVERDUE)
