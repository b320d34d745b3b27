"""Making, starting and stopping the own server. Callers hold the work lock."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from shuangbai.config.engine import as_user
from shuangbai.config.engine.binaries import Binaries
from shuangbai.config.engine.errors import EngineError, disk_full, from_os, says_full
from shuangbai.config.engine.places import ADMIN, Places, make_socket_dir, passwords

START_SECONDS = 300  # recovery after a crash replays the log first
STOP_SECONDS = 60
_LOG_BYTES = 20_000_000
_UNSAFE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def make_cluster(where: Places, binaries: Binaries) -> None:
    """initdb beside the final place, then rename: an interrupted one leaves no half cluster."""
    shutil.rmtree(where.unfinished, ignore_errors=True)
    # C.UTF-8 and nothing else: under the plain C locale trigram search does not see Chinese
    done = _run(
        [
            binaries.program("initdb"),
            f"--pgdata={where.unfinished}",
            f"--username={ADMIN}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--lc-messages=C",
            "--data-checksums",
            "--auth=scram-sha-256",
            "--pwfile=/dev/stdin",  # the password never lies in a file of its own
            *(["--no-sync"] if fast() else []),
        ],
        given=passwords(where)[ADMIN] + "\n",
    )
    if done.returncode != 0:
        shutil.rmtree(where.unfinished, ignore_errors=True)
        raise _explain(done.stdout + done.stderr, where, "建立数据库")
    try:
        where.unfinished.rename(where.cluster)
    except OSError as error:
        raise from_os(error, where.data) from error


def start(where: Places, binaries: Binaries, life: int) -> None:
    """Start the server; `life` is the locked descriptor of the life lock, which it inherits."""
    make_socket_dir(where)
    # Nobody holds the life lock, so these files are left from a crash. Their number may meanwhile
    # belong to another process, and PostgreSQL would then refuse to start.
    for left in (where.cluster / "postmaster.pid", where.socket, Path(f"{where.socket}.lock")):
        left.unlink(missing_ok=True)
    _keep_log_small(where.log)
    begins = where.log.stat().st_size if where.log.exists() else 0
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(where.socket_dir),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "100",
        **(_UNSAFE if fast() else {}),
    }
    options = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
    command = [binaries.program("pg_ctl"), "start", "--wait", f"--timeout={START_SECONDS}"]
    command += [f"--pgdata={where.cluster}", f"--log={where.log}", f"--options={options}"]
    done = _run(command, keep=(life,))
    if done.returncode != 0:
        said = where.log.read_bytes()[begins:] if where.log.exists() else b""
        said_all = said.decode(errors="replace") + done.stdout + done.stderr
        raise _explain(said_all, where, "启动数据库")


def stop(where: Places) -> bool:
    """Stop the server cleanly; False when it was not running.

    Sessions are cut off, what is committed is kept.
    """
    pid = postmaster(where)
    if pid is None:
        if alive(where):
            raise EngineError(
                f"数据文件夹 {where.data} 的数据库由另一个容器运行，这里停不了它。",
                "请在启动它的地方停止。",
            )
        return False
    os.kill(pid, signal.SIGINT)
    until = time.monotonic() + STOP_SECONDS
    while alive(where):
        if time.monotonic() > until:
            raise EngineError(
                f"数据库 {STOP_SECONDS} 秒内没有停下来（进程 {pid}）。",
                f"请稍后再试；原因见 {where.log}。",
            )
        time.sleep(0.01)
    with suppress(OSError):  # absent, or somebody keeps a file in it
        where.socket_dir.rmdir()
    return True


def alive(where: Places) -> bool:
    """Whether any process of the server lives, also seen from another container."""
    with take_life(where) as life:
        return life is None or postmaster(where) is not None


@contextmanager
def take_life(where: Places) -> Iterator[int | None]:
    """The life lock's descriptor, locked; None while a process of the server holds it."""
    handle = os.open(where.life_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield handle
    finally:
        os.close(handle)


def postmaster(where: Places) -> int | None:
    """Process id of the running server, None when it is gone.

    The number in the file is believed only when that process works in the cluster's folder.
    """
    try:
        first = (where.cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        pid = int(first)
        if Path("/proc/self").exists():
            return pid if Path(f"/proc/{pid}/cwd").resolve(strict=True) == where.cluster else None
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid


def fast() -> bool:
    """Tests may trade safety against a power cut for speed."""
    return os.environ.get("SHUANGBAI_ENGINE_FAST") == "1"


def _run(
    command: Sequence[str], *, given: str = "", keep: Sequence[int] = ()
) -> subprocess.CompletedProcess[str]:
    if os.geteuid() == 0:
        command = [sys.executable, "-I", "-S", as_user.__file__, *command]
    # Neither PGPORT, PGDATA and the like nor the person's language may reach the server.
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        errors="replace",
        env={**clean, "LC_ALL": "C.UTF-8"},
        pass_fds=keep,
        cwd="/",
    )
    if os.geteuid() == 0 and done.returncode == as_user.REFUSED:
        raise EngineError(
            "自带的数据库不能以 root 身份运行，本机又不允许建立用户命名空间。",
            "请改用普通用户运行（例如 runuser -u 用户名 -- bin/demo），"
            "或允许它（sysctl -w user.max_user_namespaces=10000），"
            "或用环境变量 SHUANGBAI_DATABASE_URL 指定一个现成的 PostgreSQL。",
        )
    return done


def _explain(said: str, where: Places, doing: str) -> EngineError:
    if says_full(said):
        return disk_full(where.data)
    tail = "\n".join(line for line in said.strip().splitlines()[-6:])
    if "invalid locale" in said:
        return EngineError(
            f"{doing}时出错：本机没有 C.UTF-8 语言环境，中文检索会失效。",
            "请安装它（Debian、Ubuntu：apt-get install libc-bin locales），再重新启动。",
        )
    return EngineError(
        f"{doing}时出错。PostgreSQL 的说明：\n{tail}\n",
        f"完整记录在 {where.log}。请按说明处理后重新启动；数据没有被改动。",
    )


def _keep_log_small(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
