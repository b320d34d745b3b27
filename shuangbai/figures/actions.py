"""定格存证: a number kept as it was printed, with the rows that it counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangbai.access import scope
from shuangbai.access.action import Act, action
from shuangbai.areas import selectors as areas
from shuangbai.figures import rules
from shuangbai.figures.models import FrozenFigure
from shuangbai.kernel import areakey, counting
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


@action("figure.freeze")
def freeze(act: Act, wanted: Frozen) -> FrozenFigure:
    """Freeze one number as it is known now."""
    instant = scope.begin_freezing()
    return _freeze(act, wanted, instant)


@action("figure.freeze")
def freeze_together(act: Act, wanted: Sequence[Frozen]) -> list[FrozenFigure]:
    """Freeze several numbers at one instant, all or none."""
    instant = scope.begin_freezing()
    if not wanted:
        raise problem("figure.freeze_nothing")
    return [_freeze(act, one, instant) for one in dict.fromkeys(wanted)]


def _freeze(act: Act, wanted: Frozen, instant: datetime) -> FrozenFigure:
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
