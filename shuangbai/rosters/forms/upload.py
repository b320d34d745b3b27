"""Putting in a roster, and merging it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.kernel import clock, ids
from shuangbai.kernel.dayfield import DayField, DayInput
from shuangbai.rosters.actions import MOST_BYTES, NewRoster
from shuangbai.rosters.rules import ListOf, kinds

BETWEEN = ":"
"""Between the code of a kind and that of its list in one choice."""
_NOT_THERE = "请从列表里选。"


class RosterForm(forms.Form):
    """上传名册: of which town, which list, which day. `id` is made with the empty form, so that
    sending it twice leaves one roster."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    area = forms.ChoiceField(
        label="地方",
        error_messages={"required": "请选这份名册是哪个镇（街）的。", "invalid_choice": _NOT_THERE},
    )
    category = forms.ChoiceField(
        label="类别",
        error_messages={"required": "请选这是哪一类名册。", "invalid_choice": _NOT_THERE},
    )
    day = DayField(
        label="名册日期",
        help_text="名册截止到哪一天。新增的从这一天算起，名册上没有的到这一天退出。",
        error_messages={"required": "请填名册截止的日期。", "invalid": "日期不对，请从日历里选。"},
        widget=DayInput,
    )
    file = forms.FileField(
        label="文件",
        help_text="xlsx、xls、ods、csv 都可以，不超过 20 MB。原表不用改，标题和合计都可以留着。",
        error_messages={
            "required": "请选要上传的文件。",
            "empty": "这个文件是空的，请重新选。",
            "max_length": "文件名太长，请改短一些。",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.et,.csv,.txt"}),
    )

    def __init__(self, actor: Actor, data: Any = None, files: Any = None) -> None:
        towns = [(town.key, town.name) for town in areas.towns(*actor.areas)]
        start = {
            "id": ids.uuid7(),
            "day": clock.today(),
            "area": towns[0][0] if len(towns) == 1 else "",
        }
        super().__init__(data, files, initial=start)
        area: Any = self.fields["area"]
        area.choices = towns if len(towns) == 1 else [("", "请选"), *towns]
        category: Any = self.fields["category"]
        category.choices = [("", "请选"), *_lists()]

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
        kind, _, code = told["category"].partition(BETWEEN)
        of = ListOf(kind, code, told["area"], told["day"])
        return NewRoster(of, file.name or "", file.read(), id=told["id"] or ids.uuid7())


def _lists() -> list[tuple[str, Any]]:
    """Every list that can be put in; grouped by kind where a kind has several."""
    found: list[tuple[str, Any]] = []
    for kind in kinds.every():
        own = [(f"{kind.code}{BETWEEN}{code}", name) for code, name in kind.lists()]
        found.append((kind.name, own) if own else (f"{kind.code}{BETWEEN}", kind.name))
    # One kind alone needs no heading.
    return found[0][1] if len(found) == 1 and isinstance(found[0][1], list) else found


class MergeForm(forms.Form):
    """Further questions: when many would leave the list (`leave`: how many, with their unit), and
    when the same file was merged as another list."""

    confirm_same = forms.BooleanField(
        required=False, label="我核对过了，类别、地方和日期都没有选错"
    )
    confirm_retire = forms.BooleanField(required=False)

    def __init__(self, leave: str, same: bool = False) -> None:
        super().__init__()
        self.fields["confirm_retire"].label = f"我核对过了，这 {leave}确实都要退出名单"
        self.many, self.same = bool(leave), same
        for name, asked in (("confirm_retire", leave), ("confirm_same", same)):
            if not asked:
                del self.fields[name]
