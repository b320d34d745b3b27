"""走访频次: how often whom, as the area says it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.telling import telling
from shuangbai.kernel.templatetags.sb import day
from shuangbai.visits.actions import plan as actions
from shuangbai.visits.forms.plan import FrequencyEndForm, FrequencyForm
from shuangbai.visits.plan_rules.frequency import Subject, name_of
from shuangbai.visits.selectors import frequencies as selectors
from shuangbai.visits.selectors.reasons import names

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def frequencies(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    context = {"page": selectors.page(actor), "may_manage": actor.may("plan.manage")}
    return render(request, "visits/frequencies.html", context)


@asked
def new(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "plan.manage")
    form = FrequencyForm(actor, request.POST or None, request.GET.get("of", ""))
    if form.is_valid():
        with telling(form):
            changed = actions.set_frequency(actor, form.command())
            since = day(form.cleaned_data["day"])
            said = f"定好了，从{since}起。" if changed else "现在就是这样，没有改。"
            messages.success(request, said)
            return redirect("visits:frequencies")
    return _page(request, form, title="定走访频次", submit="就这样定")


@asked
def end(request: ActorRequest, frequency_id: UUID) -> HttpResponse:
    actor = request.actor
    spell = selectors.find(actor, frequency_id)
    form = FrequencyEndForm(spell, request.POST or None)
    subject = Subject(spell.kind, spell.code)
    if form.is_valid():
        with telling(form):
            actions.end_frequency(actor, spell.area, subject, form.cleaned_data["day"])
            messages.success(request, "从那天起用上一级定的。")
            return redirect("visits:frequencies")
    title = f"不再用自己定的：{name_of(subject, names())}"
    return _page(request, form, title=title, submit="不再用", kind="danger")


def _page(request: ActorRequest, form: object, **more: str) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    context = {"form": form, "back": reverse("visits:frequencies"), **more}
    return render(request, "visits/form.html", context, status=status)
