"""The command line as an outsider runs it: a process, its output, its exit status."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import connections

pytestmark = pytest.mark.slow


def run(*words: str, typed: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "shuangbai", *words],
        capture_output=True,
        text=True,
        input=typed,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        timeout=300,
    )


def printed(*words: str) -> Any:
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_city_is_shown_with_its_towns_and_villages(database: None) -> None:
    found = printed("areas", "show", "4453")
    assert (found["name"], found["towns"], found["villages"]) == ("云浮市", 63, 972)
    yuncheng = next(child for child in found["children"] if child["key"] == "445302")
    assert (yuncheng["towns"], yuncheng["villages"]) == (8, 123)


def test_a_prefecture_without_counties_shows_its_towns(database: None) -> None:
    found = printed("areas", "show", "4419")
    assert found["name"] == "东莞市"
    assert {len(child["key"]) for child in found["children"]} == {9}


def test_an_unknown_area_is_told_and_nothing_printed(database: None) -> None:
    done = run("areas", "show", "9999", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有代码是“9999”的区划" in done.stderr


def test_a_folder_without_the_files_changes_nothing(database: None, tmp_path: Path) -> None:
    done = run("areas", "load", "--from", str(tmp_path), "--prefix", "53")
    assert done.returncode == 2
    assert "provinces.csv" in done.stderr


def test_numbers_are_checked_without_a_database() -> None:
    nowhere = {"SHUANGBAI_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = run("identity", "check", "11010519491231002x", "440524188001010015", "--json", **nowhere)
    assert done.returncode == 1
    good, bad = json.loads(done.stdout)
    assert good["number"] == "11010519491231002X"
    assert good["birth_date"] == "1949-12-31"
    assert not bad["valid"] and bad["reason"]


def test_an_account_is_made_once_and_with_a_real_password(database: None) -> None:
    words = ("users", "add", "lin", "--name", "林社工", "--role", "worker", "--area", "445302103")
    weak = run(*words, typed="1234567890\n")
    assert weak.returncode == 2 and "密码太弱" in weak.stderr
    made = run(*words, typed="shan-shui-4453\n")
    assert made.returncode == 0, made.stderr
    assert "思劳镇" in made.stdout
    again = run(*words, typed="shan-shui-4453\n")
    assert again.returncode == 2 and "已经有人用" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("areas load --prefix 4", "“4”不是区划代码"),
        (f"users add {'x' * 81} --name 林 --role worker --area 445302103", "账号名有 81 个字"),
        (f"users add lin --name {'林' * 81} --role worker --area 445302103", "姓名有 81 个字"),
        ("figures count people --area 4453 --to 9999-12-31", "9999年12月31日 太早或太晚"),
        ("figures count people --area 4453 --known 0001-01-01T00:00+14:00", "1年1月1日 太早"),
        (f"cover --area 4453 --window {'9' * 5000}", "不是天数"),
        ("cover --area 4453 --day 1000-01-01", "太早或太晚"),
        ("areas show 44\x1b53", "控制字符"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_sentence(
    database: None, words: str, said: str
) -> None:
    done = run(*words.split(" "))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("Refused('cover.see', '岗位没有这项权限')", "这个账号不能办这件事：岗位没有这项权限。"),
        ("Absent('person.see', 'clients.person', '7')", "没有找到要办的那一条。"),
        ("failed(errors.DiskFull('no space left'))", "服务器的磁盘满了"),
        ("failed(errors.DeadlockDetected('deadlock'))", "再试一次"),
        ("failed(errors.UndefinedTable('no such table'))", "数据库没有办成这一步"),
        ("ZeroDivisionError()", "Traceback"),
    ],
)
def test_whatever_stops_a_command_its_status_is_2(error: str, said: str) -> None:
    script = (
        "import sys\n"
        "from django.db import OperationalError\n"
        "from psycopg import errors\n"
        "from shuangbai.access.refusal import Absent, Refused\n"
        "from shuangbai.config import cli\n"
        "def failed(cause):\n"
        "    error = OperationalError(*cause.args)\n"
        "    error.__cause__ = cause\n"
        "    return error\n"
        "def stopped(argv):\n"
        f"    raise {error}\n"
        "cli._run = stopped\n"
        "sys.exit(cli.main(['cover']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert ("Traceback" in done.stderr) == (said == "Traceback")


def test_a_taken_port_is_named(database: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"端口 {port} 已经被别的程序占用" in done.stderr


def test_a_database_of_a_newer_version_is_left_alone(database: None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('visits', '0999_later', now())"
        )
    try:
        done = run("serve", "--port", "8765")
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0999_later'")
    assert done.returncode == 2
    assert "更新的版本" in done.stderr and "visits.0999_later" in done.stderr


def test_a_size_that_is_not_there_is_said(database: None) -> None:
    done = run("demo", "--no-serve", "--size", "guangdong")
    assert done.returncode == 2
    assert "还没有“guangdong”这一套演示数据" in done.stderr


def survives_a_killed_database(place: dict[str, str], pid_file: Path) -> None:
    """Serve, kill the database without warning, be ready again, and end when told to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = subprocess.Popen(
        [sys.executable, "-m", "shuangbai", "serve", "--port", str(port)],
        env={**os.environ, **place},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        until_ready(port)
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        time.sleep(0.5)
        until_ready(port)
    finally:
        serving.terminate()
        assert serving.wait(timeout=30) == 0
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def until_ready(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=15) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("it was not ready again within a minute")


def interrupted_while(said: str, place: dict[str, str]) -> None:
    """Start loading, and kill it as a power cut would once it says this."""
    loading = subprocess.Popen(
        [sys.executable, "-m", "shuangbai", "demo", "--no-serve"],
        env={**os.environ, "PYTHONUTF8": "1", **place},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert loading.stderr is not None
    assert any(said in line for line in loading.stderr)
    loading.kill()
    loading.wait()
    loading.stderr.close()


def test_two_first_starts_at_once(tmp_path: Path) -> None:
    place = {"SHUANGBAI_DATA": str(tmp_path / "var"), "SHUANGBAI_DATABASE": "shuangbai"}
    words = [sys.executable, "-m", "shuangbai", "areas", "show", "4453", "--json"]
    both = [
        subprocess.Popen(
            words, env={**os.environ, **place}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    try:
        for one in both:
            out, err = one.communicate(timeout=120)
            assert one.returncode == 0, err.decode()
            assert json.loads(out)["towns"] == 63
    finally:
        stop = [sys.executable, "-m", "shuangbai.config.engine", "stop"]
        subprocess.run(stop, env={**os.environ, **place}, check=True)


def test_the_demo_is_loaded_once(tmp_path: Path) -> None:
    place = {
        "SHUANGBAI_DATA": str(tmp_path / "var"),
        "SHUANGBAI_DATABASE": "shuangbai",
        "SHUANGBAI_KEYS": "",
    }
    try:
        interrupted_while("正在登记", place)
        first = run("demo", "--no-serve", **place)
        assert first.returncode == 0, first.stderr
        cover = json.loads(run("cover", "--area", "4453", "--json", **place).stdout)
        assert cover["stations"] == {"covered": 63, "whole": 63, "missing": 0}
        assert (cover["villages"]["covered"], cover["villages"]["whole"]) == (961, 972)
        assert (
            cover["service"]["whole"] == cover["service"]["covered"] + cover["service"]["missing"]
        )
        second = run("demo", "--no-serve", **place)
        assert second.stdout == first.stdout
        assert "正在" not in second.stderr
        survives_a_killed_database(place, tmp_path / "var" / "pg" / "postmaster.pid")
        (tmp_path / "var" / "keys.json").unlink()
        lost = run("demo", "--no-serve", **place)
        assert lost.returncode == 2 and "钥匙" in lost.stderr
    finally:
        stopped = subprocess.run(
            [sys.executable, "-m", "shuangbai.config.engine", "stop"],
            env={**os.environ, **place},
        )
    assert stopped.returncode == 0


def test_help_lists_every_command(database: None) -> None:
    done = run("--help")
    assert done.returncode == 0, done.stderr
    for word in ("areas", "users", "roster", "figures", "cover", "identity", "demo", "serve"):
        assert word in done.stdout
    assert "两个100%" in done.stdout
