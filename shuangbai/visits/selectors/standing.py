"""How everybody on the lists stands with the plan, in one question for a village or for a city.

What decides about a person lies in five tables. Each is read once, all of them are stacked, and
one grouping by person and place says how often, since when and when last: nothing is looked up
person by person. Everything is taken as it was on the day and as it was known, so any past day
and any instant of knowledge come out again. Which frequency is the nearest is said by the order
of a CASE; `plan_rules.frequency` says the same in Python, and a test holds the two together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Expression,
    ExpressionWrapper,
    F,
    Field,
    Func,
    IntegerField,
    Max,
    Q,
    QuerySet,
    RowRange,
    TextField,
    UUIDField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce

from shuangbai.clients import rules as groups
from shuangbai.clients.figures import in_scope_spells, same_person, settled
from shuangbai.clients.models import CategorySpell, GradeSpell, Profile
from shuangbai.kernel import areakey
from shuangbai.kernel.counting import compiled
from shuangbai.kernel.figures import Ask
from shuangbai.kernel.tables import below
from shuangbai.visits.models import FrequencySpell
from shuangbai.visits.plan_rules.due import Due, due_on
from shuangbai.visits.plan_rules.frequency import Frequency, Kind, Subject
from shuangbai.visits.selectors import reach

type Sql = tuple[str, tuple[Any, ...]]

COLUMNS: dict[str, "Field[Any, Any]"] = {
    "p_one": UUIDField(),
    "p_here": TextField(),
    "p_area": TextField(),
    "p_from": DateField(),
    "p_before": DateField(),
    "p_holds": BooleanField(),
    "p_old": BooleanField(),
    "p_days": IntegerField(),
    "p_alone": IntegerField(),
    "p_last": DateField(),
}
"""What each table brings of a person at a place; what it does not know is null."""
TOGETHER = """
SELECT p_one, p_here, max(p_area) AS p_area,
LEAST(min(p_days), CASE WHEN bool_or(p_old) THEN min(p_alone) END) AS p_days,
max(CASE WHEN p_before IS NULL OR p_before < p_from THEN p_from END) AS p_since,
max(p_last) AS p_last
FROM ({stacked}) stacked GROUP BY p_one, p_here HAVING bool_or(p_holds)
"""
"""On the lists without a break since p_since: the last day from which an entry begins while
nothing before it reaches that day."""
DUE = "GREATEST(p_last, p_since) + p_days"
NEVER_ENDS = date(9999, 12, 31)


@dataclass(frozen=True)
class Standing:
    """`person_id` is the canonical id of merged files; `area` that of one of them. `days` is None
    where no frequency was said."""

    person_id: UUID
    area: str
    days: int | None
    since: date
    last: date | None

    def due(self, day: date) -> Due:
        by = None if self.days is None else due_on(self.days, self.last, self.since)
        return Due(day, self.last, by)


def frequencies(ask: Ask) -> list[Frequency]:
    """What was said on that day, as known, by areas above and below the scope."""
    above = {key for area in ask.scope for key in areakey.ancestors(area)}
    said = FrequencySpell.objects.as_known(ask.known).on(ask.period.end)
    rows = said.filter(below(ask.scope) | Q(area__in=above))
    return [Frequency(Subject(row.kind, row.code), row.area, row.days) for row in rows]


def standings(ask: Ask, people: Collection[UUID] | None = None) -> list[Standing]:
    """Everybody on the lists in the scope; `people`: all files of those that are asked for."""
    asked = _together(ask, people)
    if asked is None:
        return []
    text, params = asked
    order = "ORDER BY p_area, p_one"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p_one, p_area, p_days, p_since, p_last FROM ({text}) s {order}", params
        )
        found = cursor.fetchall()
    return [Standing(*row) for row in found]


def late(ask: Ask) -> "QuerySet[CategorySpell]":
    """In-scope spells of those who are past the day on which they were due."""
    return _where(ask, f"{DUE} < %s")


def in_time(ask: Ask) -> "QuerySet[CategorySpell]":
    """In-scope spells of all others."""
    return _where(ask, f"p_days IS NULL OR {DUE} >= %s")


class Among(Func):
    """Whether the person of the row, at the place of the row, is one of those asked for."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, *expressions: Any, asked: Sql) -> None:
        super().__init__(*expressions)
        self.asked = asked

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra: Any
    ) -> Any:
        text, params = self.asked
        template = f"((%(expressions)s) IN ({text.replace('%', '%%')}))"
        sql, own = super().as_sql(compiler, connection, template=template)
        return sql, (*own, *params)


def _where(ask: Ask, condition: str) -> "QuerySet[CategorySpell]":
    spells = in_scope_spells(ask)
    asked = _together(ask, recent=True)
    if asked is None:
        return spells.none()
    text, params = asked
    chosen = f"SELECT p_one, p_here FROM ({text}) s WHERE {condition}"
    among = Among(same_person(ask), reach.here(ask), asked=(chosen, (*params, ask.period.end)))
    return spells.filter(among)


def _together(
    ask: Ask, people: Collection[UUID] | None = None, *, recent: bool = False
) -> Sql | None:
    """SQL of one row for each person at each place; None when nobody can be there.

    `recent`: services longer ago than the longest interval are left out, as they decide nothing;
    so what a city asks does not grow with the years.
    """
    said, moved = frequencies(ask), reach.moves(ask)
    longest = max((one.days for one in said), default=0) if recent else None
    stacked = [_listed(ask, said, moved), *_telling_tables(ask, said), _served(ask, moved, longest)]
    first, *others = [_narrowed(rows, people) for rows in stacked]
    listed = compiled(first)
    if listed is None:
        return None
    found = [listed, *(one for one in map(compiled, others) if one is not None)]
    text = " UNION ALL ".join(f"({one})" for one, _ in found)
    return TOGETHER.format(stacked=text), tuple(v for _, values in found for v in values)


def _narrowed(rows: "QuerySet[Any]", people: Collection[UUID] | None) -> "QuerySet[Any]":
    return (rows if people is None else rows.filter(person_id__in=people)).values(*COLUMNS)


def _telling_tables(ask: Ask, said: list[Frequency]) -> "list[QuerySet[Any]]":
    """What decides how often, beside the lists."""
    day = ask.period.end
    grades = GradeSpell.objects.as_known(ask.known).on(day)
    held = CategorySpell.objects.as_known(ask.known).on(day)
    held = held.filter(category_id__in=_codes(said, Kind.CATEGORY))
    alone = Profile.objects.as_known(ask.known).on(day).filter(living=Profile.Living.ALONE)
    return [
        _telling(ask, grades, p_days=_days(said, Kind.GRADE, "grade_id")),
        _telling(ask, held, p_days=_days(said, Kind.CATEGORY, "category_id")),
        _telling(ask, alone, p_alone=_days(said, Kind.SITUATION)),
    ]


def _served(ask: Ask, moved: Mapping[str, str], longest: int | None) -> "QuerySet[Any]":
    served = reach.services(ask).filter(reach.in_towns(ask))
    if longest is not None:
        served = served.filter(happened_on__gte=ask.period.end - timedelta(days=longest))
    return _columns(ask, served, reach.now(ask, moved), p_last=F("happened_on"))


def _telling(ask: Ask, rows: "QuerySet[Any]", **known: Any) -> "QuerySet[Any]":
    return _columns(ask, rows.filter(below(ask.scope)), reach.here(ask), **known)


def _listed(ask: Ask, said: list[Frequency], moved: Mapping[str, str]) -> "QuerySet[Any]":
    """Every entry of a list that had begun by then, ended or not; also those that lie under the
    key that a town had before, as it is no other place."""
    day, place = ask.period.end, reach.now(ask, moved)
    spells = CategorySpell.objects.as_known(ask.known).filter(
        Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
        below([*ask.scope, *reach.before(ask, moved)]),
        category__in_scope=True,
        valid_from__lte=day,
    )
    holds = Q(valid_to=None) | Q(valid_to__gt=day)
    by_category = Q(birth_date=None, category_id__in=sorted(groups.ELDERLY_CATEGORIES))
    old = Q(birth_date__lte=groups.born_by(day, 60)) | by_category
    ends = Coalesce("valid_to", Value(NEVER_ENDS, DateField()))
    before = Window(
        Max(ends),
        partition_by=[same_person(ask), place],
        order_by=["valid_from", "id"],
        frame=RowRange(end=-1),
    )
    return _columns(
        ask,
        settled(spells, ask),
        place,
        p_area=Case(When(holds, then=F("area")), output_field=TextField()),
        p_from=F("valid_from"),
        p_before=before,
        p_holds=_told(holds),
        p_old=_told(holds & old),
        p_days=Case(When(holds, then=_days(said, Kind.ORDINARY)), output_field=IntegerField()),
    )


def _columns(ask: Ask, rows: "QuerySet[Any]", place: Expression, **known: Any) -> "QuerySet[Any]":
    told = {"p_one": same_person(ask), "p_here": place, **known}
    columns = {name: Cast(told.get(name, Value(None)), field) for name, field in COLUMNS.items()}
    found: QuerySet[Any] = rows.order_by().annotate(**columns)
    return found


def _told(condition: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def _codes(said: Iterable[Frequency], kind: Kind) -> list[str]:
    return sorted({one.subject.code for one in said if one.subject.kind == kind})


def _days(said: list[Frequency], kind: Kind, code: str = "") -> Case:
    """Days for the row's place, the nearest word first."""
    spoken = [one for one in said if one.subject.kind == kind]
    spoken.sort(key=lambda one: (-len(one.area), one.area, one.subject))
    return Case(
        *(
            When(
                below([one.area]) & (Q(**{code: one.subject.code}) if code else Q()),
                then=Value(one.days),
            )
            for one in spoken
        ),
        default=Value(None),
        output_field=IntegerField(),
    )
