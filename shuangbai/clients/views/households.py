"""The page of a household, and what is told of it: head, number, address, categories, mistakes."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.actions import household_categories as categories
from shuangbai.clients.actions import household_details as details
from shuangbai.clients.actions import household_undo
from shuangbai.clients.forms.households import (
    NOT_COUNTED,
    AbsenceForm,
    DetailsForm,
    EndForm,
    GiveForm,
    UndoForm,
)
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import Household
from shuangbai.clients.selectors import households as selectors
from shuangbai.clients.selectors import households_history as histories
from shuangbai.clients.selectors import households_page as pages
from shuangbai.clients.selectors.households_page import Home, Member

type Page = Callable[..., HttpResponse]
"""Of a request and a household."""
PAGE = "clients:household"
SAME = "没有改动，这一户已经是这样。"


def of_household(verb: str) -> Callable[[Page], Page]:
    """The household of the address, whose page is open to an actor who may do `verb`."""

    def wrap(page: Page) -> Page:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def opened(request: ActorRequest, household_id: UUID) -> HttpResponse:
            gate.allow(request.actor, verb)
            found = selectors.find(request.actor, household_id)
            if not selectors.is_open(request.actor, found):
                asked = selectors.to_ask_for(request.actor, found)
                return redirect("clients:look", asked.pk)
            subject = ("clients.household", str(found.pk))
            audit.seen(request.actor, "person.see", area=found.area, subject=subject)
            return page(request, found)

        return opened

    return wrap


def asking(request: ActorRequest, home: Household, form: forms.Form, **said: Any) -> HttpResponse:
    """The form of a page about one household. `said`: title, and what the page needs besides."""
    context = {"home": home, "form": form, "submit": "保存", **said}
    template = said.get("template", "clients/household_form.html")
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@of_household("person.see")
def household(request: ActorRequest, found: Household) -> HttpResponse:
    actor = request.actor
    home = pages.home(actor, found)
    former = pages.former(actor, found)
    context = {"home": home, "former": former, "entries": histories.history(actor, found)}
    left = {one.name for one in former}
    context["head_left"] = home.head_gone and found.head_name in left
    return render(request, "clients/household.html", context | _may(actor))


def _may(actor: Actor) -> dict[str, bool]:
    verbs = {"edit": "household.edit", "record": "visit.record", "register": "person.register"}
    return {f"may_{name}": actor.may(verb) for name, verb in verbs.items()}


@of_household("household.edit")
def household_details(request: ActorRequest, found: Household) -> HttpResponse:
    home, seen = pages.home(request.actor, found), selectors.seen(request.actor, [found])
    form = DetailsForm(home, seen, request.POST or None)
    if form.is_valid():
        with telling(form):
            done = details.tell_details(request.actor, form.command())
            _say(request, done, "记好了，原来写的在“户的变动”里。")
            return redirect(PAGE, found.pk)
    template = "clients/household_details.html"
    return asking(request, found, form, title="户主、关系、住址", template=template)


def _say(request: ActorRequest, done: bool, text: str) -> None:
    if done:
        messages.success(request, text)
    else:
        messages.info(request, SAME)


@of_household("household.edit")
def household_absence(request: ActorRequest, found: Household) -> HttpResponse:
    actor, seen = request.actor, selectors.seen(request.actor, [found])
    member = pages.member(actor, found, given_id(request.GET, "person"))
    form = AbsenceForm(member, seen, request.POST or None)
    if form.is_valid():
        with telling(form):
            args = (form.told(), found.pk, member.person.pk, form.apart)
            _say(request, details.set_apart(actor, *args), _apart_said(member, form.apart))
            return redirect(PAGE, found.pk)
    title = f"{member.person.name}住在哪里"
    return asking(request, found, form, title=title, template="clients/household_absence.html")


def _apart_said(member: Member, apart: str) -> str:
    name = member.person.name
    if apart == NOT_COUNTED:
        return f"记下了。{name}这段时间不算共同生活的人，这一户随户的待遇请报复核。"
    return f"记下了，{name}{'不住在家里' if apart else '回家住了'}，仍是这一户的人。"


@of_household("household.edit")
def household_category(request: ActorRequest, found: Household) -> HttpResponse:
    """Give a category to the household, or end the one of the address (`of`)."""
    home, seen = pages.home(request.actor, found), selectors.seen(request.actor, [found])
    ending = pages.through(home, request.GET.get("of", ""))
    if ending is not None:
        return _ending(request, home, ending, EndForm(ending.people, seen, request.POST or None))
    form = GiveForm(home, seen, selectors.families(), request.POST or None)
    if form.is_valid():
        with telling(form):
            number = categories.give_category(request.actor, form.command())
            messages.success(request, f"记下了，{number} 个人从那天起随户。")
            return redirect(PAGE, found.pk)
    return asking(request, found, form, title="按户给类别", lead=GIVING)


GIVING = (
    "低保这样的类别给的是一户。只给审核确认过的人：不经过审核，住在一起也不算"
    "（民发〔2021〕57号第二十八条）。名册上有名字的，由名册管，不用在这里给。"
)
ENDING = (
    "终止以前，要听本人的意见，再书面告诉原因（社会救助法第四十八条）。"
    "记错了的，请在“户的变动”里撤回。"
)


def _ending(
    request: ActorRequest, home: Home, ending: pages.Through, form: EndForm
) -> HttpResponse:
    found = home.household
    if form.is_valid():
        with telling(form):
            args = (form.told(), found.pk, ending.code, form.chosen)
            number = categories.end_category(request.actor, *args)
            messages.success(request, f"{number} 个人的{ending.short}从那天起终止。")
            return redirect(PAGE, found.pk)
    title = f"按户终止{ending.short}"
    return asking(request, found, form, title=title, lead=ENDING, submit="终止")


@of_household("household.edit")
def household_correction(request: ActorRequest, found: Household) -> HttpResponse:
    """Take back one deed that was a mistake."""
    change = selectors.change(request.actor, found, given_id(request.GET, "change"))
    form = UndoForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            told = form.cleaned_data
            household_undo.take_back(request.actor, change.pk, told["reason"], told["id"])
            messages.success(request, "撤回了，这几天的记录恢复成原来的样子。")
            return redirect(PAGE, found.pk)
    entry = histories.entry(request.actor, found, change)
    about = {"title": "记错了，撤回", "submit": "撤回这一次", "entry": entry}
    return asking(request, found, form, template="clients/household_correction.html", **about)
