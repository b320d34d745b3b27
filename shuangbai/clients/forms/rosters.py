"""Putting in a roster, and merging it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions.rosters import MOST_BYTES, NewRoster
from shuangbai.clients.forms.fields import DayInput, choices
from shuangbai.clients.selectors import people as selectors
from shuangbai.kernel import clock, ids
from shuangbai.kernel.dayfield import DayField


class RosterForm(forms.Form):
    """上传名册: of which town, which kind, which day. `id` is made with the empty form, so that
    sending it twice leaves one roster."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    area = forms.ChoiceField(
        label="地方", error_messages={"required": "请选这份名册是哪个镇（街）的。"}
    )
    category = forms.ChoiceField(label="类别", error_messages={"required": "请选这是哪一类名册。"})
    day = DayField(
        label="名册日期",
        help_text="名册截止到哪一天。新增的人从这一天算起，名册上没有的人到这一天退出。",
        error_messages={"required": "请填名册截止的日期。", "invalid": "日期不对，请从日历里选。"},
        widget=DayInput,
    )
    file = forms.FileField(
        label="文件",
        help_text="xlsx、xls、ods、csv 都可以，不超过 20 MB。要有“姓名”和“身份证号码”两栏。",
        error_messages={
            "required": "请选要上传的文件。",
            "empty": "这个文件是空的，请重新选。",
            "max_length": "文件名太长，请改短一些。",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, actor: Actor, data: Any = None, files: Any = None) -> None:
        towns = [(town.key, town.name) for town in areas.towns(*actor.areas)]
        kinds = [(kind.code, kind.name) for kind in selectors.categories()]
        start = {
            "id": ids.uuid7(),
            "day": clock.today(),
            "area": towns[0][0] if len(towns) == 1 else "",
        }
        super().__init__(data, files, initial=start)
        choices(self, "area").choices = towns if len(towns) == 1 else [("", "请选"), *towns]
        choices(self, "category").choices = [("", "请选"), *kinds]

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                "文件超过 20 MB，收不下。请只留下名册这一张表，删掉图片，另存后再交。"
            )
        return file

    def command(self) -> NewRoster:
        told = self.cleaned_data
        file = told["file"]
        return NewRoster(
            told["area"],
            told["category"],
            told["day"],
            file.name or "",
            file.read(),
            id=told["id"] or ids.uuid7(),
        )


class MergeForm(forms.Form):
    """The second question, when many would leave the list."""

    confirm_retire = forms.BooleanField(required=False)

    def __init__(self, leave: int, data: Any = None) -> None:
        super().__init__(data)
        self.fields["confirm_retire"].label = f"我核对过了，这 {leave} 人确实都要退出名单"
