"""The shape of what is chosen on these pages."""

from django import forms

from shuangbai.cover import rules
from shuangbai.cover.rules import Asked
from shuangbai.cover.selectors import Wanted, categories
from shuangbai.figures.rules import LONGEST_WINDOW
from shuangbai.kernel.dayfield import DayField


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
