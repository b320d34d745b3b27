"""What is typed about the plan: a filter of the due, how often whom, who is away."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.forms.choices import ALL, place_choices
from shuangbai.clients.forms.fields import choices
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.dayfield import AnyDayInput, DayField
from shuangbai.visits.actions.absences import NewAbsence
from shuangbai.visits.actions.plan import Said
from shuangbai.visits.models import Absence, FrequencySpell
from shuangbai.visits.plan_rules.due import State
from shuangbai.visits.plan_rules.frequency import LONGEST, Subject
from shuangbai.visits.selectors import absences, frequencies
from shuangbai.visits.selectors.plan import EVERYBODY, MINE, NOBODYS, Wanted, state_of

WRONG_DAY = "日期不对，请从日历里选。"
TO_GO = "要去的（过期、快到期、还没去过）"
STATES = (
    ("", TO_GO),
    (State.LATE, "过期的"),
    (State.SOON, "7 天内到期的"),
    (State.NEVER, "还没去过、还没到期的"),
    (State.OK, "按期的"),
    (EVERYBODY, "全部"),
)
WHOSE = {"": "全部", MINE: "我负责的", NOBODYS: "没有责任社工的"}


def ahead(label: str, required: str, **more: Any) -> DayField:
    """A day that may come."""
    said = {"required": required, "invalid": WRONG_DAY}
    return DayField(label=label, error_messages=said, widget=AnyDayInput, **more)


class DueFilter(forms.Form):
    """What cannot be understood is left out, as if it had not been asked."""

    area = forms.ChoiceField(label="地方", required=False)
    whose = forms.ChoiceField(label="谁负责", required=False)
    state = forms.ChoiceField(label="走访期限", required=False, choices=STATES)
    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, data: Any, opening: str) -> None:
        given = data.copy()
        if "whose" not in given:
            given["whose"] = opening
        super().__init__(given)
        self.actor = actor
        choices(self, "area").choices = places(actor, given.get("area", ""))
        choices(self, "whose").choices = self._whose(given.get("area", ""))

    def _whose(self, area: str) -> list[tuple[str, str]]:
        """Workers are offered where there are few: in one town."""
        town = area or areakey.common(self.actor.areas)
        staff = absences.at_work(self.actor, town) if len(town) >= LEVELS[Level.TOWN] else {}
        own = {str(pk) for pk in absences.own_workers(self.actor)}
        offered = dict(WHOSE) if own else {k: v for k, v in WHOSE.items() if k != MINE}
        others = {pk: name for pk, name in staff.items() if pk not in own}
        asked = self.data.get("whose", "")
        if asked not in offered and asked not in others and _is_id(asked):
            others[asked] = "这一位社工"
        return [*offered.items(), *others.items()]

    def wanted(self) -> Wanted:
        self.is_valid()
        told = {name: self.cleaned_data.get(name, "") for name in ("area", "whose", "state")}
        told["state"] = state_of(told["state"])
        return Wanted(**told, at=self.data.get("at", ""))

    @property
    def by_village(self) -> bool:
        return bool(self.cleaned_data.get("by") == "village")

    def said(self, wanted: Wanted) -> str:
        """城村 · 我负责的 · 过期的"""
        whose = dict(choices(self, "whose").choices).get(wanted.whose, "")
        parts = [
            areas.names_together([wanted.at or wanted.area]) if wanted.at or wanted.area else ALL,
            whose if wanted.whose in WHOSE else f"{whose}负责的",
            dict(STATES)[wanted.state],
        ]
        return " · ".join(part for part in parts if part and part != WHOSE[""])


def places(actor: Actor, asked: str) -> list[tuple[str, Any]]:
    """Where a list may be narrowed to; a county that is asked for is offered as well."""
    found = place_choices(actor, asked)
    if len(asked) == LEVELS[Level.COUNTY] and actor.covers(asked):
        found[1:1] = [(asked, areas.names_together([asked]))]
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class FrequencyForm(forms.Form):
    subject = forms.ChoiceField(label="对谁", error_messages={"required": "请选对谁。"})
    area = forms.ChoiceField(label="在哪里", error_messages={"required": "请选在哪里。"})
    days = forms.IntegerField(
        label="每几天",
        min_value=1,
        max_value=LONGEST,
        help_text="例如一周填 7，一个月填 30，一季度填 90。",
        error_messages={
            "required": "请填天数。",
            "invalid": "请填 1 到 366 之间的整数。",
            "min_value": "请填 1 到 366 之间的整数。",
            "max_value": "请填 1 到 366 之间的整数。",
        },
    )
    day = ahead("从哪一天起", "请填从哪一天起。", help_text="今天或以后；以前的数不变。")
    document = forms.CharField(
        label="依据的文件",
        required=False,
        max_length=100,
        help_text="有文件的写文号，例如“云民发〔2026〕5号”。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, actor: Actor, data: Any = None, asked: str = "") -> None:
        offered = frequencies.owners(actor)
        start = {"day": clock.today(), "subject": asked, "area": offered[0] if offered else ""}
        super().__init__(data, initial=start)
        told = [(f"{one.kind}:{one.code}", name) for one, name in frequencies.subjects()]
        choices(self, "subject").choices = [("", "请选"), *told]
        names = areas.names(offered)
        choices(self, "area").choices = [(key, names.get(key, key)) for key in offered]
        if len(offered) == 1:
            choices(self, "area").widget = forms.HiddenInput()

    def command(self) -> Said:
        told = self.cleaned_data
        subject = Subject(*told["subject"].split(":", 1))
        return Said(told["area"], subject, told["days"], told["day"], told["document"].strip())


class FrequencyEndForm(forms.Form):
    day = ahead("从哪一天起不再用", "请填日期。", help_text="今天或以后；以前的数不变。")

    def __init__(self, spell: FrequencySpell, data: Any = None) -> None:
        super().__init__(data, initial={"day": max(clock.today(), spell.valid_from)})


class AbsenceForm(forms.Form):
    worker = forms.ChoiceField(label="谁不在", error_messages={"required": "请选谁不在站里。"})
    reason = forms.ChoiceField(
        label="为什么",
        choices=Absence.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选为什么不在。"},
    )
    first_on = ahead("从哪天", "请填从哪天起不在。")
    last_on = ahead("到哪天", "请填到哪天为止。", help_text="这一天还不在；第二天回来。")
    colleague = forms.ChoiceField(
        label="谁顶班",
        help_text="这些天里，要去的人也会出现在顶班的人的走访计划里。",
        error_messages={"required": "请选谁顶班。"},
    )
    note = forms.CharField(
        label="备注",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, initial={"first_on": clock.today()})
        staff = [one for key in actor.areas for one in absences.at_work(actor, key).items()]
        for name in ("worker", "colleague"):
            choices(self, name).choices = [("", "请选"), *staff]

    def command(self) -> NewAbsence:
        told = self.cleaned_data
        return NewAbsence(
            UUID(told["worker"]),
            UUID(told["colleague"]),
            told["first_on"],
            told["last_on"],
            told["reason"],
            told["note"],
        )


class AbsenceEndForm(forms.Form):
    last_on = ahead("到哪天", "请填到哪天为止。", help_text="昨天或以后；第二天回来。")
    reason = forms.CharField(
        label="为什么改",
        max_length=100,
        help_text="例如“提前回来了”“假期延长”。",
        error_messages={"required": "写一句为什么，例如“提前回来了”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, absence: Absence, data: Any = None) -> None:
        yesterday = clock.today() - timedelta(days=1)
        super().__init__(data, initial={"last_on": max(yesterday, absence.valid_from)})
