"""Upkeep of the register on the command line."""

from argparse import Namespace
from typing import Any

from shuangbai.access.actor import operator
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions.search_keys import fill_phones
from shuangbai.kernel.commands import CommandResult


def register(subparsers: Any) -> None:
    people = subparsers.add_parser("people", help="人与户的维护")
    verbs = people.add_subparsers(required=True, metavar="事项")
    phones = verbs.add_parser("phones", help="给以前登记的电话补上查找用的散列值")
    phones.add_argument("--area", required=True, help="区划代码，例如 4453")
    phones.add_argument("--json", action="store_true", help="输出 JSON")
    phones.set_defaults(handler=_phones)


def _phones(args: Namespace) -> CommandResult:
    area = areas.get(args.area)
    made = fill_phones(operator("命令行", area.key), area.key)
    return CommandResult({"area": area.key, "made": made}, f"{area.name}：补了 {made} 个电话。")
