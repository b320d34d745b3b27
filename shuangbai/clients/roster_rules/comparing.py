"""What a row says besides who somebody is, held against what is on file; pure.

A blank cell says nothing: what is on file stays. Of health and accounts a review says that the
list says something else, and not what.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from shuangbai.clients import masks
from shuangbai.clients.roster_rules import choices
from shuangbai.clients.roster_rules.details import CertificateSaid
from shuangbai.clients.roster_rules.fields import HEADINGS
from shuangbai.clients.roster_rules.lines import Line
from shuangbai.clients.roster_rules.ties import TieSaid
from shuangbai.rosters.rules import change
from shuangbai.rosters.rules.plans import Change

ROLES = {"guardian": "监护人", "carer": "照料人", "contact": "紧急联系人"}
_HEALTH = frozenset({"self_care", "labour", "illnesses"})
_ACCOUNTS = frozenset({"bank_account", "card_number"})
_HEADING = {"registered_address": "registered"}
_WITH_ANOTHER = frozenset({"registered_area"})
"""Read off another field, and not said twice."""
_THERE, _BY_LIST = "有记录", "按名册记"


@dataclass(frozen=True)
class Known:
    """What is on file on the roster's day. `grant`: column of CategorySpell → value, of this
    list's category; `profile`: field of Profile → text; nothing stands for what nobody told."""

    grant: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, str] = field(default_factory=dict, repr=False)
    certificates: tuple[tuple[UUID, CertificateSaid], ...] = ()
    ties: tuple[tuple[UUID, TieSaid], ...] = ()


@dataclass(frozen=True)
class News:
    """What the row says that is not on file. A certificate or tie that has an id gives way to
    what is said now."""

    grant: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, str] = field(default_factory=dict, repr=False)
    certificate: tuple[UUID | None, CertificateSaid] | None = None
    ties: tuple[tuple[UUID | None, TieSaid], ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


NOTHING_KNOWN, NO_NEWS = Known(), News()


def news(line: Line, known: Known = NOTHING_KNOWN) -> News:
    said = line.grant.told()
    found = News(
        {name: value for name, value in said.items() if known.grant.get(name) != value},
        {name: text for name, text in line.profile.items() if known.profile.get(name) != text},
        _certificate(line.certificate, known.certificates),
        tuple(one for tie in line.ties if (one := _tie(tie, known.ties)) is not None),
    )
    # Most rows of most lists: one object stands for all of them.
    return found or NO_NEWS


def _certificate(
    said: CertificateSaid | None, known: tuple[tuple[UUID, CertificateSaid], ...]
) -> tuple[UUID | None, CertificateSaid] | None:
    """The one of that kind, else the only one, gives way when it says something else."""
    if said is None:
        return None
    alike = [one for one in known if one[1].kind == said.kind] or known
    if not alike or (len(alike) > 1 and alike is known):
        return None, said
    ident, held = alike[0]
    if (held.kind, held.level) == (said.kind, said.level) and said.number in ("", held.number):
        return None
    # A number ends in kind and level: with another of them it is another number.
    same = (held.kind, held.level) == (said.kind, said.level)
    return ident, replace(said, number=said.number or (held.number if same else ""))


def _tie(
    said: TieSaid, known: tuple[tuple[UUID, TieSaid], ...]
) -> tuple[UUID | None, TieSaid] | None:
    """Somebody of that name in that role is the same; what the list leaves blank stays."""
    same = [(ident, one) for ident, one in known if (one.role, one.name) == (said.role, said.name)]
    if not same:
        return None, said
    ident, held = same[0]
    blank = {one: getattr(held, one) for one in ("relation", "phone", "identity")}
    kept = replace(said, **{one: text for one, text in blank.items() if not getattr(said, one)})
    return None if kept == held else (ident, kept)


def changes(found: News, known: Known) -> Iterator[Change]:
    """As a review shows it."""
    for name, value in found.grant.items():
        yield change(HEADINGS[name], _said(known.grant.get(name)), _said(value))
    for name, text in found.profile.items():
        if name not in _WITH_ANOTHER:
            heading = HEADINGS[_HEADING.get(name, name)]
            old = _shown(name, known.profile.get(name, ""), _THERE)
            yield change(heading, old, _shown(name, text, _BY_LIST))
    if found.certificate is not None:
        held = _THERE if found.certificate[0] else ""
        yield change("残疾人证", held, _BY_LIST)
    before = dict(known.ties)
    for ident, tie in found.ties:
        yield change(ROLES[tie.role], _around(before[ident]) if ident else "", _around(tie))


def _said(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f} 元"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return value or ""


def _shown(name: str, text: str, of_health: str) -> str:
    if not text:
        return ""
    if name in _HEALTH:
        return of_health
    if name in _ACCOUNTS:
        return masks.account(text)
    return choices.word(name, text)


def _around(tie: TieSaid) -> str:
    relation = f"（{tie.relation}）" if tie.relation else ""
    phone = f"，电话 {masks.phone(tie.phone)}" if tie.phone else ""
    return f"{tie.name}{relation}{phone}"
