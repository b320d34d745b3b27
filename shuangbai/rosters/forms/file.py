"""Asking for the file as it came."""

from django import forms


class FileForm(forms.Form):
    reason = forms.CharField(
        label="为什么要下载原文件",
        max_length=200,
        help_text="原文件里有完整的身份证号码和电话。下载会留痕。",
        error_messages={"required": "请写一句为什么要下载，例如“核对第 12 行的村名”。"},
    )
