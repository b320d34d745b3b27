"""What is typed to mend a person's own row."""

from typing import Any

from django import forms

from shuangbai.clients.actions.particulars_person import Mended
from shuangbai.clients.forms.particulars import day_field, remove_field, secret_field
from shuangbai.clients.models import Person
from shuangbai.kernel import identity


class PersonForm(forms.Form):
    """姓名、号码、电话. Numbers are not shown: what is left empty stays."""

    name = forms.CharField(
        label="姓名",
        max_length=60,
        error_messages={"required": "请填姓名；不知道姓名的，写平时怎么称呼。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = secret_field("身份证号码", "有号码的，性别和出生日期照号码。")
    birth_date = day_field("出生日期")
    sex = forms.ChoiceField(
        label="性别", required=False, choices=Person.Sex.choices, widget=forms.RadioSelect
    )
    phone = secret_field("电话")
    reason = forms.CharField(
        label="原因",
        required=False,
        max_length=200,
        help_text="改掉原来写的姓名、号码、性别、出生日期，要写从哪里知道的。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        self.person = person
        start = {"name": person.name, "birth_date": person.birth_date, "sex": person.sex}
        super().__init__(data, initial=start)
        for name, secret in (("number", person.identity), ("phone", person.phone)):
            if secret:
                self.fields[name].help_text = f"现在是 {secret}，不改就空着。"
                label = str(self.fields[name].label)
                self.fields[f"remove_{name}"] = remove_field(label)
        self.order_fields(
            ["name", "number", "remove_number", "birth_date", "sex", "phone", "remove_phone"]
        )

    def clean_number(self) -> str:
        typed = str(self.cleaned_data["number"])
        if not typed.strip():
            return ""
        known = identity.check(typed)
        if known.normalised is None:
            raise forms.ValidationError(str(known.problem()))
        return known.normalised

    def command(self) -> Mended:
        told = self.cleaned_data
        return Mended(
            name=told["name"],
            sex=told["sex"] or None,
            birth_date=told["birth_date"],
            number=self._kept("number"),
            phone=self._kept("phone"),
            reason=told["reason"],
        )

    def _kept(self, name: str) -> str | None:
        """What is typed; '' to remove what is there; None to leave it."""
        typed = self.cleaned_data[name].strip()
        return typed or ("" if self.cleaned_data.get(f"remove_{name}") else None)
