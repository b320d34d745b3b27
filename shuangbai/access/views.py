"""Changing the grant under which one acts; reading the audit trail."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from shuangbai.access import selectors
from shuangbai.access.forms import AuditFilter
from shuangbai.access.request import ActorRequest


@require_POST
def grant(request: ActorRequest) -> HttpResponse:
    chosen = request.POST.get("grant", "")
    if selectors.is_own_grant(request.user, chosen):
        request.session["grant"] = chosen
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return redirect(target if safe else "/")


@require_safe
def audit(request: ActorRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    form.is_valid()
    asked = {key: form.cleaned_data.get(key, "") for key in ("who", "verb", "before")}
    found = selectors.audit_page(request.actor, **asked)
    entries, more = found[: selectors.AUDIT_PAGE], len(found) > selectors.AUDIT_PAGE
    query = request.GET.copy()
    query["before"] = str(entries[-1].pk) if more else ""
    context = {"form": form, "lines": selectors.audit_lines(entries), "said": form.said()}
    return render(
        request,
        "access/audit.html",
        {**context, "next_url": f"?{query.urlencode()}" if more else ""},
    )
