"""Areas and accounts on the command line: an administrator's acts, audited as such."""

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path
from typing import Any

from django.db.models import CharField

from shuangbai.access import actions, scope
from shuangbai.access.actor import operator
from shuangbai.access.models import User
from shuangbai.access.policy import Role
from shuangbai.areas import actions as areas
from shuangbai.areas import selectors
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "areas.prefix": (
            "“{prefix}”不是区划代码。",
            "--prefix 请给 2、4、6、9 或 12 位数字，例如 44 或 4453。",
        ),
        "user.empty": ("没有写{what}。", "请写上再开账号。"),
        "user.long": ("{what}有 {count} 个字，太长。", "请不要超过 {most} 个字。"),
    }
)


NAMES: dict[str, int] = {
    found.name: found.max_length or 0
    for found in User._meta.get_fields()
    if isinstance(found, CharField)
}
"""How long the texts of an account may be."""


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("areas", help="区划")
    verbs = group.add_subparsers(required=True, metavar="动作")
    load = verbs.add_parser("load", help="载入或更新区划（china-division 的 CSV）")
    load.add_argument("--from", dest="folder", type=Path, help="CSV 所在文件夹；不给就用随附的广东")
    load.add_argument("--prefix", default="44", help="只载入这个代码以下的，默认 44 广东")
    load.add_argument("--json", action="store_true")
    load.set_defaults(handler=_load)
    show = verbs.add_parser("show", help="看一个区划和它的下级")
    show.add_argument("key")
    show.add_argument("--json", action="store_true")
    show.set_defaults(handler=_show)
    _register_users(subparsers)


def _register_users(subparsers: Any) -> None:
    group = subparsers.add_parser("users", help="账号")
    verbs = group.add_subparsers(required=True, metavar="动作")
    add = verbs.add_parser("add", help="开一个账号并授权；密码从标准输入读一行，或当场问")
    add.add_argument("username")
    add.add_argument("--name", required=True, help="姓名，记录上显示")
    add.add_argument("--role", required=True, choices=[r.value for r in Role if r != Role.SYSTEM])
    add.add_argument("--area", action="append", default=[], help="地区代码，可以给几次；管理员不给")
    add.add_argument("--json", action="store_true")
    add.set_defaults(handler=_add_user)


def _add_user(args: Namespace) -> CommandResult:
    _check_length("账号名", "username", args.username)
    _check_length("姓名", "name", args.name)
    keys = tuple(selectors.get(key).key for key in args.area)
    password = getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().strip()
    actor = operator("命令行", "44")
    with scope.acting(actor):
        user = actions.add_user(actor, args.username, args.name, password)
        actions.give_grant(actor, actions.NewGrant(user.pk, Role(args.role), keys, clock.today()))
    data = {"username": args.username, "role": args.role, "areas": list(keys)}
    where = selectors.names_together(keys) or "不带地区"
    return CommandResult(data, f"{args.name}（{args.username}）：{Role(args.role).label}，{where}")


def _check_length(what: str, field: str, text: str) -> None:
    most = NAMES[field]
    if not text.strip():
        raise problem("user.empty", what=what)
    if len(text) > most:
        raise problem("user.long", what=what, count=len(text), most=most)


def _load(args: Namespace) -> CommandResult:
    try:
        areakey.level_of(args.prefix)
    except ValueError:
        raise problem("areas.prefix", prefix=args.prefix) from None
    rows = areas.from_folder(args.folder, args.prefix) if args.folder else areas.shipped()
    actor = operator("命令行", args.prefix)
    with scope.acting(actor):
        loaded = actions.load_areas(actor, rows)
    data = {
        "created": loaded.created,
        "updated": loaded.updated,
        "unchanged": loaded.unchanged,
        "source": str(args.folder) if args.folder else areas.shipped_source(),
    }
    text = f"新增 {loaded.created} 个，改名 {loaded.updated} 个，没有变化 {loaded.unchanged} 个。"
    return CommandResult(data, text)


def _show(args: Namespace) -> CommandResult:
    data = selectors.with_counts(args.key)
    lines = [f"{data['name']}（{data['code']}）：{data['towns']} 个镇街，{data['villages']} 个村居"]
    lines += [
        f"  {child['key']:<14}{child['name']}  镇街 {child['towns']}  村居 {child['villages']}"
        for child in data["children"]
    ]
    return CommandResult(data, "\n".join(lines))
