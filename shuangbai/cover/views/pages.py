"""Pages: the two 100%, who is missing, where nobody is yet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.cover import rules, selectors
from shuangbai.cover.forms import DayForm, MissingForm
from shuangbai.cover.rules import Asked
from shuangbai.cover.selectors import Cover, MissingLine, Wanted
from shuangbai.cover.views import links, panels
from shuangbai.figures.selectors import may_ask, opening_area
from shuangbai.kernel import clock, sheets
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.downloads import workbook

COLUMNS = ("姓名", "身份证号码", "镇街", "村（居）", "对象类别", "缺什么", "最近一次服务")


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """两个100%."""
    actor, asked = request.actor, _asked(request, "cover.see")
    level = selectors.level_shown(actor, asked)
    found = selectors.cover(actor, asked, level, cells=level in panels.HEAT_LEVELS)
    context = _about(actor, asked) | {
        "cards": panels.cards(actor, found),
        "nobody": found.service.whole == 0,
        "rosters_url": reverse("rosters:rosters") if actor.may("roster.stage") else "",
        "actions": panels.actions([("定格存证", links.freezing(actor, asked), "primary")]),
        "form": DayForm.of(asked),
        "apart": panels.apart(found),
    }
    return render(request, "cover/page.html", context | _broken_down(actor, found))


def _broken_down(actor: Actor, found: Cover) -> dict[str, Any]:
    """By counties and towns as a heat table, by towns or villages as a ledger."""
    if found.level in panels.HEAT_LEVELS:
        towns = sum(len(line.cells) for line in found.lines)
        unit = "个镇街" if found.level == Level.COUNTY else "个县（市、区）"
        title = f"{towns}\N{NO-BREAK SPACE}{unit}的服务覆盖率"
        return {"heat": panels.heat(actor, found), "legend": panels.LEGEND, "title": title}
    if found.level is None:
        return {"people_url": links.number("people", found.asked)}
    villages = found.level == Level.VILLAGE
    title = "各村（居）的服务覆盖" if villages else "各镇街的服务覆盖"
    lines = panels.ledger(actor, found)
    bare = any(line["bare"] for line in lines)
    return {"ledger": lines, "title": title, "by_village": villages, "bare": bare}


@require_safe
def missing(request: ActorRequest) -> HttpResponse:
    """Who is still missing, as a list to work through."""
    actor, asked = request.actor, _asked(request, "missing.see")
    form, wanted = _wanted(request, asked)
    after = given_id(request.GET, "after")
    listed = selectors.missing_page(actor, asked, wanted, after)
    audit.seen(actor, "missing.see", area=asked.area or actor.home, total=listed.total)
    context = _about(actor, asked) | panels.missing(asked, listed)
    context |= {
        "form": form,
        "said": _said(actor, asked, wanted),
        "first_url": links.same_list("missing", asked, wanted) if after else "",
    }
    return render(request, "cover/missing.html", context | _ways(actor, asked, wanted, listed))


def _ways(
    actor: Actor, asked: Asked, wanted: Wanted, listed: selectors.MissingPage
) -> dict[str, Any]:
    """Where one may go from the list."""
    following = links.same_list("missing", asked, wanted, str(listed.after or ""))
    export = links.same_list("missing_export", asked, wanted)
    allowed = actor.may("missing.export") and listed.total > 0
    return {
        "next_url": following if listed.after else "",
        "actions": panels.actions([("导出名单", export if allowed else "", "primary")]),
        "all_url": links.to("missing", asked) if wanted != Wanted() else "",
        "cover_url": links.to("page", asked),
    }


@require_safe
def missing_export(request: ActorRequest) -> HttpResponse:
    """导出名单: the same list as a workbook; numbers stay masked."""
    actor, asked = request.actor, _asked(request, "missing.export")
    _, wanted = _wanted(request, asked)
    lines = selectors.missing_all(actor, asked, wanted)
    audit.seen(
        actor, "missing.export", area=asked.area or actor.home, total=len(lines), day=str(asked.day)
    )
    title = f"{selectors.place_name(actor, asked.area)}还缺的人 {asked.day}"
    rows = (_row(line, asked) for line in lines)
    note = _note(actor, asked, wanted)
    return workbook(f"{title}.xlsx", sheets.write(rows, COLUMNS, title, note))


@require_safe
def uncovered(request: ActorRequest) -> HttpResponse:
    """Towns without a station, villages that nobody serves."""
    actor, asked = request.actor, _asked(request, "cover.see")
    gaps = selectors.gaps(actor, asked)
    context = _about(actor, asked) | {
        "sub": panels.sub(selectors.place_name(actor, asked.area), asked, served=False),
        "bare_towns": [gap for gap in gaps if gap.no_station],
        "gaps": [(gap, links.to("page", asked.to(area=gap.key))) for gap in gaps if gap.villages],
        "villages": sum(len(gap.villages) for gap in gaps),
        "cover_url": links.to("page", asked),
        "actions": panels.actions([("看社工站", _stations_url(actor), "plain")]),
    }
    return render(request, "cover/uncovered.html", context)


def _stations_url(actor: Actor) -> str:
    return reverse("staff:stations") if actor.may("station.see") else ""


def _asked(request: ActorRequest, verb: str) -> Asked:
    """What is asked, of the actor's own area when none is named. Role and area are looked at
    before anything else is said."""
    gate.allow(request.actor, verb)
    asked = rules.asked(request.GET.dict(), clock.today(), clock.ZONE)
    asked = asked if asked.area else asked.to(area=opening_area(request.actor))
    may_ask(request.actor, verb, asked.area)
    return asked


def _wanted(request: ActorRequest, asked: Asked) -> tuple[MissingForm, Wanted]:
    form = MissingForm.given(asked, request.GET.get("why", ""), request.GET.get("category", ""))
    return form, form.wanted()


def _about(actor: Actor, asked: Asked) -> dict[str, Any]:
    place = selectors.place_name(actor, asked.area)
    return {
        "asked": asked,
        "place": place,
        "sub": panels.sub(place, asked),
        "path": panels.trail(actor, asked),
    }


def _said(actor: Actor, asked: Asked, wanted: Wanted) -> str:
    category = dict(selectors.categories()).get(wanted.category, "")
    place = selectors.place_name(actor, asked.area)
    return rules.list_said(place, asked.window, wanted.why, category)


def _row(line: MissingLine, asked: Asked) -> tuple[Any, ...]:
    person = line.person
    return (
        person.name if person else "已转到别处",
        str(person.identity) if person and person.identity else "",
        line.town,
        line.village,
        "、".join(line.categories),
        rules.why_names(asked.window)[line.why],
        line.last_service,
    )


def _note(actor: Actor, asked: Asked, wanted: Wanted) -> str:
    now = clock.now()
    return (
        f"{_said(actor, asked, wanted)}；截至{asked.day}；"
        f"{actor.name}（{actor.role.label}）{now:%Y-%m-%d %H:%M} 导出；身份证号码只显示一部分"
    )
