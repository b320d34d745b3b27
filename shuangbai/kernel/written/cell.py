"""What every reading of a cell gives back, and what stands for nothing."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from ..problems import Problem, problem

Precision = Literal["", "year", "month", "day"]

NOTHING = frozenset(
    {
        *("", "-", "--", "---", "—", "——", "/", "//", "\\", "*", "**", "***", ".", "。", "、", "_"),
        *("不详", "未知", "不明", "暂无", "未填", "空", "null", "none", "n/a", "#n/a", "nan"),
    }
)


@dataclass(frozen=True, slots=True)
class Written[Value]:
    """A cell understood: its value; blank: neither value nor reason; else the reason.

    `reason` is the code of a Problem; `problem` makes it.
    """

    value: Value | None = None
    precision: Precision = ""
    """Of days: how much of it was written. The missing part is the first (month or day)."""
    reason: str | None = None
    text: str = ""

    @property
    def blank(self) -> bool:
        return self.value is None and self.reason is None

    def problem(self, row: int | None = None, column: str | None = None) -> Problem:
        """Raises ValueError when there is nothing wrong."""
        if self.reason is None:
            raise ValueError("what is understood is no problem")
        return problem(self.reason, row, column, text=self.text[:30])


def compact(text: str) -> str:
    """Half-width, without blanks and signs that cannot be seen."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(
        sign
        for sign in narrow
        if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf")
    ).lstrip("'‘’`")


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return compact(text).lower() in NOTHING
