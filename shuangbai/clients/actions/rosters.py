"""Rosters: put in, look through, merge. Nothing of people changes before the merge."""

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection

from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Absent
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.clients.actions.roster_checks import check_order, check_sensible, leaving
from shuangbai.clients.actions.roster_ground import ListOf, places_in, survey
from shuangbai.clients.actions.roster_merge import Merge
from shuangbai.clients.actions.roster_rows import rewrite_rows, write_rows
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import Category, Roster, RosterMove, RosterRow
from shuangbai.clients.roster_rules import (
    ROSTER,
    Plan,
    Row,
    Table,
    check_lines,
    families,
    plan,
    read_table,
)
from shuangbai.kernel import areakey, days, ids, sheets
from shuangbai.kernel.problems import catalogue, problem

MOST_BYTES = 20 * 1024 * 1024

catalogue(
    {
        "roster.big": ("文件超过20MB，收不下", "请只留下名册这一张表，删掉图片，另存后再交"),
        "roster.future": ("名册日期{day}还没有到", "请填名册截止的那一天，今天或以前"),
        "roster.long_ago": ("名册日期{day}太早了", "请核对年份，填1990年以后的日期"),
        "roster.wide": (
            "“{name}”太大，不能按它交名册",
            "请选市、县（市、区）、乡镇（街道）或村（居）",
        ),
        "roster.category": ("没有“{given}”这个类别", "可以用的类别：{codes}"),
        "roster.clash": (
            "名册里有人的记录与已经登记的冲突，什么也没有存",
            "请把这份名册的名称和日期告诉系统管理员核对",
        ),
    }
)


@dataclass(frozen=True)
class NewRoster:
    """A list as uploaded. `category`: its code; `mapping`: usual heading → heading in the file.

    `id` is made where it is uploaded, so that the same form sent twice leaves one roster.
    """

    area: str
    category: str
    day: date
    file_name: str
    data: bytes
    mapping: dict[str, str] | None = None
    id: UUID = field(default_factory=ids.uuid7)


@action("roster.stage")
def stage(act: Act, new: NewRoster) -> Roster:
    """Read the file, check each row, compare with what is on file; people stay as they are.

    The same list again answers with the one that is there.
    """
    area = _place(new.area)
    act.within(area.key)
    category = _category(new.category)
    if new.day > act.today:
        raise problem("roster.future", column="名册日期", day=new.day)
    if new.day < days.EARLIEST:
        raise problem("roster.long_ago", column="名册日期", day=new.day)
    if len(new.data) > MOST_BYTES:
        raise problem("roster.big", column="文件")
    table = read_table(sheets.read(new.data, new.file_name), new.mapping)
    digest = sha256(new.data).hexdigest()
    already = _already(act, new, digest, table)
    if already is not None:
        act.subject, act.detail = ("clients.roster", str(already.pk)), {"already": True}
        return already
    roster = Roster(
        id=_free_id(act, new),
        area=area.key,
        category=category,
        day=new.day,
        file_name=new.file_name[-200:],
        file_digest=digest,
        state=Roster.State.STAGED,
        uploaded_at=act.at,
        uploaded_by=act.actor.user_id,
        uploaded_by_name=act.actor.name,
    )
    made = _planned(act, roster, area, table)
    roster.outcome = {**_counts(made), **_of_file(table)}
    roster.save(force_insert=True)
    write_rows(roster, table, made)
    _moved(act, roster, "stage", "")
    return roster


@action("roster.merge", counted=True)
def merge(
    act: Act, roster_id: UUID, confirm_retire: bool = False, shown: str | None = None
) -> Roster:
    """All rows that can be taken, or nothing. One that is merged already is given back as it is.

    `shown`: `outcome["leaving"]` as it was on the page, so that nobody leaves unseen.
    Problems: roster.older, roster.changed, roster.many_leave (unless `confirm_retire`),
    states.finished.
    """
    roster = _locked(act, roster_id)
    if roster.state == Roster.State.MERGED:
        act.detail = {"already": True}
        return roster
    before, roster.state = roster.state, ROSTER.after(roster.state, "merge")
    check_order(act, roster)
    # Planned again under the lock: another list may have come between the check and now.
    lines, made = _planned_again(act, roster)
    check_sensible(made, confirm_retire, shown)
    work = Merge(act, roster, _list_of(roster), made)
    _run(work)
    rewrite_rows(roster, lines, made, work.fresh)
    roster.outcome = {**roster.outcome, **_counts(made)}
    _update(roster)
    _moved(act, roster, "merge", before)
    return roster


@action("roster.stage")
def recheck(act: Act, roster_id: UUID) -> Roster:
    """Compare a waiting roster with what is on file now, after a merge that was stopped."""
    roster = _locked(act, roster_id)
    if roster.state == Roster.State.STAGED:
        lines, made = _planned_again(act, roster)
        rewrite_rows(roster, lines, made, {})
        roster.outcome = {**roster.outcome, **_counts(made)}
        _update(roster)
        act.detail = made.counts()
    return roster


@action("roster.discard")
def discard(act: Act, roster_id: UUID, reason: str = "") -> Roster:
    """Put aside without merging; the lines stay on record."""
    roster = _locked(act, roster_id)
    if roster.state == Roster.State.DISCARDED:
        act.detail = {"already": True}
        return roster
    before, roster.state = roster.state, ROSTER.after(roster.state, "discard")
    _update(roster)
    act.reason = reason.strip()[:200]
    _moved(act, roster, "discard", before)
    return roster


def _already(act: Act, new: NewRoster, digest: str, table: Table) -> Roster | None:
    """The roster that this form has left already, or one of the same file that waits."""
    with connection.cursor() as cursor:
        # The same file twice at one moment: the second waits and finds the first.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
    same = Roster.objects.under(*act.actor.areas).filter(
        area=new.area, category=new.category, day=new.day, file_digest=digest
    )
    mine: Roster | None = same.filter(pk=new.id).first()
    waiting = same.filter(state=Roster.State.STAGED).order_by("uploaded_at")
    return mine or next((one for one in waiting if one.outcome["columns"] == table.columns), None)


def _free_id(act: Act, new: NewRoster) -> UUID:
    """Who goes back in the browser finds the old form with its id, and may send another list."""
    taken = Roster.objects.under(*act.actor.areas).filter(pk=new.id).exists()
    return ids.uuid7() if taken else new.id


def _place(key: str) -> Area:
    area = areas.get(key)
    if len(area.key) < areakey.LEVELS[areakey.Level.PREFECTURE]:
        raise problem("roster.wide", column="地方", name=area.name)
    return area


def _category(code: str) -> Category:
    found = Category.objects.filter(code=code).first()
    if found is None:
        codes = Category.objects.order_by("order").values_list("code", "short")
        said = "、".join(f"{code} {short}" for code, short in codes)
        raise problem("roster.category", column="类别", given=code, codes=said)
    return found


def _list_of(roster: Roster) -> ListOf:
    return ListOf(roster.category_id, roster.area, roster.day)


def _planned(act: Act, roster: Roster, area: Area, table: Table) -> Plan:
    places = places_in(area)
    checked = check_lines(table.rows, table.columns, places, act.today)
    lines, of_row = families(checked)
    ground = survey(_list_of(roster), lines)
    return plan(lines, of_row, ground, places, roster.category.short)


def _planned_again(act: Act, roster: Roster) -> tuple[list[RosterRow], Plan]:
    """From the lines as they were read; the file itself is not kept."""
    lines = list(RosterRow.objects.filter(pref=roster.pref, roster=roster).order_by("number"))
    rows = [Row(line.number, json.loads(line.raw.reveal())) for line in lines]
    table = Table("", roster.outcome["columns"], rows, 0, ())
    return lines, _planned(act, roster, areas.get(roster.area), table)


def _locked(act: Act, roster_id: UUID) -> Roster:
    """The roster, with nobody else registering in its prefecture or working on it."""
    mine = Roster.objects.under(*act.actor.areas).filter(pk=roster_id)
    seen = mine.first()
    if seen is None:
        raise Absent(act.verb, "clients.roster", str(roster_id))
    act.within(seen.area)
    act.subject = ("clients.roster", str(seen.pk))
    lock_prefecture(seen.pref)
    roster: Roster = mine.filter(pref=seen.pref).select_for_update(of=("self",)).get()
    return roster


def _run(work: Merge) -> None:
    try:
        work.run()
        with connection.cursor() as cursor:
            # Constraints that wait for the end of the transaction are asked here, where what
            # they refuse can still be told.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (IntegrityError, DataError) as clash:
        raise problem("roster.clash") from clash


def _counts(made: Plan) -> dict[str, Any]:
    """Numbers by outcome and the ids of those who leave or are kept; no names."""
    return {
        **made.counts(),
        "kept": len(made.kept),
        "listed": made.listed,
        "many_leave": made.many_leave,
        "leaving": leaving(made),
        "leave_ids": [str(holder.person) for holder in made.leave],
        "kept_ids": [str(holder.person) for holder in made.kept],
    }


def _of_file(table: Table) -> dict[str, Any]:
    return {
        "columns": table.columns,
        "skipped": table.skipped,
        "sheet": table.sheet,
        "unread": list(table.unread),
    }


def _update(roster: Roster) -> None:
    rows = Roster.objects.filter(pk=roster.pk, pref=roster.pref)
    rows.update(state=roster.state, outcome=roster.outcome)


def _moved(act: Act, roster: Roster, verb: str, before: str) -> None:
    """Who moved the roster on, and when; the audit row says what came of it."""
    act.subject = ("clients.roster", str(roster.pk))
    numbers = ("rows", "create", "update", "unchanged", "refuse", "retire")
    act.detail |= {name: roster.outcome[name] for name in numbers}
    act.touch("clients.roster", roster.pk, roster.area, state=[before, roster.state])
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
