"""What is typed when several households of one round are recorded at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.clients.forms.choices import village_choices
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.kernel import clock, ids
from shuangbai.kernel.dayfield import DayField
from shuangbai.visits.actions import NewVisit
from shuangbai.visits.forms.entry import WRONG_DAY
from shuangbai.visits.models import Visit
from shuangbai.visits.rules.recording import LATE_AFTER
from shuangbai.visits.selectors.entry import Home, Offered

MOST = 40
"""Households of one round; more were hardly visited on one day by one worker."""


class VillageForm(forms.Form):
    """Which village the round went to."""

    area = forms.ChoiceField(label="哪个村（居）", required=False)

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        self.actor = actor
        choices(self, "area").choices = village_choices(actor)

    @property
    def chosen(self) -> str:
        """A village where the actor may record, or nothing."""
        return self.cleaned_data["area"] if self.is_valid() else ""


class HomeForm(forms.Form):
    """One household of the round: who was served, and a line of words."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    served = forms.MultipleChoiceField(
        label="服务了谁",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "勾选的人里有不住在这一户的，请重新勾选。"},
    )
    note = forms.CharField(label="一句话", required=False, max_length=500, widget=forms.TextInput())

    def __init__(self, home: Home, data: Any = None) -> None:
        self.home = home
        people = [(str(line.person.pk), line.person.name) for line in home.members]
        met = [pk for pk, _ in people if UUID(pk) in home.last_ids]
        usual = met or ([people[0][0]] if len(people) == 1 else [])
        start = {"id": ids.uuid7(), "served": usual}
        super().__init__(data, prefix=f"home-{home.household.pk}", initial=start)
        choices(self, "served").choices = people


class RoundForm(forms.Form):
    """一次走几户: a day, how, what was done; and each household by itself."""

    happened_on = DayField(
        label="走访日期",
        error_messages={"required": "请填实际去的那一天。", "invalid": WRONG_DAY},
        widget=DayInput,
    )
    kind = forms.ChoiceField(label="怎样走访", choices=Visit.Kind.choices, widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label="做了什么",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "勾选的服务里有已经停用的，请重新勾选。"},
    )
    late_why = forms.CharField(
        label="为什么补记",
        required=False,
        max_length=200,
        help_text=f"走访在 {LATE_AFTER} 天以前的才要写。",
    )
    again = forms.BooleanField(label="确实又去了一次", required=False)

    def __init__(self, homes: Sequence[Home], offered: Offered, data: Any = None) -> None:
        start = {"happened_on": clock.today(), "kind": Visit.Kind.HOME}
        super().__init__(data, initial=start)
        self.offered = offered
        choices(self, "services").choices = list(dict([*offered.usual, *offered.choices]).items())
        self.homes = [HomeForm(home, data) for home in homes]

    def is_valid(self) -> bool:
        parts = [one.is_valid() for one in self.homes]
        whole = super().is_valid()
        if not self.is_bound:
            return False
        for one in self.homes:
            name = one.home.household.head_name
            if one.is_valid() and not one.cleaned_data["served"]:
                self.add_error(None, f"{name}一户没有选服务了谁；没见到人的，请去掉这一户。")
            for errors in one.errors.values():
                self.add_error(None, [f"{name}一户：{error}" for error in errors])
        return whole and all(parts) and not self.errors

    def usual(self) -> list[tuple[str, str, bool]]:
        chosen = {str(value) for value in self["services"].value() or ()}
        return [(code, name, code in chosen) for code, name in self.offered.usual]

    def others(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        chosen = {str(value) for value in self["services"].value() or ()}
        first = {code for code, _ in self.offered.usual}
        return [
            (service, [(code, name, code in chosen) for code, name in items if code not in first])
            for service, items in self.offered.by_service
        ]

    def commands(self) -> list[NewVisit]:
        told = self.cleaned_data
        return [
            NewVisit(
                id=one.cleaned_data["id"],
                household_id=one.home.household.pk,
                person_ids=tuple(UUID(pk) for pk in one.cleaned_data["served"]),
                happened_on=told["happened_on"],
                kind=told["kind"],
                note=one.cleaned_data["note"],
                services=tuple(told["services"]),
                late_why=told["late_why"],
                again=told["again"],
            )
            for one in self.homes
        ]
