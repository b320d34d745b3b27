"""From nothing to a checked database, and back: what the rest of the product calls."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from shuangbai.config.engine import binaries, checks, provision, server
from shuangbai.config.engine.address import Addresses, addresses, own_address
from shuangbai.config.engine.errors import EngineError, disk_full, from_os, says_full
from shuangbai.config.engine.places import (
    ADMIN,
    APP,
    OWNER,
    Places,
    database_name,
    make_data_dir,
    passwords,
    places,
)

Progress = Callable[[str], None]
LOCK_SECONDS = 400  # longer than the longest start
# what a server answers for a while only
_PASSING = ("starting up", "shutting down", "recovery", "too many clients", "connection slots")


@dataclass(frozen=True)
class Status:
    """State of the own server: `pid` is None when it does not run here."""

    running: bool
    pid: int | None
    major: int | None
    data: Path
    socket: Path


def ensure(progress: Progress | None = None, database: str | None = None) -> Addresses:
    """A running, provisioned and checked database; safe to call at any time by any process.

    `database` names another database of the own server, for instance for tests. Raises
    EngineError with what to do.
    """
    tell = progress or _silent
    found = addresses(database)
    if found.embedded:
        with _own_errors(places()):
            _ensure_own(places(), database or database_name(), tell)
    elif found.owner_or_none is not None:
        provision.prepare(found)
    findings = checks.check(found)
    if findings:
        raise EngineError(
            "\n".join(finding.message for finding in findings) + "\n",
            "\n".join(dict.fromkeys(finding.fix for finding in findings)),
        )
    return found


def stop() -> bool:
    """Stop the own server cleanly. False when it was not running; True when it was."""
    where = places()
    if not where.cluster.exists():
        return False
    with _own_errors(where), _work(where, _silent):
        return server.stop(where)


def stop_when_idle() -> bool:
    """Stop the own server unless another process is connected to it; True when it was stopped."""
    where = places()
    if not (where.cluster.exists() and server.alive(where)):
        return False
    with psycopg.connect(own_address(ADMIN, "postgres")) as admin:
        others = admin.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    return stop() if others == (0,) else False


def status() -> Status:
    """How the own server stands; changes nothing."""
    where = places()
    made = where.cluster.exists()
    return Status(
        running=made and server.alive(where),
        pid=server.postmaster(where) if made else None,
        major=binaries.cluster_major(where) if made else None,
        data=where.data,
        socket=where.socket,
    )


def drop(database: str) -> None:
    """Remove a database of the own server with its sessions; for tests. Absent is fine."""
    with psycopg.connect(own_address(ADMIN, "postgres"), autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )


def _ensure_own(where: Places, database: str, tell: Progress) -> None:
    make_data_dir(where)
    with _work(where, tell):
        if not where.cluster.exists():
            tell("正在建立数据库")
            server.make_cluster(where, binaries.choose(where))
        with _admin(where, tell) as admin:
            words = passwords(where)
            logins = {role: words[role] for role in (OWNER, APP)}
            mark = provision.stamp(database, logins)
            known = admin.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [database],
            ).fetchone()
            if known is not None and known[0] == mark:
                return
            tell(f"正在准备数据库 {database}")
            provision.roles(admin, logins)
            provision.database(admin, database, OWNER)
        with psycopg.connect(own_address(ADMIN, database), autocommit=True) as inside:
            provision.rights(inside, OWNER, APP, mark)


def _admin(where: Places, tell: Progress) -> psycopg.Connection:
    """A superuser connection to the running server, which is started when needed."""
    until = time.monotonic() + server.START_SECONDS
    while True:
        try:
            return psycopg.connect(
                own_address(ADMIN, "postgres"), autocommit=True, connect_timeout=10
            )
        except psycopg.OperationalError as error:
            refused = str(error).strip()
        _give_up_when_final(where, refused)
        with server.take_life(where) as life:
            # the lock alone is not enough when a person started the server by hand
            if life is not None and server.postmaster(where) is None:
                tell("正在启动数据库")
                server.start(where, binaries.choose(where), life)
                continue
        if time.monotonic() > until or (server.postmaster(where) and not where.socket.exists()):
            raise EngineError(
                f"数据库在运行，但没有应答：{refused}。",
                "请运行 bin/shuangbai engine stop 停止它，再重新启动。",
            )
        time.sleep(0.05)  # starting, stopping, or the last processes after a crash are ending


def _give_up_when_final(where: Places, refused: str) -> None:
    """Raise when the server answered and waiting will not change its answer."""
    if says_full(refused):
        raise disk_full(where.data)
    if "password authentication failed" in refused:
        raise EngineError(
            f"密码文件 {where.secrets} 与数据库不符。", "请从备份中放回原来的文件，再重新启动。"
        )
    if "FATAL:" in refused and not any(words in refused for words in _PASSING):
        raise EngineError(f"数据库拒绝了连接：{refused}。", f"原因见 {where.log}；处理后重新启动。")


@contextmanager
def _work(where: Places, tell: Progress) -> Iterator[None]:
    handle = os.open(where.work_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until, told = time.monotonic() + LOCK_SECONDS, False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    tell("另一个进程正在准备数据库，请稍候")
                    told = True
            if time.monotonic() > until:
                raise EngineError(
                    "另一个进程一直在准备数据库，等不到它结束。", "请结束那个进程，再重新启动。"
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


@contextmanager
def _own_errors(where: Places) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise from_os(error, where.data) from error
    except psycopg.errors.DiskFull as error:
        raise disk_full(where.data) from error
    except psycopg.Error as error:
        raise EngineError(
            f"数据库没有完成准备：{str(error).strip()}。", f"原因见 {where.log}；处理后重新启动。"
        ) from error


def _silent(_: str) -> None:
    pass
