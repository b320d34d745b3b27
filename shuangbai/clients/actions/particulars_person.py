"""Mending what a person's own row says: name, sex, birth date, identity number, telephone.

The row says what is known now; what it said before is kept as a `FieldChange`. Spells carry the
birth date by which people are grouped: they get a new version, the past ones too, so that figures
asked for as known earlier come out as they did.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import audit
from shuangbai.access.action import Act, action
from shuangbai.clients import merge_rules
from shuangbai.clients.actions.household_ground import renamed
from shuangbai.clients.actions.particulars import locked
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import CategorySpell, FieldChange, FileSpell, Person
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors import people as selectors
from shuangbai.clients.selectors.onfile import digest, on_file, phone_digest
from shuangbai.clients.selectors.particulars import plain
from shuangbai.kernel import days, identity, pinyin, spells
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "particulars.reason": (
            "{what}原来有内容，改掉它要写原因。",
            "写一句从哪里知道原来的不对，例如“看了户口簿”。",
        ),
        "particulars.by_number": (
            "{what}与身份证号码里的不一样。",
            "身份证号码对的，就不用另改；号码错的，请先改号码。",
        ),
        "particulars.number_here": (
            "这个身份证号码已经登记在您负责的另一个人名下。",
            "请按号码查找那个人；是同一个人的，请并档。",
        ),
        "particulars.number_elsewhere": (
            "这个身份证号码已在别的站建了档。",
            "请核对号码；确实是同一个人的，请走转接。",
        ),
        "particulars.number_merged": (
            "这个号码就写在并进来的那份档案上。",
            "不用再填，查号码、比对名册时都认得这个人。",
        ),
        "particulars.number_differs": (
            "并进来的那份档案上写的是另一个身份证号码。",
            "请照证件核对；不是同一个人的，先撤销并档。",
        ),
        "particulars.name": ("没有写姓名。", "请填姓名；不知道姓名的，写平时怎么称呼。"),
    }
)

LABELS = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "identity": "身份证号码",
    "phone": "电话",
}
NEEDS_REASON = ("name", "sex", "birth_date", "identity")


@dataclass(frozen=True)
class Mended:
    """Fields that are to say something else; None leaves one as it is, '' empties it. `number`:
    normalised. A birth date that turns out unknown is not modelled: it is mended, not emptied."""

    name: str | None = None
    sex: str | None = None
    birth_date: date | None = None
    number: str | None = None
    phone: str | None = None
    reason: str = ""


@action("person.edit", counted=True)
def mend(act: Act, person_id: UUID, mended: Mended) -> list[str]:
    """Returns the fields that say something else now; mended twice, the second time does nothing.

    Under the prefecture's lock: a number that is given late is on one living file only.
    """
    lock_prefecture(selectors.find(act.actor, person_id).pref)
    person = locked(act, person_id)
    wanted = _wanted(person, mended)
    before = {name: _text(getattr(person, name)) for name in LABELS}
    fields = [name for name, text in wanted.items() if before[name] != text]
    if not fields:
        return []
    _check(act, person, {name: wanted[name] for name in fields}, mended)
    needs = [name for name in fields if name in NEEDS_REASON and before[name]]
    if needs and not mended.reason.strip():
        what = "、".join(LABELS[name] for name in needs)
        raise problem("particulars.reason", column="原因", what=what)
    act.reason = mended.reason.strip()
    _keep(act, person, {name: (before[name], wanted[name]) for name in fields})
    _write(act, person, {name: wanted[name] for name in fields})
    if "name" in fields:
        renamed(act, person, before["name"], wanted["name"])
    return fields


def _wanted(person: Person, mended: Mended) -> dict[str, str]:
    """Field → text that it is to hold. A number says sex and birth date by itself."""
    told = {
        "name": mended.name,
        "sex": mended.sex,
        "birth_date": mended.birth_date.isoformat() if mended.birth_date else None,
        "identity": mended.number,
        "phone": mended.phone,
    }
    wanted = {name: text.strip() for name, text in told.items() if text is not None}
    number = wanted.get("identity", plain(person.identity))
    known = identity.check(number) if number else None
    if known and known.birth_date and known.sex:
        says = {"birth_date": known.birth_date.isoformat(), "sex": known.sex}
        for name, text in says.items():
            if wanted.get(name, text) != text and wanted[name] != _text(getattr(person, name)):
                raise problem("particulars.by_number", column=LABELS[name], what=LABELS[name])
        if "identity" in wanted:
            wanted |= says
    return wanted


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else plain(value)


def _check(act: Act, person: Person, wanted: Mapping[str, str], mended: Mended) -> None:
    if wanted.get("name") == "":
        raise problem("particulars.name", column="姓名")
    born = date.fromisoformat(wanted["birth_date"]) if wanted.get("birth_date") else None
    if born is not None and not days.EARLIEST_BIRTH <= born <= act.today:
        raise problem("person.born", column="出生日期", day=born)
    if wanted.get("identity") == "" and not (born or person.birth_date):
        raise problem("person.no_birth", column="身份证号码")
    if wanted.get("identity"):
        _check_number(act, person, wanted["identity"])


def _check_number(act: Act, person: Person, number: str) -> None:
    """A number is on one living file of the prefecture; on which other is told to nobody. A file
    that was merged into this one may hold the person's number, and no other than theirs."""
    merged = Person.objects.filter(aliases.of(person, "pk")).exclude(pk=person.pk)
    theirs = {plain(one.identity) for one in merged} - {""}
    if number in theirs:
        raise problem("particulars.number_merged", column="身份证号码")
    if merge_rules.numbers_differ({number, *theirs}, act.today):
        raise problem("particulars.number_differs", column="身份证号码")
    found = on_file(person.pref, [digest(number)])
    if not found:
        return
    audit.refused(act.actor, act.verb, "号码已经有人登记", area=person.area)
    here = act.actor.covers(found[digest(number)])
    code = "particulars.number_here" if here else "particulars.number_elsewhere"
    raise problem(code, column="身份证号码")


def _keep(act: Act, person: Person, changes: Mapping[str, tuple[str, str]]) -> None:
    """What each field said, and says: sealed, as it may be a number. The trail names the fields."""
    for name, (old, new) in changes.items():
        FieldChange.objects.create(
            area=person.area,
            person=person,
            field=name,
            values=json.dumps({"old": old, "new": new}, ensure_ascii=False),
            at=act.at,
            by=act.actor.user_id,
            by_name=act.actor.name,
            source=CategorySpell.Source.FIELD,
            reason=act.reason,
        )
    act.touch("clients.person", person.pk, person.area, fields=[*changes])


def _write(act: Act, person: Person, wanted: Mapping[str, str]) -> None:
    columns: dict[str, Any] = {}
    for name, text in wanted.items():
        columns |= _columns(name, text)
    Person.objects.filter(pk=person.pk, pref=person.pref).update(**columns)
    if "birth_date" not in columns:
        return
    models: tuple[Any, ...] = (CategorySpell, FileSpell)
    for model in models:
        held = model.objects.as_known(None).filter(person=person, pref=person.pref)
        says = {"birth_date": columns["birth_date"]}
        spells.replace_all([(spell, [says]) for spell in held], act.stamp)


def _columns(name: str, text: str) -> dict[str, Any]:
    """What the row keeps of a field, with what is found by it."""
    if name == "name":
        return {
            "name": text,
            "name_sort": pinyin.sort_key(text),
            "name_initials": pinyin.initials(text),
        }
    if name == "birth_date":
        return {"birth_date": date.fromisoformat(text)}
    if name == "identity":
        return {"identity": text or None, "identity_hash": digest(text) if text else None}
    if name == "phone":
        return {"phone": text or None, "phone_hash": phone_digest(text)}
    return {name: text}
