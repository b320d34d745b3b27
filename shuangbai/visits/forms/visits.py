"""What is typed about visits that are there: a filter, and why one is taken back."""

from typing import Any

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.catalogue import rules
from shuangbai.catalogue import selectors as catalogue
from shuangbai.clients.forms.choices import ALL, place_choices
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.kernel.dayfield import DayField
from shuangbai.visits.forms.entry import WRONG_DAY
from shuangbai.visits.models import Visit
from shuangbai.visits.selectors.visits import Wanted


class VisitFilter(forms.Form):
    area = forms.ChoiceField(label="地方", required=False)
    worker = forms.CharField(label="社工姓名", required=False, max_length=30)
    start = DayField(
        label="从哪天", required=False, widget=DayInput, error_messages={"invalid": WRONG_DAY}
    )
    end = DayField(
        label="到哪天", required=False, widget=DayInput, error_messages={"invalid": WRONG_DAY}
    )
    kind = forms.ChoiceField(
        label="怎样走访", required=False, choices=[("", "都看"), *Visit.Kind.choices]
    )
    service = forms.ChoiceField(label="做了什么", required=False)

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        choices(self, "area").choices = place_choices(actor, self.data.get("area", ""))
        self.services = {one.code: one.name for one in catalogue.every(actor, rules.ITEM)}
        choices(self, "service").choices = [("", "都看"), *self.services.items()]

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
            Visit.Kind(wanted.kind).label if wanted.kind else "",
            self.services.get(wanted.service, ""),
        ]
        return " · ".join(part for part in parts if part)


def _said_days(wanted: Wanted) -> str:
    start, end = (
        f"{day.year}年{day.month}月{day.day}日" if day else "" for day in (wanted.start, wanted.end)
    )
    if start and end:
        return start if start == end else f"{start}至{end}"
    return f"{start}起" if start else f"到{end}" if end else ""


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="为什么作废",
        max_length=200,
        help_text="例如“记到别人名下了”“记重了”。",
        error_messages={"required": "请写一句原因，例如“记到别人名下了”。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
