"""Forms about workers: registering, who they are, what they do, leaving, certificates."""

from typing import Any
from uuid import UUID

from django import forms

from shuangbai.kernel import clock, days, ids
from shuangbai.kernel.dayfield import DayField, DayInput
from shuangbai.staff.actions import (
    Leaving,
    NewQualification,
    NewWorker,
    PostChange,
    WorkerDetails,
)
from shuangbai.staff.forms.fields import WRONG_DAY, a_day, a_line, checked_number, choices
from shuangbai.staff.models import Qualification, Station, Worker, WorkerSpell
from shuangbai.staff.selectors.workers import WorkerSheet

UNKNOWN = ("", "没有填")


def _born() -> DayField:
    return DayField(
        first=days.EARLIEST_BIRTH,
        ahead=0,
        label="出生日期",
        required=False,
        error_messages={"invalid": WRONG_DAY},
        widget=DayInput,
    )


def _pick(label: str, offered: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[UNKNOWN, *offered])


class _WhoForm(forms.Form):
    """Who a worker is; the same fields when somebody is registered and when it is put right."""

    name = a_line("姓名", "请填姓名。")
    number = a_line("身份证号码", size=40, help_text="填了号码，就不用再填性别和出生日期。")
    sex = forms.ChoiceField(
        label="性别", required=False, choices=Worker.Sex.choices, widget=forms.RadioSelect
    )
    birth_date = _born()
    phone = a_line("电话", size=30)
    education = _pick("学历", Worker.Education.choices)
    origin = _pick("来源", Worker.Origin.choices)

    def clean_number(self) -> str:
        return checked_number(self.cleaned_data["number"])


class WorkerForm(_WhoForm):
    """登记社工. `id` is made with the empty form, so that sending it twice makes one worker."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    hired_on = a_day(
        "入职日期", "请填入职日期。", help_text="签合同的日期；整合来的填原来的入职日期。"
    )
    since = a_day("到岗日期", "请填到这个站上班的日期。")
    post = forms.ChoiceField(
        label="岗位",
        choices=Worker.Post.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选服务岗或事务岗。"},
    )
    duties = a_line("职责", size=200, help_text="例如“低保受理、城村和南村的走访”。")
    pay_grade = a_line("薪级", size=20)
    employer = a_line("用人单位", help_text="空着就是本镇人民政府（街道办事处）。")

    field_order = (
        *("id", "name", "number", "sex", "birth_date", "phone", "education", "origin"),
        *("hired_on", "since", "post", "duties", "pay_grade", "employer"),
    )

    def __init__(self, station: Station, data: Any = None) -> None:
        self.station = station
        super().__init__(data, initial={"id": ids.uuid7(), "since": clock.today()})

    def command(self) -> NewWorker:
        told = {**self.cleaned_data, "number": self.cleaned_data["number"] or None}
        return NewWorker(station_id=self.station.pk, **told)


class WorkerDetailsForm(_WhoForm):
    """What is secret is not shown again: left empty it stays as it is."""

    hired_on = a_day("入职日期", "")

    def __init__(self, sheet: WorkerSheet, data: Any = None) -> None:
        worker, self.worker = sheet.worker, sheet.worker
        plain = ("name", "sex", "birth_date", "education", "hired_on")
        start = {key: getattr(worker, key) for key in plain}
        start["origin"] = sheet.last.origin if sheet.last else ""
        super().__init__(data, initial=start)
        for name, held in (("number", worker.identity), ("phone", worker.phone)):
            if held:
                self.fields[name].help_text = f"现在是 {held}，不改就空着。"

    def command(self) -> WorkerDetails:
        told = dict(self.cleaned_data)
        told["number"] = told["number"] or None
        told["phone"] = told["phone"] or None
        return WorkerDetails(worker_id=self.worker.pk, **told)


class PostForm(forms.Form):
    """换岗、调站、重新上岗: where and as what they work from a day on."""

    station = forms.ChoiceField(
        label="在哪个社工站",
        error_messages={"required": "请选社工站。", "invalid_choice": "请从列表里选。"},
    )
    post = forms.ChoiceField(
        label="岗位",
        choices=Worker.Post.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选服务岗或事务岗。"},
    )
    duties = a_line("职责", size=200)
    pay_grade = a_line("薪级", size=20)
    employer = a_line(
        "用人单位", help_text="调到别的镇（街）时空着，就是那里的人民政府（街道办事处）。"
    )
    day = a_day("从哪天起", "请填从哪天起。")

    def __init__(self, sheet: WorkerSheet, stations: list[Station], data: Any = None) -> None:
        self.sheet = sheet
        now = sheet.lasting or sheet.last
        start: dict[str, Any] = {"day": clock.today()}
        if now is not None:
            plain = ("post", "duties", "pay_grade", "employer")
            start |= {key: getattr(now, key) for key in plain}
            start["station"] = str(now.station_id)
        super().__init__(data, initial=start)
        choices(self, "station").choices = [(str(one.pk), one.name) for one in stations]

    def command(self) -> PostChange:
        """The employer goes along only when it was typed anew."""
        told = dict(self.cleaned_data)
        now, station = self.sheet.lasting or self.sheet.last, told.pop("station")
        moves = now is not None and str(now.station_id) != station
        if moves and now is not None and told["employer"] == now.employer:
            told["employer"] = ""
        return PostChange(worker_id=self.sheet.worker.pk, station_id=UUID(station), **told)


class LeavingForm(forms.Form):
    day = a_day("从哪天起", "请填离岗后的第一天。", help_text="离岗后的第一天。")
    why = forms.ChoiceField(
        label="为什么离岗",
        choices=WorkerSpell.Left.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项；都不是的选“其他”，写上原因。"},
    )
    note = a_line("说明", size=100, help_text="选了“其他”的，写一句原因。")

    def __init__(self, worker: Worker, data: Any = None) -> None:
        self.worker = worker
        super().__init__(data, initial={"day": clock.today()})

    def command(self) -> Leaving:
        return Leaving(worker_id=self.worker.pk, **self.cleaned_data)


class QualificationForm(forms.Form):
    level = forms.ChoiceField(
        label="证书",
        choices=Qualification.Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选证书。"},
    )
    number = a_line("管理号", size=40, help_text="证书上的管理号或证书号。")
    issued_on = a_day("发证日期", "请填发证日期。")

    def __init__(self, worker: Worker, data: Any = None) -> None:
        self.worker = worker
        super().__init__(data)

    def command(self) -> NewQualification:
        return NewQualification(worker_id=self.worker.pk, **self.cleaned_data)
