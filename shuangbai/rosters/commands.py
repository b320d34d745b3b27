"""Rosters on the command line: what a list would change, and with --commit the change."""

import json
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from shuangbai.access import audit, scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.refusal import Refused
from shuangbai.access.selectors import actor_named
from shuangbai.areas import selectors as areas
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters import actions
from shuangbai.rosters.actions import Confirmed, NewRoster
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import ListOf, kinds
from shuangbai.rosters.selectors import rosters as selectors

COUNTS = ("rows", "create", "update", "unchanged", "retire")
NAMES = {
    "rows": "读到",
    "create": "新增",
    "update": "变更",
    "unchanged": "没有变化",
    "retire": "退出",
    "refuse": "不能收",
}

catalogue(
    {
        "roster.which": ("没有说是哪一类名册、哪一天", "请加上 --roster 类别代码 和 --day 日期"),
        "roster.day": ("“{day}”不是日期", "请写成 2023-04-01 这样"),
        "roster.file": ("文件“{name}”打不开（{why}）", "请检查文件名和所在的文件夹"),
        "roster.map_file": ("对照表“{name}”不是 JSON 对象", "请写成 {example} 这样"),
        "roster.user": ("没有叫“{name}”的账号，或它现在没有授权", "请检查 --as 后面的账号"),
        "roster.not_allowed": ("{name}不能导入这里的名册", "请换一个有这项授权的账号"),
    }
)


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("roster", help="名册")
    verbs = group.add_subparsers(required=True, metavar="动作")
    load = verbs.add_parser("import", help="核对一份名册；加 --commit 才合并")
    load.add_argument("file", type=Path, help="xlsx、xls、ods 或 csv")
    load.add_argument("--area", required=True, help="名册是哪个地方的")
    load.add_argument("--kind", required=True, choices=tuple(kinds.NAMES))
    load.add_argument("--roster", help="类别代码，如 TK、DB")
    load.add_argument("--day", help="名册截止的日期，如 2023-04-01")
    load.add_argument("--map", type=Path, dest="mapping", help="栏目对照表（JSON）")
    load.add_argument("--as", dest="user", help="以哪个账号的名义")
    load.add_argument("--commit", action="store_true", help="合并；不加就什么也不改")
    load.add_argument("--confirm-retire", action="store_true", help="退出的超过一半也合并")
    load.add_argument("--json", action="store_true")
    load.set_defaults(handler=load_roster)


def load_roster(args: Namespace) -> CommandResult:
    new = _command(args)
    actor = _actor(args.user, new.of.area)
    said = Confirmed(retire=args.confirm_retire, same=True)
    try:
        with scope.acting(actor):
            roster = actions.stage(actor, new)
            # What it tells about numbers on file stays in the trail, merged or taken back.
            rows = roster.outcome["rows"]
            audit.seen(actor, "roster.stage", area=roster.area, rows=rows, merging=args.commit)
            if args.commit:
                roster = actions.merge(actor, roster.pk, said)
            data = _data(actor, roster)
            if not args.commit:
                transaction.set_rollback(True)
    except Refused as refused:
        raise problem("roster.not_allowed", name=actor.name) from refused
    return CommandResult(data, _text(data, args.commit), attention=bool(data["refuse"]))


def _command(args: Namespace) -> NewRoster:
    kind = kinds.get(args.kind)
    if not args.day or (kind.lists() and not args.roster):
        raise problem("roster.which")
    try:
        day = date.fromisoformat(args.day)
    except ValueError as wrong:
        raise problem("roster.day", day=args.day) from wrong
    area = areas.get(args.area).key
    mapping = _mapping(args.mapping) if args.mapping else None
    of = ListOf(kind.code, args.roster or "", area, day)
    return NewRoster(
        of, args.file.name, _bytes(args.file), {"headings": mapping} if mapping else None
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as failed:
        raise problem("roster.file", name=file, why=failed.strerror) from failed


def _mapping(file: Path) -> dict[str, str]:
    try:
        found = json.loads(_bytes(file))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise problem("roster.map_file", name=file.name, example='{"身份证号码": "证号"}')
    return found


def _actor(username: str | None, area: str) -> Actor:
    if username is None:
        return operator("命令行", area[: LEVELS[Level.TOWN]])
    actor = actor_named(username)
    if actor is None:
        raise problem("roster.user", name=username)
    return actor


def _data(actor: Actor, roster: Roster) -> dict[str, Any]:
    counts = {name: roster.outcome[name] for name in COUNTS}
    return {**counts, "refuse": selectors.refusals(actor, roster)}


def _text(data: Mapping[str, Any], merged: bool) -> str:
    said = [f"{NAMES[name]} {data[name]}" for name in COUNTS]
    said.append(f"{NAMES['refuse']} {len({one['row'] for one in data['refuse']})}")
    lines = ["，".join(said) + ("。已合并。" if merged else "。什么也没有改；加 --commit 合并。")]
    lines += [f"  第{one['row']}行“{one['column']}”：{one['reason']}" for one in data["refuse"]]
    return "\n".join(lines)
