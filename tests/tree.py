"""The project's own files, as source: what the guards read."""

import ast
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.place import ROOT

PACKAGE = ROOT / "shuangbai"
APPS = (
    "areas",
    "access",
    "jobs",
    "catalogue",
    "figures",
    "rosters",
    "staff",
    "clients",
    "visits",
    "cover",
    "desk",
)
LEFT_OUT = {".venv", ".uv", "var", "node_modules", "__pycache__", ".git"}


@cache
def every() -> tuple[Path, ...]:
    """Files that belong to the project: tracked, or new and not ignored."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = {ROOT / name for name in listed.split("\0") if name}
    else:
        found = {f for f in ROOT.rglob("*") if not LEFT_OUT & set(f.relative_to(ROOT).parts)}
    return tuple(sorted(file for file in found if file.is_file()))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def ending(*suffixes: str, within: Path = ROOT) -> list[Path]:
    return [f for f in every() if f.suffix in suffixes and f.is_relative_to(within)]


def python(within: Path = ROOT, *, tests: bool = True) -> list[Path]:
    """Python sources, migrations left out."""
    return [
        file
        for file in ending(".py", within=within)
        if "migrations" not in file.parts and (tests or not is_test(file))
    ]


def is_test(file: Path) -> bool:
    inside = file.relative_to(ROOT).parts
    return "tests" in inside or file.name in ("testing.py", "conftest.py")


def kind(file: Path) -> str:
    """`views` for clients/views.py and for clients/views/lists.py; '' outside the apps.

    A subject large enough to have rules of its own calls them `<subject>_rules`.
    """
    parts = file.relative_to(ROOT).parts
    if len(parts) < 3 or parts[0] != "shuangbai" or parts[1] not in APPS:
        return ""
    own = parts[2].removesuffix(".py")
    return "rules" if own.endswith("_rules") else own


def of_kind(*kinds: str) -> list[Path]:
    return [file for file in python() if kind(file) in kinds]


def app(file: Path) -> str:
    return file.relative_to(ROOT).parts[1] if kind(file) else ""


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


type Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(file: Path) -> Iterator[tuple[str, Function]]:
    """(dotted name, node) of every function of the file."""

    def walk(node: ast.AST, above: str) -> Iterator[tuple[str, Function]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield above + child.name, child
                yield from walk(child, f"{above}{child.name}.")
            elif isinstance(child, ast.ClassDef):
                yield from walk(child, f"{above}{child.name}.")
            else:
                yield from walk(child, above)

    return walk(parsed(file), "")


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of all that the file imports."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, found.name) for found in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{above}.{found.name}") for found in node.names)


def called(file: Path) -> Iterator[tuple[int, str]]:
    """(line, attribute name) of every call `something.name(…)`."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of string literals, docstrings left out; `…` stands for a value put in."""
    parts: set[ast.AST] = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            parts.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts.update(node.values)
            said = [str(getattr(one, "value", "")) for one in node.values]
            whole = zip(node.values, said, strict=True)
            yield (
                node.lineno,
                "".join(text if isinstance(one, ast.Constant) else "…" for one, text in whole),
            )
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in parts:
            yield node.lineno, node.value


def listed(found: Iterable[object]) -> str:
    """For the message of a failed guard: one line each."""
    return "\n" + "\n".join(sorted(map(str, found)))
