"""Where the own server keeps its files, and the passwords of its roles."""

import hashlib
import json
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from shuangbai.config.engine.errors import EngineError, from_os

ADMIN, OWNER, APP = "shuangbai_admin", "shuangbai_owner", "shuangbai_app"
SOCKET_LIMIT = 107  # bytes; the kernel's sockaddr_un holds 108 with the closing zero
_SOCKET_NAME = ".s.PGSQL.5432"
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Places:
    """The files of one own server."""

    data: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.data / "pg"

    @property
    def unfinished(self) -> Path:
        """A cluster while it is made; renamed to `cluster` when complete."""
        return self.data / "pg.new"

    @property
    def secrets(self) -> Path:
        """Passwords of the roles, JSON, readable by the owner only."""
        return self.data / "secrets.json"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.data / "pg.log"

    @property
    def work_lock(self) -> Path:
        """Held while somebody makes, starts, provisions or stops the server."""
        return self.data / "engine.lock"

    @property
    def life_lock(self) -> Path:
        """Held by the server's processes themselves for as long as one of them lives."""
        return self.data / "running.lock"

    @property
    def socket_dir(self) -> Path:
        """A short folder for the socket: the data folder itself may be longer than a socket path
        may be. The same for every process of this user, whatever its TMPDIR."""
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        base = Path("/tmp") if os.access("/tmp", os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
        return base / f"sb-{os.geteuid()}-{name}"

    @property
    def socket(self) -> Path:
        """The socket file."""
        return self.socket_dir / _SOCKET_NAME


def places() -> Places:
    """The places named by SHUANGBAI_DATA, by default `var` beside the code."""
    return Places(Path(os.environ.get("SHUANGBAI_DATA") or _ROOT / "var").expanduser().resolve())


def database_name() -> str:
    """The database named by SHUANGBAI_DATABASE."""
    return os.environ.get("SHUANGBAI_DATABASE") or "shuangbai"


def make_data_dir(where: Places) -> None:
    """Make the data folder, and refuse one that belongs to somebody else."""
    try:
        where.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = (where.cluster if where.cluster.exists() else where.data).stat()
    except OSError as error:
        raise from_os(error, where.data) from error
    # root may use a folder of somebody else for a new cluster, but PostgreSQL wants its own
    if found.st_uid != os.geteuid() and (os.geteuid() != 0 or where.cluster.exists()):
        raise EngineError(
            f"数据文件夹 {where.data} 属于另一个用户（编号 {found.st_uid}）。",
            "请用那个用户运行，或用环境变量 SHUANGBAI_DATA 另选一个文件夹。",
        )


def make_socket_dir(where: Places) -> None:
    """Make the socket folder; refuse one that somebody else prepared in the shared temp folder."""
    path = where.socket_dir
    if len(os.fsencode(where.socket)) > SOCKET_LIMIT:
        raise EngineError(
            f"临时文件夹的路径太长，数据库的连接口放不下：{path}。",
            "请把环境变量 TMPDIR 设为一个短的文件夹，例如 /var/tmp，再重新启动。",
        )
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
    except OSError as error:
        raise from_os(error, path) from error
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    if not mine or stat.S_IMODE(found.st_mode) & 0o077:
        raise EngineError(
            f"临时文件夹里的 {path} 不是本程序建立的，或别人也能进入。",
            "请删除它，再重新启动。",
        )


def passwords(where: Places) -> dict[str, str]:
    """Passwords by role; made once, at the first call. Safe when two processes call at once."""
    try:
        if not where.secrets.exists():
            _make_secrets(where)
        text = where.secrets.read_text(encoding="utf-8")
    except OSError as error:
        raise from_os(error, where.data) from error
    try:
        known = json.loads(text)
        return {role: str(known[role]) for role in (ADMIN, OWNER, APP)}
    except (ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"密码文件 {where.secrets} 已损坏。", "请从备份中放回这个文件，再重新启动。"
        ) from error


def _make_secrets(where: Places) -> None:
    if (where.cluster / "PG_VERSION").exists():
        raise EngineError(
            f"数据库还在，但密码文件 {where.secrets} 不见了。",
            "请从备份中放回这个文件，再重新启动；数据没有被改动。",
        )
    make_data_dir(where)
    text = json.dumps({role: secrets.token_urlsafe(24) for role in (ADMIN, OWNER, APP)}, indent=1)
    handle, draft = tempfile.mkstemp(dir=where.data, prefix="secrets-")  # 0600 by definition
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        # link() refuses an existing name, so of two processes the first one wins
        os.link(draft, where.secrets)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
