"""How pages of this app are put together."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from shuangbai.access import audit
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.staff.models import Worker

asked = require_http_methods(["GET", "HEAD", "POST"])


def page(request: ActorRequest, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    """The page with its form; 422 when the form lacks something."""
    status = 422 if form.errors else 200
    return render(request, f"staff/{template}.html", {"form": form, **more}, status=status)


def offers(actor: Actor) -> dict[str, bool]:
    """What may be done from a page."""
    verbs = {"manage": "station.manage", "staff": "staff.manage", "see": "staff.see"}
    verbs |= {"unmask": "staff.unmask", "require": "equipment.require"}
    return {f"may_{name}": actor.may(verb) for name, verb in verbs.items()}


def seen(actor: Actor, worker: Worker) -> None:
    """A look at one worker is on the record."""
    subject = ("staff.worker", str(worker.pk))
    audit.seen(actor, "staff.see", area=worker.area, subject=subject)
