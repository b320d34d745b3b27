"""What is typed about certificates and about people somebody depends on, and when one is over."""

from typing import Any

from django import forms

from shuangbai.clients.actions.particulars_lists import CertificateTold, TieTold
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.forms.particulars import (
    CHANGE,
    CORRECT,
    day_field,
    how_field,
    remove_field,
    secret_field,
)
from shuangbai.clients.models import Certificate, Tie
from shuangbai.clients.selectors.particulars import plain
from shuangbai.kernel import clock, identity, ids
from shuangbai.kernel.dayfield import DayField

YEARS_AHEAD = 366 * 30
"""Certificates may be issued for many years."""


class CertificateForm(forms.Form):
    """`id` is made with the empty form, so that sending it twice leaves one."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    number = secret_field("残疾人证号", "20位。填了证号，就不用再选类别和等级。")
    kind = forms.ChoiceField(
        label="残疾类别", required=False, choices=[("", "请选"), *Certificate.Kind.choices]
    )
    level = forms.ChoiceField(
        label="残疾等级",
        required=False,
        choices=Certificate.Level.choices,
        widget=forms.RadioSelect,
        help_text="一级最重。",
    )
    since = day_field("发证日期", required=True)
    expires_on = DayField(
        ahead=YEARS_AHEAD,
        label="有效期到",
        required=False,
        help_text="证上没有写的就空着。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, record: Certificate | None = None, data: Any = None) -> None:
        self.record = record
        start: dict[str, Any] = {"id": ids.uuid7()}
        if record is not None:
            start |= {"kind": record.kind, "level": record.level, "since": record.valid_from}
            start["expires_on"] = record.expires_on
        super().__init__(data, initial=start)
        if record is not None:
            self.fields["how"] = renewing("换了新证，从新证的发证日期起")
            if record.number:
                self.fields["number"].help_text = f"现在是 {record.number}，没有变就空着。"

    def clean(self) -> dict[str, Any]:
        super().clean()
        changes_later(self, self.record)
        return self.cleaned_data

    def command(self) -> CertificateTold:
        told, held = self.cleaned_data, self.record
        number, kind, level = told["number"], int(told["kind"] or 0), int(told["level"] or 0)
        if held is not None and not number and (kind, level) == (held.kind, held.level):
            number = plain(held.number)
        return CertificateTold(told["since"], kind, level, number, told["expires_on"])

    @property
    def mistaken(self) -> bool:
        return bool(self.cleaned_data.get("how") == CORRECT)


class TieForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    role = forms.ChoiceField(
        label="是本人的什么人",
        choices=Tie.Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选是监护人、照料人还是紧急联系人。"},
    )
    name = forms.CharField(
        label="姓名",
        max_length=60,
        error_messages={"required": "请填这个人的姓名。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.CharField(
        label="与本人的关系", required=False, max_length=20, help_text="例如“祖母”“邻居”。"
    )
    phone = secret_field("电话")
    identity = secret_field("身份证号码")
    workplace = forms.CharField(label="工作单位或地点", required=False, max_length=100)
    since = day_field(required=True)

    def __init__(self, record: Tie | None = None, data: Any = None, role: str = "") -> None:
        self.record = record
        start: dict[str, Any] = {"id": ids.uuid7(), "since": clock.today(), "role": role}
        if record is not None:
            for name in ("role", "name", "relation", "workplace"):
                start[name] = getattr(record, name)
            start["since"] = record.valid_from
        super().__init__(data, initial=start)
        if record is not None:
            self._known(record)

    def _known(self, record: Tie) -> None:
        self.fields["how"] = renewing("有了变化，从上面的日期起")
        for name in ("phone", "identity"):
            if secret := getattr(record, name):
                self.fields[name].help_text = f"现在是 {secret}，不改就空着。"
                self.fields[f"remove_{name}"] = remove_field(str(self.fields[name].label))

    def clean_identity(self) -> str:
        typed = str(self.cleaned_data["identity"])
        if not typed.strip():
            return ""
        known = identity.check(typed)
        if known.normalised is None:
            raise forms.ValidationError(str(known.problem()))
        return known.normalised

    def clean(self) -> dict[str, Any]:
        super().clean()
        changes_later(self, self.record)
        return self.cleaned_data

    def command(self) -> TieTold:
        told = self.cleaned_data
        return TieTold(
            told["since"],
            told["role"],
            told["name"],
            told["relation"],
            self._kept("phone"),
            self._kept("identity"),
            told["workplace"],
        )

    @property
    def mistaken(self) -> bool:
        return bool(self.cleaned_data.get("how") == CORRECT)

    def _kept(self, name: str) -> str | None:
        typed = str(self.cleaned_data[name]).strip()
        return typed or ("" if self.cleaned_data.get(f"remove_{name}") else None)


def changes_later(form: forms.Form, record: Certificate | Tie | None) -> None:
    """What changed holds from a later day than what stood there."""
    told = form.cleaned_data
    if record is None or told.get("how") != CHANGE or not told.get("since"):
        return
    if told["since"] <= record.valid_from:
        form.add_error("since", "有了变化的，请填从哪一天起变的；原来写错的，请选改正。")


def renewing(changed: str) -> forms.ChoiceField:
    field = how_field()
    field.choices = [(CHANGE, changed), (CORRECT, "原来写错了，改正")]
    field.error_messages["required"] = "请选是有了变化，还是原来写错了。"
    return field


class OverForm(forms.Form):
    """终止: from a day on, or recorded by mistake."""

    how = forms.ChoiceField(
        label="为什么终止",
        widget=forms.RadioSelect,
        choices=[("day", "从某一天起不再是了"), ("mistake", "当初就记错了")],
        error_messages={"required": "请选是从某一天起不再是了，还是当初就记错了。"},
    )
    day = day_field("到哪一天为止")
    reason = forms.CharField(
        label="原因",
        max_length=200,
        error_messages={"required": "写一句为什么，例如“重新评定后没有续证”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"day": clock.today()})
        choices(self, "day").help_text = "从这一天起不再算。记错了的不用填。"

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("how") == "day" and not told.get("day") and "day" not in self.errors:
            self.add_error("day", "请填到哪一天为止。")
        if told.get("how") == "mistake":
            told["day"] = None
        return told
