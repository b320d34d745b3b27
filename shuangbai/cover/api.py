"""The two 100% over HTTP."""

from datetime import date, datetime
from typing import Any

from ninja import Query, Router, Schema

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


class RowOut(Schema):
    key: str
    name: str
    stations: PairOut
    villages: PairOut
    files: PairOut
    service: PairOut


class CoverOut(Schema):
    area: str
    day: date
    known: datetime | None
    window: int
    stations: PairOut
    villages: PairOut
    files: PairOut
    service: PairOut
    rows: list[RowOut]


@router.get("/", response=CoverOut, url_name="cover")
def cover(request: ActorRequest, wanted: Query[Wanted]) -> Any:
    asked = rules.asked(wanted.model_dump(), clock.today(), clock.ZONE)
    level = selectors.level_named(wanted.by)
    return as_data(selectors.cover(request.actor, asked, level))


def as_data(found: Cover) -> dict[str, Any]:
    """The answer of API and command."""
    asked = found.asked
    rows = [{"key": line.key, "name": line.name, **_pairs(line)} for line in found.lines]
    about = {"area": asked.area, "day": asked.day, "known": asked.known, "window": asked.window}
    return {**about, **_pairs(found), "rows": rows}


def _pairs(found: Any) -> dict[str, Any]:
    pairs: dict[str, Pair] = {
        name: getattr(found, name) for name in ("stations", "villages", "files", "service")
    }
    return {
        name: {"covered": pair.covered, "whole": pair.whole, "missing": pair.missing}
        for name, pair in pairs.items()
    }
