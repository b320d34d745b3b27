"""Imports point down, openly, and never in a circle."""

import ast
import tomllib

import grimp
from importlinter import cli

from tests import tree
from tests.place import ROOT


def test_the_contract_holds() -> None:
    assert cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_package_stands_in_the_contract() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [
        found for found in rules["tool"]["importlinter"]["contracts"] if found["type"] == "layers"
    ]
    layers = {name.strip() for line in contract["layers"] for name in line.split("|")}
    packages = {file.parent.name for file in tree.PACKAGE.glob("*/__init__.py")}
    assert packages == layers


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{tree.name(file)}:{inner.lineno}"
        for file in tree.python()
        for _, function in tree.functions(file)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, tree.listed(hidden)


def test_no_import_by_name_reaches_another_app() -> None:
    """`import_module("…")` would pass under the contract."""
    found = [
        f"{tree.name(file)}:{line} {text}"
        for file in tree.python(tree.PACKAGE)
        for line, text in tree.texts(file)
        if text.startswith("shuangbai.") and " " not in text
        if file.relative_to(tree.PACKAGE).parts[0] not in ("config", "demo")
        if text.split(".")[1] != file.relative_to(tree.PACKAGE).parts[0]
    ]
    assert not found, tree.listed(found)


def test_no_circle_of_modules() -> None:
    graph = grimp.build_graph("shuangbai", cache_dir=None)
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while free := {module for module, targets in arrows.items() if not targets}:
        arrows = {
            module: targets - free for module, targets in arrows.items() if module not in free
        }
    # What is left lies on a circle or leads into one; nothing that leads in must stay either.
    while unused := set(arrows) - set().union(*arrows.values()):
        arrows = {module: targets for module, targets in arrows.items() if module not in unused}
    assert not arrows
