"""How a Problem that an action raised is said in the form that was sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError

from shuangbai.kernel.problems import Problem


@contextmanager
def telling(form: forms.BaseForm) -> Iterator[None]:
    """Problems raised inside are said beside the field whose label is the problem's column."""
    try:
        yield
    except Problem as found:
        names = {field.label: name for name, field in form.fields.items()}
        told = ValidationError(str(found.at()), code=found.code)
        form.add_error(names.get(found.column), told)
