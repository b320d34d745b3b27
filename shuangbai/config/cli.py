"""The command line: starts the database if need be, runs one command, prints its result.

Results go to standard output (JSON with --json), everything else to standard error. Exit status:
0 done, 1 done but something needs attention, 2 could not be done.
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.db import DatabaseError

from shuangbai.access import failures
from shuangbai.access.refusal import Absent, Refused
from shuangbai.config import engine
from shuangbai.kernel import texts
from shuangbai.kernel.commands import CommandResult, Handler
from shuangbai.kernel.problems import Problem, catalogue, problem

WITHOUT_DATABASE = ("shuangbai.kernel.identity_commands",)
WITH_DATABASE = (
    "shuangbai.config.commands",
    "shuangbai.access.commands",
    "shuangbai.jobs.commands",
    "shuangbai.figures.commands",
    "shuangbai.rosters.commands",
    "shuangbai.clients.commands",
    "shuangbai.cover.commands",
)

catalogue(
    {
        "cli.text": (
            "命令里有看不见的控制字符，或不是 UTF-8 的字。",
            "请重新输入一遍，不要从别处整段粘贴。",
        ),
        "cli.refused": ("这个账号不能办这件事：{why}。", "请换一个有这项授权的账号。"),
        "cli.absent": ("没有找到要办的那一条。", "请核对编号和地区。"),
        "cli.database": (
            "数据库没有办成这一步，什么也没有存（{why}）。",
            "请运行 shuangbai doctor 检查，再做一遍；还不行，请联系系统管理员。",
        ),
    }
)


def say(message: str) -> None:
    """Progress and messages, for people."""
    print(message, file=sys.stderr, flush=True)


def main(argv: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangbai.config.settings")
    try:
        if texts.strange(argv):
            raise problem("cli.text")
        return _run(argv)
    except (Problem, Refused, Absent, DatabaseError) as error:
        say(str(_told(error)))
    except engine.EngineError as error:
        say(f"{error.message}{error.fix}")
    except KeyboardInterrupt:
        say("已停下。")
    except Exception:
        # Nobody expected it: all of it for whoever mends it, but 1 would mean that it was done.
        traceback.print_exc()
    return 2


def _told(error: Exception) -> Problem:
    """In a user's words what stopped a command."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refused):
        return problem("cli.refused", why=error.reason)
    if isinstance(error, DatabaseError):
        known = failures.explained(error)
        lines = str(error).splitlines()
        return known[1] if known else problem("cli.database", why=lines[0] if lines else "")
    return problem("cli.absent")


def _run(argv: Sequence[str]) -> int:
    if argv[:1] == ["identity"]:
        args = _parser(WITHOUT_DATABASE).parse_args(argv)
    else:
        import_module("django").setup()
        args = _parser((*WITHOUT_DATABASE, *WITH_DATABASE)).parse_args(argv)
        engine.ensure(say)
        import_module("shuangbai.config.schema").prepare(say)
    handler: Handler = args.handler
    result = handler(args)
    print(_printed(result, getattr(args, "json", False)), flush=True)
    return 1 if result.attention else 0


def _parser(modules: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shuangbai", description="双百社工平台")
    subparsers = parser.add_subparsers(required=True, metavar="命令")
    for module in modules:
        import_module(module).register(subparsers)
    return parser


def _printed(result: CommandResult, as_json: bool) -> str:
    if not as_json:
        return result.text
    return json.dumps(result.data, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
