"""Questions about a person's circumstances: what holds on a day, and what is still missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import (
    CategorySpell,
    Certificate,
    ChargeSpell,
    Grade,
    GradeSpell,
    Person,
    Profile,
    Tie,
)
from shuangbai.clients.particulars_rules import needs
from shuangbai.clients.particulars_rules.needs import Missing
from shuangbai.clients.particulars_rules.registered import PROVINCES, differs
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.fields import Secret, SecretField
from shuangbai.kernel.tables import Personal, Spell
from shuangbai.staff.models import WorkerSpell

GROUPS: dict[str, tuple[str, ...]] = {
    "home": (
        *("address", "living", "marriage", "ethnicity"),
        *("registered_area", "registered_address", "registration"),
    ),
    "care": ("self_care", "labour", "support", "illnesses"),
    "school": ("schooling", "school", "school_class", "work", "workplace"),
    "accounts": ("social_number", "card_number", "bank", "bank_account", "bank_holder"),
}
"""Fields of Profile by the page on which they are told."""
PROFILE_FIELDS = tuple(name for names in GROUPS.values() for name in names)
SECRETS = ("illnesses", "social_number", "card_number", "bank_account")
LABELS: dict[str, str] = {
    "address": "现住址",
    "living": "居住情况",
    "marriage": "婚姻",
    "ethnicity": "民族",
    "registered_area": "户籍地",
    "registered_address": "户籍地址",
    "registration": "户籍类别",
    "self_care": "自理能力",
    "labour": "劳动能力",
    "support": "供养方式",
    "illnesses": "疾病",
    "schooling": "就学情况",
    "school": "学校",
    "school_class": "年级和班",
    "work": "就业情况",
    "workplace": "工作单位或地点",
    "social_number": "社会保障号码",
    "card_number": "社保卡卡号",
    "bank": "开户银行",
    "bank_account": "银行账号",
    "bank_holder": "户名",
}
HEALTH = frozenset({"self_care", "labour", "illnesses"})
"""For those who read files as part of their daily work."""


@dataclass(frozen=True)
class Sheet:
    """What holds for a person on a day, whichever of their files says it. `profile` is empty when
    nothing was told; `merged`: what merged files say besides."""

    profile: Profile | None
    merged: list[Profile]
    certificates: list[Certificate]
    ties: list[Tie]
    grade: GradeSpell | None
    charge: ChargeSpell | None
    registered: str
    """Where registered, in words; '' when not known."""
    differs: bool | None
    missing: list[Missing]


def sheet(actor: Actor, person: Person, held: Collection[CategorySpell], day: date) -> Sheet:
    """`held`: the person's categories on `day`."""
    profiles = list(holding(actor, Profile, person, day))
    own = [one for one in profiles if one.person_id == person.pk]
    certificates = list(holding(actor, Certificate, person, day).order_by("kind", "id"))
    ties = list(holding(actor, Tie, person, day).order_by("role", "valid_from", "id"))
    key = next((one.registered_area for one in profiles if one.registered_area), "")
    filled = _filled(person, profiles, ties)
    if "phone" not in filled and _called(actor, person):
        filled.add("phone")
    return Sheet(
        next(iter(own), None),
        [one for one in profiles if one.person_id != person.pk],
        certificates,
        ties,
        holding(actor, GradeSpell, person, day).select_related("grade").first(),
        holding(actor, ChargeSpell, person, day).first(),
        place_name(key, person.area),
        differs(person.area, key),
        needs.missing(
            [spell.category_id for spell in held],
            filled | ({"certificate"} if certificates else set()),
        ),
    )


def profile_on(actor: Actor, person: Person, day: date) -> Profile | None:
    """What this file itself says: what a form starts from."""
    held = holding(actor, Profile, person, day)
    found: Profile | None = held.filter(person=person).first()
    return found


def holding(actor: Actor, model: Any, person: Person, day: date) -> Any:
    """Spells of the person that hold on `day`, as known now; those of the file that goes on before
    those of merged ones."""
    rows = model.objects.visible_to(actor).as_known(None).on(day)
    return rows.filter(aliases.of(person)).order_by(aliases.own_first(person), "id")


def holding_one[S: Spell](actor: Actor, model: type[S], person: Person) -> S | None:
    """What holds today, of which there is one at a time."""
    found: S | None = holding(actor, model, person, clock.today()).first()
    return found


def record[S: Personal](actor: Actor, model: type[S], person: Person, ident: UUID | None) -> S:
    """One record of this person, in any file of theirs, or Absent."""
    found: Any = gate.find(model, actor, ident)
    own = found.person_id == person.pk
    if not own and found.person_id not in aliases.kin([person.pk])[person.pk]:
        raise Absent(model.see_verb, model._meta.label_lower, str(ident))
    kept: S = found
    return kept


def version(actor: Actor, person: Person, version_id: UUID | None) -> Profile | None:
    """A version of the person's particulars as some page showed it, overtaken or not."""
    rows = Profile.objects.visible_to(actor).filter(person=person, pref=person.pref)
    found: Profile | None = rows.filter(pk=version_id).first() if version_id else None
    return found


def profile_values(profile: Profile | None) -> dict[str, str]:
    """Field → text in clear, '' for nothing."""
    return {name: plain(getattr(profile, name)) if profile else "" for name in PROFILE_FIELDS}


def plain(value: Any) -> str:
    return value.reveal() if isinstance(value, Secret) else (value or "")


def stored(model: Any, name: str, value: Any) -> Any:
    """As the column keeps it: a secret that is not known is none."""
    secret = isinstance(model._meta.get_field(name), SecretField)
    return None if secret and value == "" else value


def grades() -> list[Grade]:
    return list(Grade.objects.order_by("order"))


def workers_for(actor: Actor, person: Person, day: date) -> list[tuple[UUID, str]]:
    """Id and name of those who work in the person's town on `day`."""
    town = areakey.cut(person.area, Level.TOWN)
    held = WorkerSpell.objects.visible_to(actor).as_known(None).on(day).under(town)
    found = held.order_by("worker_name", "id").values_list("worker_id", "worker_name")
    return list(dict(found).items())


def place_name(key: str, home: str) -> str:
    """A place of registration in words, from the county where it is another than that of `home`."""
    if len(key) < LEVELS[Level.PREFECTURE]:
        return PROVINCES.get(key, "")
    if key[:4] != home[:4] or len(key) < LEVELS[Level.COUNTY]:
        return areas.full_name(key)
    return "".join(unit.name for unit in areas.path(key)[1:])


def _called(actor: Actor, person: Person) -> bool:
    """Whether a merged file of theirs knows a telephone."""
    files = Person.objects.visible_to(actor).filter(aliases.of(person, "pk"))
    return bool(files.filter(phone__isnull=False).exists())


def _filled(person: Person, profiles: list[Profile], ties: list[Tie]) -> set[str]:
    told = {name for name in PROFILE_FIELDS for one in profiles if getattr(one, name)}
    return told | {tie.role for tie in ties} | ({"phone"} if person.phone else set())
