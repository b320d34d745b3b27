"""What is typed about a person who is put on file by hand."""

from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.clients.actions.store import NewPerson
from shuangbai.clients.forms.choices import village_choices
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import people as selectors
from shuangbai.kernel import clock, days, identity, ids
from shuangbai.kernel.dayfield import DayField

RELATIONS = ("户主", "配偶", "子女", "父母", "祖父母", "孙子女", "兄弟姐妹", "其他")


class NewPersonForm(forms.Form):
    """登记一个人. `id` is made with the empty form, so that sending it twice makes one person."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    household = forms.ChoiceField(
        label="与谁同住", required=False, widget=forms.RadioSelect, choices=[]
    )
    name = forms.CharField(
        label="姓名",
        max_length=60,
        error_messages={"required": "请填姓名；不知道姓名的，写平时怎么称呼。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label="身份证号码",
        required=False,
        max_length=40,
        help_text="有号码的填号码，就不用再填性别和出生日期。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    birth_date = DayField(
        first=days.EARLIEST_BIRTH,
        ahead=0,
        label="出生日期",
        required=False,
        help_text="没有号码的（如孩子、流浪人员）要填；只知道大概年纪的，填那一年的1月1日。",
        error_messages={"invalid": "日期不对，请从日历里选。"},
        widget=DayInput,
    )
    sex = forms.ChoiceField(
        label="性别", required=False, choices=Person.Sex.choices, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label="电话",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    area = forms.ChoiceField(
        label="现在住哪个村（居）",
        error_messages={"required": "请选现在住的村（居）。", "invalid_choice": "请从列表里选。"},
    )
    categories = forms.MultipleChoiceField(
        label="属于哪些类别",
        required=False,
        help_text="已经认定的都勾上；还没认定的先不勾。",
        widget=forms.CheckboxSelectMultiple,
    )
    lives_with = forms.CharField(
        label="和已登记的谁住在一起",
        required=False,
        max_length=60,
        help_text="写那一户里任何一个人的姓名；自己一户就空着。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.ChoiceField(
        label="与户主的关系",
        required=False,
        choices=[("", "不清楚"), *((word, word) for word in RELATIONS)],
    )
    since = DayField(
        label="起始日期",
        help_text="哪一天走访发现的。",
        error_messages={"required": "请填是哪一天。", "invalid": "日期不对，请从日历里选。"},
        widget=DayInput,
    )

    def __init__(self, actor: Actor, data: Any = None, joining: UUID | None = None) -> None:
        self.actor = actor
        self.existing: Person | None = None
        start: dict[str, Any] = {"id": ids.uuid7(), "since": clock.today()}
        self.joined = found = self._joined(joining)
        if found:
            start |= {"household": found[0], "area": found[2]}
        super().__init__(data, initial=start)
        choices(self, "area").choices = village_choices(actor)
        choices(self, "categories").choices = [
            (kind.code, kind.name) for kind in selectors.categories()
        ]
        choices(self, "household").choices = self._offered(found)

    def clean_number(self) -> str:
        typed = str(self.cleaned_data["number"])
        if not typed.strip():
            return ""
        known = identity.check(typed)
        if known.normalised is None:
            raise forms.ValidationError(str(known.problem()))
        self.existing = selectors.by_number(self.actor, known.normalised)
        return known.normalised

    def clean(self) -> dict[str, Any]:
        """Find the household by a name; when several answer to it, ask which."""
        told: dict[str, Any] = super().clean() or {}
        if not (told.get("number") or told.get("birth_date") or self.errors):
            self.add_error("birth_date", "没有身份证号码的，请填出生日期，才知道是老人还是儿童。")
        name, village = told.get("lives_with"), told.get("area")
        if told.get("household"):
            told["area"] = selectors.household(self.actor, UUID(told["household"])).area
            return told
        if not name or not village or "household" in self.errors:
            return told
        homes = selectors.households_named(self.actor, village, name)
        if not homes:
            self.add_error(
                "lives_with", f"这个村（居）没有登记过叫“{name}”的人。请核对姓名和村（居）。"
            )
        elif len(homes) == 1:
            told["household"] = str(homes[0][0].pk)
        else:
            self._offer_homes(homes, name)
        return told

    @property
    def elsewhere(self) -> bool:
        """Whether the number turned out to be on file at another station."""
        return self.has_error("number", "person.elsewhere")

    def shown_homes(self) -> list[tuple[str, str]]:
        """Id and area of the households whose people the page names."""
        if self.joined:
            return [(self.joined[0], self.joined[2])]
        area = str(self.data.get("area", ""))
        return [(value, area) for value, _ in choices(self, "household").choices if value]

    def command(self) -> NewPerson:
        told = self.cleaned_data
        plain = ("id", "area", "name", "sex", "birth_date", "phone", "relation", "since")
        return NewPerson(
            **{key: told[key] for key in plain},
            number=told["number"] or None,
            categories=tuple(told["categories"]),
            household=UUID(told["household"]) if told["household"] else None,
        )

    def _joined(self, household_id: UUID | None) -> tuple[str, str, str] | None:
        """Id, names and area of the household that the new person joins."""
        if household_id is None:
            return None
        home = selectors.household(self.actor, household_id)
        living = selectors.members(self.actor, home, clock.today())
        return str(home.pk), "、".join(line.person.name for line in living), home.area

    def _offered(self, joined: tuple[str, str, str] | None) -> list[tuple[str, str]]:
        """What may be chosen as household: the one joined, or those of the answer before."""
        if joined:
            return [(joined[0], f"与{joined[1]}同住"), ("", "自己一户")]
        name, village = self.data.get("lives_with", ""), self.data.get("area", "")
        if not (name and village and self.actor.covers(village)):
            return []
        homes = selectors.households_named(self.actor, village, name)
        return [(str(home.pk), names) for home, names in homes]

    def _offer_homes(self, homes: list[Any], name: str) -> None:
        choices(self, "household").choices = [(str(home.pk), names) for home, names in homes]
        self.add_error("household", f"这个村（居）有{len(homes)}户有叫“{name}”的人，请选一户。")
