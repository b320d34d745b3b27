"""`shuangbai cover`."""

from argparse import Namespace
from typing import Any

from shuangbai.access import scope
from shuangbai.areas import selectors as areas
from shuangbai.cover import rules, selectors
from shuangbai.cover.api import as_data
from shuangbai.figures.commands import acting_for
from shuangbai.kernel import clock
from shuangbai.kernel.commands import CommandResult

NAMES = (
    ("stations", "社工站覆盖镇街", "个"),
    ("villages", "村（居）覆盖", "个"),
    ("files", "建档", "人"),
    ("service", "服务覆盖", "人"),
)


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("cover", help="两个100%%")
    parser.add_argument("--area", required=True, help="区划代码")
    parser.add_argument("--day", default="", help="哪一天，默认今天")
    parser.add_argument("--known", default="", help="按当时已知的记录数；没有时区的算北京时间")
    parser.add_argument("--window", default="", help="近期的天数，默认 365")
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
    return [
        f"{label}：{data[name]['covered']:,} / {data[name]['whole']:,} {unit}"
        f"，缺 {data[name]['missing']:,} {unit}"
        for name, label, unit in NAMES
    ] + [
        f"  {row['key']}\t{row['name']}\t服务 {row['service']['covered']:,}"
        f" / {row['service']['whole']:,} 人"
        for row in data["rows"]
    ]
