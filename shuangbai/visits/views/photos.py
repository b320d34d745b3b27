"""Photos of a visit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.clients.forms.telling import telling
from shuangbai.visits.actions import photos as actions
from shuangbai.visits.forms.photos import VisitPhotoForm
from shuangbai.visits.selectors import photos as selectors
from shuangbai.visits.selectors import visits
from shuangbai.visits.views.visits import seen


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "visit.record")
    told = visits.visit(request.actor, visit_id)
    form = VisitPhotoForm(told, request.POST or None, request.FILES or None)
    if form.is_valid():
        with telling(form):
            actions.keep(request.actor, form.command())
            messages.success(request, "照片留下了。拍摄地点等信息已经去掉。")
            return redirect("visits:visit", told.visit.root)
    seen(request, told)
    context = {"form": form, "told": told}
    return render(request, "visits/photo_new.html", context, status=422 if form.errors else 200)


@require_safe
def photo(request: ActorRequest, photo_id: UUID) -> HttpResponse:
    """The picture itself; each look is on the record."""
    gate.allow(request.actor, "visit.see")
    found, jpeg = selectors.jpeg(request.actor, photo_id)
    subject = ("visits.photo", str(found.pk))
    audit.seen(request.actor, "visit.see", area=found.area, subject=subject)
    return HttpResponse(jpeg, content_type="image/jpeg")


@require_POST
def remove(request: ActorRequest, photo_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "visit.record")
    visit = actions.remove(request.actor, photo_id)
    messages.success(request, "照片删掉了。")
    return redirect("visits:visit", visit)
