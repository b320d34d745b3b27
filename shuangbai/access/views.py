"""Changing the grant under which one acts."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from shuangbai.access import selectors
from shuangbai.access.request import ActorRequest


@require_POST
def grant(request: ActorRequest) -> HttpResponse:
    chosen = request.POST.get("grant", "")
    if selectors.is_own_grant(request.user, chosen):
        request.session["grant"] = chosen
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return redirect(target if safe else "/")
