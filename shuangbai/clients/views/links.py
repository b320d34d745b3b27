"""Where a search leads."""

from django.urls import reverse
from django.utils.http import urlencode

from shuangbai.clients.forms.people import Search
from shuangbai.clients.models import Person


def target(form: Search, found: Person | None, q: str = "") -> str:
    """After a search: the file or a new visit of the person found, or the household into which
    they are to come; else the list of names."""
    if form.joining is not None:
        start = reverse("clients:household_member", args=[form.joining])
        return reverse_with(start, person=str(found.pk) if found else "", q=q)
    to_visit = form.data.get("then") == "visit"
    if found is None:
        start = reverse("visits:new" if to_visit else "clients:people")
        return reverse_with(start, q=q)
    if to_visit:
        return reverse_with(reverse("visits:new"), person=str(found.pk))
    return reverse("desk:person", args=[found.pk])


def reverse_with(url: str, **query: str) -> str:
    from_given = {key: value for key, value in query.items() if value}
    return f"{url}?{urlencode(from_given)}" if from_given else url
