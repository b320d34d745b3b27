"""How a visit came to say what it says: its versions, and what each correction changed."""

from dataclasses import dataclass
from datetime import date, datetime

from shuangbai.access.actor import Actor
from shuangbai.visits.models import Correction, Visit
from shuangbai.visits.rules import changes
from shuangbai.visits.rules.changes import Change
from shuangbai.visits.selectors.visits import Told, note_is_open, told, versions

WORDS = ("内容", "状况")
"""Fields that belong to the files of those who were served."""


@dataclass(frozen=True)
class Step:
    """One correction: who, when, why, and what became different."""

    correction: Correction
    reason: str
    changes: tuple[Change, ...]

    @property
    def at(self) -> datetime:
        return self.correction.at


def steps(actor: Actor, visit: Visit) -> list[Step]:
    """The latest first; nothing for a visit that was never corrected."""
    found = Correction.objects.visible_to(actor).filter(pref=visit.pref, visit_id=visit.root)
    corrections = list(found.order_by("-at", "-id"))
    if not corrections:
        return []
    by_id = {one.visit.pk: one for one in told(actor, versions(actor, visit))}
    return [
        _step(actor, one, by_id[one.old_id], by_id[one.new_id])
        for one in corrections
        if one.old_id in by_id and one.new_id in by_id
    ]


def _step(actor: Actor, one: Correction, old: Told, new: Told) -> Step:
    readable = note_is_open(actor, old) and note_is_open(actor, new)
    found = tuple(changes.changed(_words(old), _words(new)))
    shown = tuple(
        one if readable or one.field not in WORDS else changes.hidden(one) for one in found
    )
    return Step(one, one.reason.reveal() if readable else changes.HIDDEN, shown)


def _words(told: Told) -> dict[str, str]:
    """Everything that a correction may change, as a reader would say it."""
    visit = told.visit
    return {
        "走访日期": _day(visit.happened_on),
        "怎样走访": visit.get_kind_display(),
        "服务了谁": told.names,
        "做了什么": told.done,
        "谁一起去": told.along,
        "内容": visit.note.reveal() if visit.note else "",
        "状况": "；".join(f"{name}：{_scales(found)}" for name, found in told.every_scale),
        "下次走访": _day(visit.next_on) if visit.next_on else "",
    }


def _scales(found: list[tuple[str, int, str]]) -> str:
    return "、".join(f"{scale}{words}" for scale, _, words in found)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
