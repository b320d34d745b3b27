"""What is typed about somebody's circumstances, one page for each group.

A form knows which version of the particulars it showed. What is told are the fields that say
something else than that version did, so that two who fill in different fields at once do not undo
each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.clients.actions.particulars import Told
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.forms.particulars_places import registered_choices
from shuangbai.clients.models import Person, Profile
from shuangbai.clients.particulars_rules import numbers
from shuangbai.clients.selectors import particulars as selectors
from shuangbai.clients.selectors.particulars import GROUPS, LABELS, SECRETS
from shuangbai.clients.selectors.particulars_page import TITLES
from shuangbai.kernel import clock, days
from shuangbai.kernel.dayfield import DayField, DayInput

HELP = {
    "address": "村（居）以下的地方，例如“新屋村12号”。",
    "registered_address": "户口簿上的地址；外地的，写到能找到为止。",
    "support": "特困人员才填。",
    "illnesses": "本人或家里人说的慢性病、大病；有诊断的照诊断写。",
    "social_number": "一般与身份证号码相同。",
    "bank_holder": "不是本人的，写清是谁。",
    "school_class": "例如“三年级2班”。",
}
NUMBERS = ("social_number", "card_number", "bank_account")
FEW = 3
"""So many choices stand beside each other; more are a list to pull down."""
CHANGE, CORRECT = "change", "correct"


def how_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="为什么改",
        widget=forms.RadioSelect,
        choices=[(CORRECT, "原来没写或写错了，现在补上、改正"), (CHANGE, "情况变了，从某一天起")],
        error_messages={"required": "请选是补上、改正，还是情况变了。"},
    )


def day_field(label: str = "从哪一天起", required: bool = False) -> DayField:
    return DayField(
        first=days.EARLIEST_BIRTH,
        ahead=0,
        label=label,
        required=required,
        error_messages={"invalid": "日期不对，请从日历里选。", "required": "请填是哪一天。"},
        widget=DayInput,
    )


def secret_field(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=60,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def remove_field(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=f"删去原来的{label}", required=False)


@dataclass(frozen=True)
class About:
    """What a form of particulars is about."""

    actor: Actor
    person: Person
    group: str
    profile: Profile | None

    @property
    def title(self) -> str:
        return TITLES[self.group]

    @property
    def values(self) -> dict[str, str]:
        told = selectors.profile_values(self.profile)
        return {name: told[name] for name in GROUPS[self.group]}


class GroupForm(forms.Form):
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, about: About, data: Any = None) -> None:
        self.about = about
        values = about.values
        start: dict[str, Any] = {"seen": about.profile.pk if about.profile else None}
        start |= {name: text for name, text in values.items() if name not in NUMBERS}
        if not any(values.values()):
            start["how"] = CORRECT
        super().__init__(data, initial=start)
        for name in GROUPS[about.group]:
            self._add(name, values[name])
        self.fields["how"] = how_field()
        self.fields["day"] = day_field()
        self.fields["day"].help_text = "情况变了才填。"

    def _add(self, name: str, text: str) -> None:
        if name in NUMBERS:
            shown = str(getattr(self.about.profile, name)) if text else ""
            now = f"现在是 {shown}，不改就空着。" if text else HELP.get(name, "")
            self.fields[name] = secret_field(LABELS[name], now)
            if text:
                self.fields[f"remove_{name}"] = remove_field(LABELS[name])
            return
        self.fields[name] = _plain_field(name)
        if name == "registered_area":
            choices(self, name).choices = registered_choices(self.about.person, text)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("how") == CHANGE and not told.get("day") and "day" not in self.errors:
            self.add_error("day", "请填情况是从哪一天起变的；大约的也可以。")
        for name in NUMBERS:
            typed = numbers.compact(told.get(name) or "")
            told[name] = typed
            if typed and name != "social_number" and not numbers.is_account(typed):
                self.add_error(name, "卡号和账号都是8到30位数字，请照卡核对。")
        return told

    def command(self) -> Told:
        told = self.cleaned_data
        return Told(self._changed(), told["day"] if told["how"] == CHANGE else None)

    def doubtful(self) -> list[str]:
        """Numbers that look like a slip: kept, and asked about."""
        told = {
            LABELS[name]: self.cleaned_data.get(name) for name in ("card_number", "bank_account")
        }
        return [label for label, text in told.items() if text and not numbers.luhn(text)]

    def _changed(self) -> Mapping[str, str]:
        told, found = self.cleaned_data, dict[str, str]()
        shown = self._shown()
        for name in GROUPS[self.about.group]:
            if name in NUMBERS:
                removed = told.get(f"remove_{name}") and not told[name]
                if told[name] or removed:
                    found[name] = told[name]
            elif told[name].strip() != shown[name]:
                found[name] = told[name].strip()
        return found

    def _shown(self) -> dict[str, str]:
        """What stood on the page that was filled in."""
        about, seen = self.about, self.cleaned_data.get("seen")
        if about.profile is None or seen == about.profile.pk:
            return selectors.profile_values(about.profile)
        return selectors.profile_values(selectors.version(about.actor, about.person, seen))


def about(actor: Actor, person: Person, group: str) -> About:
    profile = selectors.profile_on(actor, person, clock.today())
    return About(actor, person, group, profile)


def _plain_field(name: str) -> forms.Field:
    column: Any = Profile._meta.get_field(name)
    more: dict[str, Any] = {
        "label": LABELS[name],
        "required": False,
        "help_text": HELP.get(name, ""),
    }
    if name == "registered_area":
        return forms.ChoiceField(**more)
    if column.choices:
        offered = [("", "不清楚"), *column.choices]
        few = len(column.choices) <= FEW
        return forms.ChoiceField(choices=offered, **more, **_widget(few))
    if name in SECRETS:
        return forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **more)
    return forms.CharField(max_length=column.max_length, **more)


def _widget(few: bool) -> dict[str, Any]:
    return {"widget": forms.RadioSelect} if few else {}
