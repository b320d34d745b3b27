"""Handing in a photo of a visit."""

from typing import Any
from uuid import UUID

from django import forms

from shuangbai.clients.forms.fields import choices
from shuangbai.clients.forms.photos import PhotoForm
from shuangbai.visits.actions.photos import NewPhoto
from shuangbai.visits.selectors.visits import Told


class VisitPhotoForm(PhotoForm):
    people = forms.MultipleChoiceField(
        label="照片里认得出谁",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="认得出的人要先同意保存照片（未成年人由监护人同意）。认不出人的就不勾。",
        error_messages={"invalid_choice": "请从这次服务到的人里选。"},
    )
    words = forms.CharField(label="说明", required=False, max_length=100)

    def __init__(self, told: Told, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.told = told
        people = [(str(one.person_id), one.person_name.reveal()) for one in told.served]
        choices(self, "people").choices = people

    def command(self) -> NewPhoto:
        told = self.cleaned_data
        people = tuple(UUID(pk) for pk in told["people"])
        return NewPhoto(self.told.visit.pk, told["photo"].read(), people, told["words"])
