"""Whatever was told of households in whatever order: everybody belongs to exactly one on each day
since they came, nothing is dropped or invented, and what was known before comes out again."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import household_details, household_undo
from shuangbai.clients.actions.endings import record_death, take_back_death
from shuangbai.clients.actions.household_commands import Details, Headed, Told
from shuangbai.clients.household_rules.entitlements import Fate
from shuangbai.clients.models import (
    CategorySpell,
    FileSpell,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.testing import OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.clients.tests.household_office import JAN, family, give, home_of, join, merge, split
from shuangbai.kernel import counting, ids
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from tests import database

VERBS = (
    *("split", "split", "join", "join", "merge", "apart", "head", "move", "give"),
    *("undo", "undo", "death", "alive", "register"),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 11),
        st.integers(0, 11),
        st.integers(0, 8),
    ),
    min_size=4,
    max_size=12,
)
DAYS = [JAN + timedelta(days=20 * step) for step in range(10)]
FATES = (Fate.KEEP, Fate.KEEP, Fate.ALONG)
REFUSED = {
    *("household.everybody", "household.before", "household.same", "household.empty"),
    *("household.already_in", "household.later", "household.no_undo", "household.hold_all"),
    *("household.came_later", "household.dead", "household.held_until", "person.died_day"),
    *("particulars.elsewhere_then", "particulars.overtaken", "person.dead", "person.alive"),
}


@dataclass
class Story:
    actor: Actor = field(default_factory=lambda: make_actor(Role.HEAD, OWN_TOWN))
    people: list[Person] = field(default_factory=list)
    since: dict[UUID, date] = field(default_factory=dict)
    known: list[tuple[datetime, Any]] = field(default_factory=list)

    def begin(self) -> None:
        homes = [family(self.actor), family(self.actor, (("何桂兰", "户主"), ("何小妹", "子女")))]
        for people in homes:
            self.people += people
        self.since = dict.fromkeys((one.pk for one in self.people), JAN)
        give(self.actor, homes[0])
        self.note()

    def note(self) -> None:
        with scope.acting(self.actor):
            self.known.append((scope.instant(), state(self.actor)))

    def take(self, verb: str, one: int, other: int, when: int) -> None:
        person, day = self.people[one % len(self.people)], DAYS[when]
        if verb in ("split", "join", "merge", "apart", "head", "move", "give") and dead(
            self.actor, person
        ):
            return
        getattr(self, verb)(person, self.people[other % len(self.people)], day)

    def split(self, person: Person, other: Person, day: date) -> None:
        there = living_with(self.actor, person)
        going = [person, *[one for one in there if one.pk == other.pk and one.pk != person.pk]]
        rest = next((one for one in there if one not in going), None)
        area = OTHER_VILLAGE if day.day % 2 else ""
        fates = {"DB": FATES[day.day % len(FATES)]}
        more = {"rest": Headed(rest.pk) if rest else Headed(), "area": area, "fates": fates}
        split(self.actor, going, day, **more)

    def join(self, person: Person, other: Person, day: date) -> None:
        if dead(self.actor, other):
            return
        there = [one for one in living_with(self.actor, person) if one.pk != person.pk]
        rest = Headed(there[0].pk) if there else Headed()
        join(self.actor, person, home_of(self.actor, other), day, rest=rest)

    def merge(self, person: Person, other: Person, day: date) -> None:
        if not dead(self.actor, other):
            merge(self.actor, home_of(self.actor, person), home_of(self.actor, other), day)

    def apart(self, person: Person, other: Person, day: date) -> None:
        why = "外出务工" if day.day % 2 else ""
        home = home_of(self.actor, person)
        household_details.set_apart(self.actor, Told(day), home, person.pk, why)

    def head(self, person: Person, other: Person, day: date) -> None:
        details = Details(Told(day, "换了"), home_of(self.actor, person), Headed(person.pk))
        household_details.tell_details(self.actor, details)

    def move(self, person: Person, other: Person, day: date) -> None:
        area = OTHER_VILLAGE if day.day % 2 else OWN_VILLAGE
        details = Details(Told(day, "搬家"), home_of(self.actor, person), area=area)
        household_details.tell_details(self.actor, details)

    def give(self, person: Person, other: Person, day: date) -> None:
        give(self.actor, living_with(self.actor, person), day, "DBBY")

    def undo(self, person: Person, other: Person, day: date) -> None:
        """The last one that stands; what is known of every day is as before it."""
        with scope.acting(self.actor):
            undone = set(HouseholdChange.objects.values_list("undoes", flat=True))
            rows = HouseholdChange.objects.exclude(kind="undo").order_by("-at")
            last = next((row for row in rows if row.pk not in undone), None)
        if last is not None:
            household_undo.take_back(self.actor, last.pk, "记错了", ids.uuid7())

    def death(self, person: Person, other: Person, day: date) -> None:
        record_death(self.actor, person.pk, day)

    def alive(self, person: Person, other: Person, day: date) -> None:
        take_back_death(self.actor, person.pk, "登记错了")

    def register(self, person: Person, other: Person, day: date) -> None:
        if dead(self.actor, person):
            return
        home = home_of(self.actor, person)
        with scope.acting(self.actor):
            area = Household.objects.get(pk=home).area
        name = f"新人{len(self.people)}"
        made = make_person(self.actor, area, name, ("DB",), since=day, household=home)
        self.people.append(made)
        self.since[made.pk] = day


def dead(actor: Actor, person: Person) -> bool:
    with scope.acting(actor):
        return bool(Person.objects.get(pk=person.pk).died_on)


def living_with(actor: Actor, person: Person) -> list[Person]:
    with scope.acting(actor):
        known = Membership.objects.as_known(None).filter(valid_to=None)
        home = known.get(person=person).household_id
        return [row.person for row in known.filter(household=home).select_related("person")]


def state(actor: Actor, at: datetime | None = None) -> Counter[tuple[Any, ...]]:
    """Memberships and categories of every day, and figures, as known at that instant."""
    told: list[tuple[Any, ...]] = []
    for row in Membership.objects.as_known(at):
        mine = (row.person_id, row.household_id, row.relation, row.apart, row.area)
        told += [(day, *mine) for day in DAYS if holds(row, day)]
    for one in CategorySpell.objects.as_known(at):
        held = (one.person_id, one.category_id, one.household_id, one.area)
        told += [(day, *held) for day in DAYS if holds(one, day)]
    for day in DAYS[::4]:
        for area in (OWN_TOWN, OWN_VILLAGE):
            ask = Ask((area,), Period(day, day), at)
            told.append((day, area, counting.count("people", ask).total))
    return Counter(told)


def holds(row: Any, day: date) -> bool:
    return bool(row.valid_from <= day and (row.valid_to is None or day < row.valid_to))


def check(story: Story) -> None:
    with scope.acting(story.actor):
        people = {one.pk: one for one in Person.objects.all()}
        homes = {one.pk: one for one in Household.objects.all()}
        held = list(Membership.objects.as_known(None))
        spells: list[Any] = [
            *CategorySpell.objects.as_known(None),
            *FileSpell.objects.as_known(None),
        ]
        for day in DAYS:
            then = [row for row in held if holds(row, day)]
            mine = Counter(row.person_id for row in then)
            for pk, since in story.since.items():
                gone = people[pk].died_on
                expected = int(since <= day and (gone is None or day < gone))
                assert mine[pk] == expected, (people[pk], day)
            heads = Counter(row.household_id for row in then if row.relation == "户主")
            assert not [pk for pk, number in heads.items() if number > 1], "two heads"
            # A category lies where its holder lives: else a number of a village would be wrong.
            places = {row.person_id: row.area for row in then}
            for spell in spells:
                if holds(spell, day):
                    assert spell.area == places[spell.person_id]
        for row in Membership.objects.as_known(None).filter(valid_to=None):
            assert people[row.person_id].area == row.area
            assert row.area.startswith(homes[row.household_id].area[:9])
    checks_known(story)


def checks_known(story: Story) -> None:
    """Nothing that was told since changes what was known at an earlier instant."""
    with scope.acting(story.actor):
        for instant, before in story.known:
            assert state(story.actor, instant) == before


def entitled(story: Story) -> Counter[tuple[date, str]]:
    """On how many people's days a category is held, for all who live."""
    with scope.acting(story.actor):
        living = list(Person.objects.filter(died_on=None).values_list("pk", flat=True))
        known = CategorySpell.objects.as_known(None).filter(person__in=living)
        return Counter((day, row.category_id) for row in known for day in DAYS if holds(row, day))


@pytest.mark.slow
@pytest.mark.usefixtures("database")
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_histories(steps: list[tuple[str, int, int, int]]) -> None:
    database.clear()
    story = Story()
    story.begin()
    for step in steps:
        before, held = story.known[-1][1], entitled(story)
        try:
            story.take(*step)
        except Problem as refused:
            assert refused.code in REFUSED, refused
            with scope.acting(story.actor):
                assert state(story.actor) == before, "refused, and nothing of it was done"
            continue
        if step[0] in ("split", "join", "merge", "apart", "head", "move"):
            assert entitled(story) == held, "neither dropped nor invented"
        story.note()
    check(story)
