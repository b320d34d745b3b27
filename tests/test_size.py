"""Small files, small functions, few parameters. The list of exceptions may only shrink."""

import json
from collections.abc import Iterator

from tests import tree
from tests.place import ROOT

FILE, FUNCTION, VIEW, POSITIONAL = 300, 40, 15, 5
NOT_COUNTED = {"self", "cls", "act"}
EXCEPTIONS = ROOT / "tests" / "size_exceptions.json"


def _files() -> Iterator[str]:
    for file in tree.ending(".py", ".html", ".css", ".js", ".sh"):
        if "migrations" in file.parts or "vendor" in file.parts:
            continue
        lines = file.read_text(encoding="utf-8").count("\n")
        if lines > FILE:
            yield f"{tree.name(file)}: file of more than {FILE} lines"


def _functions() -> Iterator[str]:
    for file in tree.python():
        limit = VIEW if tree.kind(file) == "views" else FUNCTION
        for name, node in tree.functions(file):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                yield f"{tree.name(file)}:{name}: function of more than {limit} lines"
            given = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
            if len([one for one in given if one not in NOT_COUNTED]) > POSITIONAL:
                yield f"{tree.name(file)}:{name}: more than {POSITIONAL} positional parameters"


def test_sizes() -> None:
    allowed = set(json.loads(EXCEPTIONS.read_text(encoding="utf-8")))
    found = {*_files(), *_functions()}
    assert not found - allowed, "too large:" + tree.listed(found - allowed)
    assert not allowed - found, "small now, take it off:" + tree.listed(allowed - found)
