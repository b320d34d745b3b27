"""The launcher on real servers, each in a data folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from shuangbai.config import engine
from shuangbai.config.engine import address
from shuangbai.config.engine.places import ADMIN, places

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder whose server is stopped afterwards."""
    monkeypatch.setenv("SHUANGBAI_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("SHUANGBAI_ENGINE_FAST", "1")
    for name in ("SHUANGBAI_DATABASE_URL", "SHUANGBAI_OWNER_DATABASE_URL", "SHUANGBAI_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path / "var"
    if (tmp_path / "var" / "pg" / "PG_VERSION").exists():
        engine.stop()
    shutil.rmtree(places().socket_dir, ignore_errors=True)


def keep(found: engine.Addresses, text: str) -> None:
    """Write a row that a later server must still have."""
    with psycopg.connect(found.owner) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (text text)")
        owner.execute("INSERT INTO kept VALUES (%s)", [text])


def kept(found: engine.Addresses) -> list[str]:
    with psycopg.connect(found.app) as app:
        return [row[0] for row in app.execute("SELECT text FROM kept ORDER BY text")]


@pytest.mark.slow
def test_kill_9_loses_nothing_committed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHUANGBAI_ENGINE_FAST")  # the real thing, with fsync
    found = engine.ensure()
    for number in range(3):
        keep(found, f"行{number}")
        pid = engine.status().pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        found = engine.ensure()
        assert engine.status().pid != pid
    assert kept(found) == ["行0", "行1", "行2"]


@pytest.mark.slow
def test_a_stale_pid_file_that_names_a_living_process_is_no_obstacle(data: Path) -> None:
    found = engine.ensure()
    keep(found, "行")
    engine.stop()
    (data / "pg" / "postmaster.pid").write_text(f"{os.getppid()}\n{data / 'pg'}\n")
    assert engine.status().running is False
    assert kept(engine.ensure()) == ["行"]


@pytest.mark.slow
def test_two_processes_at_once_share_one_server(data: Path) -> None:
    script = "from shuangbai.config import engine; engine.ensure(); print(engine.status().pid)"
    both = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120)[0].strip() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert answers[0] == answers[1] == str(engine.status().pid).encode()


def test_ensure_again_attaches_and_stop_is_clean(data: Path) -> None:
    told: list[str] = []
    found = engine.ensure(progress=told.append)
    assert told == ["正在建立数据库", "正在启动数据库", "正在准备数据库 shuangbai"]
    keep(found, "行")
    told.clear()
    began = time.monotonic()
    engine.ensure(progress=told.append)
    assert told == []
    assert time.monotonic() - began < 1
    assert engine.stop() is True
    assert engine.stop() is False
    assert engine.status() == engine.Status(
        False, None, engine.status().major, data, places().socket
    )
    assert "database system is shut down" in (data / "pg.log").read_text()
    assert kept(engine.ensure()) == ["行"]


def test_the_application_owns_nothing_and_gets_only_rows(data: Path) -> None:
    found = engine.ensure()
    assert (found.app_role, found.owner_role) == ("shuangbai_app", "shuangbai_owner")
    with psycopg.connect(found.owner) as owner:
        owner.execute("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n int)")
        owner.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    with psycopg.connect(found.app, autocommit=True) as app:
        app.execute("INSERT INTO t (n) VALUES (1)")
        app.execute("UPDATE t SET n = 2")
        assert app.execute("SELECT n FROM t").fetchone() == (2,)
        app.execute("CREATE TEMP TABLE staging (n int)")
        for refused in (
            "TRUNCATE t",
            "DROP TABLE t",
            "SELECT f()",
            "CREATE TABLE mine (n int)",
            "CREATE ROLE more",
            "CREATE DATABASE more",
            "SET ROLE shuangbai_owner",
            "ALTER TABLE t DISABLE ROW LEVEL SECURITY",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)
        flags = app.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname IN ('shuangbai_app', 'shuangbai_owner')"
        ).fetchall()
    assert flags == [(False,) * 4] * 2
    assert engine.check(found) == []


def test_trigram_search_sees_chinese(data: Path) -> None:
    with psycopg.connect(engine.ensure().app) as app:
        row = app.execute("SELECT show_trgm('昆明市'), similarity('昆明市', '昆明')").fetchone()
    assert row is not None
    assert len(row[0]) == 4
    assert row[1] > 0


@pytest.mark.slow
def test_check_names_what_is_wrong(data: Path) -> None:
    found = engine.ensure()
    as_owner = replace(found, app=found.owner)
    assert {f.code for f in engine.check(as_owner)} == {"database-owner", "schema-owner", "create"}
    keep(found, "行")
    assert "table-owner" in {f.code for f in engine.check(as_owner)}
    admin = replace(found, app=address.own_address(ADMIN, "shuangbai"))
    assert [f.code for f in engine.check(admin)] == ["superuser"]
    with psycopg.connect(admin.app, autocommit=True) as connection:
        connection.execute("GRANT shuangbai_owner TO shuangbai_app")
        connection.execute("DROP EXTENSION btree_gist")
        connection.execute(
            "CREATE DATABASE blind OWNER shuangbai_owner TEMPLATE template0 LOCALE 'C'"
        )
    codes = {f.code for f in engine.check(found)}
    assert codes == {"extension", "database-owner", "schema-owner", "table-owner", "create"}
    with pytest.raises(engine.EngineError) as raised:
        engine.ensure()
    assert "btree_gist" in raised.value.message
    with psycopg.connect(admin.app, autocommit=True) as connection:
        connection.execute("REVOKE shuangbai_owner FROM shuangbai_app")
    with pytest.raises(engine.EngineError, match="看不到汉字"):
        engine.ensure(database="blind")


@pytest.mark.slow
def test_another_database_of_the_same_server(data: Path) -> None:
    engine.ensure()
    second = engine.ensure(database="second 库")
    assert engine.check(second) == []
    engine.drop("second 库")
    engine.drop("second 库")
    with pytest.raises(engine.EngineError, match="second"):
        engine.check(second)


@pytest.mark.slow
def test_a_configured_server(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = engine.ensure()
    monkeypatch.setenv("SHUANGBAI_DATABASE_URL", own.app)
    serving = engine.ensure()
    assert (serving.app, serving.embedded) == (own.app, False)
    with pytest.raises(engine.EngineError) as missing:
        _ = serving.owner
    assert "SHUANGBAI_OWNER_DATABASE_URL" in missing.value.fix
    monkeypatch.setenv("SHUANGBAI_OWNER_DATABASE_URL", own.owner)
    with psycopg.connect(address.own_address(ADMIN, "shuangbai")) as admin:
        admin.execute("DROP EXTENSION pg_trgm")
        admin.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    assert engine.check(engine.ensure()) == []
    monkeypatch.setenv("SHUANGBAI_OWNER_DATABASE_URL", own.app)
    with pytest.raises(engine.EngineError, match="同一个数据库用户"):
        engine.ensure()
    monkeypatch.setenv("SHUANGBAI_DATABASE_URL", own.app.replace("shuangbai_app:", "nobody:"))
    monkeypatch.delenv("SHUANGBAI_OWNER_DATABASE_URL")
    with pytest.raises(engine.EngineError, match="连不上数据库"):
        engine.ensure()
    monkeypatch.setenv("SHUANGBAI_DATABASE_URL", "这不是地址")
    with pytest.raises(engine.EngineError, match=r"连不上|写得不对"):
        engine.ensure()


@pytest.mark.slow
def test_a_long_path(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("很长的文件夹" * 10) / ("long and with spaces " * 8) / "var"
    monkeypatch.setenv("SHUANGBAI_DATA", str(deep))
    assert len(os.fsencode(deep)) > 250
    try:
        keep(engine.ensure(), "行")
    finally:
        engine.stop()
        shutil.rmtree(places().socket_dir, ignore_errors=True)


@pytest.mark.slow
def test_a_folder_of_another_version_is_refused_and_untouched(data: Path) -> None:
    engine.ensure()
    engine.stop()
    (data / "pg" / "PG_VERSION").write_text("99\n")
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    with pytest.raises(engine.EngineError, match="由 PostgreSQL 99 建立") as raised:
        engine.ensure()
    assert "安装 PostgreSQL 99" in raised.value.fix
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
    (data / "pg" / "PG_VERSION").unlink()
    with pytest.raises(engine.EngineError, match="不是一个完整的数据库"):
        engine.ensure()
    (data / "pg" / "PG_VERSION").write_text("18\n")


@pytest.mark.slow
def test_lost_or_foreign_passwords_are_named(data: Path) -> None:
    engine.ensure()
    file = data / "secrets.json"
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text()
    file.unlink()
    with pytest.raises(engine.EngineError, match="不见了"):
        engine.ensure()
    file.write_text("{")
    with pytest.raises(engine.EngineError, match="已损坏"):
        engine.ensure()
    file.write_text('{"shuangbai_admin": "a", "shuangbai_owner": "b", "shuangbai_app": "c"}')
    with pytest.raises(engine.EngineError, match="不符"):
        engine.ensure()
    file.write_text(text)
    engine.ensure()


@pytest.mark.slow
def test_a_socket_folder_of_somebody_else_is_refused(data: Path) -> None:
    places().socket_dir.mkdir(mode=0o755)
    places().socket_dir.chmod(0o755)
    with pytest.raises(engine.EngineError, match="别人也能进入"):
        engine.ensure()
    places().socket_dir.chmod(0o700)
    engine.ensure()


@pytest.mark.slow
def test_the_command_for_people(data: Path) -> None:
    def run(word: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "shuangbai.config.engine", word],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout

    assert run("status") == (0, f"数据库没有运行。\n数据文件夹：{data}\n")
    assert run("stop") == (0, "数据库没有在运行。\n")
    assert run("start") == (0, "自带的数据库已就绪。\n")
    assert run("status")[1].startswith("数据库正在运行。")
    assert run("stop") == (0, "数据库已停止。\n")
    assert run("start again") == (2, "")
