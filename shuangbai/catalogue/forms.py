"""What is typed about the catalogue."""

from typing import Any

from django import forms

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.catalogue import rules, selectors
from shuangbai.catalogue.actions import NewEntry
from shuangbai.catalogue.models import Entry
from shuangbai.kernel import clock
from shuangbai.kernel.dayfield import AnyDayInput, DayField

WRONG_DAY = "日期不对，请从日历里选。"
NAME = "请写名称，例如“上门理发”。"


class EntryForm(forms.Form):
    kind = forms.ChoiceField(
        label="哪一类",
        widget=forms.RadioSelect,
        choices=[(kind, Entry.Kind(kind).label) for kind in rules.OPEN],
        error_messages={"required": "请选是哪一类。"},
    )
    under = forms.ChoiceField(
        label="归到哪一项专业服务", required=False, help_text="服务项目才要选；主题和工作线不用。"
    )
    name = forms.CharField(label="名称", max_length=40, error_messages={"required": NAME})
    said = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="一句话说清楚指什么，免得各站理解不同。",
    )
    area = forms.ChoiceField(label="归哪个单位", help_text="归谁，谁和下面的站都能用。")
    since = DayField(label="从哪天起", widget=AnyDayInput, error_messages={"invalid": WRONG_DAY})

    def __init__(self, actor: Actor, data: Any = None) -> None:
        start = {"kind": rules.ITEM, "since": clock.today(), "area": actor.home}
        super().__init__(data, initial=start)
        self.owners = areas.names(actor.areas)
        under: Any = self.fields["under"]
        services = [(one.code, one.name) for one in selectors.services()]
        under.choices = [("", "请选"), *services]
        area: Any = self.fields["area"]
        area.choices = [(key, self.owners.get(key, key)) for key in actor.areas]
        if len(actor.areas) == 1:
            area.widget = forms.HiddenInput()

    def command(self) -> NewEntry:
        told = self.cleaned_data
        return NewEntry(
            area=told["area"],
            kind=told["kind"],
            name=told["name"],
            since=told["since"],
            under=told["under"] if told["kind"] == rules.ITEM else "",
            said=told["said"],
        )


class NameForm(forms.Form):
    name = forms.CharField(label="名称", max_length=40, error_messages={"required": NAME})
    day = DayField(
        label="从哪天起",
        widget=AnyDayInput,
        help_text="这一天以前的记录还印原来的名称。",
        error_messages={"invalid": WRONG_DAY, "required": "请填从哪天起改。"},
    )

    def __init__(self, entry: Entry, data: Any = None) -> None:
        super().__init__(data, initial={"name": entry.name, "day": clock.today()})


class EndForm(forms.Form):
    day = DayField(
        label="从哪天起",
        widget=AnyDayInput,
        help_text="这一天起新的记录选不到它；以前的记录不变。",
        error_messages={"invalid": WRONG_DAY, "required": "请填从哪天起不再用。"},
    )
    why = forms.CharField(
        label="为什么不再用",
        max_length=200,
        help_text="例如“并到另一项”“这个项目结束了”。",
        error_messages={"required": "请写一句为什么。"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"day": clock.today()})
