"""From the rates to what the components show."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from shuangbai.access.actor import Actor
from shuangbai.cover import rules, selectors
from shuangbai.cover.rules import Asked, Pair, Why
from shuangbai.cover.selectors import Cover, Line, MissingPage
from shuangbai.cover.views import links
from shuangbai.figures.rate_rules import LEGEND as LEGEND
from shuangbai.figures.rate_rules import NOBODY
from shuangbai.figures.rules import amount, places_apart, recent
from shuangbai.kernel import figures
from shuangbai.kernel.areakey import LEVELS, Level

HEAT_LEVELS = (Level.PREFECTURE, Level.COUNTY)


def cards(actor: Actor, found: Cover) -> list[dict[str, Any]]:
    """The four figures; what the area has none of is left out, people never are."""
    asked = found.asked
    gaps = links.to("uncovered", asked)
    units = [
        _card("stations", found.stations, asked, gaps),
        _card("villages", found.villages, asked, gaps) | _how(found),
    ]
    people = people_cards(actor, asked, found.files, found.service)
    return [card for card in units if card["whole"]] + people


def people_cards(actor: Actor, asked: Asked, files: Pair, service: Pair) -> list[dict[str, Any]]:
    """建档 and 服务覆盖; each opens its rows and exactly those who are missing in it."""
    return [
        _card("files", files, asked, links.missing(actor, asked, Why.FILE)),
        _card("service", service, asked, links.missing(actor, asked)),
    ]


def _how(found: Cover) -> dict[str, str]:
    """By whom the villages are served; of one village that goes without saying."""
    point, station = amount(found.by_point, "个"), amount(found.by_station, "个")
    said = f"社工点负责 {point}，站直接负责 {station}"
    return {"note": said} if found.villages.whole > 1 else {}


def _card(name: str, pair: Pair, asked: Asked, missing_url: str) -> dict[str, Any]:
    part, whole = selectors.PAIRS[name]
    return {
        "label": figures.get(part).name,
        "value": pair.covered,
        "whole": pair.whole or None,
        "unit": "人" if whole == "people" else "个",
        "url": links.number(part, asked),
        "whole_url": links.number(whole, asked),
        "missing": pair.missing if pair.whole else None,
        "missing_url": missing_url,
        "note": "" if pair.whole else NOBODY,
    }


def actions(offered: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Buttons of the page head: those that lead somewhere."""
    return [{"label": label, "url": url, "kind": kind} for label, url, kind in offered if url]


def missing(asked: Asked, listed: MissingPage) -> dict[str, Any]:
    """Each line with what it lacks, in words and as a mark."""
    names = rules.why_names(asked.window)
    lines = [
        (line, names[line.why], "bad" if line.why is Why.BOTH else "warn") for line in listed.lines
    ]
    in_town = len(asked.area) >= LEVELS[Level.TOWN]
    all_served = f"在册的每个人都建了档，{recent(asked.window)}都服务到了。"
    return {"listed": listed, "lines": lines, "in_town": in_town, "all_served": all_served}


def heat(actor: Actor, found: Cover) -> list[dict[str, Any]]:
    """One row for each county with its towns (or prefecture with its counties)."""
    return [
        {
            "name": line.name,
            "url": links.to("page", found.asked.to(area=line.key)),
            "rate": line.service.rate,
            "covered": line.service.covered,
            "whole": line.service.whole or None,
            "missing": line.service.missing,
            "missing_url": links.missing(actor, found.asked.to(area=line.key)),
            "cells": [_cell(found.asked, cell) for cell in line.cells],
        }
        for line in found.lines
    ]


def _cell(asked: Asked, cell: Line) -> dict[str, Any]:
    pair = cell.service
    said = (
        f"服务覆盖 {pair.covered:,} / {pair.whole:,} 人，还缺 {pair.missing:,} 人"
        if pair.whole
        else NOBODY
    )
    return {
        "name": cell.name,
        "rate": pair.rate,
        "band": pair.band,
        "url": links.to("page", asked.to(area=cell.key)),
        "label": f"{cell.name}，{said}",
    }


def apart(found: Cover) -> str:
    """One sentence when the places served fewer or more people than the whole; '' otherwise."""
    together = sum(line.service.covered for line in found.lines)
    if not found.lines or together == found.service.covered:
        return ""
    return places_apart(together, found.service.covered, "人")


def ledger(actor: Actor, found: Cover) -> list[dict[str, Any]]:
    """One line for each town or village."""
    return [_ledger_line(actor, found, line) for line in found.lines]


def _ledger_line(actor: Actor, found: Cover, line: Line) -> dict[str, Any]:
    placed = found.asked.to(area=line.key)
    whole_area = line.key in found.scope
    return {
        "line": line,
        "url": "" if whole_area else links.to("page", placed),
        "people_url": links.number("people", placed),
        "covered_url": links.number("people_covered", placed),
        "filed_url": links.number("people_filed", placed),
        "villages_url": links.number("villages_covered", placed),
        "all_villages_url": links.number("villages", placed),
        "bare": _bare(line),
        "missing_url": links.missing(actor, placed),
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
    marked = [(text, "，") for text in said[:-1]] + [(said[-1], "")]
    return format_html_join("", '<span class="phrase">{}{}</span>', marked)
