"""`shuangbai cover`."""

from argparse import Namespace
from typing import Any

from shuangbai.access import scope
from shuangbai.areas import selectors as areas
from shuangbai.cover import rules, selectors
from shuangbai.cover.api import as_data
from shuangbai.figures.commands import acting_for
from shuangbai.figures.rules import places_apart
from shuangbai.kernel import clock, figures
from shuangbai.kernel.commands import CommandResult


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("cover", help="两个100%%")
    parser.add_argument("--area", required=True, help="区划代码")
    parser.add_argument("--day", default="", help="哪一天，默认今天")
    parser.add_argument("--known", default="", help="按当时已知的记录数；没有时区的算北京时间")
    parser.add_argument("--window", default="", help="近多少天内的服务才算，默认 365")
    parser.add_argument("--by", default="", help="再分到 county、town 或 village")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(handler=_cover)


def _cover(args: Namespace) -> CommandResult:
    given = {
        "area": areas.get(args.area.strip()).key,
        "day": args.day,
        "known": args.known,
        "window": args.window,
    }
    asked = rules.asked(given, clock.today(), clock.ZONE)
    level = selectors.level_named(args.by)
    actor = acting_for(asked.area)
    with scope.acting(actor):
        data = as_data(selectors.cover(actor, asked, level))
    return CommandResult(data, "\n".join(_lines(data)))


def _lines(data: dict[str, Any]) -> list[str]:
    named = [(name, figures.get(pair.part)) for name, pair in selectors.PAIRS.items()]
    totals = [
        f"{figure.name}：{data[name]['covered']:,} / {data[name]['whole']:,} {figure.unit}"
        f"，还缺 {data[name]['missing']:,} {figure.unit}"
        for name, figure in named
    ]
    rows = [
        f"  {row['key']}\t{row['name']}\t服务覆盖 {row['service']['covered']:,}"
        f" / {row['service']['whole']:,} 人"
        for row in data["rows"]
    ]
    together = sum(row["service"]["covered"] for row in data["rows"])
    whole = data["service"]["covered"]
    apart = [places_apart(together, whole, "人")] if rows and together != whole else []
    return [*totals, *rows, *apart]
