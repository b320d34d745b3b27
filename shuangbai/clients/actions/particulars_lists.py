"""What somebody can have several of: disability certificates, and people they depend on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.particulars import check_day, here_then, locked, locked_owner
from shuangbai.clients.models import CategorySpell, Certificate, Person, Tie
from shuangbai.clients.particulars_rules import numbers
from shuangbai.clients.selectors.particulars import plain, stored
from shuangbai.kernel import ids, spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.tables import Spell

catalogue(
    {
        "certificate.number": (
            "残疾人证号不是20位，或者末两位不是类别和等级。",
            "请照证件核对：前18位是身份证号码，第19位是类别，第20位是等级。",
        ),
        "certificate.kind": ("没有选残疾类别和等级。", "请照证件选，或填完整的证号。"),
        "certificate.differs": (
            "证号末两位是{kind}{level}，与选的不一样。",
            "请照证件核对类别、等级和证号。",
        ),
        "certificate.owner": (
            "证号前18位与档案里的身份证号码不一样。",
            "请核对证号；档案里的身份证号码错了的，先改那里。",
        ),
        "certificate.expiry": ("有效期在发证日期以前。", "请照证件核对两个日期。"),
        "tie.name": ("没有写姓名。", "请填这个人的姓名。"),
    }
)


@dataclass(frozen=True)
class CertificateTold:
    """`kind` and `level` may be 0 when the number says them. `since`: day of issue."""

    since: date
    kind: int = 0
    level: int = 0
    number: str = ""
    expires_on: date | None = None
    source: str = CategorySpell.Source.FIELD
    roster_id: UUID | None = None


@dataclass(frozen=True)
class TieTold:
    """`role`: of Tie.Role. None keeps what is on file (telephone, number), '' empties it."""

    since: date
    role: str
    name: str
    relation: str = ""
    phone: str | None = None
    identity: str | None = None
    workplace: str = ""
    source: str = CategorySpell.Source.FIELD
    roster_id: UUID | None = None


@dataclass(frozen=True)
class New[T]:
    """`id` is made with the empty form, so that sending it twice leaves one."""

    person_id: UUID
    told: T
    id: UUID = field(default_factory=ids.uuid7)


@action("person.edit")
def add_certificate(act: Act, new: New[CertificateTold]) -> Certificate:
    person = locked(act, new.person_id)
    return _added(act, Certificate, person, new.id, certificate_columns(act, person, new.told))


@action("person.edit")
def renew_certificate(
    act: Act, certificate_id: UUID, told: CertificateTold, mistaken: bool = False
) -> Certificate:
    """Another kind, level, number or term from the day on; `mistaken`: what stood there was never
    right, since its first day."""
    row = gate.find(Certificate, act.actor, certificate_id)
    person = locked_owner(act, row.person_id)
    return _renewed(act, row, certificate_columns(act, person, told), mistaken)


@action("person.edit")
def add_tie(act: Act, new: New[TieTold]) -> Tie:
    person = locked(act, new.person_id)
    return _added(act, Tie, person, new.id, tie_columns(act, new.told))


@action("person.edit")
def renew_tie(act: Act, tie_id: UUID, told: TieTold, mistaken: bool = False) -> Tie:
    row = gate.find(Tie, act.actor, tie_id)
    locked_owner(act, row.person_id)
    return _renewed(act, row, tie_columns(act, told), mistaken)


@action("person.edit")
def end_certificate(act: Act, certificate_id: UUID, day: date | None, reason: str) -> None:
    """It holds no longer from `day` on; without a day it was recorded by mistake."""
    _over(act, gate.find(Certificate, act.actor, certificate_id), day, reason)


@action("person.edit")
def end_tie(act: Act, tie_id: UUID, day: date | None, reason: str) -> None:
    _over(act, gate.find(Tie, act.actor, tie_id), day, reason)


def certificate_columns(act: Act, person: Person, told: CertificateTold) -> dict[str, Any]:
    """What a row of it holds; a Problem when number, kind and level do not fit together."""
    check_day(act, told.since, "发证日期")
    kind, level, number = told.kind, told.level, ""
    if told.number.strip():
        read = numbers.certificate(told.number)
        if not read.normalised:
            raise problem("certificate.number", column="残疾人证号")
        if (kind or read.kind, level or read.level) != (read.kind, read.level):
            is_kind = Certificate.Kind(read.kind).label
            is_level = Certificate.Level(read.level).label
            column = "残疾人证号"
            raise problem("certificate.differs", column=column, kind=is_kind, level=is_level)
        if person.identity and plain(person.identity) != read.identity:
            raise problem("certificate.owner", column="残疾人证号")
        kind, level, number = read.kind, read.level, read.normalised
    if not (kind and level):
        raise problem("certificate.kind", column="残疾类别")
    if told.expires_on is not None and told.expires_on < told.since:
        raise problem("certificate.expiry", column="有效期到")
    return {
        "kind": kind,
        "level": level,
        "number": number,
        "expires_on": told.expires_on,
        "valid_from": told.since,
        "source": told.source,
        "roster_id": told.roster_id,
    }


def tie_columns(act: Act, told: TieTold) -> dict[str, Any]:
    check_day(act, told.since)
    if not told.name.strip():
        raise problem("tie.name", column="姓名")
    columns = {
        "role": told.role,
        "name": told.name.strip(),
        "relation": told.relation.strip(),
        "workplace": told.workplace.strip(),
        "valid_from": told.since,
        "source": told.source,
        "roster_id": told.roster_id,
    }
    secrets = {"phone": told.phone, "identity": told.identity}
    return columns | {name: text.strip() for name, text in secrets.items() if text is not None}


def _added[S: Spell](
    act: Act, model: type[S], person: Person, ident: UUID, columns: dict[str, Any]
) -> S:
    rows: Any = model.objects
    already: S | None = rows.under(*act.actor.areas).filter(pk=ident).first()
    if already is not None:
        return already
    said = {name: stored(model, name, value) for name, value in columns.items()}
    with here_then(person, columns["valid_from"]):
        made: S = rows.create(id=ident, area=person.area, person=person, **said, **act.stamp)
    _touched(act, made, sorted(columns))
    return made


def _renewed[S: Spell](act: Act, row: S, columns: dict[str, Any], mistaken: bool) -> S:
    """A new version of `row`; the one that is there when this was done already."""
    day = columns["valid_from"]
    fields = [name for name in columns if name not in ("valid_from", "source", "roster_id")]
    if row.superseded_at is not None:
        return _done_already(row, columns, fields)
    changed = [name for name in fields if _plain(row, name) != columns[name]]
    if not changed and (not mistaken or row.valid_from == day):
        return row
    said = {name: stored(row, name, value) for name, value in columns.items()}
    parts = [said] if mistaken else spells.halves(row, day, **said)
    person: Person = row.person  # type: ignore[attr-defined]
    with here_then(person, day):
        made = spells.replace_all([(row, parts)], act.stamp)[-1]
    _touched(act, made, changed)
    return made


def _done_already[S: Spell](row: S, columns: dict[str, Any], fields: list[str]) -> S:
    """What somebody sent twice is there once; anything else was overtaken."""
    rows: Any = type(row).objects
    after: list[S] = list(rows.as_known(None).filter(supersedes=row.pk, pref=row.pref))
    for one in after:
        if all(_plain(one, name) == columns[name] for name in fields):
            return one
    raise problem("particulars.overtaken")


def _over(act: Act, row: Any, day: date | None, reason: str) -> None:
    person = locked_owner(act, row.person_id)
    act.reason = reason.strip()
    if row.superseded_at is not None:
        # Sent twice: what was to end has ended.
        return
    if day is None:
        spells.withdraw(row, act.stamp)
        act.touch(row._meta.label_lower, row.pk, row.area, person=str(person.pk), withdrawn=True)
        return
    check_day(act, day, "到哪一天为止")
    made = spells.end(row, day, act.stamp)
    _touched(act, made, ["valid_to"])


def _plain(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return plain(value) if name in ("number", "phone", "identity") else value


def _touched(act: Act, row: Any, fields: list[str]) -> None:
    kind = row._meta.label_lower
    act.touch(kind, row.pk, row.area, person=str(row.person_id), fields=fields)
