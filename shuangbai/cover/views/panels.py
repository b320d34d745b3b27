"""From the rates to what the components show."""

from collections import Counter
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from shuangbai.access.actor import Actor
from shuangbai.cover import selectors
from shuangbai.cover.rules import Asked, Pair
from shuangbai.cover.selectors import MAIN, PAIRS, Cover, Line, Unit
from shuangbai.cover.views import links
from shuangbai.figures.rate_rules import EMPTY, LEGEND, NOBODY
from shuangbai.figures.rules import amount, places_apart, recent
from shuangbai.kernel.areakey import Level

NO_VILLAGE = "没有村（居）"
HEAT_LEVELS = (Level.PREFECTURE, Level.COUNTY)


def cards(actor: Actor, found: Cover) -> list[dict[str, Any]]:
    """One for each pair; what the area has none of is left out, people never are."""
    asked = found.asked
    shown = {
        name: pair for name, pair in found.pairs.items() if pair.whole or PAIRS[name].unit == "人"
    }
    made = {name: card(actor, asked, name, pair) for name, pair in shown.items()}
    if "villages" in made and found.villages.whole > 1:
        point, station = amount(found.by_point, "个"), amount(found.by_station, "个")
        made["villages"]["note"] = phrases([f"社工点负责 {point}", f"站直接负责 {station}"])
    return list(made.values())


def card(actor: Actor, asked: Asked, name: str, pair: Pair) -> dict[str, Any]:
    """A pair as a card: it opens its rows, and exactly those who are missing in it."""
    of = PAIRS[name]
    return {
        "name": name,
        "label": of.name,
        "value": pair.covered,
        "whole": pair.whole or None,
        "unit": of.unit,
        "url": links.number(of.part, asked),
        "whole_url": links.number(of.whole, asked),
        "missing": pair.missing if pair.whole else None,
        "missing_url": links.lacking(actor, asked, name),
        "note": "" if pair.whole else NOBODY,
    }


def actions(offered: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Buttons of the page head: those that lead somewhere."""
    return [{"label": label, "url": url, "kind": kind} for label, url, kind in offered if url]


def nobody(name: str) -> str:
    return NOBODY if PAIRS[name].unit == "人" else NO_VILLAGE


def heat(actor: Actor, found: Cover, name: str) -> dict[str, Any]:
    """One row for each county with its towns (or prefecture with its counties), by one pair."""
    cells = [cell for line in found.lines for cell in line.cells]
    unit = "个镇街" if found.level == Level.COUNTY else "个县（市、区）"
    return {
        "rows": [_heat_row(actor, found.asked, line, name) for line in found.lines],
        "legend": legend(cells, name),
        "title": f"{len(cells)}\N{NO-BREAK SPACE}{unit}的{PAIRS[name].name}率",
        "unit": PAIRS[name].unit,
        "nobody": nobody(name),
    }


def _heat_row(actor: Actor, asked: Asked, line: Line, name: str) -> dict[str, Any]:
    pair, there = line.pairs[name], asked.to(area=line.key)
    return {
        "name": line.name,
        "url": links.to("page", there),
        "rate": pair.rate,
        "covered": pair.covered,
        "whole": pair.whole or None,
        "missing": pair.missing,
        "missing_url": links.lacking(actor, there, name),
        "cells": [heat_cell(asked, cell, name) for cell in line.cells],
    }


def heat_cell(asked: Asked, cell: Line, name: str = MAIN) -> dict[str, Any]:
    place, pair, unit = cell.name, cell.pairs[name], PAIRS[name].unit
    covered = f"{PAIRS[name].name} {pair.covered:,} / {pair.whole:,} {unit}"
    said = f"{covered}，还缺 {pair.missing:,} {unit}" if pair.whole else nobody(name)
    return {
        "name": place,
        "rate": pair.rate,
        "band": pair.band,
        "url": links.to("page", asked.to(area=cell.key)),
        "label": f"{place}，{said}",
    }


def line_of(unit: Unit) -> Line:
    """A place of a comparison, as it is on the later day."""
    return Line(unit.key, unit.name, unit.now)


def legend(cells: list[Line], name: str = MAIN) -> list[dict[str, Any]]:
    """What the colours mean, and how many places have each."""
    counted = Counter(cell.pairs[name].band for cell in cells)
    found = [one | {"count": counted[one["band"]]} for one in LEGEND if one["band"] != EMPTY]
    if counted[EMPTY]:
        found.append({"band": EMPTY, "label": nobody(name), "count": counted[EMPTY]})
    return found


def heat_tabs(asked: Asked, current: str) -> list[dict[str, Any]]:
    """By which pair the heat table may be read, the one that it begins with first."""
    graded = [name for name, of in reversed(PAIRS.items()) if of.graded]
    return [
        {
            "label": PAIRS[name].name,
            "url": links.to("page", asked, pair="" if name == MAIN else name),
            "current": name == current,
        }
        for name in sorted(graded, key=lambda name: name != MAIN)
    ]


def apart(found: Cover) -> str:
    """One sentence when the places served fewer or more people than the whole; '' otherwise."""
    together = sum(line.service.covered for line in found.lines)
    if not found.lines or together == found.service.covered:
        return ""
    return places_apart(together, found.service.covered, "人")


def ledger(actor: Actor, found: Cover) -> dict[str, Any]:
    """One line for each town or village: the main pair, then the others."""
    villages = found.level is Level.VILLAGE
    others = [name for name, of in PAIRS.items() if of.graded and _fits(name, villages)]
    lines = [_ledger_line(actor, found, line, others) for line in found.lines]
    return {
        "ledger": lines,
        "title": "各村（居）的服务覆盖" if villages else "各镇街的服务覆盖",
        "by_village": villages,
        "bare": any(line["bare"] for line in lines),
        "others": [PAIRS[name].name for name in others],
    }


def _fits(name: str, villages: bool) -> bool:
    """Beside the main one. How many of one village are covered is a word, not a rate."""
    return name != MAIN and not (villages and PAIRS[name].unit == "个")


def _ledger_line(actor: Actor, found: Cover, line: Line, others: list[str]) -> dict[str, Any]:
    placed = found.asked.to(area=line.key)
    whole_area = line.key in found.scope
    return {
        "line": line,
        "url": "" if whole_area else links.to("page", placed),
        "main": _cell(placed, line, MAIN),
        "others": [_cell(placed, line, name) for name in others],
        "bare": _bare(line),
        "missing_url": links.lacking(actor, placed, MAIN),
    }


def _cell(asked: Asked, line: Line, name: str) -> dict[str, Any]:
    of = PAIRS[name]
    return {
        "label": of.name,
        "pair": line.pairs[name],
        "unit": of.unit,
        "url": links.number(of.part, asked),
        "whole_url": links.number(of.whole, asked),
    }


def _bare(line: Line) -> str:
    """What the place itself lacks."""
    if line.stations.missing:
        return "还没有站"
    return "还没人负责" if line.villages.missing and line.villages.whole == 1 else ""


def trail(actor: Actor, asked: Asked) -> list[dict[str, str]]:
    """From the prefecture down; only where the actor may go is linked."""
    steps = selectors.path(actor, asked.area)
    found = [
        {"name": name, "url": links.to("page", asked.to(area=key)) if own else ""}
        for key, name, own in steps
    ]
    return found if len(found) > 1 else []


def sub(place: str, asked: Asked, served: bool = True) -> SafeString:
    """Place and day, each kept on one line; the window where services are counted."""
    day = f"截至{asked.day.year}年{asked.day.month}月{asked.day.day}日"
    said = [place, day, *([f"{recent(asked.window)}的服务"] if served else [])]
    if asked.known is not None:
        said.append(f"按{asked.known:%Y-%m-%d %H:%M}已记下的算")
    return phrases(said)


def phrases(said: list[str]) -> SafeString:
    """Words that stay together, with commas between."""
    marked = [(text, "，") for text in said[:-1]] + [(said[-1], "")]
    return format_html_join("", '<span class="phrase">{}{}</span>', marked)
