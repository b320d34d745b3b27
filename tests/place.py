"""Where the tests keep their server and database: apart from the demonstration's data.

Importing this module sets the environment, so it comes before everything that reads settings.
Several processes at once each take a database of their own: several runs, and within a run that
shares its tests out (pytest -n) the one that shares out and each that it starts.
"""

import fcntl
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SLOTS = 10
_held: list[int] = []
"""Locked for as long as this process lives."""


class NoRoom(RuntimeError):
    """As many test processes as there are databases for are already running."""


def settle() -> None:
    """Point this process, and the processes that it starts, at the tests' own place."""
    os.environ["SHUANGBAI_DATA"] = os.environ.get("SHUANGBAI_TEST_DATA") or str(ROOT / "var/test")
    os.environ["SHUANGBAI_ENGINE_FAST"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangbai.config.settings")
    data = Path(os.environ["SHUANGBAI_DATA"])
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "static").mkdir(exist_ok=True)
    if os.environ.get("SHUANGBAI_DATABASE_URL"):
        if "PYTEST_XDIST_WORKER" in os.environ:
            raise NoRoom("a configured server has one database: run the tests without -n")
        _take(data / "tests.lock", wait=True)
        return
    os.environ["SHUANGBAI_DATABASE"] = _free_name(data)


def _free_name(data: Path) -> str:
    for number in range(1, SLOTS + 1):
        if _take(data / f"tests-{number}.lock", wait=False):
            return "shuangbai_test" if number == 1 else f"shuangbai_test_{number}"
    raise NoRoom(f"{SLOTS} test processes are running in {data}; wait for one to end")


def _take(lock: Path, wait: bool) -> bool:
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        return False
    _held.append(handle)
    return True
