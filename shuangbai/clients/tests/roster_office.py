"""A station's office for tests: lists as workbooks, staged and merged through the real actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.actions import rosters as actions
from shuangbai.clients.actions.rosters import NewRoster
from shuangbai.clients.models import CategorySpell, Roster
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel import sheets

DAY = date(2025, 4, 1)
LATER = date(2025, 5, 1)
HEAD = ("姓名", "身份证号码", "村（居）", "联系电话", "与户主关系")
PAIR = (("陈志", number(1), "城村"), ("陈英", number(2), "旧村村委会"))

type Lines = Iterable[tuple[str, ...]]


def workbook(lines: Lines) -> bytes:
    rows = [(*line, *[""] * (len(HEAD) - len(line))) for line in lines]
    return sheets.write(rows, HEAD, "名册", "")


def staged(actor: Actor, lines: Lines, day: date = DAY, category: str = "TK") -> Roster:
    area = actor.areas[0]
    return actions.stage(actor, NewRoster(area, category, day, "名册.xlsx", workbook(lines)))


def merged(actor: Actor, lines: Lines, day: date = DAY, category: str = "TK") -> Roster:
    return actions.merge(actor, staged(actor, lines, day, category).pk)


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
