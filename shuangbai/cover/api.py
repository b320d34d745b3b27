"""The two 100% over HTTP."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ninja import Query, Router, Schema
from pydantic import create_model

from shuangbai.access.request import ActorRequest
from shuangbai.cover import rules, selectors
from shuangbai.cover.rules import Pair
from shuangbai.cover.selectors import Cover
from shuangbai.kernel import clock

router = Router(tags=["cover"])


class Wanted(Schema):
    """Days and the instant are ISO text; `by` is county, town or village."""

    area: str = ""
    day: str = ""
    window: str = ""
    known: str = ""
    by: str = ""


class PairOut(Schema):
    covered: int
    whole: int
    missing: int


_PAIRS: dict[str, Any] = {name: (PairOut, ...) for name in selectors.PAIRS}
RowOut = create_model("RowOut", __base__=Schema, key=(str, ...), name=(str, ...), **_PAIRS)
CoverOut = create_model(
    "CoverOut",
    __base__=Schema,
    area=(str, ...),
    day=(date, ...),
    known=(datetime | None, ...),
    window=(int, ...),
    **_PAIRS,
    rows=(list[RowOut], ...),  # type: ignore[valid-type]
)


@router.get("/", response=CoverOut, url_name="cover")
def cover(request: ActorRequest, wanted: Query[Wanted]) -> Any:
    asked = rules.asked(wanted.model_dump(), clock.today(), clock.ZONE)
    level = selectors.level_named(wanted.by)
    return as_data(selectors.cover(request.actor, asked, level))


def as_data(found: Cover) -> dict[str, Any]:
    """The answer of API and command."""
    asked = found.asked
    rows = [{"key": line.key, "name": line.name, **_pairs(line.pairs)} for line in found.lines]
    about = {"area": asked.area, "day": asked.day, "known": asked.known, "window": asked.window}
    return {**about, **_pairs(found.pairs), "rows": rows}


def _pairs(pairs: Mapping[str, Pair]) -> dict[str, Any]:
    return {
        name: {"covered": pair.covered, "whole": pair.whole, "missing": pair.missing}
        for name, pair in pairs.items()
    }
