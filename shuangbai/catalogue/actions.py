"""What an office does with its part of the catalogue: add, rename from a day on, end."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Refused
from shuangbai.areas import selectors as areas
from shuangbai.catalogue import rules, selectors
from shuangbai.catalogue.models import Entry
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "catalogue.kind": ("这一类不能自己加。", "服务项目、主题和工作线可以加，请从这三类里选。"),
        "catalogue.under": ("没有选归到哪一项专业服务。", "请从五项专业服务里选一项。"),
        "catalogue.same": (
            "“{name}”已经有了，是{owner}。",
            "直接用那一项；意思不一样的，换一个分得清的名称。",
        ),
        "catalogue.early": (
            "{day} 比这一项开始用的日子（{since}）还早。",
            "请填 {since} 或以后的一天。",
        ),
        "catalogue.over": ("“{name}”已经不用了。", "要再用，请重新加一项。"),
        "catalogue.unchanged": ("新名称和原来的一样。", "请写新的名称，或者不改。"),
    }
)


@dataclass(frozen=True)
class NewEntry:
    """`area`: the office that owns it. `under`: code of the service, for an item."""

    area: str
    kind: str
    name: str
    since: date
    under: str = ""
    said: str = ""


@action("catalogue.manage")
def add(act: Act, new: NewEntry) -> Entry:
    """A new entry under a code of its own."""
    act.within(new.area)
    if new.kind not in rules.OPEN or new.area not in act.actor.areas:
        raise problem("catalogue.kind", column="哪一类")
    if new.kind == rules.ITEM and new.under not in {one.code for one in selectors.services()}:
        raise problem("catalogue.under", column="归到哪一项专业服务")
    _one_at_a_time()
    _new_name(act, new.kind, new.area, new.name, new.since)
    code = rules.next_code(new.kind, new.under, new.area, _taken(new.area))
    last = Entry.objects.filter(kind=new.kind).order_by("-order").values_list("order", flat=True)
    made: Entry = Entry.objects.create(
        area=new.area,
        kind=new.kind,
        code=code,
        name=new.name.strip(),
        said=new.said.strip(),
        order=(last.first() or 0) + 1,
        valid_from=new.since,
        **_added(act),
    )
    _told(act, made, name=made.name, since=str(made.valid_from))
    return made


@action("catalogue.manage")
def rename(act: Act, entry_id: UUID, name: str, day: date) -> Entry:
    """From `day` on it is called `name`; what was recorded before prints the old name. One that
    begins on that day or later was never called otherwise."""
    entry = _changed(act, entry_id, day)
    if entry.name == name.strip():
        raise problem("catalogue.unchanged", column="新名称")
    _new_name(act, entry.kind, entry.area, name, day)
    _end(act, entry, day, "改名")
    made: Entry = Entry.objects.create(
        area=entry.area,
        kind=entry.kind,
        code=entry.code,
        name=name.strip(),
        said=entry.said,
        order=entry.order,
        valid_from=day,
        **_added(act),
    )
    _told(act, made, name=[entry.name, made.name], since=str(day))
    return made


@action("catalogue.manage")
def end(act: Act, entry_id: UUID, day: date, why: str) -> Entry:
    """From `day` on nobody names it any more; what named it before stays."""
    entry = _changed(act, entry_id, day)
    act.reason = why.strip()
    _end(act, entry, day, act.reason)
    _told(act, entry, ended=str(day))
    return entry


def _changed(act: Act, entry_id: UUID, day: date) -> Entry:
    """The entry that is to change on `day`, for its owner."""
    _one_at_a_time()
    entry = selectors.find(act.actor, entry_id)
    act.within(entry.area)
    subject = ("catalogue.entry", str(entry.pk))
    if not selectors.may_change(act.actor, entry):
        raise Refused(act.verb, "这一项不归本单位", area=entry.area, subject=subject)
    if entry.valid_to is not None:
        raise problem("catalogue.over", name=entry.name)
    if day < entry.valid_from:
        raise problem("catalogue.early", column="从哪天起", day=day, since=entry.valid_from)
    return entry


def _new_name(act: Act, kind: str, area: str, name: str, day: date) -> None:
    """No two entries that a record of this area may name are called the same."""
    for one in selectors.offered(act.actor, kind, area, day):
        if one.name == name.strip():
            raise problem("catalogue.same", column="名称", name=one.name, owner=_owner(one))


def _owner(entry: Entry) -> str:
    return "产品自带的" if entry.shipped else f"{areas.full_name(entry.area)}加的"


def _end(act: Act, entry: Entry, day: date, why: str) -> None:
    entry.valid_to, entry.ended_at, entry.ended_why = day, act.at, why
    entry.ended_by, entry.ended_by_name = act.actor.user_id, act.actor.name
    names = ["valid_to", "ended_at", "ended_why", "ended_by", "ended_by_name"]
    entry.save(update_fields=names)


def _told(act: Act, entry: Entry, **change: Any) -> None:
    act.subject = ("catalogue.entry", str(entry.pk))
    act.touch("catalogue.entry", entry.pk, entry.area, code=entry.code, **change)


def _added(act: Act) -> dict[str, Any]:
    who = {"added_by": act.actor.user_id, "added_by_name": act.actor.name}
    return {"added_at": act.at, **who}


def _taken(area: str) -> list[str]:
    return list(Entry.objects.filter(area=area).values_list("code", flat=True))


def _one_at_a_time() -> None:
    """Two offices at once must not make the same code, nor two people end one entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.manage'))")
