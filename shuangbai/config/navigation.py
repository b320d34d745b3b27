"""Places of the product, by what the actor may do. What a role cannot use is not there."""

from dataclasses import dataclass

from shuangbai.access.actor import Actor


@dataclass(frozen=True)
class Place:
    group: str
    label: str
    url_name: str
    verb: str | None
    phone: bool = False
    """One of the four below the thumb."""


PLACES = (
    Place("", "今天", "desk:today", None, phone=True),
    Place("对象", "人与户", "clients:people", "person.list", phone=True),
    Place("对象", "转接", "clients:handovers", "handover.see"),
    Place("对象", "未成年人授权", "clients:approvals", "approval.see"),
    Place("对象", "名册", "rosters:rosters", "roster.see"),
    Place("服务", "走访", "visits:list", "visit.see", phone=True),
    Place("服务", "走访计划", "visits:plan", "plan.see"),
    Place("服务", "专项走访", "visits:rounds", "round.see"),
    Place("服务", "发现的需要", "visits:findings", "finding.see"),
    Place("服务", "服务目录", "catalogue:entries", "catalogue.see"),
    Place("服务", "派工", "cover:errands", "errand.see"),
    Place("站点", "社工站", "staff:stations", "station.see"),
    Place("证明", "两个100%", "cover:page", "cover.see", phone=True),
    Place("证明", "定格存证", "figures:frozen", "figure.freeze"),
    Place("证明", "数的定义", "figures:catalogue", "figure.count"),
    Place("管理", "任务", "jobs:list", "job.see"),
    Place("管理", "留痕", "access:audit", "audit.see", phone=True),
)


def places_for(actor: Actor) -> list[Place]:
    return [place for place in PLACES if place.verb is None or actor.may(place.verb)]
