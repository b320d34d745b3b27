"""What waits to be done, as a short list: how many, and where it is done."""

from dataclasses import dataclass

from django.urls import reverse

from shuangbai.access.actor import Actor
from shuangbai.clients.selectors import departures, handovers
from shuangbai.cover.selectors import Comparison
from shuangbai.cover.selectors.errands import Line as Errand
from shuangbai.figures.rules import amount
from shuangbai.rosters.models import Roster

TOO_LOW = 0
"""The band of a town that is served too little."""


@dataclass(frozen=True)
class Todo:
    """`said` follows the number: 个转接请求等我们答复. `late`: it has waited too long."""

    count: int
    unit: str
    said: str
    url: str
    act: str
    late: bool = False


def of_officer(actor: Actor, comparison: Comparison) -> list[Todo]:
    """For whoever answers for many stations: what was asked of them, and where it is too low."""
    low = [one for one in comparison.units if one.now["service"].band == TOO_LOW]
    bare = comparison.whole.now["villages"].missing
    cover_url = reverse("cover:page")
    found = [
        *_asked(actor),
        Todo(len(low), "个", "镇街的服务覆盖不足 80%", cover_url, "去看"),
        Todo(bare, "个", "村（居）还没人负责", reverse("cover:uncovered"), "去看"),
    ]
    return [one for one in found if one.count]


def of_head(actor: Actor, errands: list[Errand]) -> list[Todo]:
    """For the head of a station."""
    late = sum(line.told.state == "late" for line in errands)
    url = reverse("cover:errands")
    found = [*_asked(actor), Todo(late, "件", "派工过期了还没办", url, "去看", late=True)]
    return [one for one in found if one.count]


def _asked(actor: Actor) -> list[Todo]:
    return [*_handovers(actor), *_rosters(actor), *_departures(actor)]


def _handovers(actor: Actor) -> list[Todo]:
    waiting = handovers.waiting(actor)
    longest = f"，最久的等了 {amount(waiting.days, '天')}" if waiting.days else ""
    said = f"转接请求等我们答复{longest}"
    url = reverse("clients:handovers")
    return [Todo(waiting.count, "个", said, url, "去答复", late=waiting.reminder != "wait")]


def _rosters(actor: Actor) -> list[Todo]:
    if not actor.may("roster.merge"):
        return []
    staged = Roster.objects.visible_to(actor).filter(state=Roster.State.STAGED).count()
    return [Todo(staged, "份", "名册核对了还没合并", reverse("rosters:rosters"), "去合并")]


def _departures(actor: Actor) -> list[Todo]:
    if not actor.may("departure.tell"):
        return []
    url = f"{reverse('clients:departures')}?open=1"
    return [Todo(departures.waiting(actor), "人", "退出了名册，还没写原因", url, "去写")]
