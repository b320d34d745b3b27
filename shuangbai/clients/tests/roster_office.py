"""A station's office for tests: lists as workbooks, staged and merged through the real actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.models import CategorySpell
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel import sheets
from shuangbai.rosters import actions
from shuangbai.rosters.actions import Confirmed, NewRoster
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import ListOf

DAY = date(2025, 4, 1)
LATER = date(2025, 5, 1)
HEAD = ("姓名", "身份证号码", "村（居）", "联系电话", "与户主关系")
PAIR = (("陈志", number(1), "城村"), ("陈英", number(2), "旧村村委会"))

type Lines = Iterable[tuple[str, ...]]


def workbook(lines: Lines) -> bytes:
    rows = [(*line, *[""] * (len(HEAD) - len(line))) for line in lines]
    return sheets.write(rows, HEAD, "名册", "")


def new_roster(area: str, lines: Lines, day: date = DAY, category: str = "TK") -> NewRoster:
    of = ListOf("people", category, area, day)
    return NewRoster(of, "名册.xlsx", workbook(lines))


def staged(actor: Actor, lines: Lines, day: date = DAY, category: str = "TK") -> Roster:
    return actions.stage(actor, new_roster(actor.areas[0], lines, day, category))


def merged(actor: Actor, lines: Lines, day: date = DAY, category: str = "TK") -> Roster:
    """Two workbooks of the same lines may be one file: it was meant."""
    return actions.merge(actor, staged(actor, lines, day, category).pk, Confirmed(same=True))


def rows(actor: Actor, model: Any, **where: Any) -> list[Any]:
    with scope.acting(actor):
        return list(model.objects.filter(**where).order_by("pk"))


def holding(actor: Actor, day: date, category: str = "TK") -> set[str]:
    with scope.acting(actor):
        spells = CategorySpell.objects.as_known(None).on(day).filter(category=category)
        return set(spells.values_list("person__name", flat=True))


def outcomes(roster: Roster) -> dict[str, int]:
    names = ("create", "update", "unchanged", "refuse", "retire")
    return {name: roster.outcome[name] for name in names if roster.outcome[name]}
