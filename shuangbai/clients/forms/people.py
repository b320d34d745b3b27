"""What is typed to find people, and the reason for opening what is closed."""

from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients import masks
from shuangbai.clients.forms.choices import ALL, place_choices
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.selectors import people as selectors
from shuangbai.kernel import identity

FILED = {"": "有没有都看", "no": "没有建档", "yes": "已建档"}


class PeopleFilter(forms.Form):
    area = forms.ChoiceField(label="地方", required=False)
    category = forms.ChoiceField(label="类别", required=False)
    filed = forms.ChoiceField(label="建档", required=False, choices=list(FILED.items()))
    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        self.kinds = {selectors.IN_SCOPE: "在册对象（各类都算）"} | {
            kind.code: kind.short for kind in selectors.categories()
        }
        choices(self, "area").choices = place_choices(actor, self.data.get("area", ""))
        choices(self, "category").choices = [("", "不分类别"), *self.kinds.items()]

    def wanted(self) -> selectors.Wanted:
        """What cannot be understood is left out, as if it had not been asked."""
        self.is_valid()
        return selectors.Wanted(**self.cleaned_data)

    def said(self, wanted: selectors.Wanted) -> str:
        """思劳镇 · 低保 · 没有建档; without conditions everything that the actor may see."""
        parts = [
            areas.names_together([wanted.area]) if wanted.area else ALL,
            self.kinds.get(wanted.category, ""),
            FILED[wanted.filed] if wanted.filed else "",
            _said_search(wanted.q),
        ]
        return " · ".join(part for part in parts if part)


def _said_search(q: str) -> str:
    if not q:
        return ""
    if identity.check(q).valid:
        return "按身份证号码找"
    return f"姓名或拼音有“{masks.typed(q)}”" if q.isascii() else f"姓名里有“{q}”"


SHORTEST_IDENTITY = 15
"""Numbers with fewer digits are telephones, or numbers of households."""


class Search(forms.Form):
    """Part of a name, initials, or a whole number: identity, telephone, household."""

    q = forms.CharField(max_length=60, strip=True, required=False)
    then = forms.ChoiceField(choices=[("file", ""), ("visit", ""), ("join", "")], required=False)
    household = forms.UUIDField(required=False)
    """The household into which the one who is looked for is to come."""

    def clean_q(self) -> str:
        q = str(self.cleaned_data["q"])
        if sum(letter.isdigit() for letter in q) < masks.DIGITS_OF_A_NUMBER:
            return q
        known = identity.check(q)
        if known.normalised is None and sum(map(str.isdigit, q)) >= SHORTEST_IDENTITY:
            raise forms.ValidationError(str(known.problem()))
        return known.normalised or q

    def said(self) -> str:
        """Why this cannot be searched for, in one sentence."""
        return (
            "".join(self.errors.as_data()["q"][0].messages)
            if "q" in self.errors
            else "请再写一次。"
        )

    @property
    def joining(self) -> UUID | None:
        """The household for which somebody is looked for."""
        home: UUID | None = self.cleaned_data.get("household")
        return home if self.data.get("then") == "join" else None

    @property
    def secret(self) -> bool:
        """Whether it must not stand in an address."""
        q = str(self.cleaned_data["q"])
        return masks.typed(q) != q


class Reason(forms.Form):
    reason = forms.CharField(
        label="原因",
        max_length=200,
        help_text="写一句办什么事要用。原因和您的姓名会一起记下。",
        error_messages={"required": "写一句为什么要看，例如“核对低保申请材料”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
