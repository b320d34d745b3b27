"""Arithmetic of staff: who employs, what follows what in somebody's years of work; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


def employer(town: str) -> str:
    """Who hires: the town's government, or the subdistrict's office (粤民发〔2020〕142号)."""
    if not town:
        return ""
    return f"{town}办事处" if town.endswith("街道") else f"{town}人民政府"


@dataclass(frozen=True)
class Stage:
    """A stretch of somebody's work: at a station, in a post, until they left or it changed."""

    start: date
    end: date | None
    station: str
    work: str
    """服务岗，低保受理，九级: post, duties and pay grade, as far as they are known."""
    came_from: str = ""
    left: str = ""


@dataclass(frozen=True)
class Happening:
    day: date
    title: str
    text: str
    over: bool = False
    """They left then."""


def history(stages: Sequence[Stage]) -> list[Happening]:
    """What happened, the latest first. A stage that begins where the one before ended without a
    leaving is a change; at another station it is a move."""
    told: list[Happening] = []
    before: Stage | None = None
    for stage in sorted(stages, key=lambda stage: stage.start):
        told.append(Happening(stage.start, _title(before, stage), stage.work))
        if stage.end is not None and stage.left:
            told.append(Happening(stage.end, f"离开{stage.station}", stage.left, over=True))
        before = stage
    return told[::-1]


def _title(before: Stage | None, stage: Stage) -> str:
    if before is not None and before.left:
        return f"回到{stage.station}上岗"
    if before is not None and before.station == stage.station:
        return "换了工作安排"
    origin = before.station if before is not None else stage.came_from
    if origin:
        return f"从{origin}调到{stage.station}"
    return f"到{stage.station}上岗"


def held_where(
    stays: Sequence[tuple[date, str]], now: str, issued: date
) -> list[tuple[date, date | None, str]]:
    """(from, to, town) of a certificate issued on that day: it was held in the town where its
    holder worked. `stays`: (from which day, in which town), in order; `now`: the town of today."""
    before = [area for start, area in stays if start <= issued]
    after = [(start, area) for start, area in stays if start > issued]
    first = before[-1] if before else after[0][1] if after else now
    parts: list[tuple[date, str]] = [(issued, first)]
    for start, area in after:
        if area != parts[-1][1]:
            parts.append((start, area))
    ends: list[date | None] = [start for start, _ in parts[1:]]
    return [(start, end, area) for (start, area), end in zip(parts, [*ends, None], strict=True)]
