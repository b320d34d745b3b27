"""A day in a form, between bounds."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from shuangbai.kernel import clock, days


class DayField(forms.DateField):
    """From `first` until `ahead` days after today; what lies outside is told, with the bounds."""

    def __init__(
        self, *, first: date = days.EARLIEST, ahead: int = days.AHEAD, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.first, self.ahead = first, ahead

    def validate(self, value: date | None) -> None:
        super().validate(value)
        last = days.latest(clock.today(), self.ahead)
        if value is not None and not self.first <= value <= last:
            said = f"日期不对，请填 {_said(self.first)} 到 {_said(last)} 之间的一天。"
            raise ValidationError(said, code="far")


class AheadInput(forms.DateInput):
    """The phone's own calendar, for a day that may come."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayInput(AheadInput):
    """The phone's own calendar, which does not go past today."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), "max": f"{clock.today()}"})


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
