"""Handing in a photo."""

from django import forms


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="照片",
        help_text="jpg、png、webp都可以，不超过 10 MB。拍摄地点等信息会去掉。",
        error_messages={"required": "请选一张照片。", "empty": "这个文件是空的，请重新选。"},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
