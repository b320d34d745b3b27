"""What a person agreed to, and the approvals to open children's files."""

from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients import consent_rules as rules
from shuangbai.clients.actions.approvals import NewApproval
from shuangbai.clients.actions.consents import NewConsent
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.clients.models import Consent, Person
from shuangbai.clients.selectors import approvals as selectors
from shuangbai.kernel import clock, days, ids
from shuangbai.kernel.dayfield import DayField

LONG = "长期有效就空着。"


class ConsentForm(forms.Form):
    """`id` is made with the empty form, so that sending it twice leaves one consent."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    scope = forms.ChoiceField(
        label="同意什么",
        widget=forms.RadioSelect,
        choices=[(scope.value, text) for scope, text in rules.SCOPES.items()],
        error_messages={"required": "请选同意的是哪一项；几项都同意的，一项一项记。"},
    )
    by_self = forms.BooleanField(label="本人同意", required=False)
    guardian_name = forms.CharField(label="监护人姓名", max_length=60, required=False)
    guardian_relation = forms.CharField(
        label="监护人是本人的", max_length=20, required=False, help_text="例如“母亲”“祖父”。"
    )
    how = forms.ChoiceField(
        label="怎样同意的",
        widget=forms.RadioSelect,
        choices=Consent.How.choices,
        error_messages={"required": "请选书面还是口头。"},
    )
    note = forms.CharField(
        label="凭据",
        max_length=200,
        required=False,
        help_text="纸在哪里，或者见证人是谁。",
    )
    since = DayField(label="同意日期", widget=DayInput)
    until = DayField(label="到期日", widget=DayInput(days.AHEAD), required=False, help_text=LONG)

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data, initial={"id": ids.uuid7(), "since": clock.today()})
        self.person = person

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("guardian_relation") and not told.get("guardian_name"):
            self.add_error("guardian_name", "写了关系，也请写监护人的姓名。")
        if told.get("how") == Consent.How.SPOKEN and not told.get("note"):
            self.add_error("note", "口头同意的，请写见证人是谁。")
        return told

    def command(self) -> NewConsent:
        told = self.cleaned_data
        return NewConsent(
            person_id=self.person.pk,
            scope=told["scope"],
            by_self=told["by_self"],
            how=told["how"],
            since=told["since"],
            guardian=(told["guardian_name"], told["guardian_relation"]),
            until=told["until"],
            note=told["note"],
            id=told["id"] or ids.uuid7(),
        )


class ApprovalForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    user = forms.ChoiceField(
        label="给谁",
        error_messages={"required": "请选给谁授权。", "invalid_choice": "请从名单里选一个人。"},
    )
    which = forms.ChoiceField(
        label="哪些孩子",
        widget=forms.RadioSelect,
        choices=[("every", "这里所有的未成年人"), ("named", "只看其中几个孩子")],
        error_messages={"required": "请选是所有的孩子，还是其中几个。"},
    )
    children = forms.MultipleChoiceField(
        label="勾选孩子", widget=forms.CheckboxSelectMultiple, required=False
    )
    until = DayField(
        label="到期日",
        widget=DayInput(days.AHEAD),
        help_text="这一天起不能再看。最长一年，到期前可以再给。",
        error_messages={"required": "请填到期日，最长一年。"},
    )
    purpose = forms.CharField(
        label="为了办什么",
        max_length=200,
        help_text="例如“走访和个案服务”。",
        error_messages={"required": "请写为了办什么要看这些档案。"},
    )

    def __init__(self, actor: Actor, area: str, data: Any = None) -> None:
        super().__init__(data, initial={"id": ids.uuid7(), "which": "every"})
        self.area = area
        people = [(str(user.pk), user.name) for user in selectors.grantees(area)]
        choices(self, "user").choices = [("", "请选"), *people]
        young = selectors.children(actor, area)
        names = areas.names(child.area for child in young)
        choices(self, "children").choices = [
            (str(child.pk), f"{child.name}（{names.get(child.area, '')}）") for child in young
        ]

    def command(self) -> NewApproval:
        told = self.cleaned_data
        every = told["which"] == "every"
        return NewApproval(
            area=self.area,
            user_id=UUID(told["user"]),
            until=told["until"],
            purpose=told["purpose"],
            every_child=every,
            children=() if every else tuple(UUID(one) for one in told["children"]),
            id=told["id"] or ids.uuid7(),
        )


class AreaForm(forms.Form):
    """Which station, for those who answer for several."""

    area = forms.ChoiceField(label="哪个站")

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.towns = areas.towns(*actor.areas)
        choices(self, "area").choices = [(town.key, town.name) for town in self.towns]

    @property
    def chosen(self) -> str:
        """The town asked for, else the first."""
        given = self.data.get("area", "") if self.data else ""
        keys = [town.key for town in self.towns]
        return given if given in keys else keys[0]


class EndForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, required=False, widget=forms.TextInput())
