"""请假和顶班: who is away, and who goes to their people meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.telling import telling
from shuangbai.visits.actions import absences as actions
from shuangbai.visits.forms.plan import AbsenceEndForm, AbsenceForm
from shuangbai.visits.selectors import absences as selectors

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def absences(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "plan.see")
    context = {"absences": selectors.listed(actor), "may_absence": actor.may("plan.absence")}
    return render(request, "visits/absences.html", context)


@asked
def new(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "plan.absence")
    form = AbsenceForm(actor, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.add_absence(actor, form.command())
            said = f"{made.worker_name}不在的时候，由{made.colleague_name}顶班。"
            messages.success(request, said)
            return redirect("visits:absences")
    return _page(request, form, title="登记请假和顶班", submit="登记")


@asked
def end(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "plan.absence")
    absence = selectors.find(actor, absence_id)
    form = AbsenceEndForm(absence, request.POST or None)
    if form.is_valid():
        with telling(form):
            told = form.cleaned_data
            actions.change_absence(actor, absence_id, told["last_on"], told["reason"])
            messages.success(request, "日期改好了。")
            return redirect("visits:absences")
    return _page(request, form, title=f"改日期：{absence.worker_name}不在", submit="改日期")


def _page(request: ActorRequest, form: object, **more: str) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    context = {"form": form, "back": reverse("visits:absences"), **more}
    return render(request, "visits/form.html", context, status=status)
