"""Forms about equipment: the list of what stations must have, and what was counted at one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from shuangbai.kernel import clock
from shuangbai.kernel.dayfield import AnyDayInput, DayField
from shuangbai.kernel.problems import Problem
from shuangbai.staff import equipment_rules as rules
from shuangbai.staff.actions import Count, RequiredList, Stocktaking
from shuangbai.staff.equipment_rules import Wanted
from shuangbai.staff.forms.fields import WRONG_DAY, a_day, a_line
from shuangbai.staff.models import Equipment, Requirement
from shuangbai.staff.selectors.equipment import Ledger, Thing, as_wanted

CONDITIONS = Equipment.Condition
FREE = 3
"""Empty lines for what stands on no list."""
EXAMPLE = (
    "一行一样：名称，类别，数量和单位，备注。类别写场地、办公设备、服务设施或软件。"
    "例如“电脑，办公设备，2台”。可以从表格里整块粘贴。"
)


class RequirementsForm(forms.Form):
    """定配备清单: the whole list, one line for each thing, typed or pasted from a table."""

    lines = forms.CharField(
        label="清单",
        required=False,
        max_length=20000,
        help_text=EXAMPLE,
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off"}),
    )
    document = a_line("依据", size=100, help_text="哪份文件要求的，例如“云民函〔2023〕8号”。")
    day = DayField(
        label="从哪天起",
        widget=AnyDayInput,
        help_text="从这天起按这份清单看配备齐不齐，以前的日子还按原来的。",
        error_messages={"invalid": WRONG_DAY, "required": "请填从哪天起用这份清单。"},
    )
    none = forms.BooleanField(label="从这天起不再有自己的清单", required=False)

    def __init__(self, area: str, held: list[Requirement], data: Any = None) -> None:
        self.area = area
        documents = [one.document for one in held if one.document]
        start = {
            "lines": rules.write(as_wanted(held)),
            "document": documents[0] if documents else "",
            "day": clock.today(),
        }
        super().__init__(data, initial=start)
        if not held:
            del self.fields["none"]

    def clean_lines(self) -> list[Wanted]:
        try:
            return rules.read(self.cleaned_data["lines"])
        except Problem as found:
            raise forms.ValidationError(str(found)) from None

    def clean(self) -> None:
        if "lines" in self.cleaned_data and not self.cleaned_data["lines"] and not self._none():
            self.add_error("lines", "清单是空的，请一行写一样。")

    def command(self) -> RequiredList:
        told = self.cleaned_data
        lines = () if self._none() else tuple(told["lines"])
        return RequiredList(self.area, told["day"], lines, told["document"])

    def _none(self) -> bool:
        return bool(self.cleaned_data.get("none"))


@dataclass(frozen=True)
class Line:
    """The boxes of one thing, as the page lays them out."""

    thing: Thing
    used: Any
    more: list[Any]
    """What is seldom filled: broken, scrapped, a note."""

    @property
    def open(self) -> bool:
        return any(box.value() or box.errors for box in self.more)


class EquipmentForm(forms.Form):
    """记配备: every thing of the list and of the ledger with its boxes, and a few lines for what
    stands on no list. Boxes are named by the thing, so a list that changes meanwhile mixes nothing
    up."""

    day = a_day(
        "从哪天起",
        "请填从哪天起是这样。",
        help_text="改了的数从这天起算，代替这天和以后记过的；填错了的，用当时那一天再填一次。",
    )
    all = forms.BooleanField(
        label="没有改的数，也从这天起就是这样",
        required=False,
        help_text="日期以前填晚了的，填对日期，再勾这里。",
    )

    def __init__(self, ledger: Ledger, data: Any = None) -> None:
        self.ledger = ledger
        super().__init__(data, initial={"day": clock.today()})
        if not ledger.counted:
            del self.fields["all"]
        for thing in ledger.things:
            for key, condition in zip(_keys(thing), CONDITIONS, strict=True):
                self.fields[key] = _a_count(condition.label, thing.counts.get(condition))
            note = f"note-{thing.name}"
            self.fields[note] = a_line("备注", size=rules.NOTE, initial=thing.note)
            for key in (*_keys(thing), note):
                said = f"{thing.name}：{self.fields[key].label}"
                self.fields[key].widget.attrs["aria-label"] = said
        for place in range(FREE):
            self.fields[f"name-{place}"] = a_line("名称", size=rules.NAME)
            self.fields[f"count-{place}"] = _a_count("在用", None)
            self.fields[f"unit-{place}"] = a_line("单位", size=rules.UNIT)

    def lines(self) -> list[Line]:
        return [self._line(thing) for thing in self.ledger.things]

    def free(self) -> list[list[Any]]:
        parts = ("name", "count", "unit")
        return [[self[f"{part}-{place}"] for part in parts] for place in range(FREE)]

    def clean(self) -> None:
        known = {thing.name for thing in self.ledger.things}
        for place in range(FREE):
            name, count = (self.cleaned_data.get(f"{part}-{place}") for part in ("name", "count"))
            if name in known:
                self.add_error(f"name-{place}", f"“{name}”上面已经有了，请填在那一行。")
            elif bool(name) != bool(count):
                self.add_error(f"name-{place}", "名称和数量要一起填。")
        for thing in self.ledger.things:
            note = self.cleaned_data.get(f"note-{thing.name}")
            if note and not any(self.cleaned_data.get(key) for key in _keys(thing)):
                self.add_error(f"note-{thing.name}", "写了备注，还没有填数量。")

    def command(self) -> Stocktaking:
        """Only what was changed: what somebody else counted meanwhile stays."""
        changed = [one for thing in self.ledger.things for one in self._changed(thing)]
        return Stocktaking(
            self.ledger.station.pk, self.cleaned_data["day"], (*changed, *self._beyond())
        )

    def _line(self, thing: Thing) -> Line:
        used, *others = (self[key] for key in _keys(thing))
        return Line(thing, used, [*others, self[f"note-{thing.name}"]])

    def _changed(self, thing: Thing) -> Iterator[Count]:
        note = self.cleaned_data[f"note-{thing.name}"]
        for key, condition in zip(_keys(thing), CONDITIONS, strict=True):
            count = self.cleaned_data[key] or 0
            before = thing.counts.get(condition, 0)
            again = note != thing.note or self.cleaned_data.get("all")
            if count != before or (count and again):
                yield Count(thing.name, count, thing.unit, condition.value, note)

    def _beyond(self) -> Iterator[Count]:
        for place in range(FREE):
            told = [self.cleaned_data[f"{part}-{place}"] for part in ("name", "count", "unit")]
            if told[0]:
                yield Count(*told)


def _keys(thing: Thing) -> list[str]:
    return [f"{condition.value}-{thing.name}" for condition in CONDITIONS]


def _a_count(label: str, initial: int | None) -> forms.IntegerField:
    wrong = f"请填 0 到 {rules.MOST} 的整数。"
    return forms.IntegerField(
        label=label,
        required=False,
        initial=initial,
        min_value=0,
        max_value=rules.MOST,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
