"""The circumstances of a person as their page shows them: only what is filled in, by group."""

from dataclasses import dataclass
from datetime import date, timedelta

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Certificate, Person, Tie
from shuangbai.clients.particulars_rules.needs import Missing
from shuangbai.clients.selectors.particulars import GROUPS, HEALTH, LABELS, Sheet
from shuangbai.clients.selectors.particulars_history import profile_text

SOON = timedelta(days=90)
MASKED = ("social_number", "card_number", "bank_account")


@dataclass(frozen=True)
class Fact:
    """`secret`: under which name the whole number is asked for; '' when nothing is masked.
    `merged`: a merged file says so, and the file that goes on says nothing."""

    anchor: str
    label: str
    text: str
    secret: str = ""
    merged: bool = False


@dataclass(frozen=True)
class Group:
    code: str
    title: str
    url_name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Lack:
    """Something the file should say and does not, with the categories because of which."""

    label: str
    url_name: str
    tie: str
    """Role of the tie that is asked for; '' for anything else."""
    because: str
    source: str


TITLES = {
    "home": "居住与户籍",
    "care": "身体与照料",
    "school": "就学与工作",
    "accounts": "社保卡与银行卡",
}


def groups(actor: Actor, person: Person, sheet: Sheet) -> list[Group]:
    """Every group, also the empty ones; health only for those whose daily work is with files. The
    place of registration stands at the head of the file."""
    return [
        Group(code, TITLES[code], f"clients:person_{code}", _facts(actor, person, sheet, names))
        for code, names in GROUPS.items()
    ]


def _facts(actor: Actor, person: Person, sheet: Sheet, names: tuple[str, ...]) -> tuple[Fact, ...]:
    found = list[Fact]()
    for name in names:
        # The place of registration stands at the head of the file.
        if name == "registered_area" or (name in HEALTH and actor.needs_reason):
            continue
        for profile in filter(None, [sheet.profile, *sheet.merged]):
            if text := profile_text(person, profile, name):
                secret = name if name in MASKED else ""
                merged = profile is not sheet.profile
                found.append(Fact(name, LABELS[name], text, secret, merged))
                break
    return tuple(found)


def certificates(actor: Actor, sheet: Sheet) -> list[Certificate]:
    return [] if actor.needs_reason else sheet.certificates


def lacks(missing: list[Missing], shorts: dict[str, str]) -> list[Lack]:
    """`shorts`: category → how it is called."""
    return [
        Lack(
            one.need.label,
            f"clients:person_{one.need.page}",
            one.need.field if one.need.page == "tie" else "",
            "、".join(shorts[code] for code in one.codes if code in shorts),
            one.need.source,
        )
        for one in missing
    ]


def running_out(certificates: list[Certificate], day: date) -> list[Certificate]:
    """Those whose term ends within three months, or has ended."""
    return [one for one in certificates if one.expires_on and one.expires_on <= day + SOON]


def ties_by_role(ties: list[Tie]) -> list[tuple[str, list[Tie]]]:
    """In the order of Tie.Role; roles that nobody has are left out."""
    held: dict[str, list[Tie]] = {}
    for tie in ties:
        held.setdefault(tie.role, []).append(tie)
    return [(str(label), held[value]) for value, label in Tie.Role.choices if value in held]
