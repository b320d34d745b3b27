"""派工: giving people who are missing to a worker, what is still to be done, taking back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.cover import actions
from shuangbai.cover.forms import ErrandForm, TakeBackForm
from shuangbai.cover.rules.errands import State
from shuangbai.cover.selectors import errands as selectors
from shuangbai.cover.selectors.errands import BACK, ENDED, OPEN, Missing
from shuangbai.kernel.telling import telling

asked = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = {OPEN: "还没办完", ENDED: "办完的", BACK: "收回的"}
SEEN = 8
"""So many names are read out before they are only counted."""


@require_safe
def errands(request: ActorRequest) -> HttpResponse:
    """What was given and to whom; what is due first comes first."""
    actor, worker = request.actor, given_id(request.GET, "worker")
    state = request.GET.get("state", OPEN)
    state = state if state in SHOWN else OPEN
    lines = selectors.listed(actor, state, worker)
    audit.seen(actor, "errand.see", area=actor.home, rows=len(lines))
    context = {
        "lines": lines,
        "state": state,
        "tabs": _tabs(state),
        "late": sum(line.told.state == State.LATE for line in lines),
        "worker_name": lines[0].errand.worker_name if worker and lines else "",
    }
    return render(request, "cover/errands.html", context | _may(actor))


def _tabs(state: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?state={key}", "current": key == state}
        for key, label in SHOWN.items()
    ]


def _may(actor: Actor) -> dict[str, bool]:
    return {"may_give": actor.may("errand.give"), "may_record": actor.may("visit.record")}


@asked
def new(request: ActorRequest) -> HttpResponse:
    """The chosen people, and the worker who is to see them."""
    gate.allow(request.actor, "errand.give")
    given = request.POST if request.method == "POST" else request.GET
    missing = _missing(request.actor, given)
    if not missing:
        messages.info(request, "没有选到人，或者选的人都不缺了。请勾上要派的人。")
        return redirect(_back(given))
    form = _form(request, missing)
    if form.is_valid():
        with telling(form):
            return _given(request, form)
    status = 422 if form.errors else 200
    return render(request, "cover/errand_new.html", _shown(given, form, missing), status=status)


def _missing(actor: Actor, given: Any) -> list[Missing]:
    """Those of the chosen who are missing today; a look at them is recorded."""
    found = selectors.missing(actor, *_chosen(given))
    seen = [str(one.person_id) for one in found]
    audit.seen(actor, "missing.see", area=actor.home, people=seen)
    return found


def _chosen(given: Any) -> tuple[tuple[UUID, ...], tuple[str, ...]]:
    """People and villages that are ticked; what is no id, or no key, was not ticked."""
    found = []
    for text in given.getlist("person"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    villages = [key for key in given.getlist("village") if key.isascii() and key.isdigit()]
    return tuple(found), tuple(villages)


def _form(request: ActorRequest, missing: list[Missing]) -> ErrandForm:
    """Workers of the town; of several towns none can be chosen, and the page says why."""
    towns = sorted({one.area[: selectors.TOWN] for one in missing})
    workers = selectors.workers(request.actor, towns[0]) if len(towns) == 1 else []
    return ErrandForm(workers, request.POST if request.method == "POST" else None)


def _shown(given: Any, form: ErrandForm, missing: list[Missing]) -> dict[str, Any]:
    people, villages = _chosen(given)
    return {
        "form": form,
        "missing": missing,
        "named": missing[:SEEN],
        "more": len(missing) - SEEN,
        "towns": len({one.area[: selectors.TOWN] for one in missing}),
        "hidden": [("person", one) for one in people] + [("village", key) for key in villages],
        "back_url": _back(given),
    }


def _back(given: Any) -> str:
    """The list from which they were chosen."""
    area = given.get("area", "")
    return reverse("cover:missing") + (f"?area={area}" if area.isdigit() else "")


def _given(request: ActorRequest, form: ErrandForm) -> HttpResponse:
    new = form.command(*_chosen(request.POST))
    made = actions.give(request.actor, new)
    if made:
        day = new.due_on
        said = f"派给{made[0].worker_name} {len(made)} 个人，{day.month}月{day.day}日前办完。"
        messages.success(request, said)
    else:
        messages.info(request, "这些人已经派给这位社工，日子也一样，没有再派。")
    return redirect("cover:errands")


@asked
def take_back(request: ActorRequest, errand_id: UUID) -> HttpResponse:
    """With a reason; who was given it sees it no more."""
    gate.allow(request.actor, "errand.give")
    line = _found(request.actor, errand_id)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.take_back(request.actor, errand_id, form.cleaned_data["reason"])
            messages.success(request, "收回了，社工那里不再显示。")
            return redirect("cover:errands")
    context = {"line": line, "form": form}
    return render(request, "cover/errand_back.html", context, status=422 if form.errors else 200)


def _found(actor: Actor, errand_id: UUID) -> selectors.Line:
    line = selectors.find(actor, errand_id)
    subject = ("cover.errand", str(errand_id))
    audit.seen(actor, "errand.see", area=line.errand.area, subject=subject)
    return line
