"""Doing what a plan says, in bulk: people, households, places, categories, who leaves the list."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.clients.actions import departures, handovers, roster_homes
from shuangbai.clients.actions.handover_rows import Ask
from shuangbai.clients.actions.roster_details import Details, keep_before
from shuangbai.clients.actions.roster_houses import TOWN
from shuangbai.clients.actions.roster_known import chunks, since_of
from shuangbai.clients.actions.store import NewPerson, store
from shuangbai.clients.models import CategorySpell, FileSpell, Membership, Person
from shuangbai.clients.roster_rules import Home, OnFile, PeoplePlan, PersonPlanned
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.onfile import phone_digest
from shuangbai.kernel import bulk, ids, pinyin, spells
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


BATCH = 2000
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
    files: dict[UUID, UUID] = field(default_factory=dict)
    """File → person on file: their own, and those merged into it in the same town."""

    def run(self) -> None:
        taken = [row for row in self.plan.rows if row.outcome in ("create", "update", "unchanged")]
        here = [(row, row.person) for row in taken if row.person is not None]
        fresh = [row for row in taken if row.person is None]
        self.files = self._files([person for _, person in here])
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("写入户", lambda: self._households(taken)),
            ("写入新增的人", lambda: self._create(fresh)),
            ("写入变更", lambda: self._persons(here)),
            ("写入住处", lambda: self._places(here)),
            ("写入类别", lambda: self._confirm(here)),
            ("写入类别", lambda: self._categories(here)),
            ("写入情况", lambda: self._details().write(taken, self.fresh)),
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

    def _details(self) -> Details:
        return Details(self.act, self.roster, self.wanted)

    def _files(self, people: list[OnFile]) -> dict[UUID, UUID]:
        towns = {person.id: person.area[:TOWN] for person in people}
        files = {pk: pk for pk in towns}
        for some in chunks(towns):
            merged = {file: pk for file, pk in aliases.files(some).items() if file != pk}
            held = Person.objects.under(self.wanted.home).filter(pref=self.wanted.pref)
            for file, area in held.filter(pk__among=merged).values_list("pk", "area"):
                if area.startswith(towns[merged[file]]):
                    files[file] = merged[file]
        return files

    def _since(self, person: OnFile) -> date:
        return since_of(self.wanted, person)

    def _households(self, taken: list[PersonPlanned]) -> None:
        self.homes = roster_homes.write(self.act, self.roster, self.wanted, taken)

    def _create(self, rows: list[PersonPlanned]) -> None:
        new = [self._new(row, row.home) for row in rows if row.home is not None]
        self.fresh = {row.line.row: one.id for row, one in zip(rows, new, strict=True)}
        for at, some in enumerate(batched(new, BATCH)):
            self.progress("写入新增的人", at * BATCH, len(new))
            store(self.act, list(some))

    def _new(self, row: PersonPlanned, home: Home) -> NewPerson:
        return NewPerson(
            area=row.area,
            name=row.line.name,
            since=self.wanted.day,
            number=row.line.identity,
            sex=row.line.sex,
            birth_date=row.line.born,
            phone=row.line.phone,
            categories=(self.wanted.list_code,),
            household=self.homes[id(home)],
            relation=row.relation,
            source=CategorySpell.Source.ROSTER,
            roster_id=self.roster,
            grant=row.news.grant,
        )

    def _persons(self, here: list[tuple[PersonPlanned, OnFile]]) -> None:
        keep_before(self.act, self.roster, here)
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
        to = {person.id: row.area for row, person in here if row.moves}
        moved = [Person(pk=file, area=to[pk]) for file, pk in self.files.items() if pk in to]
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
                (spell, spells.halves(spell, since[person], **changes[person]))
                for person, spell in self._from(model, changes, since)
            )
        self._replace(
            (spell, spells.halves(spell, since[person_id], **change))
            for person_id, spell in self._from(CategorySpell, {*areas, *rehoused}, since)
            if (
                change := roster_homes.of_category(
                    spell, areas.get(person_id), rehoused.get(person_id)
                )
            )
        )
        roster_homes.note(self.act, self.roster, here, rehoused, since)

    def _from(
        self, model: Any, people: Collection[UUID], since: dict[UUID, date]
    ) -> Iterator[tuple[UUID, Any]]:
        """(person, spell) of these people, in any file of theirs, that hold on or after their
        day."""
        days = {file: since[pk] for file, pk in self.files.items() if pk in people}
        for some in chunks(days):
            held = model.objects.under(self.wanted.home).as_known(None)
            held = held.from_on(min(days[pk] for pk in some))
            for spell in held.filter(pref=self.wanted.pref, person_id__among=some):
                if spell.valid_to is None or spell.valid_to > days[spell.person_id]:
                    yield self.files[spell.person_id], spell

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
            for _, spell in self._from(CategorySpell, since, since)
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
                **row.news.grant,
                **self.act.stamp,
            )
            for row, person in here
            if not person.holds
        ]
        bulk.insert(CategorySpell, opened)

    def _leave(self) -> None:
        """They hold the category up to, not including, the roster's day."""
        found: list[CategorySpell] = []
        for some in chunks(pk for one in self.plan.leave for pk in (one.spell, *one.also)):
            found += CategorySpell.objects.under(self.wanted.area).filter(
                pref=self.wanted.pref, pk__among=some
            )
        day = self.wanted.day
        ended = self._replace((spell, [spells.ending(spell, day)]) for spell in found)
        # Who holds it in several files leaves once.
        also = {pk for one in self.plan.leave for pk in one.also}
        left = [spell for spell in ended if spell.supersedes not in also]
        departures.note(self.act, self.roster, day, left)
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
        told = ((row.pk, *(getattr(row, name) for name in names)) for row in rows)
        bulk.update(model, self.wanted.pref, names, told)
