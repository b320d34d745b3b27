"""A table of figures on the terminal, and the machine on which they were measured."""

import os
import platform
import unicodedata
from dataclasses import dataclass, field
from importlib import metadata

from django.db import connection

from shuangbai.kernel import clock


@dataclass
class Table:
    title: str
    heads: tuple[str, ...]
    lines: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """A line; what it says nothing of at its end stays empty."""
        self.lines.append((*cells, *[""] * (len(self.heads) - len(cells))))

    def shown(self) -> str:
        rows = [self.heads, *self.lines]
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        said = ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]
        return "\n".join(["", self.title, *said])


def machine() -> str:
    """Date, processor, versions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, durable = cursor.fetchone()
    packages = "，".join(f"{name} {metadata.version(name)}" for name in ("Django", "psycopg"))
    python = f"Python {platform.python_version()}，PostgreSQL {version}（fsync {durable}）"
    return f"{clock.today()}，{_processor()}，{os.cpu_count()} 核\n{python}，{packages}"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="ascii") as file:
            names = [line.partition(":")[2].strip() for line in file if "model name" in line]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
