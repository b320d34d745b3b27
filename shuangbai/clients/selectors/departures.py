"""Who left a list, why, and what follows."""

from dataclasses import dataclass
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Category, Departure

PAGE = 50
FOLLOWS: dict[str, str] = {
    "": "问清原因，写在这里",
    Departure.Reason.DIED: "档案已关，别的类别同时结束；请核对待遇停发了没有",
    Departure.Reason.MOVED: "本市别的镇（街）的，请办转接；迁出本市的，请关档",
    Departure.Reason.NOT_ENTITLED: "请看还有没有别的困难，要不要继续走访；停发前要听本人意见",
    Departure.Reason.MERGED: "请把两份档案并成一份",
    Departure.Reason.MISTAKE: "已放回名单；请告诉报名册的人改过来",
}
"""What is to do after each reason. Hearing before ending aid: 社会救助法 art. 48."""


@dataclass(frozen=True)
class Line:
    departure: Departure
    name: str
    number: str
    place: str
    category: str
    follows: str
    died: bool


@dataclass(frozen=True)
class Wanted:
    """`roster`: one roster's; `open`: only those without a reason."""

    roster: UUID | None = None
    open: bool = False


def listed(
    actor: Actor, wanted: Wanted, after: UUID | None = None
) -> tuple[list[Line], UUID | None]:
    """One page, newest roster first, and the last id when there are more."""
    gate.allow(actor, Departure.see_verb)
    found = Departure.objects.visible_to(actor).as_known(None).order_by("-id")
    if wanted.roster is not None:
        found = found.filter(roster_id=wanted.roster)
    if wanted.open:
        found = found.filter(reason="")
    if after is not None:
        found = found.filter(id__lt=after)
    rows = list(found.select_related("person")[: PAGE + 1])
    shown = rows[:PAGE]
    places = areas.places((one.area for one in shown), actor.areas)
    names = dict(Category.objects.values_list("code", "short"))
    lines = [
        Line(
            one,
            one.person.name,
            str(one.person.identity or ""),
            places[one.area],
            names.get(one.category, one.category),
            FOLLOWS[one.reason],
            one.person.died_on is not None,
        )
        for one in shown
    ]
    return lines, shown[-1].pk if len(rows) > PAGE else None


def waiting(actor: Actor) -> int:
    """How many left a list and nobody has said why."""
    found = Departure.objects.visible_to(actor).as_known(None).filter(reason="")
    return int(found.count())
