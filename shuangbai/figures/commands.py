"""`shuangbai figures list|count|rows`."""

from argparse import ArgumentParser, Namespace
from typing import Any

from shuangbai.access import audit, scope
from shuangbai.access.actor import Actor, operator
from shuangbai.areas import selectors as areas
from shuangbai.figures import rules, selectors
from shuangbai.figures.rules import Question
from shuangbai.kernel import clock, counting, figures
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.figures import Count, Figure
from shuangbai.kernel.problems import catalogue, problem

NAME = "命令行"

catalogue(
    {
        "figure.key": ("没有叫“{key}”的数。", "用 shuangbai figures list 看有哪些数。"),
        "figure.by": ("“{name}”不能按“{by}”分开数。", "--by 可以写：{choices}。"),
    }
)


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("figures", help="数：定义、计数、明细")
    verbs = group.add_subparsers(required=True, metavar="动作")
    listing = verbs.add_parser("list", help="有哪些数，各怎么数")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(handler=_list)
    counting_ = verbs.add_parser("count", help="数一个数")
    _arguments(counting_)
    counting_.set_defaults(handler=_count)
    rows = verbs.add_parser("rows", help="数到的每一行（只有编号、地方和日期）")
    _arguments(rows)
    rows.add_argument("--part", default="", help="只要其中一部分")
    rows.set_defaults(handler=_rows)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("key", metavar="数", help="例如 people_covered")
    parser.add_argument("--area", required=True, help="区划代码")
    parser.add_argument("--from", dest="start", default="", help="起始日，写成 年-月-日")
    parser.add_argument("--to", dest="end", default="", help="截止日，默认今天")
    parser.add_argument("--known", default="", help="按当时已知的记录数；没有时区的算北京时间")
    parser.add_argument("--window", default="", help="近多少天内的服务才算，默认 365")
    parser.add_argument("--by", default="", help="按什么分：county town village month 等")
    parser.add_argument("--json", action="store_true")


def _list(args: Namespace) -> CommandResult:
    data = [
        {
            "key": figure.key,
            "name": figure.name,
            "unit": figure.unit,
            "splits": list(figure.splits),
            "facets": list(figure.facets),
            "additive_over": sorted(figure.additive_over),
            "description": figure.description,
        }
        for figure in figures.every()
    ]
    lines = [f"{one['key']}\t{one['name']}（{one['unit']}）\t{one['description']}" for one in data]
    return CommandResult(data, "\n".join(lines))


def _count(args: Namespace) -> CommandResult:
    actor, figure, question = asked(args)
    with scope.acting(actor):
        counted = selectors.count_named(actor, question)
    lines = [f"{figure.name}：{counted.total:,} {figure.unit}"]
    lines += [f"  {part.part}\t{part.name or ''}\t{part.value:,}" for part in counted.parts]
    lines += [why] if (why := rules.why_not_sum(counted)) else []
    return CommandResult(_counted(counted, question), "\n".join(lines))


def _rows(args: Namespace) -> CommandResult:
    actor, figure, question = asked(args)
    question = selectors.with_axis(figure, question.to(part=args.part))
    with scope.acting(actor):
        ask = selectors.asked(actor, question, "figure.rows")
        by, part = (question.by, question.part) if question.part else (None, None)
        found = counting.rows(figure.key, ask, by=by, part=part)
        audit.seen(
            actor,
            "figure.rows",
            area=question.area,
            subject=("figure", figure.key),
            query=question.query,
            rows=len(found),
        )
    data = [{"id": r.id, "subject": r.subject, "area": r.area, "day": r.day} for r in found]
    lines = [f"{row.id}\t{row.subject}\t{row.area}\t{row.day}" for row in found]
    return CommandResult(data, "\n".join([*lines, f"共 {len(found)} 行"]))


def asked(args: Namespace) -> tuple[Actor, Figure, Question]:
    """Who asks and what. An unknown area, figure or day is a Problem."""
    figure = _figure(args.key, args.by)
    given = {
        "area": areas.get(args.area.strip()).key,
        "from": args.start,
        "to": args.end,
        "by": args.by,
        "known": args.known,
        "window": args.window,
    }
    question = rules.question(figure, given, clock.today(), clock.ZONE)
    return acting_for(question.area), figure, question


def _figure(key: str, by: str) -> Figure:
    """A command is told the keys that it can be given; pages say names."""
    found = next((figure for figure in figures.every() if figure.key == key), None)
    if found is None:
        raise problem("figure.key", key=key)
    if by and by not in found.choices():
        raise problem("figure.by", name=found.name, by=by, choices="、".join(found.choices()))
    return found


def acting_for(area: str) -> Actor:
    """The product asking for that area. A village is asked from its town, because whoever serves
    it is recorded at the town's station, outside the village's own range."""
    return operator(NAME, area[: LEVELS[Level.TOWN]])


def _counted(counted: Count, question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "unit": counted.figure.unit,
        "area": question.area,
        "from": question.start,
        "to": question.end,
        "known": question.known,
        "total": counted.total,
        "additive": counted.additive,
        "parts": [{"part": p.part, "name": p.name, "value": p.value} for p in counted.parts],
    }
