"""The command line: starts the database if need be, runs one command, prints its result.

Results go to standard output (JSON with --json), everything else to standard error. Exit status:
0 done, 1 done but something needs attention, 2 could not be done.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from shuangbai.config import engine
from shuangbai.kernel.commands import CommandResult, Handler
from shuangbai.kernel.problems import Problem

WITHOUT_DATABASE = ("shuangbai.kernel.identity_commands",)
WITH_DATABASE = (
    "shuangbai.config.commands",
    "shuangbai.access.commands",
    "shuangbai.figures.commands",
    "shuangbai.clients.commands",
    "shuangbai.cover.commands",
)


def say(message: str) -> None:
    """Progress and messages, for people."""
    print(message, file=sys.stderr, flush=True)


def main(argv: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangbai.config.settings")
    try:
        return _run(argv)
    except Problem as problem:
        say(str(problem))
    except engine.EngineError as error:
        say(f"{error.message}{error.fix}")
    except KeyboardInterrupt:
        say("已停下。")
    return 2


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
