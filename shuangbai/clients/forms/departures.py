"""Reasons for having left a list, a row for each person; and endings of one file."""

from typing import Any

from django import forms

from shuangbai.clients.actions.departures import Told
from shuangbai.clients.forms.fields import DayInput
from shuangbai.clients.models import Departure
from shuangbai.clients.selectors.departures import Line
from shuangbai.kernel import clock
from shuangbai.kernel.dayfield import DayField


class ReasonForm(forms.Form):
    """One person's row. Nothing chosen says nothing."""

    reason = forms.ChoiceField(
        label="原因", required=False, choices=[("", "还没有写"), *Departure.Reason.choices]
    )
    happened_on = DayField(label="哪一天", widget=DayInput, required=False)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, line: Line, data: Any = None) -> None:
        before = line.departure
        given = {
            "reason": before.reason,
            "happened_on": before.happened_on,
            "note": before.note,
        }
        super().__init__(data, prefix=str(before.pk), initial=given)
        self.line = line

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("reason") == Departure.Reason.DIED and not told.get("happened_on"):
            self.add_error("happened_on", "去世的，请填日期；不知道哪一天，填大概的日期。")
        return told

    def told(self) -> Told | None:
        """What was said now, if anything changed."""
        if not self.has_changed():
            return None
        said = self.cleaned_data
        return Told(self.line.departure.pk, said["reason"], said["happened_on"], said["note"])


def reason_forms(lines: list[Line], data: Any = None) -> list[ReasonForm]:
    return [ReasonForm(line, data) for line in lines]


class EndingForm(forms.Form):
    """Closing a file, or a death: the day and a word."""

    day = DayField(label="日期", widget=DayInput)
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, data: Any = None, *, day: str = "日期", reason: str = "原因") -> None:
        super().__init__(data, initial={"day": clock.today()})
        self.fields["day"].label, self.fields["reason"].label = day, reason
