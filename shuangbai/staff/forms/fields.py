"""Parts that forms of several pages share."""

from typing import Any

from django import forms

from shuangbai.kernel import clock, identity
from shuangbai.kernel.dayfield import DayField, DayInput

WRONG_DAY = "日期不对，请从日历里选。"


def choices(form: forms.Form, name: str) -> Any:
    """The field, as one whose choices can be set; the stubs know only plain fields."""
    return form.fields[name]


def a_day(label: str, required: str, **more: Any) -> DayField:
    """A day that has come; `required` is what is said when it is left empty, '' when it may be."""
    said = {"required": required, "invalid": WRONG_DAY}
    return DayField(
        label=label,
        ahead=0,
        required=bool(required),
        error_messages=said,
        widget=DayInput,
        **more,
    )


def a_line(label: str, required: str = "", size: int = 60, **more: Any) -> forms.CharField:
    """One line; `required` is what is said when it is left empty, '' when it may be."""
    return forms.CharField(
        label=label,
        max_length=size,
        required=bool(required),
        error_messages={"required": required, "max_length": f"最多写 {size} 个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **more,
    )


def checked_number(typed: str) -> str:
    """The normalised identity number, '' for none; what it cannot be is told."""
    if not typed.strip():
        return ""
    known = identity.check(typed)
    if known.normalised is None:
        raise forms.ValidationError(str(known.problem()))
    return known.normalised


class DayForm(forms.Form):
    """One day, asked for under the name that the page gives it."""

    day = a_day("从哪天起", "请填日期。")

    def __init__(self, label: str, data: Any = None) -> None:
        super().__init__(data, initial={"day": clock.today()})
        self.fields["day"].label = label


class WhyForm(forms.Form):
    reason = forms.CharField(
        label="为什么作废",
        max_length=200,
        help_text="例如“号码录错了”“录到别人名下了”。",
        error_messages={"required": "请写一句原因，例如“号码录错了”。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    reason = a_line(
        "原因",
        "写一句为什么要看，例如“打电话通知开会”。",
        200,
        help_text="写一句办什么事要用。原因和您的姓名会一起记下。",
    )
