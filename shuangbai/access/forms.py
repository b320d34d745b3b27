"""The filter of the audit trail."""

from django import forms

from shuangbai.access.policy import LABELS


class AuditFilter(forms.Form):
    who = forms.CharField(label="谁", required=False, max_length=60)
    verb = forms.ChoiceField(
        label="办什么", required=False, choices=[("", "全部"), *LABELS.items()]
    )
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_before(self) -> str:
        return str(self.cleaned_data["before"] or "")

    def said(self) -> str:
        """The chosen conditions as a sentence."""
        who = self.cleaned_data.get("who") or "所有人"
        return f"{who} · {LABELS.get(self.cleaned_data.get('verb', ''), '全部事项')}，最近的在前"
