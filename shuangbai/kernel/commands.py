"""What a command gives back; the command line prints it."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CommandResult:
    """`data` is printed with --json, `text` otherwise; `attention` makes the exit status 1."""

    data: Any
    text: str
    attention: bool = False


type Handler = Callable[[Namespace], CommandResult]
