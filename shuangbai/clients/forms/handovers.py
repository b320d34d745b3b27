"""What is typed to hand somebody over: asking, offering, answering."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions.handovers import Ask, Offer, Terms
from shuangbai.clients.forms.choices import village_choices
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.clients.models import HandOver, Person
from shuangbai.kernel import areakey, clock, identity, ids
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.dayfield import DayField

ALONE, TOGETHER = "alone", "together"
MISSING_DAY = {"required": "请填是哪一天。", "invalid": "日期不对，请从日历里选。"}


def _reason(label: str, help_text: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        help_text=help_text,
        error_messages={"required": required},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AskForm(forms.Form):
    """请别的站转来. What was typed to register somebody comes along, so nobody types twice."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="姓名",
        max_length=60,
        error_messages={"required": "请填姓名。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label="身份证号码",
        max_length=40,
        error_messages={"required": "请填身份证号码；没有号码的，请那边的站转过来。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    area = forms.ChoiceField(
        label="现在住哪个村（居）",
        error_messages={"required": "请选现在住的村（居）。", "invalid_choice": "请从列表里选。"},
    )
    day = DayField(
        label="从哪一天起",
        help_text="从哪一天起住到这里。对方同意以前可以商量。",
        error_messages=MISSING_DAY,
        widget=DayInput,
    )
    reason = _reason(
        "原因",
        "对方站会看到，例如“去年搬到女儿家住，由我们走访”。",
        "写一句为什么要转来，例如“去年搬到女儿家住”。",
    )

    def __init__(self, actor: Actor, data: QueryDict) -> None:
        sent = "reason" in data
        start: dict[str, Any] = {"id": ids.uuid7(), "day": clock.today()}
        carried = {name: data[name] for name in ("id", "name", "number", "area") if name in data}
        if data.get("since"):
            carried["day"] = data["since"]
        super().__init__(data if sent else None, initial=start | carried)
        choices(self, "area").choices = village_choices(actor)

    def clean_number(self) -> str:
        known = identity.check(self.cleaned_data["number"])
        if known.normalised is None:
            raise forms.ValidationError(str(known.problem()))
        return known.normalised

    def command(self) -> Ask:
        told = self.cleaned_data
        plain = {key: told[key] for key in ("id", "name", "number", "day", "reason")}
        return Ask(to_area=told["area"], **plain)


class OfferForm(forms.Form):
    """转到别的镇（街）."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    to_area = forms.ChoiceField(
        label="转到哪里",
        error_messages={"required": "请选转到哪个镇（街）。", "invalid_choice": "请从列表里选。"},
    )
    day = DayField(
        label="从哪一天起",
        help_text="从哪一天起住到那边。",
        error_messages=MISSING_DAY,
        widget=DayInput,
    )
    who = forms.ChoiceField(label="谁一起转", widget=forms.RadioSelect, required=False)
    reason = _reason(
        "原因",
        "对方站会看到，例如“搬到女儿家住”。",
        "写一句为什么要转，例如“搬到女儿家住”。",
    )

    def __init__(self, person: Person, living: Iterable[str], data: Any = None) -> None:
        start = {"id": ids.uuid7(), "day": clock.today(), "who": ALONE}
        super().__init__(data, initial=start)
        choices(self, "to_area").choices = _towns_around(person.area)
        _offer_household(self, person.name, living)

    def command(self, person: Person) -> Offer:
        told = self.cleaned_data
        plain = {key: told[key] for key in ("id", "to_area", "day", "reason")}
        whole = told.get("who") == TOGETHER
        return Offer(person_id=person.pk, whole_household=whole, **plain)


class AcceptForm(forms.Form):
    """同意. The giving side says who goes along, the receiving one in which village they live."""

    day = DayField(
        label="从哪一天起",
        help_text="那一天以前的记录留在转出的站，以后的由转入的站记。",
        error_messages=MISSING_DAY,
        widget=DayInput,
    )
    to_area = forms.ChoiceField(label="住哪个村（居）", required=False)
    who = forms.ChoiceField(label="谁一起转", widget=forms.RadioSelect, required=False)

    def __init__(
        self, row: HandOver, name: str, living: Iterable[str] = (), data: Any = None
    ) -> None:
        asked = row.asked_by_side == HandOver.Side.RECEIVING
        start = {"day": row.day, "to_area": row.to_area, "who": ALONE}
        super().__init__(data, initial=start, auto_id="accept_%s")
        if asked:
            del self.fields["to_area"]
            _offer_household(self, name, living)
        else:
            del self.fields["who"]
            choices(self, "to_area").choices = _villages(row.to_area)

    def command(self) -> Terms:
        told = self.cleaned_data
        who = told.get("who")
        return Terms(told["day"], told.get("to_area", ""), who == TOGETHER if who else None)


class ReasonForm(forms.Form):
    """Why it is not agreed to, or taken back."""

    reason = _reason(
        "原因",
        "对方站会看到这句话，不要写这个人的住址和电话。",
        "写一句原因，例如“人还住在我们这里”。",
    )

    def __init__(self, data: Any = None, *, auto_id: str = "reason_%s") -> None:
        super().__init__(data, auto_id=auto_id)


def _offer_household(form: forms.Form, name: str, living: Iterable[str]) -> None:
    """Nothing is asked about somebody who lives alone."""
    others = list(living)
    if not others:
        del form.fields["who"]
        return
    choices(form, "who").choices = [
        (ALONE, f"只转{name}"),
        (TOGETHER, f"全户一起转：{name}、{'、'.join(others)}"),
    ]


def _towns_around(key: str) -> list[tuple[str, Any]]:
    """Every other town of the prefecture, by county; the own county first."""
    own = areakey.cut(key, Level.TOWN)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for town in areas.towns(areakey.prefecture(key)):
        if town.key != own:
            grouped.setdefault(town.key[:6], []).append((town.key, town.name))
    names = areas.names(grouped)
    order = sorted(grouped, key=lambda county: (county != own[:6], county))
    return [("", "请选"), *((names.get(county, ""), grouped[county]) for county in order)]


def _villages(key: str) -> list[tuple[str, str]]:
    """Villages of the town that receives; the town itself while the village is not known."""
    town = areas.get(areakey.cut(key, Level.TOWN))
    inner = [(village.key, village.name) for village in areas.children(town.key)]
    return [(town.key, f"{town.name}，哪个村（居）不清楚"), *inner]
