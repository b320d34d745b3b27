"""Pages of certificates."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.telling import telling
from shuangbai.staff import actions
from shuangbai.staff.forms.fields import WhyForm
from shuangbai.staff.forms.workers import QualificationForm
from shuangbai.staff.selectors import workers
from shuangbai.staff.views.shown import asked, page, seen


@asked
def qualification_new(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    found = workers.worker(request.actor, worker_id).worker
    form = QualificationForm(found, request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.add_qualification(request.actor, form.command())
            messages.success(request, "证书登记好了。")
            return redirect("staff:worker", worker_id)
    seen(request.actor, found)
    back = reverse("staff:worker", args=[worker_id])
    said = {"title": "登记证书", "sub": found.name, "submit": "登记这本证书"}
    return page(request, "form", form, back=back, **said)


@asked
def qualification_withdrawal(request: ActorRequest, qualification_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    held = workers.qualification(request.actor, qualification_id)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            reason = form.cleaned_data["reason"]
            actions.withdraw_qualification(request.actor, qualification_id, reason)
            messages.success(request, "这本证书作废了。")
            return redirect("staff:worker", held.worker_id)
    seen(request.actor, held.worker)
    back = reverse("staff:worker", args=[held.worker_id])
    said = {"title": "作废登记错的证书", "sub": f"{held.worker.name}，{held.get_level_display()}"}
    return page(request, "form", form, back=back, submit="作废这本证书", kind="danger", **said)
