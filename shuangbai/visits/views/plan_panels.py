"""From the plan to what the components show."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from shuangbai.access.actor import Actor
from shuangbai.figures.rate_rules import LEGEND, NOBODY
from shuangbai.figures.rules import Question, amount, places_apart
from shuangbai.figures.views.panels import number_url
from shuangbai.kernel.figures import Ask
from shuangbai.kernel.templatetags.sb import day
from shuangbai.visits.plan_rules.due import State
from shuangbai.visits.selectors.plan import (
    EVERYBODY,
    MINE,
    NOBODYS,
    Brief,
    Listed,
    OfWorker,
    Visitee,
    Wanted,
)
from shuangbai.visits.selectors.reasons import names
from shuangbai.visits.selectors.scheduled import Scheduled, Unit

ALL = ""
KINDS = {State.LATE: "bad", State.SOON: "warn", State.NEVER: "wait", State.OK: "ok"}


def due_url(**asked: str) -> str:
    """The list of people, asked in this way; `whose` is always said, '' means everybody's."""
    told = {name: text for name, text in asked.items() if text or name == "whose"}
    return f"{reverse('visits:due')}?{urlencode(told)}"


def ways(actor: Actor) -> dict[str, Any]:
    """What may be done from the pages of the plan."""
    verbs = {"record": "visit.record", "absence": "plan.absence", "manage": "plan.manage"}
    return {f"may_{name}": actor.may(verb) for name, verb in verbs.items()}


def overview(actor: Actor, found: Scheduled) -> dict[str, Any]:
    since = f"截至{day(found.ask.period.end)}"
    context: dict[str, Any] = {"found": found, "since": since, "cards": [_card(found)]}
    context["list_url"] = due_url(area=found.area, whose=ALL)
    if found.level is None:
        return context
    together = sum(unit.count.covered for unit in found.units)
    apart = together != found.count.covered
    context |= {
        "heat": [_row(unit) for unit in found.units],
        "legend": LEGEND,
        "title": "各镇街按期走访的比例",
        "apart": places_apart(together, found.count.covered, "人") if apart else "",
    }
    return context


def _card(found: Scheduled) -> dict[str, Any]:
    asked = Question("people_on_schedule", *_days(found.ask), found.area)
    count = found.count
    return {
        "label": "按期走访",
        "value": count.covered,
        "whole": count.whole or None,
        "unit": "人",
        "url": number_url(asked),
        "whole_url": number_url(asked.to(key="people")),
        "missing": count.missing if count.whole else None,
        "missing_url": due_url(area=found.area, whose=ALL, state=State.LATE),
        "note": "过了走访期限、还没有去的" if count.missing else "" if count.whole else NOBODY,
    }


def _days(ask: Ask) -> tuple[Any, Any]:
    return ask.period.start, ask.period.end


def _row(unit: Unit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "url": _plan_url(unit.key),
        "rate": unit.count.rate,
        "covered": unit.count.covered,
        "whole": unit.count.whole or None,
        "missing": unit.count.missing,
        "missing_url": due_url(area=unit.key, whose=ALL, state=State.LATE),
        "cells": [_cell(cell) for cell in unit.cells],
    }


def _cell(cell: Unit) -> dict[str, Any]:
    pair = cell.count
    said = (
        f"按期走访 {pair.covered:,} / {pair.whole:,} 人，还缺 {pair.missing:,} 人"
        if pair.whole
        else NOBODY
    )
    return {
        "name": cell.name,
        "rate": pair.rate,
        "band": pair.band,
        "url": _plan_url(cell.key),
        "label": f"{cell.name}，{said}",
    }


def _plan_url(area: str) -> str:
    return f"{reverse('visits:plan')}?{urlencode({'area': area})}"


def workers(found: Scheduled, lines: list[OfWorker]) -> dict[str, Any]:
    """By worker, and the cards of a station: what is late, what comes, where nobody went yet."""
    nobodys = due_url(area=found.area, whose=NOBODYS, state=EVERYBODY)
    by_state = {state: sum(line.counts[state] for line in lines) for state in State}
    cards = [
        _card(found),
        _state_card("7 天内到期", by_state[State.SOON], found.area, State.SOON),
        _state_card("还没去过、还没到期", by_state[State.NEVER], found.area, State.NEVER),
        bare_card("没有责任社工", lines[-1].whole, nobodys)
        | {"note": "站里谁都可以去" if lines[-1].whole else ""},
    ]
    busy = [_worker(found.area, line) for line in lines if line.whole]
    idle = [line.name for line in lines if not line.whole and line.key != NOBODYS]
    return {"workers": busy, "idle": idle, "cards": cards}


def _state_card(label: str, value: int, area: str, state: str) -> dict[str, Any]:
    return bare_card(label, value, due_url(area=area, whose=ALL, state=state))


def bare_card(label: str, value: int, url: str) -> dict[str, Any]:
    """People who are a part of no whole; the number opens them."""
    nothing = dict.fromkeys(("whole", "missing"))
    return {"label": label, "value": value, "unit": "人", "url": url, **nothing}


def _worker(area: str, line: OfWorker) -> dict[str, Any]:
    def url(state: str) -> str:
        return due_url(area=area, whose=line.key, state=state)

    return {
        "line": line,
        "all_url": url(EVERYBODY),
        "counts": [(name, line.counts[state], url(state)) for state, name in COLUMNS],
    }


COLUMNS = (
    (State.LATE, "过期"),
    (State.SOON, "7 天内到期"),
    (State.NEVER, "还没去过"),
    (State.OK, "按期"),
)


def brief_cards(brief: Brief) -> list[dict[str, Any]]:
    """What is late and what comes this week, for the first page; each number opens its people."""
    note = "我负责的人" if brief.whose == MINE else "全站"
    note += f"，含替{'、'.join(brief.away)}去的" if brief.away else ""
    told = ((State.LATE, "走访过期"), (State.SOON, "7 天内到期"))
    return [
        bare_card(label, brief.counts[state], due_url(whose=brief.whose, state=state))
        | {"note": note}
        for state, label in told
    ]


def lines(found: list[Visitee]) -> list[dict[str, Any]]:
    """Each in words; asks for names only where reasons are told."""
    told = names() if any(one.due.every for one in found) else {}
    return [_line(one, told) for one in found]


def due(actor: Actor, listed: Listed, wanted: Wanted, *, by_village: bool) -> dict[str, Any]:
    """Each line in words, and the two ways in which the list is read."""
    asked = {"area": wanted.area, "whose": wanted.whose, "state": wanted.state}
    by = "village" if by_village else ""
    return {
        "lines": lines(listed.lines),
        "by_village": by_village,
        "tabs": _tabs(asked, by),
        "counts": [_counted(listed, asked | {"by": by}, *one) for one in COLUMNS],
        "mine": wanted.whose == MINE,
        "villages": [
            (name, amount(number, "人"), due_url(**asked | {"at": key, "by": by}))
            for key, name, number in listed.villages
        ],
    }


def _tabs(asked: dict[str, str], by: str) -> list[dict[str, Any]]:
    """The two ways in which the list is read."""
    return [
        {"label": label, "url": due_url(**asked, by=way), "current": way == by}
        for way, label in (("", "按急缓"), ("village", "按村走"))
    ]


def _counted(listed: Listed, asked: dict[str, str], state: str, label: str) -> dict[str, Any]:
    url = due_url(**asked | {"state": state})
    return {"label": label, "value": listed.counts[state], "unit": "人", "url": url}


def _line(one: Visitee, told: Any) -> dict[str, Any]:
    every = one.due.every
    return {
        "one": one,
        "kind": KINDS[one.due.state],
        "state": one.due.said,
        "why": every.said(told) if every else "",
    }


def person(one: Visitee | None) -> dict[str, Any] | None:
    """For the panel of a person's visits: next due, and why."""
    return _line(one, names()) if one else None
