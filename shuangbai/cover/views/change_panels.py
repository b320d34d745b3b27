"""From two days compared to what the page shows."""

from functools import partial
from typing import Any

from django.utils.safestring import SafeString

from shuangbai.access.actor import Actor
from shuangbai.cover import selectors
from shuangbai.cover.rules import Compared, Kind, Pair
from shuangbai.cover.selectors import PAIRS, Comparison, Unit
from shuangbai.cover.views import links, panels
from shuangbai.figures.rules import recent
from shuangbai.kernel import clock, figures
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.templatetags.sb import day, moment

LATER = "known_later"
GROUPS = (
    ("名单", (Kind.ENTERED, Kind.LEFT, Kind.MOVED_IN, Kind.MOVED_OUT)),
    ("档案", (Kind.OPENED, Kind.CLOSED)),
    ("服务", (Kind.SERVED, Kind.LAPSED)),
    ("更正", (LATER,)),
)
KINDS = tuple(str(kind) for _, kinds in GROUPS for kind in kinds)
LEVEL_WORDS = {Level.COUNTY: "县（市、区）", Level.TOWN: "镇街", Level.VILLAGE: "村（居）"}


def said(compared: Compared) -> str:
    """The question in words, for a workbook."""
    asked = compared.asked
    found = [f"{compared.first}和{asked.day}相比", f"近 {asked.window} 天的服务"]
    return "；".join([*found, *_instants(compared)])


def _instants(compared: Compared) -> list[str]:
    told = f"早的一天按{moment(compared.told)}记下的算" if compared.told else ""
    known = f"晚的一天按{moment(compared.asked.known)}已知的算" if compared.asked.known else ""
    return [one for one in (told, known) if one]


def sub(place: str, compared: Compared) -> SafeString:
    window = f"{recent(compared.asked.window)}的服务"
    days = f"{day(compared.first)}和{day(compared.asked.day)}"
    return panels.phrases([place, days, window, *_instants(compared)])


def trail(actor: Actor, compared: Compared) -> list[dict[str, str]]:
    """The same two days further up."""
    steps = selectors.path(actor, compared.asked.area)
    found = [
        {"name": name, "url": links.to("changes", compared.to(area=key)) if own else ""}
        for key, name, own in steps
    ]
    return found if len(found) > 1 else []


def days(compared: Compared) -> dict[str, Any]:
    return {
        "first": compared.first,
        "last": compared.asked.day,
        "first_url": links.to("page", compared.before),
        "last_url": links.to("page", compared.asked),
    }


def comparison(actor: Actor, found: Comparison) -> dict[str, Any]:
    shown = [kind for kind in KINDS if any(unit.kinds.get(kind) for unit in found.units)]
    return {
        "pairs": [_pair(found, name) for name in PAIRS if _there(found, name)],
        "nobody": not (found.whole.then["service"].whole or found.whole.now["service"].whole),
        "balance": balance(found),
        "groups": [(name, [_kind(found, str(kind)) for kind in kinds]) for name, kinds in GROUPS],
        "units": [_unit(found, unit, shown) for unit in found.units],
        "kind_names": [kind_name(kind) for kind in shown],
        "unit_word": LEVEL_WORDS.get(found.level, "地方") if found.level else "",
        "apart": apart(found),
    }


def _there(found: Comparison, name: str) -> bool:
    return bool(found.whole.then[name].whole or found.whole.now[name].whole)


def _pair(found: Comparison, name: str) -> dict[str, Any]:
    """A pair on both days, and the first as it was told."""
    of, compared = PAIRS[name], found.compared
    then, now = found.whole.then[name], found.whole.now[name]
    told, as_told = found.told[name], compared.as_told(clock.ZONE)
    return {
        "label": of.name,
        "unit": of.unit,
        "told": _side(told, links.number(of.part, as_told)) if told != then else None,
        "then": _side(then, links.number(of.part, compared.before)),
        "now": _side(now, links.number(of.part, compared.asked)),
        "covered": signed(now.covered - then.covered),
        "missing": signed(now.missing - then.missing),
    }


def _side(pair: Pair, url: str) -> dict[str, Any]:
    return {"pair": pair, "url": url}


def signed(number: int) -> str:
    """+12, −3, 0: with a true minus sign."""
    return f"+{number:,}" if number > 0 else f"\N{MINUS SIGN}{-number:,}" if number else "0"


def balance(found: Comparison) -> dict[str, Any]:
    """What was missing, what came, what went, what is missing."""
    balance, compared = found.balance, found.compared
    return {
        "numbers": balance,
        "corrected": signed(balance.corrected),
        "later": _kind(found, LATER),
        "told_url": links.number("people_missing", compared.as_told(clock.ZONE)),
        "then_url": links.number("people_missing", compared.before),
        "now_url": links.number("people_missing", compared.asked),
        "wanting": _kind(found, Kind.WANTING),
        "settled": _kind(found, Kind.SETTLED),
    }


def kind_name(kind: str) -> str:
    return figures.get(kind).name


def _kind(found: Comparison, kind: str) -> dict[str, Any]:
    """How many, with the reasons; each opens its rows."""
    return {
        "kind": kind,
        "label": kind_name(kind),
        "value": found.whole.kinds.get(kind, 0),
        "url": links.number(kind, found.compared),
        "reasons": _reasons(found, kind),
    }


def _reasons(found: Comparison, kind: str) -> list[dict[str, Any]]:
    """The most first."""
    why = sorted(found.why.get(kind, {}).items(), key=lambda one: -one[1])
    names = figures.get(kind).splits["why"].parts if why else {}
    url = partial(links.number, kind, found.compared, by="why")
    return [{"label": names[one], "value": count, "url": url(part=one)} for one, count in why]


def _unit(found: Comparison, unit: Unit, shown: list[str]) -> dict[str, Any]:
    there = found.compared.to(area=unit.key)
    then, now = unit.then["service"].missing, unit.now["service"].missing
    deeper = found.level is not Level.VILLAGE and unit.key not in found.scope
    kinds = [(kind, unit.kinds.get(kind, 0)) for kind in shown]
    return {
        "name": unit.name,
        "url": links.to("changes", there) if deeper else "",
        "then": then,
        "now": now,
        "now_url": links.number("people_missing", there.asked),
        "change": signed(now - then),
        "worse": now > then,
        "kinds": [(kind_name(k), count, links.number(k, there)) for k, count in kinds],
    }


def apart(found: Comparison) -> str:
    """Why the units do not add up to the whole; '' when they do."""
    moved = any(
        sum(unit.kinds.get(kind, 0) for unit in found.units) != found.whole.kinds.get(kind, 0)
        for kind in KINDS
    )
    if not (found.units and moved):
        return ""
    return "各地相加和合计不一样：在这里面从一处转到另一处的，各地算转来、转走，合计不算。"
