"""What is typed to put two files together, to take them apart, to settle a provisional one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.clients.actions.merging import Merging
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.merge_rules import Suggested
from shuangbai.clients.models import Person
from shuangbai.kernel import ids

ORDINALS = ("第一份", "第二份")
type Pair = tuple[Person, Person]


def _reason(help_text: str, required: str) -> forms.CharField:
    return forms.CharField(
        label="原因",
        max_length=200,
        help_text=help_text,
        error_messages={"required": required},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MergeForm(forms.Form):
    """Which of two files goes on, and how one knows that they are one person's."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    goes_on = forms.ChoiceField(
        label="留下哪一份",
        help_text="留下的一份接着用；另一份并进来，原来的记录都在，以后可以撤销。",
        error_messages={"required": "请选留下哪一份。", "invalid_choice": "请从两份里选一份。"},
        widget=forms.RadioSelect,
    )
    reason = _reason(
        "凭什么知道是同一个人，例如“对过户口簿，是小名”。",
        "写一句凭什么知道是同一个人，例如“对过户口簿，是小名”。",
    )

    def __init__(
        self, both: Pair, offered: Collection[Person], suggested: Suggested, data: Any = None
    ) -> None:
        """`offered`: those of both that may go on."""
        self.both = both
        found = [one for one in range(2) if both[one] in offered]
        start = suggested.which if suggested.which in found else next(iter(found), 0)
        super().__init__(data, initial={"id": ids.uuid7(), "goes_on": str(both[start].pk)})
        reasons = suggested.reasons if start == suggested.which else ()
        choices(self, "goes_on").choices = [
            (str(both[one].pk), _said(one, both[one], reasons if one == start else ()))
            for one in found
        ]

    def command(self) -> Merging:
        told = self.cleaned_data
        goes_on = UUID(told["goes_on"])
        becomes = next((one.pk for one in self.both if one.pk != goes_on), goes_on)
        return Merging(goes_on, becomes, told["reason"], told["id"])


def _said(which: int, person: Person, reasons: Collection[str]) -> str:
    """第一份：李秀英（建议留下：有身份证号码、走访多）."""
    more = f"（建议留下：{'、'.join(reasons)}）" if reasons else ""
    return f"{ORDINALS[which]}：{person.name}{more}"


class UndoForm(forms.Form):
    reason = _reason(
        "例如“核对后是两个人，同名不同号”。",
        "写一句为什么撤销，例如“核对后是两个人”。",
    )


class SettleForm(forms.Form):
    """That a provisional file is somebody new: nothing is typed."""
