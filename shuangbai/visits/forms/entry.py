"""What is typed about one visit: when it is recorded, and when it is corrected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.clients.selectors.people import Line
from shuangbai.kernel import clock, ids
from shuangbai.kernel.dayfield import AnyDayInput, DayField
from shuangbai.visits.actions import Corrected, NewVisit
from shuangbai.visits.actions.commands import Scales
from shuangbai.visits.forms.parts import finding_forms, party_forms, scale_forms
from shuangbai.visits.models import Visit
from shuangbai.visits.rules.party import Party
from shuangbai.visits.rules.recording import LATE_AFTER
from shuangbai.visits.selectors.entry import Offered, Sheet
from shuangbai.visits.selectors.visits import Told

WRONG_DAY = "日期不对，请从日历里选。"


@dataclass(frozen=True)
class Row:
    """A member as the form shows it: served or not, and whether a file is to be opened."""

    line: Line
    chosen: bool
    opens: bool
    asked: bool


class DeedForm(forms.Form):
    """What recording and correcting ask alike."""

    served = forms.MultipleChoiceField(
        label="服务了谁",
        error_messages={
            "required": "请勾上这次服务到的人；没见到人的不算走访。",
            "invalid_choice": "勾选的人里有不住在这一户的，请重新勾选。",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    happened_on = DayField(
        label="走访日期",
        error_messages={"required": "请填实际去的那一天。", "invalid": WRONG_DAY},
        widget=DayInput,
    )
    kind = forms.ChoiceField(label="怎样走访", choices=Visit.Kind.choices, widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label="做了什么",
        required=False,
        error_messages={"invalid_choice": "勾选的服务里有已经停用的，请重新勾选。"},
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="看到什么、办了什么",
        required=False,
        max_length=2000,
        help_text="一两句就够，例如“腿脚不便，帮忙约了周五的体检”。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_on = DayField(
        label="下次走访",
        required=False,
        widget=AnyDayInput,
        help_text="和对方约好了再填。",
        error_messages={"invalid": WRONG_DAY},
    )
    again = forms.BooleanField(label="确实又去了一次", required=False)

    def __init__(self, sheet: Sheet, offered: Offered, data: Any, start: dict[str, Any]) -> None:
        self.sheet, self.offered = sheet, offered
        super().__init__(data, initial=start)
        self.people = [(str(line.person.pk), line.person.name) for line in sheet.members]
        choices(self, "served").choices = self.people
        choices(self, "services").choices = list(dict([*offered.usual, *offered.choices]).items())
        along: tuple[Party, ...] = start.get("party", ())
        self.parties = party_forms(data, along)
        self.scales = scale_forms(data, sheet.members, start.get("scales"))

    @property
    def parts(self) -> list[forms.Form]:
        return [*self.parties, *self.scales]

    def is_valid(self) -> bool:
        """Every part is looked at, so that all that is wrong is said at once."""
        parts = [one.is_valid() for one in self.parts]
        whole = super().is_valid()
        if self.is_bound and not all(parts):
            for one in self.parts:
                for name, errors in one.errors.items():
                    label = one.fields[name].label if name in one.fields else ""
                    self.add_error(None, [f"{label}：{error}" for error in errors])
        return whole and all(parts)

    def rows(self) -> Iterator[Row]:
        chosen = {str(value) for value in self["served"].value() or ()}
        opens = {str(value) for value in self.initial.get("opening", ())}
        if self.is_bound and "opening" in self.fields:
            opens = {str(value) for value in self["opening"].value() or ()}
        asked = self.sheet.asked.pk if self.sheet.asked else None
        for line in self.sheet.members:
            pk = str(line.person.pk)
            yield Row(line, pk in chosen, pk in opens, line.person.pk == asked)

    @property
    def chosen_services(self) -> set[str]:
        return {str(value) for value in self["services"].value() or ()}

    def usual(self) -> list[tuple[str, str, bool]]:
        """(code, name, ticked) of what is shown at once."""
        chosen = self.chosen_services
        return [(code, name, code in chosen) for code, name in self.offered.usual]

    def others(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """The rest, under the five services."""
        first, chosen = {code for code, _ in self.offered.usual}, self.chosen_services
        return [
            (service, [(code, name, code in chosen) for code, name in items if code not in first])
            for service, items in self.offered.by_service
        ]

    def touched(self) -> dict[str, bool]:
        """Which of the closed parts hold something, and so stand open."""
        first, chosen = {code for code, _ in self.offered.usual}, self.chosen_services
        return {
            "services": bool(chosen - first),
            "party": any(one["kind"].value() or one.errors for one in self.parties),
            "scales": any(one.touched for one in self.scales),
            "next": bool(self["next_on"].value() or self["next_on"].errors),
        }

    def common(self) -> dict[str, Any]:
        """The fields of a command that both share."""
        told = self.cleaned_data
        served = tuple(UUID(pk) for pk in told["served"])
        scales: dict[UUID, Scales] = {one.line.person.pk: one.scales() for one in self.scales}
        found = [one.party() for one in self.parties]
        return {
            "person_ids": served,
            "happened_on": told["happened_on"],
            "kind": told["kind"],
            "note": told["note"],
            "services": tuple(told["services"]),
            "party": tuple(one for one in found if one is not None),
            "scales": {pk: told for pk, told in scales.items() if told and pk in served},
            "next_on": told["next_on"],
            "again": told["again"],
        }


class VisitForm(DeedForm):
    """记一次走访. `id` is made with the empty form, so that sending it twice leaves one visit."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    opening = forms.MultipleChoiceField(label="这次一并建档", required=False)
    late_why = forms.CharField(
        label="为什么补记",
        required=False,
        max_length=200,
        help_text=f"走访在 {LATE_AFTER} 天以前的才要写，例如“下村没有信号，回来漏记了”。",
    )

    def __init__(
        self, sheet: Sheet, offered: Offered, data: Any = None, *, like: bool = False
    ) -> None:
        super().__init__(sheet, offered, data, _start(sheet, like))
        choices(self, "opening").choices = self.people
        self.findings = finding_forms(data, self.people)

    @property
    def parts(self) -> list[forms.Form]:
        return [*super().parts, *self.findings]

    def touched(self) -> dict[str, bool]:
        found = any(one["kind"].value() or one.errors for one in self.findings)
        late = bool(self["late_why"].value() or self["late_why"].errors)
        return {**super().touched(), "findings": found, "late": late}

    def command(self) -> NewVisit:
        """A file is opened only for somebody whom this visit served."""
        told = self.cleaned_data
        found = [one.finding() for one in self.findings]
        return NewVisit(
            id=told["id"],
            household_id=self.sheet.household.pk if self.sheet.household else None,
            open_files=tuple(UUID(pk) for pk in told["opening"] if pk in told["served"]),
            findings=tuple(one for one in found if one is not None),
            late_why=told["late_why"],
            **self.common(),
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
        found = sum(one.finding() is not None for one in self.findings)
        more += f"发现的需要 {found} 条，在“发现的需要”里等人接。" if found else ""
        return f"记下了：{day.month}月{day.day}日{kind}走访，服务了{_names(served)}。{more}"


class CorrectionForm(DeedForm):
    """更正一次走访, from what its newest version says."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="为什么更正",
        max_length=200,
        help_text="例如“日期记错了一天”“漏勾了老伴”。",
        error_messages={"required": "请写一句原因，例如“日期记错了一天”。"},
    )

    def __init__(self, sheet: Sheet, offered: Offered, told: Told, data: Any = None) -> None:
        visit = told.visit
        start = {
            "version": visit.pk,
            "served": [str(one.person_id) for one in told.served],
            "happened_on": visit.happened_on,
            "kind": visit.kind,
            "services": list(visit.services),
            "note": visit.note.reveal() if visit.note else "",
            "next_on": visit.next_on,
            "party": told.party,
            "scales": {one.person_id: one.scales for one in told.served},
        }
        super().__init__(sheet, offered, data, start)

    def command(self) -> Corrected:
        told = self.cleaned_data
        return Corrected(visit_id=told["version"], why=told["why"], **self.common())


def _start(sheet: Sheet, like: bool) -> dict[str, Any]:
    """What is usual; or kind, services, who came along and who was met as last time."""
    members = [str(line.person.pk) for line in sheet.members]
    asked = [str(sheet.asked.pk)] if sheet.asked else []
    start: dict[str, Any] = {
        "id": ids.uuid7(),
        "served": members if len(members) == 1 else asked,
        "opening": [
            str(line.person.pk) for line in sheet.members if not line.marks.file and not sheet.gone
        ],
        "happened_on": clock.today(),
        "kind": Visit.Kind.HOME,
    }
    if like and sheet.last is not None:
        met = {str(one.person_id) for one in sheet.last.served}
        start |= {
            "served": [pk for pk in members if pk in met] or start["served"],
            "kind": sheet.last.visit.kind,
            "services": list(sheet.last.visit.services),
            "party": sheet.last.party,
        }
    return start


def _names(lines: list[Line]) -> str:
    return "、".join(line.person.name for line in lines)
