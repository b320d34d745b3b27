"""What is on file of the people of a list besides who they are: asked in bulk, and only for what
the list speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.clients.models import CategorySpell, Certificate, Profile, Tie
from shuangbai.clients.roster_rules import Line, OnFile
from shuangbai.clients.roster_rules.comparing import Known
from shuangbai.clients.roster_rules.details import CertificateSaid
from shuangbai.clients.roster_rules.ties import TieSaid
from shuangbai.clients.selectors.particulars import plain, profile_values
from shuangbai.rosters.rules import ListOf

CHUNK = 5000
GRANT = ("level", "amount", "reference", "granted_on")


def chunks[T](found: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    rest = list(found)
    return (rest[start : start + size] for start in range(0, len(rest), size))


def told_of(wanted: ListOf, lines: list[Line], people: list[OnFile]) -> dict[UUID, OnFile]:
    """The same people, with what holds for them on the day from which this list speaks of them."""
    since = {one.id: since_of(wanted, one) for one in people}
    grants = _grants(wanted, since) if any(line.grant.told() for line in lines) else {}
    profiles = _profiles(wanted, since) if any(line.profile for line in lines) else {}
    certificates = _certificates(wanted, since) if any(line.certificate for line in lines) else {}
    ties = _ties(wanted, since) if any(line.ties for line in lines) else {}
    return {
        one.id: replace(
            one,
            known=Known(
                grants.get(one.id, {}),
                profiles.get(one.id, {}),
                tuple(certificates.get(one.id, ())),
                tuple(ties.get(one.id, ())),
            ),
        )
        for one in people
    }


def since_of(wanted: ListOf, person: OnFile) -> date:
    """The roster's day; for who came later, when they came: days before belong to another place."""
    return max(wanted.day, person.arrived or wanted.day)


def spells_of(wanted: ListOf, model: Any, ids: Iterable[UUID]) -> Iterator[Any]:
    """Every spell of these people that is known now and held for a day at least or will."""
    for some in chunks(ids):
        held = model.objects.under(wanted.home).as_known(None)
        found = held.filter(pref=wanted.pref, person_id__among=some).order_by("valid_from", "id")
        yield from (one for one in found if one.valid_to is None or one.valid_from < one.valid_to)


def holds(spell: Any, day: date) -> bool:
    return bool(spell.valid_from <= day and (spell.valid_to is None or day < spell.valid_to))


def _on_their_day(wanted: ListOf, model: Any, since: dict[UUID, date]) -> Iterator[Any]:
    found = spells_of(wanted, model, since)
    return (one for one in found if holds(one, since[one.person_id]))


def _grants(wanted: ListOf, since: dict[UUID, date]) -> dict[UUID, dict[str, Any]]:
    return {
        one.person_id: {name: getattr(one, name) for name in GRANT if getattr(one, name)}
        for one in _on_their_day(wanted, CategorySpell, since)
        if one.category_id == wanted.list_code
    }


def _profiles(wanted: ListOf, since: dict[UUID, date]) -> dict[UUID, dict[str, str]]:
    held = _on_their_day(wanted, Profile, since)
    return {one.person_id: profile_values(one) for one in held}


def _certificates(
    wanted: ListOf, since: dict[UUID, date]
) -> dict[UUID, list[tuple[UUID, CertificateSaid]]]:
    found: dict[UUID, list[tuple[UUID, CertificateSaid]]] = {}
    for one in _on_their_day(wanted, Certificate, since):
        said = CertificateSaid(one.kind, one.level, plain(one.number))
        found.setdefault(one.person_id, []).append((one.pk, said))
    return found


def _ties(wanted: ListOf, since: dict[UUID, date]) -> dict[UUID, list[tuple[UUID, TieSaid]]]:
    found: dict[UUID, list[tuple[UUID, TieSaid]]] = {}
    for one in _on_their_day(wanted, Tie, since):
        said = TieSaid(one.role, one.name, one.relation, plain(one.phone), plain(one.identity))
        found.setdefault(one.person_id, []).append((one.pk, said))
    return found
