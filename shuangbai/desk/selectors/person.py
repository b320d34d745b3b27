"""What the page of one person puts together from the apps below."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Certificate, Household, Person, Tie
from shuangbai.clients.selectors import merges, particulars
from shuangbai.clients.selectors import particulars_page as pages
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.particulars import Sheet
from shuangbai.clients.selectors.particulars_page import Group, Lack
from shuangbai.clients.selectors.particulars_secrets import own_secret
from shuangbai.clients.selectors.people import Line, Marks
from shuangbai.figures.rules import WINDOW
from shuangbai.kernel import clock
from shuangbai.kernel.fields import Secret
from shuangbai.visits import selectors as visits


@dataclass(frozen=True)
class File:
    """The page of one person."""

    person: Person
    age: int | None
    group: str
    place: str
    marks: Marks
    household: Household | None
    members: list[Line]
    sheet: Sheet
    groups: list[Group]
    certificates: list[Certificate]
    ties: list[tuple[str, list[Tie]]]
    lacks: list[Lack]
    running_out: list[Certificate]
    served_on: date | None
    """Last visit that served them, as far as the actor may see."""
    served_lately: bool
    identity: Secret | None
    """Number and telephone of the person, from a merged file where their own has none."""
    phone: Secret | None
    merges: list[merges.Line]
    """Files that were put into this one."""

    @property
    def empty_groups(self) -> list[Group]:
        return [group for group in self.groups if not group.facts]

    @property
    def due(self) -> bool:
        """Whether something waits to be done for this person."""
        if self.person.died_on is not None:
            return False
        in_scope = any(spell.category.in_scope for spell in self.marks.spells)
        waits = in_scope and not self.served_lately
        return bool(self.running_out or self.lacks or waits or not self.marks.file)


def person(actor: Actor, person_id: UUID) -> Person:
    """The person, or Absent."""
    return clients.find(actor, person_id)


def is_open(actor: Actor, found: Person) -> bool:
    return clients.is_open(actor, found)


def file(actor: Actor, found: Person, merged: list[merges.Line]) -> File:
    """What stands in the file today, and in the files that were put into it."""
    today = clock.today()
    home = clients.household_of(actor, found, today)
    living = clients.members(actor, home, today) if home else []
    own = next((line for line in living if line.person.pk == found.pk), None)
    own = own or clients.of_ids(actor, [found.pk])[0]
    return _file(actor, own, (home, living), merged)


def _file(
    actor: Actor, own: Line, home: tuple[Household | None, list[Line]], merged: list[merges.Line]
) -> File:
    today, found = clock.today(), own.person
    sheet = particulars.sheet(actor, found, own.marks.spells, today)
    shorts = {spell.category_id: spell.category.short for spell in own.marks.spells}
    certificates = pages.certificates(actor, sheet)
    served = visits.of_person(actor, found, 1)
    served_on = served[0].visit.happened_on if served else None
    return File(
        person=found,
        age=own.age,
        group=clients.group_name(found, own.marks, today),
        place=areas.full_name(found.area),
        marks=own.marks,
        household=home[0],
        members=home[1],
        sheet=sheet,
        groups=pages.groups(actor, found, sheet),
        certificates=certificates,
        ties=pages.ties_by_role(sheet.ties),
        lacks=pages.lacks(sheet.missing, shorts),
        running_out=pages.running_out(certificates, today),
        served_on=served_on,
        served_lately=served_on is not None and served_on > today - timedelta(days=WINDOW),
        identity=own_secret(actor, found, "identity") if merged else found.identity,
        phone=own_secret(actor, found, "phone") if merged else found.phone,
        merges=merged,
    )
