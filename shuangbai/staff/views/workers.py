"""Pages of workers: registering, one worker with what happened, other work, leaving."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.telling import telling
from shuangbai.staff import actions
from shuangbai.staff.forms.fields import ReasonForm
from shuangbai.staff.forms.workers import LeavingForm, PostForm, WorkerDetailsForm, WorkerForm
from shuangbai.staff.selectors import stations, workers
from shuangbai.staff.views.shown import asked, offers, page, seen

SECRETS = {"identity": "身份证号码", "phone": "电话"}


@asked
def worker_new(request: ActorRequest, station_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    found = stations.find(request.actor, station_id)
    form = WorkerForm(found, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.add_worker(request.actor, form.command())
            messages.success(request, f"{made.name}登记好了。")
            return redirect("staff:worker", made.pk)
    back = reverse("staff:station", args=[station_id])
    said = {"title": "登记社工", "sub": found.name, "submit": "登记这名社工"}
    return page(request, "form", form, back=back, **said)


@require_safe
def worker(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.see")
    sheet = workers.worker(request.actor, worker_id)
    seen(request.actor, sheet.worker)
    return render(request, "staff/worker.html", {"sheet": sheet, **offers(request.actor)})


@asked
def worker_details(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    sheet = workers.worker(request.actor, worker_id)
    form = WorkerDetailsForm(sheet, request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.edit_worker(request.actor, form.command())
            messages.success(request, "改好了。")
            return redirect("staff:worker", worker_id)
    seen(request.actor, sheet.worker)
    back = reverse("staff:worker", args=[worker_id])
    said = {"title": "改基本情况", "sub": sheet.worker.name, "submit": "保存"}
    return page(request, "form", form, back=back, **said)


@asked
def worker_post(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """Other work, another station, or back after having left."""
    gate.allow(request.actor, "staff.manage")
    sheet = workers.worker(request.actor, worker_id)
    form = PostForm(sheet, stations.open_stations(request.actor), request.POST or None)
    if form.is_valid():
        with telling(form):
            changed = actions.change_posts(request.actor, [form.command()])
            messages.success(request, "改好了。" if changed else "和原来一样，没有改动。")
            return redirect("staff:worker", worker_id)
    seen(request.actor, sheet.worker)
    return page(request, "worker_post", form, sheet=sheet)


@asked
def worker_leaving(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """First which villages nobody serves then, then done."""
    gate.allow(request.actor, "staff.manage")
    sheet = workers.worker(request.actor, worker_id)
    form = LeavingForm(sheet.worker, request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.leave(request.actor, form.command())
            messages.success(request, f"{sheet.worker.name}离岗了。")
            return redirect("staff:worker", worker_id)
    seen(request.actor, sheet.worker)
    return page(request, "ending", form, **_leaving(sheet))


def _leaving(sheet: workers.WorkerSheet) -> dict[str, object]:
    return {
        "title": "办理离岗",
        "sub": sheet.worker.name,
        "who": sheet.worker.name,
        "gaps": [name for _, name in sheet.villages],
        "station": sheet.lasting.station if sheet.lasting else None,
        "submit": "办理离岗",
        "after": "以前的工作记录都在。有账号的，请让安全管理员收回授权。",
        "back": reverse("staff:worker", args=[sheet.worker.pk]),
    }


@asked
def worker_unmask(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """Ask why; the answer shows the whole number once."""
    gate.allow(request.actor, "staff.unmask")
    found = workers.worker(request.actor, worker_id).worker
    secret = "identity" if request.GET.get("what") == "identity" else "phone"
    form, text = ReasonForm(request.POST or None), None
    if form.is_valid():
        with telling(form):
            reason = form.cleaned_data["reason"]
            text = actions.unmask(request.actor, worker_id, secret, reason)
    seen(request.actor, found)
    return page(request, "unmask", form, worker=found, label=SECRETS[secret], text=text)
