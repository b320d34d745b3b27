"""What the page of one roster shows."""

from typing import Any

from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.jobs import selectors as jobs
from shuangbai.kernel import sheets
from shuangbai.rosters.forms.upload import MergeForm
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import kinds
from shuangbai.rosters.selectors import earlier
from shuangbai.rosters.selectors import rosters as selectors
from shuangbai.rosters.views.shared import address, behind, leaving, named

WAITING = (Roster.State.RECEIVED, Roster.State.STAGED)
STEP = {"received": 1, "staged": 2, "merged": 4, "discarded": 0}
COLUMNS = ("行号", "姓名", "号码", "地方", "哪一栏", "为什么不能收", "怎么办")
VERBS = {"receive": "上传", "stage": "核对", "merge": "合并", "discard": "作废"}


def review(request: ActorRequest, roster: Roster) -> dict[str, Any]:
    show = request.GET.get("show", "")
    show = show if show in selectors.SHOWN else ""
    asked = {"show": show, "show_label": selectors.SHOWN.get(show, ""), "step": STEP[roster.state]}
    context = {**named(roster, "rosters:roster"), **asked, **_job(request, roster)}
    context |= _rows(request, roster, show) | _earlier(request, roster)
    context["moves"] = _moves(request, roster)
    if roster.state in WAITING and not context["at_work"]:
        context |= _ways_on(request.actor, roster)
    if context.get("may_merge"):
        context |= _to_merge(roster, bool(context["ask_same"]))
    return context


def _job(request: ActorRequest, roster: Roster) -> dict[str, Any]:
    """The job about this roster, while it is at work or has something to say."""
    found = jobs.of_subject(request.actor, "rosters.roster", roster.pk)
    told = found is not None and found.state != "done" and roster.state in WAITING
    shown = found if told else None
    return {"job": shown, "at_work": shown is not None and shown.is_live}


def _earlier(request: ActorRequest, roster: Roster) -> dict[str, Any]:
    """The same file, put in before: (what it was called, its page)."""
    if roster.state not in WAITING:
        return {}
    found = earlier.same_file(request.actor, roster)
    merged = [one for one in found if one.state == Roster.State.MERGED]
    same = [one for one in merged if earlier.is_same_list(one, roster)]
    other = [one for one in merged if one not in same]
    told = same[:1] or other[:1]
    return {
        "same_list": bool(same),
        "same_file": {"said": earlier.said(told[0]), "url": address(told[0])} if told else None,
        "ask_same": bool(other) and not same,
    }


def _rows(request: ActorRequest, roster: Roster, show: str) -> dict[str, Any]:
    if show == selectors.RETIRE:
        return leaving(request, roster)
    start = behind(request)
    # What stays as it is needs no eyes, and would hide the rest.
    still = 0 if show else roster.outcome.get("unchanged", 0)
    changing = any(roster.outcome.get(one) for one in selectors.CHANGING)
    shown = (show,) if show else selectors.CHANGING if still and changing else ()
    lines, last = selectors.rows(request.actor, roster, shown, start)
    further = address(roster, show=show, after=str(last)) if last else ""
    first = address(roster, show=show) if start else ""
    left_out = still if changing else 0
    return {"lines": lines, "next_url": further, "first_url": first, "left_out": left_out}


def _ways_on(actor: Actor, roster: Roster) -> dict[str, Any]:
    """What can be done with a roster that waits."""
    staged = roster.state == Roster.State.STAGED
    return {
        "may_discard": actor.may("roster.discard"),
        "may_match": actor.may("roster.stage") and roster.file_id is not None,
        "may_merge": staged and actor.may("roster.merge"),
    }


def _to_merge(roster: Roster, ask_same: bool) -> dict[str, Any]:
    """What a merge would do, and what is asked before it."""
    found, unit = roster.outcome, kinds.get(roster.kind).unit
    many = f"{found['retire']} {unit}" if found["many_leave"] else ""
    return {
        "taken": found["create"] + found["update"] + found["unchanged"],
        "nothing_changes": not (found["create"] or found["update"] or found["retire"]),
        "merge_form": MergeForm(many, ask_same),
    }


def _moves(request: ActorRequest, roster: Roster) -> list[dict[str, Any]]:
    return [
        {"day": one.at, "title": VERBS[one.verb], "text": one.reason, "who": one.by_name}
        for one in selectors.moves(request.actor, roster)
    ]


def refused_file(roster: Roster, lines: list[selectors.Line]) -> tuple[str, bytes]:
    """Name and content of the workbook; numbers stay masked, the row number finds them."""
    rows = [
        (line.row, line.name, line.number, line.place, one["column"], one["message"], one["fix"])
        for line in lines
        for one in line.problems
    ]
    title = f"{kinds.get(roster.kind).title(roster.list_code)}不能收的行"
    note = f"原文件：{roster.file_name}。行号是原文件里的行号，请在原文件里改好再交。"
    return f"{title}.xlsx", sheets.write(rows, COLUMNS, title, note)
