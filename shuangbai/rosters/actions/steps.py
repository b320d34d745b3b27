"""What every step of a roster does: find it, lock it, say who moved it on."""

from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.access.refusal import Absent
from shuangbai.rosters.models import Roster, RosterMove
from shuangbai.rosters.rules import ListOf, kinds


def silent(phase: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


NUMBERS = ("rows", "create", "update", "unchanged", "refuse", "retire")


def list_of(roster: Roster) -> ListOf:
    return ListOf(roster.kind, roster.list_code, roster.area, roster.day)


def find(act: Act, roster_id: UUID) -> Roster:
    """The roster, or Absent."""
    found: Roster | None = Roster.objects.under(*act.actor.areas).filter(pk=roster_id).first()
    if found is None:
        raise Absent(act.verb, "rosters.roster", str(roster_id))
    act.within(found.area)
    act.subject = ("rosters.roster", str(found.pk))
    return found


def locked(act: Act, roster_id: UUID) -> Roster:
    """The roster, with nobody else merging in its prefecture or working on it."""
    seen = find(act, roster_id)
    kinds.get(seen.kind).lock(seen.pref)
    rows = Roster.objects.filter(pk=roster_id, pref=seen.pref).select_for_update(of=("self",))
    roster: Roster = rows.get()
    return roster


def saved(roster: Roster, *names: str) -> None:
    told: dict[str, Any] = {name: getattr(roster, name) for name in names}
    Roster.objects.filter(pk=roster.pk, pref=roster.pref).update(**told)


def moved(act: Act, roster: Roster, verb: str, before: str) -> None:
    """Who moved the roster on, and when; the audit row says what came of it."""
    act.subject = ("rosters.roster", str(roster.pk))
    act.detail |= {name: roster.outcome[name] for name in NUMBERS if name in roster.outcome}
    act.touch("rosters.roster", roster.pk, roster.area, state=[before, roster.state])
    RosterMove.objects.create(
        area=roster.area,
        roster=roster,
        verb=verb,
        from_state=before,
        to_state=roster.state,
        at=act.at,
        by=act.actor.user_id,
        by_name=act.actor.name,
        reason=act.reason,
    )
