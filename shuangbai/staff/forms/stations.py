"""Forms about stations: opening one, its door plate, who serves which village."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.kernel import areakey, clock, ids
from shuangbai.kernel.areakey import Level
from shuangbai.staff.actions import Assignment, NewStation, StationDetails
from shuangbai.staff.forms.fields import a_day, a_line, choices
from shuangbai.staff.models import Station, WorkerSpell
from shuangbai.staff.selectors import stations as selectors
from shuangbai.staff.selectors.stations import Sheet, Village

NOBODY = ("", "没人负责")


class StationForm(forms.Form):
    """开一个社工站. `id` is made with the empty form, so that sending it twice opens one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    area = forms.ChoiceField(
        label="在哪个镇（街）",
        help_text="只列出还没有社工站的镇（街）。",
        error_messages={"required": "请选镇（街）。", "invalid_choice": "请从列表里选。"},
    )
    name = a_line("名称", "请填社工站的名称。", help_text="例如“思劳镇社工站”。")
    opened_on = a_day("开站日期", "请填从哪天开站。")
    address = a_line("地址", size=200)
    phone = a_line("站里电话", size=30)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, initial={"id": ids.uuid7()})
        choices(self, "area").choices = [("", "请选"), *_by_county(selectors.towns_without(actor))]

    def command(self) -> NewStation:
        return NewStation(**self.cleaned_data)


class StationDetailsForm(forms.Form):
    name = a_line("名称", "请填社工站的名称。")
    address = a_line("地址", size=200)
    phone = a_line("站里电话", size=30)

    def __init__(self, station: Station, data: Any = None) -> None:
        fields = ("name", "address", "phone")
        super().__init__(data, initial={key: getattr(station, key) for key in fields})

    def command(self) -> StationDetails:
        return StationDetails(**self.cleaned_data)


class VillagesForm(forms.Form):
    """各村（居）由谁负责: one choice for each village of the town, and the day from which."""

    day = a_day(
        "从哪天起",
        "请填从哪天起这样安排。",
        help_text="只有改动了的村（居）从这一天起换人，没改的不变。",
    )

    def __init__(self, sheet: Sheet, team: list[WorkerSpell], data: Any = None) -> None:
        super().__init__(data, initial={"day": clock.today()})
        points = [(f"p{line.point.pk}", line.point.name) for line in sheet.open_points]
        people = [(f"w{spell.worker_id}", f"{spell.worker_name}") for spell in team]
        groups = [("社工点负责", points), ("站直接负责，由社工具名", people)]
        offered = [NOBODY, *((name, held) for name, held in groups if held)]
        self.villages = [*sheet.gaps, *sheet.served]
        known = {key for key, _ in (*points, *people)}
        for village in self.villages:
            now = _now(village)
            stays = [(now, village.services[0].by_name)] if now and now not in known else []
            self.fields[village.area.key] = forms.ChoiceField(
                label=village.area.name,
                required=False,
                choices=[*stays, *offered],
                initial=now,
                error_messages={"invalid_choice": "请从列表里选。"},
            )

    def assignments(self) -> list[Assignment]:
        """Only what was changed: what somebody else said meanwhile stays."""
        changed = [
            village.area.key
            for village in self.villages
            if self.cleaned_data[village.area.key] != _now(village)
        ]
        return [_assignment(key, self.cleaned_data[key]) for key in changed]

    def since(self) -> date:
        day: date = self.cleaned_data["day"]
        return day


def _now(village: Village) -> str:
    """Who serves it today, as the form's choices say it."""
    if not village.services:
        return ""
    first = village.services[0]
    return f"p{first.point_id}" if first.point_id else f"w{first.worker_id}"


def _assignment(key: str, chosen: str) -> Assignment:
    ident = UUID(chosen[1:]) if chosen else None
    if chosen.startswith("p"):
        return Assignment(key, point_id=ident)
    return Assignment(key, worker_id=ident)


def _by_county(towns: list[Area]) -> list[tuple[str, Any]]:
    keys = [areakey.cut(town.key, Level.COUNTY) for town in towns]
    names = areas.names(keys)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for key, town in zip(keys, towns, strict=True):
        grouped.setdefault(names.get(key, ""), []).append((town.key, town.name))
    return list(grouped.items())
