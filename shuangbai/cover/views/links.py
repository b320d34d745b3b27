"""Addresses that ask the same day, window and instant again."""

from urllib.parse import urlencode

from django.urls import reverse

from shuangbai.access.actor import Actor
from shuangbai.cover.rules import FROZEN_TOGETHER, Asked
from shuangbai.cover.selectors import Wanted


def to(name: str, asked: Asked, **more: str) -> str:
    extra = urlencode({key: text for key, text in more.items() if text})
    return f"{reverse(f'cover:{name}')}?{asked.query}" + (f"&{extra}" if extra else "")


def number(key: str, asked: Asked) -> str:
    return f"{reverse('figures:number', args=[key])}?{asked.question(key).query}"


def missing(actor: Actor, asked: Asked, why: str = "") -> str:
    """The list of the missing; '' for a role that does not see it."""
    return to("missing", asked, why=why) if actor.may("missing.see") else ""


def same_list(name: str, asked: Asked, wanted: Wanted, after: str = "") -> str:
    return to(name, asked, why=wanted.why, category=wanted.category, after=after)


def freezing(actor: Actor, asked: Asked) -> str:
    """Where the numbers of this page are frozen; '' when they cannot be."""
    if not (actor.may("figure.freeze") and asked.area) or asked.known is not None:
        return ""
    given = {"key": FROZEN_TOGETHER, "area": asked.area, "day": asked.day, "window": asked.window}
    return f"{reverse('figures:freeze')}?{urlencode(given, doseq=True)}"
