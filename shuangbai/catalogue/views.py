"""Pages of the catalogue."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import gate
from shuangbai.access.refusal import Refused
from shuangbai.access.request import ActorRequest
from shuangbai.catalogue import actions, selectors
from shuangbai.catalogue.forms import EndForm, EntryForm, NameForm
from shuangbai.catalogue.models import Entry
from shuangbai.kernel.telling import telling

asked = require_http_methods(["GET", "HEAD", "POST"])
MANAGE = "catalogue.manage"


@require_safe
def entries(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, "catalogue.see")
    page = selectors.page(request.actor)
    context = {"page": page, "may_add": request.actor.may(MANAGE)}
    return render(request, "catalogue/entries.html", context)


@asked
def new(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, MANAGE)
    form = EntryForm(request.actor, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.add(request.actor, form.command())
            messages.success(request, f"加好了：{made.name}。下面的站从这天起选得到。")
            return redirect("catalogue:entries")
    context = {"form": form, "owners": "、".join(form.owners.values())}
    return render(request, "catalogue/new.html", context, status=422 if form.errors else 200)


@asked
def name(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    entry = _own(request, entry_id)
    form = NameForm(entry, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.rename(request.actor, entry_id, **form.cleaned_data)
            messages.success(request, f"“{entry.name}”改叫“{made.name}”。以前的记录不变。")
            return redirect("catalogue:entries")
    context = {"form": form, "entry": entry}
    return render(request, "catalogue/name.html", context, status=422 if form.errors else 200)


@asked
def end(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    entry = _own(request, entry_id)
    form = EndForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.end(request.actor, entry_id, **form.cleaned_data)
            messages.success(request, f"“{entry.name}”不再用了。以前的记录不变。")
            return redirect("catalogue:entries")
    context = {"form": form, "entry": entry}
    return render(request, "catalogue/end.html", context, status=422 if form.errors else 200)


def _own(request: ActorRequest, entry_id: UUID) -> Entry:
    gate.allow(request.actor, MANAGE)
    entry = selectors.find(request.actor, entry_id)
    if not selectors.may_change(request.actor, entry):
        subject = ("catalogue.entry", str(entry.pk))
        raise Refused(MANAGE, "这一项不归本单位", area=entry.area, subject=subject)
    return entry
