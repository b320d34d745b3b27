"""The shape of what is chosen on these pages."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.cover import rules
from shuangbai.cover.actions import NewErrands
from shuangbai.cover.rules import Asked, Compared
from shuangbai.cover.selectors import Wanted, categories
from shuangbai.figures.rules import LONGEST_WINDOW
from shuangbai.kernel import clock, ids
from shuangbai.kernel.dayfield import DayField
from shuangbai.staff.models import WorkerSpell

USUAL_DAYS = 7
"""An errand is due a week later unless somebody says otherwise."""


class DayForm(forms.Form):
    """Another day, another window; the area rides along."""

    day = DayField(label="看哪一天", widget=forms.DateInput(attrs={"type": "date"}))
    window = forms.IntegerField(label="近多少天内服务过才算", min_value=1, max_value=LONGEST_WINDOW)
    area = forms.CharField(required=False, widget=forms.HiddenInput)
    known = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, asked: Asked) -> "DayForm":
        return cls(
            {
                "day": asked.day.isoformat(),
                "window": asked.window,
                "area": asked.area,
                "known": asked.known.isoformat() if asked.known else "",
            },
            auto_id="day-%s",
        )


class InstantInput(forms.DateTimeInput):
    """The phone's own calendar and clock."""

    input_type = "datetime-local"


class CompareForm(forms.Form):
    """Two days, and as known at which instants."""

    day = DayField(label="晚的一天", widget=forms.DateInput(attrs={"type": "date"}))
    window = forms.IntegerField(label="近多少天内服务过才算", min_value=1, max_value=LONGEST_WINDOW)
    told = forms.DateTimeField(
        label="早的一天，按哪一刻记下的算",
        required=False,
        help_text="不填，就按那一天结束时记下的算。",
        widget=InstantInput,
    )
    known = forms.DateTimeField(
        label="晚的一天，按哪一刻已知的算",
        required=False,
        help_text="不填，就按现在已知的算。",
        widget=InstantInput,
    )
    area = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, compared: Compared) -> "CompareForm":
        asked = compared.asked
        form = cls(
            {
                "from": compared.first.isoformat(),
                "day": asked.day.isoformat(),
                "window": asked.window,
                "told": _local(compared.told),
                "known": _local(asked.known),
                "area": asked.area,
            },
            auto_id="days-%s",
        )
        first = DayField(label="早的一天", widget=forms.DateInput(attrs={"type": "date"}))
        form.fields = {"from": first, **form.fields}
        return form


def _local(instant: datetime | None) -> str:
    return f"{instant.astimezone(clock.ZONE):%Y-%m-%dT%H:%M}" if instant else ""


class MissingForm(DayForm):
    """Which of the missing."""

    why = forms.ChoiceField(label="缺什么", required=False)
    category = forms.ChoiceField(label="对象类别", required=False)
    field_order = ("why", "category", "day", "window")

    @classmethod
    def given(cls, asked: Asked, why: str, category: str) -> "MissingForm":
        form = cls({**DayForm.of(asked).data, "why": why, "category": category}, auto_id="list-%s")
        whys = [("", "不限"), *rules.why_choices(asked.window).items()]
        for name, choices in (("why", whys), ("category", [("", "不限"), *categories()])):
            field = form.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        return form

    def wanted(self) -> Wanted:
        """What of the choice is known; anything else narrows nothing."""
        found = {name: str(self.data.get(name, "")) for name in ("why", "category")}
        known = {name: dict(self.fields[name].choices) for name in found}  # type: ignore[attr-defined]
        return Wanted(**{name: text for name, text in found.items() if text in known[name]})


class ErrandForm(forms.Form):
    """Whom, until when, and a word. `id` is made with the empty form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    worker = forms.ChoiceField(
        label="派给谁",
        widget=forms.RadioSelect,
        error_messages={"required": "请选一位社工。", "invalid_choice": "请选一位社工。"},
    )
    due_on = DayField(
        label="办完的日子",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填哪天以前办完。", "invalid": "请从日历里选一天。"},
    )
    note = forms.CharField(
        label="交代一句",
        required=False,
        max_length=200,
        help_text="例如“先打电话，白天多在菜地”。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, workers: Sequence[WorkerSpell], data: Any = None) -> None:
        due = clock.today() + timedelta(days=USUAL_DAYS)
        super().__init__(data, initial={"id": ids.uuid7(), "due_on": due})
        choice = self.fields["worker"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(one.worker_id), one.worker_name) for one in workers]

    def command(self, people: tuple[UUID, ...], villages: tuple[str, ...]) -> NewErrands:
        told = self.cleaned_data
        worker = UUID(told["worker"])
        return NewErrands(told["id"], worker, told["due_on"], people, villages, told["note"])


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label="为什么收回",
        max_length=200,
        error_messages={"required": "请写一句原因。"},
    )
