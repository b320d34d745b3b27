"""What is typed when people go from one household to another: split, join, merger."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.clients.actions.household_commands import Join, Merger, Split, Told
from shuangbai.clients.forms.choices import Choices
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.clients.forms.household_heads import Candidate, Heads
from shuangbai.clients.household_rules.entitlements import Fate
from shuangbai.clients.household_rules.relations import HEAD, RELATIONS, kin
from shuangbai.clients.models import Household, Person
from shuangbai.clients.selectors.household_moves import Leaving, village_choices
from shuangbai.kernel import clock, ids
from shuangbai.kernel.dayfield import DayField

FATES = {
    Fate.KEEP: "先留着：不再随原来的户，等下次名册或复核再定",
    Fate.ALONG: "随去的那一户：审核确认过，那一户也有",
    Fate.END: "从那天起终止：复核过了，也听了本人的意见",
}


def day_field() -> DayField:
    return DayField(
        label="从哪一天起",
        ahead=0,
        widget=DayInput,
        error_messages={"required": "请填是哪一天。", "invalid": "日期不对，请从日历里选。"},
    )


def reason_field(example: str) -> forms.CharField:
    return forms.CharField(
        label="原因",
        max_length=200,
        help_text=f"例如“{example}”。",
        error_messages={"required": f"写一句为什么，例如“{example}”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class HouseholdForm(forms.Form):
    """`id` is made with the empty form, so that sending it twice is one change; `seen` stands for
    the households as they were shown. Parts of the page bring fields of their own."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    day = day_field()
    example = "儿子成家，分开过了"

    def __init__(
        self,
        data: Any,
        *,
        seen: str = "",
        parts: Sequence[Heads] = (),
        start: dict[str, Any] | None = None,
    ) -> None:
        given = data.copy() if data else None
        self.parts = parts
        first = {"id": ids.uuid7(), "seen": seen, "day": clock.today(), **(start or {})}
        for part in parts:
            if given is not None:
                part.follow(given)
        super().__init__(given, initial=first)
        for part in parts:
            part.add(self)
        self.fields["reason"] = reason_field(self.example)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for part in self.parts:
            part.clean(told)
        return told

    def told(self) -> Told:
        told = self.cleaned_data
        return Told(told["day"], told["reason"], told["seen"], told["id"])


class GoingForm(HouseholdForm):
    """People leave a household: what becomes of what they held through it is decided here."""

    def __init__(
        self,
        leaving: Leaving,
        data: Any,
        parts: Sequence[Heads],
        start: dict[str, Any] | None = None,
    ) -> None:
        self.leaving = leaving
        first = {f"fate_{one.code}": Fate.KEEP.value for one in leaving.asked}
        super().__init__(data, seen=leaving.seen, parts=parts, start=first | (start or {}))
        for one in leaving.asked:
            self.fields[f"fate_{one.code}"] = forms.ChoiceField(
                label=leaving.said(one), widget=forms.RadioSelect, choices=_fates()
            )

    def fate_fields(self) -> list[forms.BoundField]:
        return [self[f"fate_{one.code}"] for one in self.leaving.asked]

    def fates(self) -> dict[str, Fate]:
        return {one.code: Fate(self.cleaned_data[f"fate_{one.code}"]) for one in self.leaving.asked}


def _fates() -> list[tuple[str, str]]:
    return [(fate.value, said) for fate, said in FATES.items()]


def _rest(leaving: Leaving) -> Heads | None:
    """Asked when the head goes and somebody stays."""
    if not leaving.rest or not leaving.head_goes:
        return None
    people = Candidate.of(leaving.rest)
    return Heads("rest", "留下的人谁作户主", people, stranger=True)


def _likely(people: Sequence[Candidate]) -> UUID | None:
    """The husband or wife of the old head, else the first."""
    spouse = next((one for one in people if kin(one.relation) == "配偶"), None)
    return (spouse or people[0]).pk if people else None


class SplitForm(GoingForm):
    number = forms.CharField(
        label="新户的户编号", required=False, max_length=40, help_text="还没有编号的空着。"
    )
    area = forms.ChoiceField(label="新户住哪个村（居）")
    address = forms.CharField(
        label="新户的住址",
        required=False,
        max_length=200,
        help_text="村（居）以下的，例如“3队12号”。",
    )

    def __init__(self, leaving: Leaving, data: Any = None) -> None:
        going = Candidate.of(leaving.going)
        self.new = Heads("new", "新户的户主", going)
        self.rest = _rest(leaving)
        parts = [self.new, *([self.rest] if self.rest else [])]
        start: dict[str, Any] = {"area": leaving.home.area, **self.new.start(_likely(going))}
        if self.rest:
            start |= self.rest.start(_likely(self.rest.people))
        super().__init__(leaving, data, parts, start)
        choices(self, "area").choices = village_choices(leaving.home)

    def command(self) -> Split:
        told = self.cleaned_data
        more: dict[str, Any] = {"rest": self.rest.headed(told, always=True)} if self.rest else {}
        return Split(
            self.told(),
            self.leaving.home.pk,
            tuple(one.person.pk for one in self.leaving.going),
            new=self.new.headed(told, always=True),
            fates=self.fates(),
            area=told["area"],
            number=told["number"],
            address=told["address"],
            **more,
        )


class JoinForm(GoingForm):
    relation = forms.ChoiceField(label="与户主的关系", required=False)
    apart = forms.CharField(
        label="不住在家里的，写原因",
        required=False,
        max_length=100,
        help_text="例如“外出务工”；住在家里就空着。",
    )
    example = "婚后搬来同住"

    def __init__(self, leaving: Leaving, to: Household, person: Person, data: Any = None) -> None:
        self.to, self.person = to, person
        self.rest = _rest(leaving)
        start = self.rest.start(_likely(self.rest.people)) if self.rest else {}
        start["relation"] = leaving.past.get(person.pk, "")
        super().__init__(leaving, data, [self.rest] if self.rest else [], start)
        offered = [(word, word) for word in RELATIONS if word != HEAD]
        now = start["relation"]
        own = [(now, now)] if now and now not in RELATIONS else []
        choices(self, "relation").choices = [("", "不清楚"), *offered, *own]

    def command(self) -> Join:
        told = self.cleaned_data
        more: dict[str, Any] = {"rest": self.rest.headed(told, always=True)} if self.rest else {}
        return Join(
            self.told(),
            self.to.pk,
            self.person.pk,
            told["relation"],
            told["apart"],
            fates=self.fates(),
            **more,
        )


class MergerForm(GoingForm):
    example = "老人搬来一起住，两户合成一户"

    def __init__(self, leaving: Leaving, into: Leaving, data: Any = None) -> None:
        self.into = into
        people = Candidate.of([*into.going, *leaving.going])
        head = next((one.person.pk for one in into.going if one.is_head), None)
        said = "" if head else into.home.head_name
        self.head = Heads("head", "户主", people, head=head, stranger=True, said=said)
        start = self.head.start() | self.head.remembered(leaving.past)
        super().__init__(leaving, data, [self.head], start)

    def command(self) -> Merger:
        headed = self.head.headed(self.cleaned_data)
        return Merger(
            self.told(), self.leaving.home.pk, self.into.home.pk, headed=headed, fates=self.fates()
        )


class WhoForm(forms.Form):
    """谁分出去: the first step of a split, asked in the address."""

    go = forms.MultipleChoiceField(
        label="谁分出去",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾上从这一户分出去的人。",
            "invalid_choice": "勾的人里有现在不是这一户的，请重新勾。",
        },
    )

    def __init__(self, offered: Choices, data: Any = None) -> None:
        super().__init__(data)
        choices(self, "go").choices = offered

    def clean_go(self) -> list[UUID]:
        chosen = [UUID(pk) for pk in self.cleaned_data["go"]]
        if len(chosen) == len(choices(self, "go").choices):
            raise forms.ValidationError(
                "全户的人都勾上了，这不是分户。全户搬家的，请改住址；并到别户的，请用并户。"
            )
        return chosen
