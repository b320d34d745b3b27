"""A server and a data folder of the benchmark's own, in a temporary folder, gone afterwards."""

import os
import shutil
import tempfile
from pathlib import Path

MARK = "SHUANGBAI_BENCH"
UNSET = ("SHUANGBAI_DATABASE_URL", "SHUANGBAI_OWNER_DATABASE_URL", "SHUANGBAI_DATABASE")
"""What would lead to somebody's data."""


def settle() -> None:
    """Name a new folder to this process and to those that it starts; they find it named. The
    server writes durably, as in an office, unless SHUANGBAI_ENGINE_FAST is set."""
    if os.environ.get(MARK):
        return
    for name in UNSET:
        os.environ.pop(name, None)
    made = tempfile.mkdtemp(prefix="sb-bench-")
    os.environ[MARK] = os.environ["SHUANGBAI_DATA"] = made
    os.environ["DJANGO_SETTINGS_MODULE"] = "shuangbai.config.settings"


def folder() -> Path:
    return Path(os.environ[MARK])


def leave() -> None:
    shutil.rmtree(folder(), ignore_errors=True)
