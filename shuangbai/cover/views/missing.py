"""Who is still missing, as a list to work through, and the same to take along."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuangbai.access import audit
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.cover import rules, selectors
from shuangbai.cover.forms import MissingForm
from shuangbai.cover.rules import Asked, Why
from shuangbai.cover.selectors import MissingLine, MissingPage, Wanted
from shuangbai.cover.views import links, panels
from shuangbai.cover.views.asking import about, asked_of, taken_by
from shuangbai.figures.rules import WINDOW, recent
from shuangbai.kernel import clock, sheets
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.downloads import workbook

COLUMNS = ("姓名", "身份证号码", "镇街", "村（居）", "对象类别", "缺什么", "最近一次服务")


@require_safe
def missing(request: ActorRequest) -> HttpResponse:
    actor, asked = request.actor, asked_of(request, "missing.see")
    form, wanted = _wanted(request, asked)
    after = given_id(request.GET, "after")
    listed = selectors.missing_page(actor, asked, wanted, after)
    audit.seen(actor, "missing.see", area=asked.area or actor.home, total=listed.total)
    context = about(actor, asked) | _lines(asked, listed) | _errands(actor, asked, wanted, listed)
    context |= {
        "form": form,
        "said": _said(actor, asked, wanted),
        "first_url": links.same_list("missing", asked, wanted) if after else "",
    }
    return render(request, "cover/missing.html", context | _ways(actor, asked, wanted, listed))


def _lines(asked: Asked, listed: MissingPage) -> dict[str, Any]:
    """Each line with what it lacks, in words and as a mark."""
    names = rules.why_names(asked.window)
    marks = {Why.BOTH: "bad"}
    lines = [(line, names[line.why], marks.get(line.why, "warn")) for line in listed.lines]
    in_town = len(asked.area) >= LEVELS[Level.TOWN]
    all_served = f"在册的每个人都建了档，{recent(asked.window)}都服务到了。"
    return {"listed": listed, "lines": lines, "in_town": in_town, "all_served": all_served}


def _errands(actor: Actor, asked: Asked, wanted: Wanted, listed: MissingPage) -> dict[str, Any]:
    """Of today's list: to whom each is given already, and whether more can be given. A whole
    village can be ticked where the list shows all of it."""
    today = asked.day == clock.today() and asked.known is None and asked.window == WINDOW
    given = selectors.open_of(actor, [line.person_id for line in listed.lines]) if today else {}
    may_give = today and actor.may("errand.give") and bool(listed.lines)
    return {"given": given, "may_give": may_give, "whole_villages": wanted == Wanted()}


def _ways(actor: Actor, asked: Asked, wanted: Wanted, listed: MissingPage) -> dict[str, Any]:
    """Where one may go from the list."""
    following = links.same_list("missing", asked, wanted, str(listed.after or ""))
    export = links.same_list("missing_export", asked, wanted)
    allowed = actor.may("missing.export") and listed.total > 0
    return {
        "next_url": following if listed.after else "",
        "actions": panels.actions([("导出名单", export if allowed else "", "plain")]),
        "all_url": links.to("missing", asked) if wanted != Wanted() else "",
        "cover_url": links.to("page", asked),
    }


@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """导出名单: the same list as a workbook; numbers stay masked."""
    actor, asked = request.actor, asked_of(request, "missing.export")
    _, wanted = _wanted(request, asked)
    lines = selectors.missing_all(actor, asked, wanted)
    audit.seen(
        actor, "missing.export", area=asked.area or actor.home, total=len(lines), day=str(asked.day)
    )
    title = f"{selectors.place_name(actor, asked.area)}还缺的人 {asked.day}"
    rows = (_row(line, asked) for line in lines)
    said = f"{_said(actor, asked, wanted)}；截至{asked.day}；{taken_by(actor)}"
    note = f"{said}；身份证号码只显示一部分"
    return workbook(f"{title}.xlsx", sheets.write(rows, COLUMNS, title, note))


def _wanted(request: ActorRequest, asked: Asked) -> tuple[MissingForm, Wanted]:
    form = MissingForm.given(asked, request.GET.get("why", ""), request.GET.get("category", ""))
    return form, form.wanted()


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
