"""Pages on which people go from one household to another: somebody comes or leaves, a split, a
merger. Each shows before it is saved who will be where and what follows for their categories."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.actions import households as actions
from shuangbai.clients.forms.household_moves import JoinForm, MergerForm, SplitForm, WhoForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import Household, Person
from shuangbai.clients.selectors import household_moves as moves
from shuangbai.clients.selectors import households as selectors
from shuangbai.clients.selectors import households_page as pages
from shuangbai.clients.views.households import PAGE, asking, of_household


@of_household("household.edit")
def household_member(request: ActorRequest, found: Household) -> HttpResponse:
    """Somebody comes: first who, then how."""
    person_id, q = given_id(request.GET, "person"), request.GET.get("q", "").strip()
    if person_id is None:
        context = {"home": found, "q": q, "offered": moves.offered(request.actor, found, q)}
        context["town"] = moves.town_name(found)
        return render(request, "clients/household_member.html", context)
    [person] = gate.find_many(Person, request.actor, [person_id])
    left = moves.home_of(request.actor, person)
    why_not = moves.cannot_come(found, person, left)
    if left is None or why_not:
        context = {"home": found, "person": person, "why_not": why_not}
        return render(request, "clients/household_member.html", context)
    return _joining(request, found, person, left)


def _joining(
    request: ActorRequest, found: Household, person: Person, left: Household
) -> HttpResponse:
    leaving = moves.leaving(request.actor, left, [person.pk], [found])
    form = JoinForm(leaving, found, person, request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.join(request.actor, form.command())
            messages.success(request, f"{person.name}从那天起是{found.head_name}一户的人。")
            return redirect(PAGE, found.pk)
    holds = moves.held_through(request.actor, found)
    about: dict[str, Any] = {"title": f"{person.name}到这一户来", "leaving": leaving}
    about |= {"holds": holds, "submit": "就这样，加到这一户"}
    return asking(request, found, form, template="clients/household_join.html", **about)


@of_household("household.edit")
def household_leaving(request: ActorRequest, found: Household) -> HttpResponse:
    """Somebody leaves: to a household of their own, or to one that is looked for here."""
    member = pages.member(request.actor, found, given_id(request.GET, "person"))
    q = request.GET.get("q", "").strip()
    context = {"home": found, "member": member, "q": q, "alone": moves.alone(request.actor, found)}
    context["homes"] = selectors.named(request.actor, found, q)
    return render(request, "clients/household_leaving.html", context)


@of_household("household.edit")
def household_split(request: ActorRequest, found: Household) -> HttpResponse:
    """First who goes, which stands in the address; then the rest."""
    members = pages.members(request.actor, found)
    who = WhoForm(moves.to_choose(members), request.GET if "go" in request.GET else None)
    if not who.is_valid():
        return asking(request, found, who, members=members, template="clients/household_who.html")
    leaving = moves.leaving(request.actor, found, who.cleaned_data["go"])
    form = SplitForm(leaving, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.split(request.actor, form.command())
            messages.success(request, f"分好了，{made.head_name}一户从那天起另立。")
            return redirect(PAGE, made.pk)
    template = "clients/household_split.html"
    return asking(request, found, form, leaving=leaving, template=template)


@of_household("household.edit")
def household_merger(request: ActorRequest, found: Household) -> HttpResponse:
    """First into which household, then how."""
    into_id, q = given_id(request.GET, "into"), request.GET.get("q", "").strip()
    if into_id is None:
        context = {"home": found, "q": q, "homes": selectors.named(request.actor, found, q)}
        return render(request, "clients/household_into.html", context)
    into = selectors.find(request.actor, into_id)
    both = moves.both(request.actor, found, into)
    form = MergerForm(*both, request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.merge(request.actor, form.command())
            messages.success(request, f"并好了，从那天起都是{into.head_name}一户的人。")
            return redirect(PAGE, into.pk)
    return _merging(request, found, form)


def _merging(request: ActorRequest, found: Household, form: MergerForm) -> HttpResponse:
    turned = f"{reverse('clients:household_merger', args=[form.into.home.pk])}?into={found.pk}"
    about = {"leaving": form.leaving, "into": form.into, "turned": turned}
    return asking(request, found, form, template="clients/household_merger.html", **about)
