"""Real server processes for tests: the product as it is run, on the tests' database."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.place import ROOT

START_SECONDS = 30


@dataclass
class Server:
    """One granian process on the loopback and a worker beside it; `url` ends without a slash."""

    log: Path
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    worker: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    """Runs the jobs that are asked for on this server; None while it rests."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.port = _free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        command += ["shuangbai.config.wsgi:application"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=dict(os.environ), stdout=log, stderr=log
            )
        self.wake()
        self._wait()

    def stop(self) -> None:
        """End both processes; that of the server ends its own."""
        if self.process is not None:
            _end(self.process)
            self.process = None
        self.rest()

    def rest(self) -> None:
        """End the worker: jobs of a test that uses no server are run by the test itself."""
        if self.worker is not None:
            _end(self.worker)
            self.worker = None

    def wake(self) -> None:
        """Have a worker; what waits is run once it is up."""
        if self.worker is None:
            command = [sys.executable, "-m", "shuangbai", "worker", "--parent", str(os.getpid())]
            with self.log.open("ab") as log:
                self.worker = subprocess.Popen(
                    command, cwd=ROOT, env=dict(os.environ), stdout=log, stderr=log
                )

    def restart(self) -> None:
        """A fresh process: it has asked neither for the clock nor for anything else."""
        self.stop()
        self.start()

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            try:
                with urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.05)
        said = self.log.read_text(errors="replace")[-3000:]
        self.stop()
        raise RuntimeError(f"the server did not start:\n{said}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
