"""The shape of what is typed on these pages."""

from typing import Any

from django import forms

from shuangbai.figures import rules
from shuangbai.kernel import figures
from shuangbai.kernel.dayfield import DayField


class DaysForm(forms.Form):
    """Other days for the same number. The rest of the question rides along."""

    to = DayField(label="截止日", widget=forms.DateInput(attrs={"type": "date"}))
    area = forms.CharField(required=False, widget=forms.HiddenInput)
    by = forms.CharField(required=False, widget=forms.HiddenInput)
    window = forms.CharField(required=False, widget=forms.HiddenInput)
    known = forms.CharField(required=False, widget=forms.HiddenInput)
    told = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, figure: figures.Figure, question: rules.Question) -> None:
        given = {
            "from": question.start.isoformat(),
            "to": question.end.isoformat(),
            "area": question.area,
            "by": question.by,
            "window": question.window,
            "known": question.known.isoformat() if question.known else "",
            "told": question.told.isoformat() if question.told else "",
        }
        super().__init__(given, auto_id="days-%s")
        if figure.day or figure.between:
            start = DayField(label="起始日", widget=forms.DateInput(attrs={"type": "date"}))
            self.fields = {"from": start, **self.fields}


class FreezeForm(forms.Form):
    """What to freeze: several figures of one area and day."""

    key = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    area = forms.CharField(widget=forms.HiddenInput)
    start = DayField(required=False, widget=forms.HiddenInput)
    """The earlier of two days that are compared."""
    day = DayField(widget=forms.HiddenInput)
    window = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=rules.LONGEST_WINDOW
    )
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """Made with the page and kept in its address, so that going back finds the same form."""
    purpose = forms.CharField(
        label="用在哪里",
        help_text="例如“4月工作简报”，以后好找。",
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["key"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = [(figure.key, figure.name) for figure in figures.every()]
