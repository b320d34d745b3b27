"""Parts of the form of a visit that come several times: who came along, how somebody is, what
was found. A part that nobody touched says nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.clients.forms.fields import choices
from shuangbai.clients.selectors.people import Line
from shuangbai.visits.actions.commands import NewFinding, Scales
from shuangbai.visits.rules import findings, party
from shuangbai.visits.rules.party import Party
from shuangbai.visits.rules.scales import SCALES

PARTIES = 3
FINDINGS = 2
"""So many are asked for at once; further needs are added on the visit's page."""
HOUSEHOLD = "household"


class PartyForm(forms.Form):
    kind = forms.ChoiceField(
        label="谁", required=False, choices=[("", "没有"), *party.KINDS.items()]
    )
    number = forms.IntegerField(
        label="几个人",
        required=False,
        min_value=1,
        max_value=party.MOST,
        error_messages={
            "invalid": "人数填数字。",
            "min_value": "至少 1 人。",
            "max_value": f"最多 {party.MOST} 人。",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
    )
    words = forms.CharField(
        label="哪个单位或姓名",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "例如“城村村委会”"}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("kind") and (told.get("number") or told.get("words")):
            self.add_error("kind", "请选是哪一类人。")
        return told

    def party(self) -> Party | None:
        told = self.cleaned_data
        return Party(told["kind"], told["number"] or 1, told["words"]) if told["kind"] else None


class ScaleForm(forms.Form):
    """One person's six scales; each may be left out."""

    def __init__(self, line: Line, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.line = line
        for code, scale in SCALES.items():
            steps = [(str(step), words) for step, words in enumerate(scale.steps, start=1)]
            self.fields[code] = forms.ChoiceField(
                label=scale.name, required=False, choices=[("", "没有看"), *steps]
            )

    @property
    def touched(self) -> bool:
        return any(field.value() for field in self)

    def scales(self) -> Scales:
        return {code: int(step) for code, step in self.cleaned_data.items() if step}


class FindingForm(forms.Form):
    kind = forms.ChoiceField(
        label="哪一类", required=False, choices=[("", "没有"), *findings.KINDS.items()]
    )
    urgency = forms.ChoiceField(
        label="有多急", required=False, choices=list(findings.URGENCIES.items())
    )
    whose = forms.ChoiceField(label="谁的", required=False)
    words = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        initial = {"urgency": "normal", **(kwargs.pop("initial", None) or {})}
        super().__init__(initial=initial, **kwargs)
        whole = [(HOUSEHOLD, "这一户")] if len(people) > 1 else []
        choices(self, "whose").choices = [*whole, *people]
        # What is usual stands there already: it must not make an empty row look touched.
        self.empty_permitted = True

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("kind") and told.get("words"):
            self.add_error("kind", "请选是哪一类需要。")
        return told

    def finding(self) -> NewFinding | None:
        told = self.cleaned_data
        if not told.get("kind"):
            return None
        whose = told["whose"]
        person = None if whose in ("", HOUSEHOLD) else UUID(whose)
        return NewFinding(told["kind"], told["words"], told["urgency"] or "normal", person)


def party_forms(data: Any, initial: Sequence[Party] = ()) -> list[PartyForm]:
    """Rows for as many as came along last time, and some more."""
    rows = max(PARTIES, len(initial) + 1)
    if data is not None:
        rows = max(rows, sum(key.startswith("party-") and key.endswith("-kind") for key in data))
    start = [{"kind": one.kind, "number": one.number, "words": one.words} for one in initial] + [
        {}
    ] * rows
    return [PartyForm(data, prefix=f"party-{order}", initial=start[order]) for order in range(rows)]


def scale_forms(
    data: Any, members: Sequence[Line], initial: dict[UUID, Scales] | None = None
) -> list[ScaleForm]:
    told = initial or {}
    return [
        ScaleForm(
            line,
            data=data,
            prefix=f"scale-{line.person.pk}",
            initial={code: str(step) for code, step in told.get(line.person.pk, {}).items()},
        )
        for line in members
    ]


def finding_forms(data: Any, people: Sequence[tuple[str, str]]) -> list[FindingForm]:
    return [FindingForm(people, data=data, prefix=f"finding-{order}") for order in range(FINDINGS)]
