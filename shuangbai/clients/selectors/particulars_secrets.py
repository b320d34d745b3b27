"""Numbers of a person that are shown masked, and in full only for a stated reason."""

from typing import Any
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Certificate, Person, Profile, Tie
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.particulars import holding, record
from shuangbai.kernel import clock
from shuangbai.kernel.fields import Secret

LABELS = {
    "identity": "身份证号码",
    "phone": "电话",
    "social_number": "社会保障号码",
    "card_number": "社保卡卡号",
    "bank_account": "银行账号",
    "certificate": "残疾人证号",
    "tie_phone": "电话",
    "tie_identity": "身份证号码",
}
_OWN = ("identity", "phone")
_LISTED: dict[str, tuple[Any, str]] = {
    "certificate": (Certificate, "number"),
    "tie_phone": (Tie, "phone"),
    "tie_identity": (Tie, "identity"),
}


def label_of(actor: Actor, person: Person, what: str, of: UUID | None) -> str:
    """How the number is called; with the name of somebody whose number it is."""
    if what in ("tie_phone", "tie_identity"):
        return f"{record(actor, Tie, person, of).name}的{LABELS[what]}"
    return LABELS[what]


def secret_of(actor: Actor, person: Person, what: str, of: UUID | None = None) -> Secret | None:
    """The number; None when there is none. Absent for a record that is not this person's."""
    if what in _OWN:
        return own_secret(actor, person, what)
    if what in _LISTED:
        model, name = _LISTED[what]
        listed: Secret | None = getattr(record(actor, model, person, of), name)
        return listed
    profiles = holding(actor, Profile, person, clock.today())
    return next((getattr(one, what) for one in profiles if getattr(one, what)), None)


def own_secret(actor: Actor, person: Person, what: str) -> Secret | None:
    """Number or telephone of the person; where their file has none, that of a merged one."""
    if own := getattr(person, what):
        found: Secret = own
        return found
    files = Person.objects.visible_to(actor).filter(aliases.of(person, "pk"))
    return next((getattr(one, what) for one in files if getattr(one, what)), None)
