"""Figures over HTTP: definitions, counts, and the ids behind a count."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Query, Router, Schema

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.figures import rules, selectors
from shuangbai.figures.rules import Question
from shuangbai.kernel import clock, figures
from shuangbai.kernel.figures import Count, Figure

router = Router(tags=["figures"])


class Asked(Schema):
    """Days and the instant are ISO text; an area left out means all of one's own."""

    area: str = ""
    start: str = Field("", alias="from")
    end: str = Field("", alias="to")
    by: str = ""
    known: str = ""
    window: str = ""


class AskedRows(Asked):
    part: str = ""
    after: str = ""


class FigureOut(Schema):
    key: str
    name: str
    unit: str
    splits: dict[str, str]
    facets: dict[str, str]
    additive_over: list[str]
    description: str


class PartOut(Schema):
    part: str
    name: str | None
    value: int


class CountOut(Schema):
    """`additive`: the parts add up to the total."""

    key: str
    unit: str
    area: str
    start: date
    end: date
    known: datetime | None
    total: int
    additive: bool
    parts: list[PartOut]


class RowOut(Schema):
    id: str
    subject: str
    area: str
    day: date


class RowsOut(Schema):
    """`after`: give it back for the next page; empty on the last."""

    key: str
    total: int
    rows: list[RowOut]
    after: str


def definition(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "name": figure.name,
        "unit": figure.unit,
        "splits": {key: split.name for key, split in figure.splits.items()},
        "facets": {key: facet.name for key, facet in figure.facets.items()},
        "additive_over": sorted(figure.additive_over),
        "description": figure.description,
    }


@router.get("/", response=list[FigureOut], url_name="figures_list")
def every(request: ActorRequest) -> Any:
    gate.allow(request.actor, "figure.count")
    return [definition(figure) for figure in figures.every()]


@router.get("/{key}/count", response=CountOut, url_name="figures_count")
def count(request: ActorRequest, key: str, asked: Query[Asked]) -> Any:
    question = _question(key, asked)
    return answer(selectors.count_named(request.actor, question), question)


@router.get("/{key}/rows", response=RowsOut, url_name="figures_rows")
def rows(request: ActorRequest, key: str, asked: Query[AskedRows]) -> Any:
    """Ids, places and days of the rows counted, fifty at a time."""
    question = _question(key, asked)
    page = selectors.rows_page(request.actor, question, asked.after)
    audit.seen(
        request.actor,
        "figure.rows",
        area=question.area,
        subject=("figure", key),
        query=question.query,
        rows=len(page.lines),
    )
    found = [line.row for line in page.lines]
    return {"key": key, "total": page.total, "rows": found, "after": page.after}


def _question(key: str, asked: Asked) -> Question:
    given = asked.model_dump(by_alias=True)
    return rules.question(figures.get(key), given, clock.today(), clock.ZONE)


def answer(counted: Count, question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "unit": counted.figure.unit,
        "area": question.area,
        "start": question.start,
        "end": question.end,
        "known": question.known,
        "total": counted.total,
        "additive": counted.additive,
        "parts": [{"part": p.part, "name": p.name, "value": p.value} for p in counted.parts],
    }
