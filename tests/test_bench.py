"""The benchmarks run, on a small scale; how fast is not asked here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.place import ROOT


@pytest.mark.slow
def test_a_small_run(tmp_path: Path) -> None:
    words = [
        "roster",
        "search",
        "plan",
        "visits",
        "--visits",
        "200",
        "--rows",
        "200",
        "--people",
        "600",
        "--calls",
        "3",
    ]
    words += ["--served", "400", "--services", "900"]
    kept = {name: value for name, value in os.environ.items() if "SHUANGBAI" not in name}
    told = subprocess.run(
        [sys.executable, "-m", "bench", *words],
        cwd=ROOT,
        env={**kept, "SHUANGBAI_ENGINE_FAST": "1", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert "200 行" in told.stdout
    assert "名单第一页" in told.stdout
    assert "写了多少行" in told.stdout
    assert "people_on_schedule" in told.stdout
    assert not list(tmp_path.glob("sb-bench-*"))
