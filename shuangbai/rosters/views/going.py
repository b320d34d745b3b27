"""How a roster goes on: at once when it is small, else as a job that others may watch."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from shuangbai.access.request import ActorRequest
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions
from shuangbai.rosters.models import Roster


def arrived(request: ActorRequest, new: actions.NewRoster) -> HttpResponse:
    """A file was sent. What cannot be read at all is told in the form, and nothing is kept."""
    roster = actions.receive(request.actor, new)
    if roster.uploaded_by != request.actor.user_id:
        messages.info(request, f"{roster.uploaded_by_name}已经交过，就是这一份。")
    if roster.state == Roster.State.RECEIVED and not actions.is_large(roster):
        roster = actions.read(request.actor, roster.pk)
    return read_on(request, roster)


def read_on(request: ActorRequest, roster: Roster) -> HttpResponse:
    """Read a received roster, and go where there is something to do."""
    if roster.state == Roster.State.RECEIVED and not roster.trouble:
        try:
            if actions.is_large(roster):
                actions.read_later(request.actor, roster.pk, back_of(roster))
            else:
                roster = actions.read(request.actor, roster.pk)
        except Problem as told:
            roster = actions.trouble(request.actor, roster.pk, told)
    if roster.trouble:
        return redirect("rosters:match", roster.pk)
    return redirect("rosters:roster", roster.pk)


def merge_on(request: ActorRequest, roster: Roster, said: actions.Confirmed) -> None:
    """When it is stopped, the page shows how the roster compares with what is on file now."""
    if actions.is_large(roster):
        actions.merge_later(request.actor, roster.pk, said, back_of(roster))
        return
    try:
        actions.merge(request.actor, roster.pk, said)
        messages.success(request, "这份名册已经合并。")
    except Problem as told:
        actions.recheck(request.actor, roster.pk)
        messages.error(request, str(told))


def back_of(roster: Roster) -> str:
    return reverse("rosters:roster", args=[roster.pk])
