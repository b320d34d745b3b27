"""What is typed to start a special round, to look through its list, to call it off."""

from typing import Any

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.forms.choices import ALL
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.rules import GROUP_NAMES, Group
from shuangbai.kernel import clock, ids
from shuangbai.visits.actions.rounds import NewRound
from shuangbai.visits.forms.plan import ahead, places
from shuangbai.visits.models import Round
from shuangbai.visits.plan_rules.rounds import Choice
from shuangbai.visits.selectors import choosing
from shuangbai.visits.selectors.rounds import MISSING, REACHED, Part, Wanted

OFFERED_GROUPS = (Group.CHILD, Group.ELDERLY, Group.DISABLED, Group.ADULT)
OUTSIDE = "选的里面有这里没有的，请重新选。"


def _several(label: str, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": OUTSIDE},
    )


class RoundForm(forms.Form):
    """`seen`: how many were on the list when it was looked at, so that nobody starts another."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="名称",
        max_length=40,
        help_text="大家都认得的，例如“1月寒潮走访”。",
        error_messages={"required": "写一个大家都认得的，例如“1月寒潮走访”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="为什么走访",
        choices=Round.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选为什么走访。"},
    )
    first_on = ahead("从哪天", "请填从哪天开始。")
    last_on = ahead("到哪天", "请填到哪天为止。", help_text="这一天也算。")
    area = forms.ChoiceField(label="由哪里组织", error_messages={"required": "请选由哪里组织。"})
    places = _several("哪些地方", "一个都不勾，就是全部。")
    categories = _several(
        "哪些对象类别", "一个都不勾，就是所有在册对象；勾几个，属于其中一个就算。"
    )
    groups = _several("哪些群体")
    grades = _several("哪些关注等级")
    alone = forms.BooleanField(label="只要独居的", required=False)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        names, owners = choosing.names(), choosing.owners(actor)
        start = {"id": ids.uuid7(), "first_on": clock.today(), "area": owners[0][0]}
        super().__init__(data, initial=start)
        choices(self, "area").choices = owners
        if len(owners) == 1:
            choices(self, "area").widget = forms.HiddenInput()
        choices(self, "places").choices = _places(actor)
        choices(self, "categories").choices = list(names["category"].items())
        choices(self, "groups").choices = [(one.value, GROUP_NAMES[one]) for one in OFFERED_GROUPS]
        choices(self, "grades").choices = list(names["grade"].items())

    def choice(self) -> Choice:
        told = self.cleaned_data
        return Choice(
            tuple(told["places"]) or (told["area"],),
            frozenset(told["categories"]),
            frozenset(told["groups"]),
            frozenset(told["grades"]),
            told["alone"],
        )

    def command(self) -> NewRound:
        told = {name: self.cleaned_data[name] for name in ("id", "area", "name", "kind")}
        days = {name: self.cleaned_data[name] for name in ("first_on", "last_on")}
        return NewRound(**told, **days, choice=self.choice())


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Villages of the actor's one town, else its towns; with the county where there are several."""
    towns = areas.towns(*actor.areas)
    if len(towns) == 1:
        return [(unit.key, unit.name) for unit in areas.villages(towns[0].key)]
    names = areas.places((town.key for town in towns), actor.areas)
    return [(town.key, names[town.key]) for town in towns]


class PeopleFilter(forms.Form):
    state = forms.ChoiceField(
        label="走到没有",
        required=False,
        choices=(("", "全部"), (MISSING, "还没走到的"), (REACHED, "走到的")),
    )
    area = forms.ChoiceField(label="地方", required=False)
    worker = forms.ChoiceField(label="责任社工", required=False)

    def __init__(self, actor: Actor, data: Any, workers: list[Part]) -> None:
        super().__init__(data)
        choices(self, "area").choices = places(actor, self.data.get("area", ""))
        offered = [(part.key, part.name) for part in workers]
        choices(self, "worker").choices = [("", "全部"), *offered]

    def wanted(self) -> Wanted:
        """What cannot be understood is left out."""
        self.is_valid()
        told = {name: self.cleaned_data.get(name, "") for name in ("state", "area", "worker")}
        return Wanted(**told, at=self.data.get("at", ""))

    def said(self, wanted: Wanted) -> str:
        parts = [
            areas.names_together([wanted.at or wanted.area]) if wanted.at or wanted.area else ALL,
            dict(choices(self, "worker").choices)[wanted.worker] if wanted.worker else "",
            dict(choices(self, "state").choices)[wanted.state] if wanted.state else "",
        ]
        return " · ".join(part for part in parts if part)


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label="为什么取消",
        max_length=200,
        help_text="例如“寒潮没有来”“名单选错了”。",
        error_messages={"required": "请写一句原因，例如“寒潮没有来”。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
