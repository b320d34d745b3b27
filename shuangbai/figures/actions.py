"""定格存证: a number kept as it was printed, with the rows that it counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from shuangbai.access import scope
from shuangbai.access.action import Act, action
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.figures import rules, selectors
from shuangbai.figures.models import FrozenFigure
from shuangbai.kernel import areakey, counting, ids
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "figure.freeze_area": ("没有选定一个地区。", "请先点开一个市、县或镇，再定格。"),
        "figure.freeze_province": (
            "全省的数不能在这里定格。",
            "请按市定格，省里看各市的定格。",
        ),
        "figure.freeze_early": ("{day} 还没有到，数还会变。", "请选今天或以前的一天。"),
        "figure.freeze_nothing": ("没有选要定格的数。", "请回到上一页，从数的页面点“定格存证”。"),
    }
)


@dataclass(frozen=True)
class Frozen:
    """A number to keep. `purpose`: where it will be printed, in the officer's words."""

    key: str
    area: str
    period: Period
    by: str = ""
    window: int = rules.WINDOW
    purpose: str = ""


def idents(actor: Actor, wanted: Iterable[Frozen], form: UUID) -> dict[UUID, Frozen]:
    """By the ids under which the numbers of this form are kept. Another question in the same
    address, or the address in somebody else's hands, is another form."""
    found = {}
    for one in wanted:
        days = f"{one.period.start} {one.period.end}"
        asked = f"{actor.user_id} {one.key} {one.area} {days} {one.by} {one.window}"
        found[uuid5(form, asked)] = one
    return found


@action("figure.freeze")
def freeze(act: Act, wanted: Frozen) -> FrozenFigure:
    """Freeze one number as it is known now."""
    instant = scope.begin_freezing()
    return _freeze(act, wanted, instant, ids.uuid7())


@action("figure.freeze")
def freeze_together(act: Act, wanted: Sequence[Frozen], form: UUID) -> list[FrozenFigure]:
    """Freeze several numbers at one instant, all or none. `form` is made with the empty form: the
    same one again answers with what is kept already."""
    instant = scope.begin_freezing()
    if not wanted:
        raise problem("figure.freeze_nothing")
    asked = idents(act.actor, wanted, form)
    already = selectors.frozen_among(act.actor, asked)
    if already:
        for kept in already:
            act.within(kept.area)
        act.detail = {"repeated": True}
        return already
    return [_freeze(act, one, instant, ident) for ident, one in asked.items()]


def _freeze(act: Act, wanted: Frozen, instant: datetime, ident: UUID) -> FrozenFigure:
    if not wanted.area:
        raise problem("figure.freeze_area")
    if wanted.period.end > act.today:
        raise problem("figure.freeze_early", day=wanted.period.end)
    key = areas.get(wanted.area).key
    act.within(key)
    if areakey.level_of(key) is areakey.Level.PROVINCE:
        raise problem("figure.freeze_province")
    ask = Ask((key,), wanted.period, instant, wanted.window)
    counted = counting.count(wanted.key, ask, wanted.by or None)
    rows = counting.rows(wanted.key, ask)
    kept = rules.pack(row.id for row in rows)
    one = FrozenFigure.objects.create(
        id=ident,
        area=key,
        key=wanted.key,
        version=counted.figure.version,
        scope=[key],
        period_start=wanted.period.start,
        period_end=wanted.period.end,
        window=wanted.window,
        known=instant,
        by=wanted.by,
        total=counted.total,
        parts=[{"part": p.part, "name": p.name, "value": p.value} for p in counted.parts],
        rows_count=kept.count,
        rows_digest=kept.digest,
        rows_packed=kept.packed,
        rows_by_town=dict(Counter(row.area[:9] for row in rows)),
        frozen_by=act.actor.user_id,
        frozen_by_name=act.actor.name,
        purpose=wanted.purpose,
    )
    act.touch("figures.frozenfigure", one.pk, key, key=wanted.key, total=one.total)
    return one
