"""The form of a point: where it stands, and a checklist of the villages that it serves."""

from typing import Any
from uuid import UUID

from django import forms

from shuangbai.kernel import clock, ids
from shuangbai.staff.actions import NewPoint, PointDetails, Reopening
from shuangbai.staff.forms.fields import a_day, a_line, choices
from shuangbai.staff.models import Point
from shuangbai.staff.selectors.stations import Sheet


class PointForm(forms.Form):
    """`id` is made with the empty form, so that sending it twice opens one point."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = a_line("名称", "请填社工点的名称。", help_text="例如“城村社工点”。")
    area = forms.ChoiceField(
        label="设在哪个村（居）",
        error_messages={"required": "请选设在哪个村（居）。", "invalid_choice": "请从列表里选。"},
    )
    address = a_line("地址", size=200)
    villages = forms.MultipleChoiceField(
        label="服务哪些村（居）",
        error_messages={
            "required": "至少选一个村（居）；一个都不服务了，请关点。",
            "invalid_choice": "请从列表里选。",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    day = a_day("从哪天起", "请填从哪天起。")

    def __init__(
        self, sheet: Sheet, data: Any = None, point: Point | None = None, again: bool = False
    ) -> None:
        self.sheet, self.point = sheet, point
        start: dict[str, Any] = {"id": point.pk if point else ids.uuid7(), "day": clock.today()}
        if point is not None:
            start |= {"name": point.name, "area": point.area, "address": point.address}
            start["villages"] = self._served(point)
        super().__init__(data, initial=start)
        units = [(village.area.key, village.area.name) for village in sheet.villages]
        choices(self, "area").choices = [("", "请选"), *units]
        choices(self, "villages").choices = self._offered()
        if point is None or again:
            self.fields["day"].label = "重新开点的日期" if again else "开点日期"
        if again:
            for name in ("name", "area", "address"):
                del self.fields[name]

    def new(self) -> NewPoint:
        told = self.cleaned_data
        return NewPoint(
            self.sheet.station.pk,
            told["area"],
            told["name"],
            told["day"],
            tuple(told["villages"]),
            told["address"],
            told["id"],
        )

    def details(self, point_id: UUID) -> PointDetails:
        told = self.cleaned_data
        plain = {key: told[key] for key in ("name", "area", "address", "day")}
        return PointDetails(point_id=point_id, villages=tuple(told["villages"]), **plain)

    def reopening(self, point_id: UUID) -> Reopening:
        told = self.cleaned_data
        return Reopening(point_id, told["day"], tuple(told["villages"]))

    def given_up(self) -> list[str]:
        """Names of villages that it served and serves no more."""
        before = self._served(self.point) if self.point else []
        names = {village.area.key: village.area.name for village in self.sheet.villages}
        return [names[key] for key in before if key not in self.cleaned_data["villages"]]

    def _served(self, point: Point) -> list[str]:
        return [
            village.area.key
            for village in self.sheet.villages
            if any(one.point_id == point.pk for one in village.services)
        ]

    def _offered(self) -> list[tuple[str, str]]:
        """Villages with who serves them now, so that taking one over is seen."""
        return [
            (village.area.key, village.area.name + self._now(village.services))
            for village in self.sheet.villages
        ]

    def _now(self, services: Any) -> str:
        own = self.point.pk if self.point else None
        others = [one.by_name for one in services if one.point_id != own or own is None]
        if others:
            return f"（现由{'、'.join(others)}负责）"
        return "" if services else "（还没人负责）"
