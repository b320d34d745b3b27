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


class DayInput(forms.DateInput):
    """The phone's own calendar, which does not go past today, or so many days `ahead` of it."""

    input_type = "date"

    def __init__(self, ahead: int = 0) -> None:
        super().__init__(format="%Y-%m-%d")
        self.ahead = ahead

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        last = days.latest(clock.today(), self.ahead)
        return super().get_context(name, value, {**(attrs or {}), "max": f"{last}"})


class AnyDayInput(forms.DateInput):
    """The same for a day that may still come."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
