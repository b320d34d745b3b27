"""A file comes in: it is kept as it is, under the list that it claims to be."""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from shuangbai.access.action import Act
from shuangbai.areas import selectors as areas
from shuangbai.kernel import areakey, days, ids
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.actions.steps import moved
from shuangbai.rosters.models import Roster, RosterFile
from shuangbai.rosters.rules import ListOf, kinds

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
    }
)


@dataclass(frozen=True)
class NewRoster:
    """A list as uploaded. `mapping`: see `Roster.mapping`; None leaves the columns to the machine.

    `id` is made where it is uploaded, so that the same form sent twice leaves one roster.
    """

    of: ListOf
    file_name: str
    data: bytes
    mapping: dict[str, Any] | None = None
    id: UUID = field(default_factory=ids.uuid7)


def received(act: Act, new: NewRoster) -> tuple[Roster, bool]:
    """(roster, whether it was there already): the same list again is the one that waits.

    Problems: areas.unknown, roster.wide, .kind, .list, .future, .long_ago, .big.
    """
    of = _checked(act, new)
    digest = sha256(new.data).hexdigest()
    already = _already(act, new, of, digest)
    if already is not None:
        act.subject, act.detail = ("rosters.roster", str(already.pk)), {"already": True}
        return already, True
    file = RosterFile(area=of.area, data=b64encode(new.data).decode())
    file.save(force_insert=True)
    roster = Roster(
        id=_free_id(act, new),
        area=of.area,
        kind=of.kind,
        list_code=of.list_code,
        day=of.day,
        file=file,
        file_name=new.file_name[-200:],
        file_size=len(new.data),
        file_digest=digest,
        state=Roster.State.RECEIVED,
        uploaded_at=act.at,
        uploaded_by=act.actor.user_id,
        uploaded_by_name=act.actor.name,
        mapping=new.mapping or {},
    )
    roster.save(force_insert=True)
    moved(act, roster, "receive", "")
    return roster, False


def _checked(act: Act, new: NewRoster) -> ListOf:
    """The list that is meant, with the key of its area."""
    area = areas.get(new.of.area)
    if len(area.key) < LEVELS[Level.PREFECTURE]:
        raise problem("roster.wide", column="地方", name=area.name)
    act.within(area.key)
    code = kinds.list_of(kinds.get(new.of.kind), new.of.list_code)
    if new.of.day > act.today:
        raise problem("roster.future", column="名册日期", day=new.of.day)
    if new.of.day < days.EARLIEST:
        raise problem("roster.long_ago", column="名册日期", day=new.of.day)
    if len(new.data) > MOST_BYTES:
        raise problem("roster.big", column="文件")
    return ListOf(new.of.kind, code, area.key, new.of.day)


def _already(act: Act, new: NewRoster, of: ListOf, digest: str) -> Roster | None:
    """The roster that this form has left already, or one of the same file that waits."""
    with connection.cursor() as cursor:
        # The same file twice at one moment: the second waits and finds the first.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
    pref = areakey.prefecture(of.area)
    same = Roster.objects.under(*act.actor.areas).filter(
        pref=pref, area=of.area, kind=of.kind, list_code=of.list_code, day=of.day
    )
    same = same.filter(file_digest=digest)
    mine: Roster | None = same.filter(pk=new.id).first()
    waiting = same.filter(state__in=[Roster.State.RECEIVED, Roster.State.STAGED])
    return mine or next(
        (
            one
            for one in waiting.order_by("uploaded_at")
            if new.mapping is None or one.mapping == new.mapping
        ),
        None,
    )


def _free_id(act: Act, new: NewRoster) -> UUID:
    """Who goes back in the browser finds the old form with its id, and may send another list."""
    taken = Roster.objects.under(*act.actor.areas).filter(pk=new.id).exists()
    return ids.uuid7() if taken else new.id
