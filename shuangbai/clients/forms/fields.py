"""Parts that forms of several pages share."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from shuangbai.kernel.dayfield import DayInput

__all__ = ["DayInput", "choices", "following"]


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
