"""From a special round to what the components show, and to its workbook."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from shuangbai.access.actor import Actor
from shuangbai.figures.rate_rules import Pair
from shuangbai.kernel import clock
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.templatetags.sb import day
from shuangbai.visits.models import Round
from shuangbai.visits.plan_rules.rounds import STAGE_NAMES, Stage
from shuangbai.visits.selectors.rounds import MISSING, REACHED, Line, Part, Result, Somebody

COLUMNS = (
    *("姓名", "镇街和村（居）", "对象类别", "责任社工", "住址", "电话"),
    *("走到的日期", "走访社工"),
)
STAGE_KINDS = {Stage.COMING: "wait", Stage.RUNNING: "info", Stage.OVER: "plain"}


def line(one: Line) -> dict[str, Any]:
    off = one.round.superseded_at is not None
    return {
        "round": one.round,
        "place": one.place,
        "count": one.count,
        "stage": "已取消" if off else STAGE_NAMES[one.stage],
        "kind": "bad" if off else STAGE_KINDS[one.stage],
        "off": off,
        "days": days(one.round),
    }


def days(found: Round) -> str:
    """2023年1月14日到1月20日; one day is said once."""
    first, last = found.first_on, found.last_on
    if first == last:
        return day(first)
    end = day(last) if last.year != first.year else f"{last.month}月{last.day}日"
    return f"{day(first)}到{end}"


def result(actor: Actor, found: Result) -> dict[str, Any]:
    pk = found.round.pk
    # A town has people of whom no village is known: a line of its own, and not all of them.
    where = "at" if found.level == Level.VILLAGE else "area"
    return {
        "found": found,
        **_about(found),
        "cards": [_card(pk, found.count)],
        "places": [_part(pk, part, **{where: part.key}) for part in found.places],
        "by_village": found.level == Level.VILLAGE,
        "workers": [_part(pk, part, worker=part.key) for part in found.workers],
        "may_off": actor.may("round.start") and actor.covers(found.round.area),
        **offers(actor, found.round, {}),
    }


def _about(found: Result) -> dict[str, Any]:
    return {
        "round": found.round,
        "days": days(found.round),
        "stage": STAGE_NAMES[found.stage],
        "until": day(found.until),
        "off": found.round.superseded_at is not None,
    }


def _card(pk: Any, count: Pair) -> dict[str, Any]:
    return {
        "label": "走到",
        "value": count.covered,
        "whole": count.whole,
        "unit": "人",
        "url": people_url(pk, state=REACHED),
        "whole_url": people_url(pk),
        "missing": count.missing,
        "missing_url": people_url(pk, state=MISSING),
    }


def _part(pk: Any, part: Part, **narrowed: str) -> dict[str, Any]:
    return {
        "part": part,
        "all_url": people_url(pk, **narrowed),
        "reached_url": people_url(pk, state=REACHED, **narrowed),
        "missing_url": people_url(pk, state=MISSING, **narrowed),
    }


def people_url(pk: Any, **asked: str) -> str:
    told = urlencode({name: text for name, text in asked.items() if text})
    address = reverse("visits:round_people", args=[pk])
    return f"{address}?{told}" if told else address


def offers(actor: Actor, found: Round, given: Mapping[str, str]) -> dict[str, Any]:
    """What may be done with the list."""
    same = {name: given.get(name, "") for name in ("state", "area", "worker", "at")}
    told = urlencode({name: text for name, text in same.items() if text})
    export = reverse("visits:round_export", args=[found.pk])
    allowed = actor.may("round.export") and found.superseded_at is None
    running = found.first_on <= clock.today() <= found.last_on
    return {
        "export_url": (f"{export}?{told}" if told else export) if allowed else "",
        "may_record": actor.may("visit.record") and running,
    }


def row(one: Somebody) -> tuple[Any, ...]:
    return (
        one.target.person_name.reveal(),
        one.place,
        "、".join(one.categories),
        one.target.worker_name,
        one.where.address,
        one.where.phone,
        one.reached_on or "还没走到",
        one.by,
    )


def note(found: Round, said: str, name: str) -> str:
    """Under the title of the workbook."""
    now = f"{clock.now():%Y-%m-%d %H:%M}"
    return f"{days(found)}；名单：{found.chosen}；{said}；{name} {now} 导出"
