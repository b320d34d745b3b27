"""What is typed about one household: head, number, address; who lives apart; what it holds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.clients.actions.household_commands import Details, Given
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.forms.household_heads import Candidate, Heads
from shuangbai.clients.forms.household_moves import HouseholdForm, reason_field
from shuangbai.clients.selectors.household_moves import village_choices
from shuangbai.clients.selectors.households_page import Home, Member
from shuangbai.kernel import ids

AT_HOME = "home"
REASONS = ("外出务工", "住校读书", "住院或住机构", "服刑或强制戒毒")
OTHER = "other"
NOT_COUNTED = "服刑或强制戒毒"
"""They are not counted among those who live together (民发〔2021〕57号): to be reviewed."""


class DetailsForm(HouseholdForm):
    number = forms.CharField(label="户编号", required=False, max_length=40)
    area = forms.ChoiceField(
        label="住哪个村（居）",
        help_text="换了村（居）的，住在一起的人都跟着去，从那一天起在新的村（居）里算。",
    )
    address = forms.CharField(
        label="住址", required=False, max_length=200, help_text="村（居）以下的，例如“3队12号”。"
    )
    example = "原户主去世，由妻子作户主"

    def __init__(self, home: Home, seen: str, data: Any = None) -> None:
        found = home.household
        self.home = found
        head = home.head.person.pk if home.head else None
        said = "" if head else found.head_name
        people = Candidate.of(home.members)
        self.head = Heads("head", "户主", people, head=head, stranger=True, said=said)
        own = {name: getattr(found, name) for name in ("number", "area", "address")}
        super().__init__(data, seen=seen, parts=[self.head], start=own | self.head.start())
        choices(self, "area").choices = village_choices(found)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = f"换户主要写，例如“{self.example}”。"

    def command(self) -> Details:
        told = self.cleaned_data
        own = {name: told[name] for name in ("number", "area", "address")}
        return Details(self.told(), self.home.pk, headed=self.head.headed(told), **own)


class AbsenceForm(HouseholdForm):
    """在外住、回家住."""

    why = forms.ChoiceField(
        label="在家，还是在外",
        widget=forms.RadioSelect,
        error_messages={"required": "请选住在家里，还是为什么不住在家里。"},
    )
    other = forms.CharField(
        label="别的原因", required=False, max_length=100, help_text="选了别的原因才写。"
    )

    def __init__(self, member: Member, seen: str, data: Any = None) -> None:
        now = member.apart
        known = now in REASONS
        start = {"why": (now if known else OTHER) if now else "", "other": "" if known else now}
        super().__init__(data, seen=seen, start=start)
        del self.fields["reason"]
        offered = [*((word, word) for word in REASONS), (OTHER, "别的原因")]
        back = (AT_HOME, "回家住了" if now else "住在家里")
        choices(self, "why").choices = [back, *offered] if now else [*offered, back]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        told["reason"] = ""
        if told.get("why") == OTHER and not told.get("other", "").strip():
            self.add_error("other", "请写是什么原因。")
        return told

    @property
    def apart(self) -> str:
        told = self.cleaned_data
        words = {AT_HOME: "", OTHER: told["other"].strip()}
        return str(words.get(told["why"], told["why"]))


class GiveForm(HouseholdForm):
    """按户给类别: nobody holds it by living there, so nobody is ticked beforehand."""

    field_order = ("id", "seen", "code", "people", "day")

    code = forms.ChoiceField(label="类别", error_messages={"required": "请选是哪一类。"})
    people = forms.MultipleChoiceField(
        label="谁随户",
        widget=forms.CheckboxSelectMultiple,
        help_text="只勾审核确认的人；住在一起的，不一定都算。",
        error_messages={"required": "请勾上审核确认的人。"},
    )
    level = forms.CharField(
        label="档次", required=False, max_length=20, help_text="例如“A类”“一档”；没有的空着。"
    )
    reference = forms.CharField(label="证号或批文号", required=False, max_length=40)
    example = "镇里审核确认，公示过了"

    def __init__(self, home: Home, seen: str, families: dict[str, str], data: Any = None) -> None:
        self.home = home.household
        super().__init__(data, seen=seen)
        choices(self, "code").choices = [("", "请选"), *families.items()]
        choices(self, "people").choices = _people(home.members)

    def command(self) -> Given:
        told = self.cleaned_data
        people = tuple(UUID(pk) for pk in told["people"])
        more = {"level": told["level"], "reference": told["reference"]}
        return Given(self.told(), self.home.pk, told["code"], people, **more)


class EndForm(HouseholdForm):
    """按户终止类别."""

    field_order = ("id", "seen", "people", "day")

    people = forms.MultipleChoiceField(
        label="谁不再随户",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾上不再随户的人。"},
    )
    example = "复核后收入超过标准，已经书面告知"

    def __init__(self, through: Sequence[tuple[str, str]], seen: str, data: Any = None) -> None:
        everybody = [pk for pk, _ in through]
        super().__init__(data, seen=seen, start={"people": everybody})
        choices(self, "people").choices = through

    @property
    def chosen(self) -> list[UUID]:
        return [UUID(pk) for pk in self.cleaned_data["people"]]


class UndoForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput)
    reason = reason_field("点错了人，没有分户")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"id": ids.uuid7()})


def _people(members: Sequence[Member]) -> list[tuple[str, str]]:
    return [(str(one.person.pk), one.person.name) for one in members]
