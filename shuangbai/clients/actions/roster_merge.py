"""Doing what a plan says, in bulk: people, households, places, categories, who leaves the list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from shuangbai.access.action import Act
from shuangbai.clients.actions import departures, handovers, roster_homes
from shuangbai.clients.actions.handover_rows import Ask
from shuangbai.clients.actions.roster_houses import TOWN, chunks
from shuangbai.clients.actions.store import BATCH, NewPerson, store
from shuangbai.clients.models import CategorySpell, FileSpell, Membership, Person
from shuangbai.clients.roster_rules import Home, OnFile, PeoplePlan, PersonPlanned
from shuangbai.clients.selectors.onfile import phone_digest
from shuangbai.kernel import ids, pinyin, spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.rules import ListOf
from shuangbai.rosters.rules.plans import Progress

catalogue(
    {
        "roster.meanwhile": (
            "合并的时候，名册里有人的记录被别人改动了，什么也没有存",
            "请打开这份名册再合并一次",
        ),
    }
)


ELSEWHERE = "roster.elsewhere"


@dataclass
class Merge:
    """One merge at work. The caller holds the prefecture's lock and planned under it."""

    act: Act
    roster: UUID
    wanted: ListOf
    plan: PeoplePlan
    progress: Progress
    homes: dict[int, UUID] = field(default_factory=dict)
    """id() of a Home → household."""
    fresh: dict[int, UUID] = field(default_factory=dict)
    """Row → the person it created."""

    def run(self) -> None:
        taken = [row for row in self.plan.rows if row.outcome in ("create", "update", "unchanged")]
        here = [(row, row.person) for row in taken if row.person is not None]
        fresh = [row for row in taken if row.person is None]
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("写入户", lambda: self._households(taken)),
            ("写入新增的人", lambda: self._create(fresh)),
            ("写入变更", lambda: self._persons(here)),
            ("写入住处", lambda: self._places(here)),
            ("写入类别", lambda: self._confirm(here)),
            ("写入类别", lambda: self._categories(here)),
            ("写入退出", self._leave),
            ("请求转接", self._ask_for_them),
        )
        for done, (phase, step) in enumerate(steps):
            self.progress(phase, done, len(steps))
            step()
        for row, person in here:
            if row.changes:
                fields = [change["field"] for change in row.changes]
                self.act.touch("clients.person", person.id, row.area or person.area, fields=fields)

    def _since(self, person: OnFile) -> date:
        return max(self.wanted.day, person.arrived or self.wanted.day)

    def _households(self, taken: list[PersonPlanned]) -> None:
        self.homes = roster_homes.write(self.act, self.roster, self.wanted, taken)

    def _create(self, rows: list[PersonPlanned]) -> None:
        new = [self._new(row, row.home) for row in rows if row.home is not None]
        self.fresh = {row.line.row: one.id for row, one in zip(rows, new, strict=True)}
        store(self.act, new)

    def _new(self, row: PersonPlanned, home: Home) -> NewPerson:
        return NewPerson(
            area=row.area,
            name=row.line.name,
            since=self.wanted.day,
            number=row.line.identity,
            phone=row.line.phone,
            categories=(self.wanted.list_code,),
            household=self.homes[id(home)],
            relation=row.relation,
            source=CategorySpell.Source.ROSTER,
            roster_id=self.roster,
        )

    def _persons(self, here: list[tuple[PersonPlanned, OnFile]]) -> None:
        renamed = [
            Person(
                pk=person.id,
                name=row.line.name,
                name_sort=pinyin.sort_key(row.line.name),
                name_initials=pinyin.initials(row.line.name),
            )
            for row, person in here
            if row.line.name != person.name
        ]
        called = [
            Person(pk=person.id, phone=row.line.phone, phone_hash=phone_digest(row.line.phone))
            for row, person in here
            if row.line.phone and row.line.phone != person.phone
        ]
        moved = [Person(pk=person.id, area=row.area) for row, person in here if row.moves]
        self._write(Person, renamed, "name", "name_sort", "name_initials")
        self._write(Person, called, "phone", "phone_hash")
        self._write(Person, moved, "area")

    def _places(self, here: list[tuple[PersonPlanned, OnFile]]) -> None:
        """Who lives elsewhere by this list: spells end there and go on here."""
        since = {person.id: self._since(person) for _, person in here}
        areas = {person.id: {"area": row.area} for row, person in here if row.moves}
        lives: dict[UUID, dict[str, Any]] = {key: dict(change) for key, change in areas.items()}
        rehoused: dict[UUID, UUID] = {}
        for row, person in here:
            if row.rehoused and row.home is not None:
                rehoused[person.id] = self.homes[id(row.home)]
                living = {"household_id": rehoused[person.id], "relation": row.relation}
                lives.setdefault(person.id, {}).update(living)
            elif row.retold:
                lives.setdefault(person.id, {})["relation"] = row.relation
        for model, changes in ((FileSpell, areas), (Membership, lives)):
            self._replace(
                (spell, spells.halves(spell, since[spell.person_id], **changes[spell.person_id]))
                for spell in self._from(model, changes, since)
            )
        self._replace(
            (spell, spells.halves(spell, since[spell.person_id], **change))
            for spell in self._from(CategorySpell, {*areas, *rehoused}, since)
            if (change := roster_homes.of_category(spell, areas, rehoused))
        )
        roster_homes.note(self.act, self.roster, here, rehoused, since)

    def _from(self, model: Any, ids: Iterable[UUID], since: dict[UUID, date]) -> list[Any]:
        """Spells of these people that hold on or after their day."""
        found: list[Any] = []
        for some in chunks(ids):
            first = min(since[pk] for pk in some)
            held = model.objects.under(self.wanted.home).as_known(None)
            held = held.filter(Q(valid_to=None) | Q(valid_to__gt=first))
            found += held.filter(pref=self.wanted.pref, person_id__in=some)
        return [one for one in found if one.valid_to is None or one.valid_to > since[one.person_id]]

    def _confirm(self, here: list[tuple[PersonPlanned, OnFile]]) -> None:
        """Whom a visit had found, or who held it through a household, and whom this list names:
        from now on the list says when they leave."""
        since = {
            person.id: self._since(person)
            for _, person in here
            if person.found_in_field or person.through_household
        }
        told = {"source": CategorySpell.Source.ROSTER, "roster_id": self.roster}
        fresh = self._replace(
            (spell, [told | {"household_id": None}])
            for spell in self._from(CategorySpell, since, since)
            if spell.category_id == self.wanted.list_code
            and spell.source != CategorySpell.Source.ROSTER
        )
        for spell in fresh:
            person = str(spell.person_id)
            self.act.touch(
                "clients.categoryspell", spell.pk, spell.area, person=person, confirmed=True
            )

    def _categories(self, here: list[tuple[PersonPlanned, OnFile]]) -> None:
        opened = [
            CategorySpell(
                area=row.area or person.area,
                person_id=person.id,
                category_id=self.wanted.list_code,
                birth_date=row.line.born,
                source=CategorySpell.Source.ROSTER,
                roster_id=self.roster,
                valid_from=self._since(person),
                valid_to=person.until,
                **self.act.stamp,
            )
            for row, person in here
            if not person.holds
        ]
        CategorySpell.objects.bulk_create(opened, batch_size=BATCH)

    def _leave(self) -> None:
        """They hold the category up to, not including, the roster's day."""
        found: list[CategorySpell] = []
        for some in chunks(one.spell for one in self.plan.leave):
            found += CategorySpell.objects.under(self.wanted.area).filter(
                pref=self.wanted.pref, pk__in=some
            )
        day = self.wanted.day
        ended = self._replace((spell, [spells.ending(spell, day)]) for spell in found)
        departures.note(self.act, self.roster, day, ended)
        for spell in ended:
            person = str(spell.person_id)
            self.act.touch(
                "clients.categoryspell", spell.pk, spell.area, person=person, ended=str(day)
            )

    def _ask_for_them(self) -> None:
        """Somebody on file at another station is not taken from it: that station is asked."""
        handovers.ask_many(
            self.act,
            [
                Ask(
                    ids.uuid7(),
                    row.line.name,
                    row.line.identity,
                    row.line.village or self.wanted.home,
                    self.wanted.day,
                    "名册上有这个人",
                    self.roster,
                    self.wanted.list_code,
                )
                for row in self.plan.rows
                if row.line.identity and any(one.code == ELSEWHERE for one in row.problems)
                if row.line.village or len(self.wanted.home) == TOWN
            ],
        )

    def _replace(self, jobs: Iterable[tuple[Any, Sequence[spells.Changes]]]) -> list[Any]:
        try:
            return spells.replace_all(list(jobs), self.act.stamp)
        except spells.Overtaken as overtaken:
            raise problem("roster.meanwhile") from overtaken

    def _write(self, model: Any, rows: list[Any], *names: str) -> None:
        model.objects.filter(pref=self.wanted.pref).bulk_update(rows, names, batch_size=BATCH)
