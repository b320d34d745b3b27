"""Pages of standing approvals to open files of children."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import approvals as actions
from shuangbai.clients.forms.consents import ApprovalForm, AreaForm, EndForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.selectors import approvals as selectors

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def approvals(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    told = selectors.listed(actor)
    audit.seen(actor, "approval.see", area=actor.home)
    context = {"told": told, "may_give": actor.may("approval.give")}
    return render(request, "clients/approvals.html", context)


@asked
def approval_new(request: ActorRequest) -> HttpResponse:
    """The station first, when there are several; then who and which children."""
    actor = request.actor
    gate.allow(actor, "approval.give")
    place = AreaForm(actor, request.GET)
    form = ApprovalForm(actor, place.chosen, request.POST or None)
    audit.seen(actor, "person.list", area=place.chosen, children=True)
    if form.is_valid():
        with telling(form):
            given = actions.give(actor, form.command())
            messages.success(request, f"已给{given.user_name}授权。")
            return redirect("clients:approvals")
    context = {"form": form, "place": place, "name": areas.names_together([place.chosen])}
    return render(request, "clients/approval_new.html", context, status=422 if form.errors else 200)


@asked
def approval_end(request: ActorRequest, approval_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "approval.give")
    approval = selectors.find(request.actor, approval_id)
    form = EndForm(request.POST or None)
    if form.is_valid():
        actions.end(request.actor, approval_id, form.cleaned_data["reason"])
        messages.success(request, f"{approval.user_name}的授权结束了。")
        return redirect("clients:approvals")
    return render(request, "clients/approval_end.html", {"form": form, "approval": approval})
