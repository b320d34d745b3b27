"""What the report of a roster is narrowed to."""

from typing import Any

from django import forms

from shuangbai.rosters.selectors.delta import Wanted
from shuangbai.rosters.selectors.rosters import SHOWN


class DeltaForm(forms.Form):
    show = forms.ChoiceField(
        label="结果", required=False, choices=[("", "所有变动"), *SHOWN.items()]
    )
    place = forms.ChoiceField(label="地方", required=False)
    field = forms.ChoiceField(label="改了哪一栏", required=False)

    def __init__(
        self, data: Any, places: list[tuple[str, str]], fields: list[tuple[str, int]]
    ) -> None:
        super().__init__(data)
        place: Any = self.fields["place"]
        place.choices = [("", "全部地方"), *places]
        field: Any = self.fields["field"]
        field.choices = [("", "不限"), *((name, f"{name}（{count}）") for name, count in fields)]

    def wanted(self) -> Wanted:
        """What makes no sense counts as not asked."""
        self.is_valid()
        told = self.cleaned_data
        return Wanted(told.get("show", ""), told.get("place", ""), told.get("field", ""))
