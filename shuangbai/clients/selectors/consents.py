"""What a person agreed to, and whether it holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.clients import consent_rules as rules
from shuangbai.clients.consent_rules import Given, Standing
from shuangbai.clients.models import Consent, ConsentWithdrawal, Person
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import clock


@dataclass(frozen=True)
class Told:
    """A consent as the page shows it."""

    consent: Consent
    standing: Standing
    withdrawal: ConsentWithdrawal | None


def find(actor: Actor, consent_id: UUID) -> Consent:
    return gate.find(Consent, actor, consent_id, "person")


def of_person(actor: Actor, person: Person) -> list[Told]:
    """Newest first, with those that no longer hold."""
    today = clock.today()
    return [
        Told(one, rules.standing(_given(one, gone), person.birth_date, today), gone)
        for one, gone in _with_withdrawals(actor, person)
    ]


def in_force(actor: Actor, person: Person, scope: str, day: date) -> Consent | None:
    """The newest consent to this use that holds on `day`; for whoever wants to use it."""
    for one, gone in _with_withdrawals(actor, person):
        if one.scope == scope and rules.standing(_given(one, gone), person.birth_date, day).holds:
            return one
    return None


def holding(actor: Actor, people: Collection[UUID], scope: str, day: date) -> set[UUID]:
    """Of these people, or merged files of theirs, those who agree to this use on `day`, in
    whichever of their files that lies; in a fixed number of questions."""
    leads = aliases.canonical(people)
    rows = Person.objects.visible_to(actor).filter(pk__in={*people, *leads.values()})
    births = aliases.by_person(rows.values_list("id", "birth_date"), leads)
    files = aliases.files(list(births))
    given = Consent.objects.visible_to(actor).as_known(None).filter(scope=scope)
    every = list(given.filter(person_id__in=list(files)))
    gone = _withdrawn(actor, every)
    agreed = {
        files[one.person_id]
        for one in every
        if rules.standing(_given(one, gone.get(one.pk)), births[files[one.person_id]], day).holds
    }
    return {pk for pk in people if leads.get(pk, pk) in agreed}


def _with_withdrawals(
    actor: Actor, person: Person
) -> list[tuple[Consent, ConsentWithdrawal | None]]:
    found = (
        Consent.objects.visible_to(actor)
        .as_known(None)
        .filter(aliases.of(person))
        .order_by("-valid_from", "-id")
    )
    every = list(found)
    gone = _withdrawn(actor, every)
    return [(one, gone.get(one.pk)) for one in every]


def _withdrawn(actor: Actor, every: list[Consent]) -> dict[UUID, ConsentWithdrawal]:
    found = ConsentWithdrawal.objects.visible_to(actor).filter(consent__in=every)
    return {one.consent_id: one for one in found}


def _given(one: Consent, gone: ConsentWithdrawal | None) -> Given:
    return Given(
        one.scope,
        one.given_by_self,
        bool(one.guardian_name),
        one.valid_from,
        one.valid_to,
        gone.day if gone else None,
    )
