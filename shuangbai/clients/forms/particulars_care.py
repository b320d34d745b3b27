"""What is typed to give a category, set a grade, name the worker who is responsible."""

from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.clients.actions.particulars_care import Given
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.forms.particulars import day_field
from shuangbai.clients.models import ChargeSpell, GradeSpell, Person
from shuangbai.clients.selectors import particulars as selectors
from shuangbai.clients.selectors import people
from shuangbai.kernel import clock

NOBODY = "none"


class CategoryForm(forms.Form):
    code = forms.ChoiceField(
        label="类别",
        help_text="这里只给这一个人；全户都有的，同住的每个人各给一次。",
        error_messages={"required": "请选是哪一类。"},
    )
    day = day_field(required=True)
    level = forms.CharField(
        label="档次", required=False, max_length=20, help_text="例如“A类”“一档”；没有的空着。"
    )
    reference = forms.CharField(label="证号或批文号", required=False, max_length=40)
    note = forms.CharField(
        label="原因",
        max_length=200,
        help_text="从哪里知道的，例如“走访时看了证”。",
        error_messages={"required": "写一句从哪里知道的，例如“走访时看了证”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"day": clock.today()})
        kinds = [(kind.code, kind.name) for kind in people.categories()]
        choices(self, "code").choices = [("", "请选"), *kinds]

    def command(self) -> Given:
        return Given(**self.cleaned_data)


class GradeForm(forms.Form):
    grade = forms.ChoiceField(
        label="关注等级",
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个等级。"},
    )
    day = day_field(required=True)
    reason = forms.CharField(
        label="原因",
        max_length=200,
        error_messages={"required": "写一句为什么，例如“一个人住，刚出院”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, now: GradeSpell | None, data: Any = None) -> None:
        start = {"day": clock.today(), "grade": now.grade_id if now else ""}
        super().__init__(data, initial=start)
        offered = [(one.code, _named(one)) for one in selectors.grades()]
        choices(self, "grade").choices = [*offered, *([(NOBODY, "不再定等级")] if now else [])]

    @property
    def code(self) -> str:
        told = str(self.cleaned_data["grade"])
        return "" if told == NOBODY else told


def _named(grade: Any) -> str:
    return f"{grade.name}（{grade.meaning}）" if grade.meaning else str(grade.name)


class ChargeForm(forms.Form):
    worker = forms.ChoiceField(
        label="责任社工",
        error_messages={"required": "请选一位社工。", "invalid_choice": "请从列表里选。"},
    )
    day = day_field(required=True)

    def __init__(
        self, actor: Actor, person: Person, now: ChargeSpell | None, data: Any = None
    ) -> None:
        start = {"day": clock.today(), "worker": str(now.worker_id) if now else ""}
        super().__init__(data, initial=start)
        found = selectors.workers_for(actor, person, clock.today())
        self.nobody_works = not found
        offered = [(str(pk), name) for pk, name in found]
        nobody = [(NOBODY, "暂时没有人")] if now else []
        choices(self, "worker").choices = [("", "请选"), *offered, *nobody]

    @property
    def chosen(self) -> UUID | None:
        told = self.cleaned_data["worker"]
        return None if told == NOBODY else UUID(told)
