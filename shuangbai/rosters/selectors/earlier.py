"""The same file, put in before."""

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import kinds


def same_file(actor: Actor, roster: Roster) -> list[Roster]:
    """Other rosters of the very same file that were not put aside, the newest first."""
    found = Roster.objects.visible_to(actor).filter(
        pref=roster.pref, file_digest=roster.file_digest
    )
    found = found.exclude(pk=roster.pk).exclude(state=Roster.State.DISCARDED)
    return list(found.order_by("-uploaded_at")[:20])


def is_same_list(one: Roster, other: Roster) -> bool:
    return (one.kind, one.list_code, one.area, one.day) == (
        other.kind,
        other.list_code,
        other.area,
        other.day,
    )


def elsewhere(actor: Actor, roster: Roster) -> list[Roster]:
    """Merged as another list, for another area or another day."""
    return [
        one
        for one in same_file(actor, roster)
        if one.state == Roster.State.MERGED and not is_same_list(one, roster)
    ]


def said(roster: Roster) -> str:
    """思劳镇 特困人员名册 2023年4月1日."""
    place = areas.names([roster.area]).get(roster.area, roster.area)
    day = f"{roster.day.year}年{roster.day.month}月{roster.day.day}日"
    return f"{place} {kinds.get(roster.kind).title(roster.list_code)} {day}"
