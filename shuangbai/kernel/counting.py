"""Counts figures and lists their rows, each in one query, from one definition.

Every figure is projected to the same columns: the row's id, subject, area, day, order and, when
asked, its part. What differs is only how parts are counted:

* rows that are their own subject: group and add;
* a split of distinct subjects: each subject falls into the part of its last row, so that the
  parts make the whole;
* an overlapping axis (area, month, facet) of distinct subjects: each part by itself, and the
  total by itself.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, DateField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Left, TruncMonth

from shuangbai.kernel import areakey, figures, tables
from shuangbai.kernel.figures import Ask, Count, Facet, Figure, Part, Row, Split
from shuangbai.kernel.problems import problem

COLUMNS = ("f_id", "f_subject", "f_area", "f_day", "f_order")
LAST_FIRST = "f_subject, f_day DESC, f_order DESC NULLS LAST, f_id DESC"
MONTH = "month"

type Sql = tuple[str, tuple[Any, ...]]


def count(key: str, ask: Ask, by: str | None = None) -> Count:
    """The figure in the scope and, with `by`, in each part of that axis. One query.

    `by` is `county`, `town`, `village`, `month`, or the key of a split or facet of the figure;
    anything else is a Problem. Needs an open scoped transaction when the rows are people's.
    """
    figure = figures.get(key)
    if by is not None and by not in figure.choices():
        ways = "、".join(figure.choices().values())
        raise problem("figure.by_unknown", name=figure.name, by=by, choices=ways)
    found = _ask_database(_counting(figure, ask, by))
    if by is None:
        return Count(figure, ask, total=found[0][2] if found else 0)
    if _parts_make_total(figure, by):
        total = sum(value for _, _, value in found)
    else:
        total = next((value for whole, _, value in found if whole), 0)
    names = _names(figure, by)
    parts = tuple(
        Part(part, value, names.get(part))
        for whole, part, value in sorted(found, key=lambda line: str(line[1]))
        if part is not None and (not whole)
    )
    adds = _additive(figure, by) and sum(part.value for part in parts) == total
    return Count(figure, ask, total, by, parts, additive=adds)


def grid(key: str, ask: Ask, by: str, across: str) -> dict[tuple[str, str], int]:
    """Two axes at once, in one query: (part of `by`, part of `across`) → value. For figures whose
    rows are their own subject, which add up along both."""
    figure = figures.get(key)
    if figure.distinct or {by, across} & set(figure.facets):
        raise ValueError(f"{key} does not add up, so it has no grid")
    found: dict[tuple[str, str], int] = {}
    for rows in figure.querysets(ask):
        told = _with_columns(figure, ask, by, rows).annotate(f_across=_part(figure, ask, across))
        question = compiled(told.values("f_part", "f_across"))
        if question is None:
            continue
        inner, params = question
        text = f"SELECT f_part, f_across, count(*) FROM ({inner}) r GROUP BY 1, 2"
        for part, other, value in _ask_database((text, params)):
            found[part, other] = found.get((part, other), 0) + value
    return found


def count_many(keys: Iterable[str], ask: Ask, by: str | None = None) -> dict[str, Count]:
    return {key: count(key, ask, by) for key in keys}


def rows(
    key: str,
    ask: Ask,
    *,
    by: str | None = None,
    part: str | None = None,
    after: tuple[str, str] | None = None,
    limit: int | None = None,
) -> list[Row]:
    """The rows behind the number, ordered by area and id, one for each counted subject.

    `after` = (area, id) of the last row of the page before.
    """
    figure = figures.get(key)
    inner, params = _chosen(figure, ask, by, part)
    where = "" if after is None else " WHERE (f_area, f_id) > (%s, %s)"
    stop = f" LIMIT {int(limit)}" if limit is not None else ""
    text = (
        f"SELECT f_id, f_subject, f_area, f_day FROM ({inner}) counted{where}"
        f" ORDER BY f_area, f_id{stop}"
    )
    return [Row(*line) for line in _ask_database((text, (*params, *(after or ()))))]


def _chosen(figure: Figure, ask: Ask, by: str | None, part: str | None) -> Sql:
    """One row for each subject of the asked part."""
    if by is None or part is None:
        inner, params = _projected(figure, ask, None)
        return (_last_rows(inner) if figure.distinct else inner), params
    if by in _area_levels():
        ask = replace(ask, scope=_overlap(ask.scope, part))
    inner, params = _projected(figure, ask, by)
    if not figure.distinct:
        return f"SELECT * FROM ({inner}) r WHERE f_part = %s", (*params, part)
    if by in figure.splits:
        return f"SELECT * FROM ({_last_rows(inner)}) r WHERE f_part = %s", (*params, part)
    return _last_rows(f"SELECT * FROM ({inner}) r WHERE f_part = %s"), (*params, part)


def _overlap(scope: tuple[str, ...], part: str) -> tuple[str, ...]:
    """What of `scope` lies in the part, so that only its range is read; nothing for no key."""
    try:
        areakey.level_of(part)
    except ValueError:
        return ()
    inside = [key if areakey.contains(part, key) else part for key in scope]
    return tuple(key for key, own in zip(inside, scope, strict=True) if areakey.contains(own, key))


def _last_rows(inner: str) -> str:
    return f"SELECT DISTINCT ON (f_subject) * FROM ({inner}) every_row ORDER BY {LAST_FIRST}"


def _counting(figure: Figure, ask: Ask, by: str | None) -> Sql:
    """SQL that yields (is the total, part, value)."""
    inner, params = _projected(figure, ask, by)
    what = "count(DISTINCT f_subject)" if figure.distinct or _facet(figure, by) else "count(*)"
    if by is None:
        return f"SELECT true, NULL::text, {what} FROM ({inner}) r", params
    if _parts_make_total(figure, by):
        if figure.distinct:
            inner = _last_rows(inner)
        return f"SELECT false, f_part, count(*) FROM ({inner}) r GROUP BY f_part", params
    if figure.local and by in _area_levels():
        whole, whole_params = _projected(figure, ask, None)
        return (
            f"SELECT true, NULL::text, {what} FROM ({whole}) w UNION ALL "
            f"SELECT false, f_part, {what} FROM ({inner}) r GROUP BY f_part",
            (*whole_params, *params),
        )
    return (
        f"SELECT GROUPING(f_part) = 1, f_part, {what} FROM ({inner}) r "
        "GROUP BY GROUPING SETS ((f_part), ())",
        params,
    )


def _projected(figure: Figure, ask: Ask, by: str | None) -> Sql:
    """The figure's rows in the scope as the common columns."""
    if figure.local and by in _area_levels():
        ask = replace(ask, reach=areakey.Level(by))
    columns = COLUMNS if by is None else (*COLUMNS, "f_part")
    asked = [_with_columns(figure, ask, by, one) for one in figure.querysets(ask)]
    found = [compiled(one.values(*columns)) for one in asked]
    parts = [one for one in found if one is not None]
    if not parts:
        empty = ", ".join(f"NULL::text AS {name}" for name in columns)
        return f"SELECT {empty} WHERE false", ()
    sql = " UNION ALL ".join(f"({text})" for text, _ in parts) if parts[1:] else parts[0][0]
    params = tuple(value for _, values in parts for value in values)
    if _facet(figure, by):
        # A row without any mark still belongs to the distinct total.
        columns_but_part = ", ".join(COLUMNS)
        sql = (
            f"SELECT {columns_but_part}, mark AS f_part FROM ({sql}) marked "
            "LEFT JOIN LATERAL unnest(f_part) mark ON true"
        )
    return sql, params


def _with_columns(figure: Figure, ask: Ask, by: str | None, rows: QuerySet[Any, Any]) -> Any:
    subject = figure.subject(ask) if callable(figure.subject) else figure.subject
    text = CharField()
    rows = (
        rows.filter(tables.below(ask.scope, figure.area))
        .order_by()
        .annotate(
            f_id=Cast("pk", TextField()),
            f_subject=Cast(subject, TextField()),
            f_area=F(figure.area),
            f_day=Cast(
                F(figure.day) if figure.day else Value(ask.period.end), output_field=DateField()
            ),
            f_order=F(figure.order) if figure.order else Value("", output_field=text),
        )
    )
    return rows if by is None else rows.annotate(f_part=_part(figure, ask, by))


def compiled(rows: QuerySet[Any, Any]) -> Sql | None:
    """SQL and values of a queryset, to stand inside a greater question; None for what holds no
    row, as can be told without asking."""
    try:
        sql, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def _part(figure: Figure, ask: Ask, by: str) -> Any:
    if by in _area_levels():
        length = areakey.LEVELS[areakey.Level(by)]
        return Left(figure.area, length)
    if by == MONTH:
        assert figure.day is not None
        return Left(Cast(TruncMonth(figure.day), TextField()), 7)
    axis: Split | Facet = figure.splits.get(by) or figure.facets[by]
    kind = ArrayField(TextField()) if by in figure.facets else TextField()
    return Cast(axis.value(ask), kind)


def _area_levels() -> tuple[str, ...]:
    return tuple(level.value for level in figures.AREA_LEVELS)


def _facet(figure: Figure, by: str | None) -> bool:
    return by is not None and by in figure.facets


def _parts_make_total(figure: Figure, by: str) -> bool:
    """Whether the total is the sum of the parts by construction."""
    return by in figure.splits or not (figure.distinct or _facet(figure, by))


def _additive(figure: Figure, by: str) -> bool:
    if by in _area_levels():
        return "area" in figure.additive_over
    if by == MONTH:
        return "time" in figure.additive_over
    return by in figure.splits


def _names(figure: Figure, by: str) -> dict[str, str]:
    if by in figure.splits:
        return dict(figure.splits[by].parts)
    if by in figure.facets:
        return dict(figure.facets[by].parts())
    return {}


def _ask_database(question: Sql) -> list[Any]:
    text, params = question
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return list(cursor.fetchall())
