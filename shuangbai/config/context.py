"""What every page knows: who acts, where one can go, when it is."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from shuangbai.access import selectors as access
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.config import navigation
from shuangbai.kernel import clock


def page(request: HttpRequest) -> dict[str, Any]:
    actor: Actor | None = getattr(request, "actor", None)
    now = clock.now()
    common = {"today": now.date(), "printed_at": f"{now:%Y年%-m月%-d日 %H:%M}"}
    if actor is None:
        return {"nav": [], "actor": None, "grants": [], **common}
    return {
        "nav": _navigation(actor, request.path),
        "actor": {
            "name": actor.name,
            "role_label": actor.role.label,
            "area_name": areas.names_together(actor.areas),
        },
        "grants": _grants(request, actor),
        **common,
    }


def _navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    places = navigation.places_for(actor)
    urls = {place.url_name: reverse(place.url_name) for place in places}
    root = reverse("desk:today")
    on_way = [url for url in urls.values() if path == url or (url != root and path.startswith(url))]
    here = max(on_way, key=len, default="")
    items = [
        {
            "group": place.group,
            "label": place.label,
            "url": urls[place.url_name],
            "current": urls[place.url_name] == here,
            "badge": None,
            "phone": place.phone,
        }
        for place in places
    ]
    return [
        {"label": label, "items": list(group)}
        for label, group in groupby(items, key=lambda item: item["group"])
    ]


def _grants(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    found = access.grants_of(request.user)
    return [
        {
            "id": str(grant.pk),
            "label": f"{grant.get_role_display()} · {areas.names_together(grant.areas)}",
            "current": grant.pk == actor.grant_id,
        }
        for grant in found
    ]
