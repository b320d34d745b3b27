"""Rosters: put in, look through, merge. Nothing of people changes before the merge."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection

from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Absent
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
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
from shuangbai.kernel import areakey, sheets
from shuangbai.kernel.problems import catalogue, problem

MOST_BYTES = 20 * 1024 * 1024

catalogue(
    {
        "roster.big": ("文件超过20MB，收不下", "请只留下名册这一张表，删掉图片，另存后再交"),
        "roster.future": ("名册日期{day}还没有到", "请填名册截止的那一天，今天或以前"),
        "roster.wide": ("“{name}”太大，不能按它交名册", "请选市、县（区）、镇（街）或村（居）"),
        "roster.category": ("没有“{given}”这个类别", "可以用的类别：{codes}"),
        "roster.older": (
            "这一类名册已经合并过更新的一份，日期是{newer}；这份是{day}，不能再合并",
            "请核对日期；日期填错了的，作废这份，重新上传",
        ),
        "roster.many_leave": (
            "原来名单上{listed}人，有{leave}人不在这份名册里，合并后会退出，超过一半",
            "请核对是不是交错了文件、或只交了一部分；确实都要退出的，请勾选确认后再合并",
        ),
        "roster.nothing": ("这份名册没有一行能收", "请改好原表再上传；这一份可以作废"),
        "roster.clash": (
            "名册里有人的记录与已经登记的冲突，什么也没有存",
            "请把这份名册的名称和日期告诉系统管理员核对",
        ),
    }
)


@dataclass(frozen=True)
class NewRoster:
    """A list as uploaded. `category`: its code; `mapping`: usual heading → heading in the file."""

    area: str
    category: str
    day: date
    file_name: str
    data: bytes
    mapping: dict[str, str] | None = None


@action("roster.stage")
def stage(act: Act, new: NewRoster) -> Roster:
    """Read the file, check each row, compare with what is on file; people stay as they are."""
    area = _place(new.area)
    act.within(area.key)
    category = _category(new.category)
    if new.day > act.today:
        raise problem("roster.future", column="名册日期", day=new.day)
    if len(new.data) > MOST_BYTES:
        raise problem("roster.big", column="文件")
    table = read_table(sheets.read(new.data, new.file_name), new.mapping)
    roster = Roster(
        area=area.key,
        category=category,
        day=new.day,
        file_name=new.file_name[-200:],
        file_digest=sha256(new.data).hexdigest(),
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
def merge(act: Act, roster_id: UUID, confirm_retire: bool = False) -> Roster:
    """All rows that can be taken, or nothing. One that is merged already is given back as it is.

    Problems: roster.older, roster.many_leave (unless `confirm_retire`), states.finished.
    """
    roster = _locked(act, roster_id)
    if roster.state == Roster.State.MERGED:
        act.detail = {"already": True}
        return roster
    before, roster.state = roster.state, ROSTER.after(roster.state, "merge")
    _check_order(roster)
    # Planned again under the lock: another list may have come between the check and now.
    lines, made = _planned_again(act, roster)
    _check_sensible(made, confirm_retire)
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


def _check_order(roster: Roster) -> None:
    """A list older than the newest merged one of its kind would bring back what has ended."""
    above = [roster.area, *areakey.ancestors(roster.area)]
    newer = (
        Roster.objects.filter(
            pref=roster.pref,
            area__in=above,
            category=roster.category_id,
            state=Roster.State.MERGED,
            day__gt=roster.day,
        )
        .order_by("-day")
        .first()
    )
    if newer is not None:
        raise problem("roster.older", newer=_said(newer.day), day=_said(roster.day))


def _check_sensible(made: Plan, confirm_retire: bool) -> None:
    if made.count("refuse") == len(made.rows):
        raise problem("roster.nothing")
    if made.many_leave and not confirm_retire:
        raise problem("roster.many_leave", listed=made.listed, leave=len(made.leave))


def _run(work: Merge) -> None:
    try:
        work.run()
        with connection.cursor() as cursor:
            # Constraints that wait for the end of the transaction are asked here, where what
            # they refuse can still be told.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (IntegrityError, DataError) as clash:
        raise problem("roster.clash") from clash


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _counts(made: Plan) -> dict[str, Any]:
    """Numbers by outcome and the ids of those who leave or are kept; no names."""
    return {
        **made.counts(),
        "kept": len(made.kept),
        "listed": made.listed,
        "many_leave": made.many_leave,
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
    act.detail = {name: roster.outcome[name] for name in numbers}
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
