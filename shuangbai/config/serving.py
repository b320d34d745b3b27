"""Running the product on this machine: the server, and beside it the worker that runs jobs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

from django.conf import settings

from shuangbai.config import engine

LOOPBACK = "127.0.0.1"
WATCH_SECONDS = 1
END_SECONDS = 10
REST_SECONDS = 5
"""Between two starts of a worker that does not stay."""

type Process = subprocess.Popen[bytes]
type Say = Callable[[str], None]


class WorkerKeeper:
    """One worker, started again when it dies; it ends with this process, however that ends."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.process: Process | None = None
        self.began = float("-inf")

    def look(self) -> None:
        """Start the worker unless it runs."""
        if self.process is not None and self.process.poll() is None:
            return
        if time.monotonic() - self.began < REST_SECONDS:
            return
        if self.process is not None:
            self.say("办任务的进程停了，正在重新启动…")
        self.began = time.monotonic()
        # Its threads keep connections of their own; a pool would keep more for nothing.
        environment = {**os.environ, "SHUANGBAI_POOL": "0"}
        command = [sys.executable, "-m", "shuangbai", "worker", "--parent", str(os.getpid())]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)

    def end(self) -> None:
        if self.process is not None:
            end(self.process)


def run(port: int, say: Say) -> int:
    """Serve until stopped; the server's exit status. The embedded database stops with it when
    nobody else uses it."""
    say(f"\n打开 http://{LOOPBACK}:{port}/ （按 Ctrl+C 停下）")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _interrupt)
    server, worker = _start_server(port), WorkerKeeper(say)
    try:
        status = _watch(server, worker, say)
    except KeyboardInterrupt:
        status = end(server)
    finally:
        worker.end()
    engine.stop_when_idle()
    return status


def end(process: Process) -> int:
    """End a process that this one started; its exit status."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        return process.wait(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _start_server(port: int) -> Process:
    environment = {**os.environ, "SHUANGBAI_POOL": os.environ.get("SHUANGBAI_POOL", "8")}
    command = [
        sys.executable,
        *("-m", "granian", "--interface", "wsgi", "--host", LOOPBACK, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "8", "--backpressure", "8"),
        *("--log-level", "error"),
        "shuangbai.config.wsgi:application",
    ]
    return subprocess.Popen(command, env=environment)


def _watch(server: Process, worker: WorkerKeeper, say: Say) -> int:
    """Wait for the server. An embedded database that was killed meanwhile is started again, and
    so is the worker."""
    own = engine.addresses().embedded
    while True:
        if own and not engine.status().running:
            say("数据库停了，正在重新启动…")
            engine.ensure(say)
        worker.look()
        with suppress(subprocess.TimeoutExpired):
            return server.wait(timeout=WATCH_SECONDS)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Being told to end is the same as Ctrl+C: nothing that was started outlives its command."""
    raise KeyboardInterrupt
