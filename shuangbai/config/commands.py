"""`shuangbai demo`, `serve`, `doctor`: running the product on this machine."""

import socket
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from django.conf import settings

from shuangbai.access.selectors import installation
from shuangbai.config import engine, serving
from shuangbai.demo import loading
from shuangbai.demo.accounts import Accounts
from shuangbai.jobs import selectors as jobs
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "serve.port": (
            "端口 {port} 已经被别的程序占用。",
            "换一个，例如加上 --port {other}；或先停掉占用它的程序。",
        ),
        "serve.no_port": ("没有 {port} 这个端口。", "请给 1 到 65535 之间的数。"),
        "serve.no_worker": (
            "有 {waiting} 个任务在排队，却没有进程在办。",
            "请启动 shuangbai serve，或单独启动 shuangbai worker。",
        ),
        "serve.size": (
            "还没有“{size}”这一套演示数据。",
            "现在可以用 --size tiny（三个镇）或 --size yunfu（整个云浮市）。",
        ),
    }
)


def register(subparsers: Any) -> None:
    demo = subparsers.add_parser("demo", help="建好演示数据并启动")
    demo.add_argument("--size", choices=("tiny", "yunfu", "guangdong"), default="")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--no-serve", action="store_true", help="只建数据，不启动")
    demo.set_defaults(handler=_demo)
    serve = subparsers.add_parser("serve", help="启动")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(handler=_serve)
    doctor = subparsers.add_parser("doctor", help="检查配置、连接、版本和安全")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(handler=_doctor)


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _demo(args: Namespace) -> CommandResult:
    if args.size and args.size not in loading.SIZES:
        raise problem("serve.size", size=args.size)
    if not args.no_serve:
        _check_port(args.port)
    accounts = Accounts.at(Path(settings.DATA))
    loading.load(accounts, Path(settings.DATA) / "demo", say, args.size)
    text = accounts.table()
    if args.no_serve:
        return CommandResult(accounts.as_dict(), text)
    say(text)
    return _run_server(args.port)


def _serve(args: Namespace) -> CommandResult:
    _check_port(args.port)
    return _run_server(args.port)


def _check_port(port: int) -> None:
    if not 0 < port < 65536:
        raise problem("serve.no_port", port=port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((serving.LOOPBACK, port))
        except OSError as error:
            raise problem("serve.port", port=port, other=port + 1) from error


def _run_server(port: int) -> CommandResult:
    return CommandResult({"status": serving.run(port, say)}, "已停下。")


def _doctor(args: Namespace) -> CommandResult:
    found = [(f.code, f.message, f.fix) for f in engine.check(engine.addresses())]
    lines = [] if found else ["数据库：好"]
    here, queue = installation(), jobs.health()
    if queue.waiting and not queue.has_worker:
        idle = problem("serve.no_worker", waiting=queue.waiting)
        found.append((idle.code, idle.message, idle.fix))
    data = {
        "python": sys.version.split()[0],
        "purpose": here.purpose,
        "data": str(settings.DATA),
        "tls": settings.TLS,
        "jobs": {
            "worker": queue.has_worker,
            "waiting": queue.waiting,
            "running": queue.running,
        },
        "findings": [{"code": code, "message": said, "fix": fix} for code, said, fix in found],
    }
    heard = "有进程在办" if queue.has_worker else "现在没有进程在办，shuangbai serve 会带一个"
    lines = [f"要处理：{said}{fix}" for _, said, fix in found] + lines
    lines.append(f"任务：{heard}；排队 {queue.waiting} 个，正在办 {queue.running} 个")
    lines.append(f"用途：{here.get_purpose_display()}　数据文件夹：{settings.DATA}")
    return CommandResult(data, "\n".join(lines), attention=bool(found))
