"""What is typed about visits: a filter, and a visit itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.forms.choices import ALL, place_choices
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.clients.selectors.people import Line
from shuangbai.kernel import clock, ids
from shuangbai.kernel.dayfield import DayField
from shuangbai.visits.actions import NewVisit
from shuangbai.visits.models import Visit
from shuangbai.visits.selectors.visits import Sheet, Wanted

WRONG_DAY = "日期不对，请从日历里选。"


class VisitFilter(forms.Form):
    area = forms.ChoiceField(label="地方", required=False)
    worker = forms.CharField(label="社工姓名", required=False, max_length=30)
    start = DayField(
        label="从哪天", required=False, widget=DayInput, error_messages={"invalid": WRONG_DAY}
    )
    end = DayField(
        label="到哪天", required=False, widget=DayInput, error_messages={"invalid": WRONG_DAY}
    )

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        choices(self, "area").choices = place_choices(actor, self.data.get("area", ""))

    def wanted(self) -> Wanted:
        """What cannot be understood is left out, as if it had not been asked."""
        self.is_valid()
        return Wanted(**self.cleaned_data)

    def said(self, wanted: Wanted) -> str:
        """城村 · 陈静 · 2023年4月1日起; without conditions everything that the actor may see."""
        parts = [
            areas.names_together([wanted.area]) if wanted.area else ALL,
            wanted.worker,
            _said_days(wanted),
        ]
        return " · ".join(part for part in parts if part)


def _said_days(wanted: Wanted) -> str:
    start, end = (
        f"{day.year}年{day.month}月{day.day}日" if day else "" for day in (wanted.start, wanted.end)
    )
    if start and end:
        return start if start == end else f"{start}至{end}"
    return f"{start}起" if start else f"到{end}" if end else ""


@dataclass(frozen=True)
class Row:
    """A member as the form shows it: served or not, and whether a file is to be opened."""

    line: Line
    chosen: bool
    opens: bool
    asked: bool


class VisitForm(forms.Form):
    """记一次走访. `id` is made with the empty form, so that sending it twice leaves one visit."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    served = forms.MultipleChoiceField(
        label="服务了谁",
        error_messages={
            "required": "请勾上这次服务到的人；没见到人的不算走访。",
            "invalid_choice": "勾选的人里有不住在这一户的，请重新勾选。",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    opening = forms.MultipleChoiceField(label="这次一并建档", required=False)
    happened_on = DayField(
        label="走访日期",
        error_messages={"required": "请填实际去的那一天。", "invalid": WRONG_DAY},
        widget=DayInput,
    )
    kind = forms.ChoiceField(label="怎样走访", choices=Visit.Kind.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="看到什么、办了什么",
        required=False,
        max_length=2000,
        help_text="一两句就够，例如“腿脚不便，帮忙约了周五的体检”。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    again = forms.BooleanField(label="确实又去了一次", required=False)

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        self.sheet = sheet
        alone = len(sheet.members) == 1
        asked = [str(sheet.asked.pk)] if sheet.asked else []
        start = {
            "id": ids.uuid7(),
            "served": [str(line.person.pk) for line in sheet.members] if alone else asked,
            "opening": [
                str(line.person.pk)
                for line in sheet.members
                if not line.marks.file and not sheet.gone
            ],
            "happened_on": clock.today(),
            "kind": Visit.Kind.HOME,
        }
        super().__init__(data, initial=start)
        people = [(str(line.person.pk), line.person.name) for line in sheet.members]
        choices(self, "served").choices = choices(self, "opening").choices = people

    def rows(self) -> Iterator[Row]:
        chosen = {str(value) for value in self["served"].value() or ()}
        opens = {str(value) for value in self["opening"].value() or ()}
        asked = self.sheet.asked.pk if self.sheet.asked else None
        for line in self.sheet.members:
            pk = str(line.person.pk)
            yield Row(line, pk in chosen, pk in opens, line.person.pk == asked)

    def command(self) -> NewVisit:
        """A file is opened only for somebody whom this visit served."""
        told = self.cleaned_data
        return NewVisit(
            id=told["id"],
            household_id=self.sheet.household.pk if self.sheet.household else None,
            person_ids=tuple(UUID(pk) for pk in told["served"]),
            happened_on=told["happened_on"],
            kind=told["kind"],
            note=told["note"],
            open_files=tuple(UUID(pk) for pk in told["opening"] if pk in told["served"]),
            again=told["again"],
        )

    def said(self) -> str:
        """What was kept, in one sentence."""
        told = self.cleaned_data
        day, kind = told["happened_on"], Visit.Kind(told["kind"]).label
        served = [line for line in self.sheet.members if str(line.person.pk) in told["served"]]
        opened = [
            line
            for line in served
            if not line.marks.file and str(line.person.pk) in told["opening"]
        ]
        more = f"给{_names(opened)}建了档。" if opened else ""
        return f"记下了：{day.month}月{day.day}日{kind}走访，服务了{_names(served)}。{more}"


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="为什么作废",
        max_length=200,
        help_text="例如“记到别人名下了”“记重了”。",
        error_messages={"required": "请写一句原因，例如“记到别人名下了”。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _names(lines: list[Line]) -> str:
    return "、".join(line.person.name for line in lines)
