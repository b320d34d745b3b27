"""`shuangbai worker`: runs the jobs."""

from argparse import Namespace
from typing import Any

from shuangbai.jobs.tasks import worker
from shuangbai.kernel.commands import CommandResult


def register(subparsers: Any) -> None:
    command = subparsers.add_parser("worker", help="办排队的任务，直到停下")
    command.add_argument("--parent", type=int, help="启动它的进程；那个进程没有了，它也停下")
    command.set_defaults(handler=_worker)


def _worker(args: Namespace) -> CommandResult:
    worker.work(args.parent)
    return CommandResult({"stopped": True}, "已停下。")
