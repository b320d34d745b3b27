"""Whether what was timed was really done: a benchmark that skipped a rule would be fast."""

from dataclasses import dataclass

from django.db import connections

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.kernel import identity

SAMPLE = 500


@dataclass(frozen=True)
class Expected:
    """What the maker of the list knows of it. `leave`: who is missing a month later."""

    rows: int
    create: int
    refuse: int
    leave: int


def merged(actor: Actor, outcome: dict[str, int], expected: Expected) -> None:
    """After the first list: counts, the trail, and secrets that open."""
    for name in ("rows", "create", "refuse"):
        same(name, outcome[name], getattr(expected, name))
    with scope.acting(actor):
        for model in (Person, Membership, CategorySpell):
            same(model.__name__, model.objects.under(*actor.areas).count(), expected.create)
        homes = Household.objects.under(*actor.areas).count()
        same("homes", Membership.objects.values("household").distinct().count(), homes)
        some = list(Person.objects.under(*actor.areas).order_by("identity_hash")[:SAMPLE])
    for person in some:
        number = person.identity.reveal() if person.identity else ""
        same(person.name, identity.check(number).birth_date, person.birth_date)
    head = AuditEntry.objects.filter(verb="roster.merge", outcome="done").latest("at")
    touched = AuditChange.objects.filter(entry=head)
    same("audited people", touched.filter(record_kind="clients.person").count(), expected.create)
    same("audited homes", touched.filter(record_kind="clients.household").count(), homes)
    no_plain_text([person.identity.reveal() for person in some[:20] if person.identity])


def followed(outcome: dict[str, int], expected: Expected) -> None:
    """After the list of a month later."""
    same("create", outcome["create"], 0)
    same("refuse", outcome["refuse"], 0)
    same("retire", outcome["retire"], expected.leave)
    assert outcome["update"] > expected.create // 30, outcome


def same(what: str, found: object, wanted: object) -> None:
    assert found == wanted, f"{what}: {found}, expected {wanted}"


def no_plain_text(numbers: list[str]) -> None:
    """As the owner sees the tables: no number stands in them."""
    with connections["owner"].cursor() as cursor:
        for number in numbers:
            cursor.execute(
                "SELECT count(*) FROM clients_person p WHERE position(%s in p::text) > 0"
                " OR position(%s in encode(p.identity, 'escape')) > 0",
                [number, number],
            )
            same("plain text", cursor.fetchone()[0], 0)
