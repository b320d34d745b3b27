"""Parts that forms of several pages share."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from shuangbai.kernel import clock


class DayInput(forms.DateInput):
    """The phone's own calendar, which does not go past today."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), "max": f"{clock.today()}"})


def choices(form: forms.Form, name: str) -> Any:
    """The field, as one whose choices can be set; the stubs know only plain fields."""
    return form.fields[name]


def following(given: QueryDict, last: UUID | None) -> dict[str, Any]:
    """For a list read page by page: the ways to its start and, behind row `last`, onwards."""
    start = given.copy()
    start.pop("after", None)
    onwards = start.copy()
    onwards["after"] = str(last)
    return {
        "further": "after" in given,
        "first_url": f"?{start.urlencode()}",
        "next_url": f"?{onwards.urlencode()}" if last else "",
    }
