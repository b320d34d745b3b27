"""What a list says besides who somebody is, written in bulk: the grant, particulars, certificates
and people around. It holds from the roster's day until something else was told; what was said
before stays on record."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.clients.actions.roster_known import holds, since_of, spells_of
from shuangbai.clients.models import (
    CategorySpell,
    Certificate,
    FieldChange,
    Profile,
    Tie,
)
from shuangbai.clients.particulars_rules import timeline
from shuangbai.clients.particulars_rules.timeline import Span
from shuangbai.clients.roster_rules import OnFile, PersonPlanned
from shuangbai.clients.roster_rules.comparing import News
from shuangbai.clients.selectors.particulars import profile_values, stored
from shuangbai.kernel import bulk, spells
from shuangbai.rosters.rules import ListOf

type Jobs = list[tuple[Any, Sequence[spells.Changes]]]
type Said = tuple[UUID | None, dict[str, Any]]
type Fields = Callable[[Any], list[str]]


@dataclass(frozen=True)
class About:
    """One person of the list: where they live by it, since when it speaks of them, what is new."""

    person: UUID
    area: str
    since: date
    news: News
    fresh: bool
    holds: bool


@dataclass(frozen=True)
class Details:
    """The details of one merge. The caller holds the prefecture's lock and has written people,
    places and categories."""

    act: Act
    roster: UUID
    wanted: ListOf

    def write(self, rows: Iterable[PersonPlanned], fresh: Mapping[int, UUID]) -> None:
        about = [self._about(row, fresh) for row in rows if row.news]
        self._grants([one for one in about if one.news.grant and one.holds])
        self._profiles([one for one in about if one.news.profile])
        self._listed(Certificate, [(one, _certificates(one.news)) for one in about])
        self._listed(Tie, [(one, _ties(one.news)) for one in about])

    def _about(self, row: PersonPlanned, fresh: Mapping[int, UUID]) -> About:
        if row.person is None:
            new = fresh[row.line.row]
            return About(new, row.area, self.wanted.day, row.news, fresh=True, holds=False)
        person = row.person
        since = since_of(self.wanted, person)
        area = row.area or person.area
        return About(person.id, area, since, row.news, fresh=False, holds=person.holds)

    @property
    def _source(self) -> dict[str, Any]:
        return {"source": CategorySpell.Source.ROSTER, "roster_id": self.roster}

    def _grants(self, about: list[About]) -> None:
        """Of those who hold the category already; a new spell was begun with its grant."""
        by_person = {one.person: one for one in about}
        jobs: Jobs = []
        for spell in spells_of(self.wanted, CategorySpell, by_person):
            one = by_person[spell.person_id]
            if spell.category_id == self.wanted.list_code and holds(spell, one.since):
                jobs.append((spell, spells.halves(spell, one.since, **one.news.grant)))
        self._replaced(jobs, lambda row: sorted(by_person[row.person_id].news.grant))

    def _profiles(self, about: list[About]) -> None:
        by_person = {one.person: one for one in about}
        spans: dict[UUID, list[Span[Profile]]] = {}
        known = [one.person for one in about if not one.fresh]
        for row in spells_of(self.wanted, Profile, known):
            span = Span(row, row.valid_from, row.valid_to, profile_values(row))
            spans.setdefault(row.person_id, []).append(span)
        jobs: Jobs = []
        made: list[Profile] = []
        for one in about:
            plan = timeline.until_told(spans.get(one.person, []), one.since, one.news.profile)
            jobs += [
                (row, [self._part(part) for part in parts]) for row, parts in plan.parts.items()
            ]
            if plan.fresh:
                said = {
                    name: stored(Profile, name, text) for name, text in one.news.profile.items()
                }
                made.append(self._new(Profile, one, said, plan.fresh))
        self._replaced(jobs, lambda row: sorted(by_person[row.person_id].news.profile))
        self._made(made, lambda row: sorted(by_person[row.person_id].news.profile))

    def _part(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """What goes on unchanged up to a day keeps its source too."""
        if set(part) == {"valid_to"}:
            return dict(part)
        return {name: stored(Profile, name, value) for name, value in part.items()} | self._source

    def _listed(self, model: Any, told: list[tuple[About, list[Said]]]) -> None:
        """Records of which somebody has several: new ones, and those that say something else."""
        every = [(one, ident, said) for one, found in told for ident, said in found]
        changed = {ident: (one, said) for one, ident, said in every if ident is not None}
        people = {one.person for one, _ in changed.values()}
        jobs: Jobs = []
        for row in spells_of(self.wanted, model, people):
            if row.pk in changed:
                one, said = changed[row.pk]
                jobs.append((row, spells.halves(row, one.since, **said, **self._source)))
        made = [
            self._new(model, one, said, (one.since, None))
            for one, ident, said in every
            if not ident
        ]
        names = sorted(every[0][2]) if every else []
        self._replaced(jobs, lambda _: names)
        self._made(made, lambda _: names)

    def _new(
        self, model: Any, one: About, said: Mapping[str, Any], days: tuple[date, date | None]
    ) -> Any:
        about = {"area": one.area, "person_id": one.person}
        start, end = days
        return model(
            **about, valid_from=start, valid_to=end, **said, **self._source, **self.act.stamp
        )

    def _replaced(self, jobs: Jobs, fields: Fields) -> None:
        told = [part for _, parts in jobs for part in parts]
        written = spells.replace_all(jobs, self.act.stamp)
        says = [row for row, part in zip(written, told, strict=True) if set(part) != {"valid_to"}]
        self._touched(says, fields)

    def _made(self, rows: list[Any], fields: Fields) -> None:
        if rows:
            self._touched(bulk.insert(type(rows[0]), rows), fields)

    def _touched(self, rows: list[Any], fields: Fields) -> None:
        for row in rows:
            about = {"person": str(row.person_id), "fields": fields(row)}
            self.act.touch(row._meta.label_lower, row.pk, row.area, **about)


def _certificates(found: News) -> list[Said]:
    if found.certificate is None:
        return []
    ident, said = found.certificate
    columns = {"kind": said.kind, "level": said.level}
    return [(ident, columns | {"number": stored(Certificate, "number", said.number)})]


def _ties(found: News) -> list[Said]:
    names = ("role", "name", "relation", "phone", "identity")
    return [
        (ident, {name: stored(Tie, name, getattr(said, name)) for name in names})
        for ident, said in found.ties
    ]


def keep_before(act: Act, roster: UUID, here: Iterable[tuple[PersonPlanned, OnFile]]) -> None:
    """What a person's own row said, before the list gives another name or telephone."""
    rows = [
        FieldChange(
            area=person.area,
            person_id=person.id,
            field=name,
            values=json.dumps({"old": old, "new": new}, ensure_ascii=False),
            at=act.at,
            by=act.actor.user_id,
            by_name=act.actor.name,
            source=CategorySpell.Source.ROSTER,
            roster_id=roster,
        )
        for row, person in here
        for name, old, new in (
            ("name", person.name, row.line.name),
            ("phone", person.phone, row.line.phone or person.phone),
        )
        if old != new
    ]
    bulk.insert(FieldChange, rows)
