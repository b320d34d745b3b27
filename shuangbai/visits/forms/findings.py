"""What is typed about needs that were found: a filter, one more, and how it ended."""

from typing import Any

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.forms.choices import ALL, place_choices
from shuangbai.clients.forms.fields import choices
from shuangbai.kernel import ids
from shuangbai.visits.actions.commands import NewFinding
from shuangbai.visits.forms.parts import FindingForm
from shuangbai.visits.rules import findings as rules
from shuangbai.visits.selectors.findings import UNFINISHED, Wanted

EVERY = "all"
STATES = {UNFINISHED: "还没办完的", **rules.MACHINE.states, EVERY: "全部"}


class FindingFilter(forms.Form):
    area = forms.ChoiceField(label="地方", required=False)
    state = forms.ChoiceField(label="办到哪一步", required=False, choices=list(STATES.items()))
    kind = forms.ChoiceField(
        label="哪一类", required=False, choices=[("", "都看"), *rules.KINDS.items()]
    )
    urgency = forms.ChoiceField(
        label="有多急", required=False, choices=[("", "都看"), *rules.URGENCIES.items()]
    )

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        choices(self, "area").choices = place_choices(actor, self.data.get("area", ""))

    def wanted(self) -> Wanted:
        """What cannot be understood is left out, as if it had not been asked."""
        self.is_valid()
        told = self.cleaned_data
        state = told.get("state") or UNFINISHED
        return Wanted(
            told.get("area", ""),
            "" if state == EVERY else state,
            told.get("kind", ""),
            told.get("urgency", ""),
        )

    def said(self, wanted: Wanted) -> str:
        """城村 · 还没办完的 · 紧急."""
        parts = [
            areas.names_together([wanted.area]) if wanted.area else ALL,
            STATES[wanted.state or EVERY],
            rules.KINDS.get(wanted.kind, ""),
            rules.URGENCIES.get(wanted.urgency, ""),
        ]
        return " · ".join(part for part in parts if part)


class NewFindingForm(FindingForm):
    """One more need, on the visit's page. `id` is made with the empty form."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, people: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(people, data=data, initial={"id": ids.uuid7()})
        self.empty_permitted = False
        kind = choices(self, "kind")
        kind.required, kind.choices = True, [("", "请选"), *rules.KINDS.items()]
        kind.error_messages["required"] = "请选是哪一类需要。"

    def command(self) -> NewFinding:
        found = self.finding()
        assert found is not None
        return NewFinding(
            found.kind, found.words, found.urgency, found.person_id, self.cleaned_data["id"]
        )


class ClosureForm(forms.Form):
    words = forms.CharField(
        label="办了什么",
        max_length=500,
        help_text="例如“已交低保申请材料”“送了一张轮椅”。",
        error_messages={"required": "请写一句办了什么。"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakingBackForm(forms.Form):
    words = forms.CharField(
        label="为什么撤回",
        max_length=200,
        help_text="例如“写重了”“问过不需要”。",
        error_messages={"required": "请写一句为什么撤回。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
