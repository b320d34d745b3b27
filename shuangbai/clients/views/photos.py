"""A person's photo: taking it in, and showing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.clients.actions import photos as actions
from shuangbai.clients.forms.photos import PhotoForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.selectors import consents, people
from shuangbai.clients.selectors import photos as selectors
from shuangbai.kernel import clock

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
def photo_new(request: ActorRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "consent.record")
    person = people.find(actor, person_id)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with telling(form):
            actions.keep(actor, person_id, form.cleaned_data["photo"].read())
            messages.success(request, f"{person.name}的照片存好了。")
            return redirect("desk:person", person_id)
    agreed = consents.in_force(actor, person, "photo", clock.today())
    context = {"form": form, "person": person, "agreed": agreed}
    return render(request, "clients/photo_new.html", context, status=422 if form.errors else 200)


@require_safe
def photo(request: ActorRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "person.see")
    person = people.find(actor, person_id)
    shown = selectors.newest(actor, person) if people.is_open(actor, person) else None
    if shown is None:
        raise Http404
    subject = ("clients.person", str(person_id))
    audit.seen(actor, "person.see", area=person.area, subject=subject, photo=True)
    return HttpResponse(selectors.jpeg(shown), content_type="image/jpeg")
