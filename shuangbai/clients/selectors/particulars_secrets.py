"""Numbers of a person that are shown masked, and in full only for a stated reason."""

from typing import Any
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Certificate, Person, Tie
from shuangbai.clients.selectors.particulars import profile_on, record
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
        own: Secret | None = getattr(person, what)
        return own
    if what in _LISTED:
        model, name = _LISTED[what]
        listed: Secret | None = getattr(record(actor, model, person, of), name)
        return listed
    profile = profile_on(actor, person, clock.today())
    return getattr(profile, what) if profile else None
