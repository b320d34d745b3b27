"""`shuangbai demo`, `serve`, `doctor`: running the product on this machine."""

import os
import signal
import socket
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings

from shuangbai.access.selectors import installation
from shuangbai.config import engine
from shuangbai.demo import loading
from shuangbai.demo.accounts import Accounts
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.problems import catalogue, problem

LOOPBACK = "127.0.0.1"
WATCH_SECONDS = 1

catalogue(
    {
        "serve.port": (
            "端口 {port} 已经被别的程序占用。",
            "换一个，例如加上 --port {other}；或先停掉占用它的程序。",
        ),
        "serve.no_port": ("没有 {port} 这个端口。", "请给 1 到 65535 之间的数。"),
        "serve.size": ("还没有“{size}”这一套演示数据。", "现在可以用 --size tiny。"),
    }
)


def register(subparsers: Any) -> None:
    demo = subparsers.add_parser("demo", help="建好演示数据并启动")
    demo.add_argument("--size", choices=("tiny", "yunfu", "guangdong"), default="tiny")
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
    if args.size != "tiny":
        raise problem("serve.size", size=args.size)
    if not args.no_serve:
        _check_port(args.port)
    accounts = Accounts.at(Path(settings.DATA))
    loading.load(accounts, Path(settings.DATA) / "demo", say)
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
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise problem("serve.port", port=port, other=port + 1) from error


def _run_server(port: int) -> CommandResult:
    """Serve until stopped. The embedded database stops with it when nobody else uses it."""
    say(f"\n打开 http://{LOOPBACK}:{port}/ （按 Ctrl+C 停下）")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SHUANGBAI_POOL": os.environ.get("SHUANGBAI_POOL", "8")}
    command = [
        sys.executable,
        *("-m", "granian", "--interface", "wsgi", "--host", LOOPBACK, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "8", "--backpressure", "8"),
        *("--log-level", "error"),
        "shuangbai.config.wsgi:application",
    ]
    signal.signal(signal.SIGTERM, _interrupt)
    server = subprocess.Popen(command, env=environment)
    try:
        status = _watch(server)
    except KeyboardInterrupt:
        status = _end(server)
    engine.stop_when_idle()
    return CommandResult({"status": status}, "已停下。")


def _watch(server: "subprocess.Popen[bytes]") -> int:
    """Wait for the server; an embedded database that was killed meanwhile is started again."""
    own = engine.addresses().embedded
    while True:
        try:
            return server.wait(timeout=WATCH_SECONDS)
        except subprocess.TimeoutExpired:
            if own and not engine.status().running:
                say("数据库停了，正在重新启动…")
                engine.ensure(say)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Being told to end is the same as Ctrl+C: the server must not outlive its command."""
    raise KeyboardInterrupt


def _end(server: "subprocess.Popen[bytes]") -> int:
    server.terminate()
    try:
        return server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        return server.wait()


def _doctor(args: Namespace) -> CommandResult:
    findings = engine.check(engine.addresses())
    here = installation()
    data = {
        "python": sys.version.split()[0],
        "purpose": here.purpose,
        "data": str(settings.DATA),
        "tls": settings.TLS,
        "findings": [{"code": f.code, "message": f.message, "fix": f.fix} for f in findings],
    }
    lines = [f"要处理：{f.message}{f.fix}" for f in findings] or ["数据库：好"]
    lines.append(f"用途：{here.get_purpose_display()}　数据文件夹：{settings.DATA}")
    return CommandResult(data, "\n".join(lines), attention=bool(findings))
