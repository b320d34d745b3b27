"""Addresses that ask the same day, window and instant again."""

from urllib.parse import urlencode

from django.urls import reverse

from shuangbai.access.actor import Actor
from shuangbai.cover.rules import FROZEN_CHANGES, FROZEN_TOGETHER, Asked, Compared, Why
from shuangbai.cover.selectors import PAIRS, Wanted


def to(name: str, asked: Asked | Compared, **more: str) -> str:
    extra = urlencode({key: text for key, text in more.items() if text})
    return f"{reverse(f'cover:{name}')}?{asked.query}" + (f"&{extra}" if extra else "")


def number(key: str, asked: Asked | Compared, **more: str) -> str:
    extra = f"&{urlencode(more)}" if more else ""
    return f"{reverse('figures:number', args=[key])}?{asked.question(key).query}{extra}"


def missing(actor: Actor, asked: Asked, why: str = "") -> str:
    """The list of the missing; '' for a role that does not see it."""
    return to("missing", asked, why=why) if actor.may("missing.see") else ""


def lacking(actor: Actor, asked: Asked, name: str) -> str:
    """Where those open whom a pair lacks; '' when no page of the actor's shows them."""
    if name == "service":
        return missing(actor, asked)
    if name == "files":
        return missing(actor, asked, Why.FILE)
    if PAIRS[name].unit == "个":
        return to("uncovered", asked)
    return number(PAIRS[name].missing, asked) if PAIRS[name].missing else ""


def same_list(name: str, asked: Asked, wanted: Wanted, after: str = "") -> str:
    return to(name, asked, why=wanted.why, category=wanted.category, after=after)


def freezing(actor: Actor, asked: Asked | Compared) -> str:
    """Where the numbers of this page are frozen; '' when they cannot be: they are frozen as they
    are known now."""
    day = asked.asked if isinstance(asked, Compared) else asked
    if not (actor.may("figure.freeze") and day.area) or day.known is not None:
        return ""
    given = {"key": FROZEN_TOGETHER, "area": day.area, "day": day.day, "window": day.window}
    if isinstance(asked, Compared):
        if asked.told is not None:
            return ""
        given |= {"key": FROZEN_CHANGES, "start": asked.first}
    return f"{reverse('figures:freeze')}?{urlencode(given, doseq=True)}"
