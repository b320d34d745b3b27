"""Every file kind has one job, and an app has no other kinds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import tree

KINDS = {
    *("models", "rules", "selectors", "actions", "forms", "views", "urls", "figures", "api"),
    *("commands", "tasks", "testing", "apps", "masks"),
}
FOLDERS = {"tests", "templates", "static", "migrations", "data"}
OF_ACCESS = {
    *("policy", "gate", "scope", "audit", "actor", "action", "refusal", "request"),
    *("middleware", "adapter", "failures", "crossing"),
}
WRITES = re.compile(r"(create|update|delete|save|bulk_\w+|get_or_create|update_or_create)$")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
TIME_ASKED = {"now", "today", "utcnow"}
TIME_CONVERTED = {"localdate", "localtime"}
"""These ask only when they are given nothing."""


@pytest.mark.parametrize("app", tree.APPS)
def test_an_app_has_only_these_files(app: str) -> None:
    allowed = KINDS | (OF_ACCESS if app == "access" else set())
    inside = [file for file in tree.every() if file.is_relative_to(tree.PACKAGE / app)]
    strange = {
        tree.name(file)
        for file in inside
        if file.name not in ("README.md", "__init__.py")
        if file.relative_to(tree.PACKAGE / app).parts[0] not in FOLDERS
        if tree.kind(file) not in allowed
    }
    assert not strange, tree.listed(strange)


@pytest.mark.parametrize("app", tree.APPS)
def test_an_app_says_what_it_is(app: str) -> None:
    assert (tree.PACKAGE / app / "README.md").is_file()


def test_rules_are_pure() -> None:
    impure = ("django", "shuangbai.kernel.clock", "shuangbai.config", "psycopg", "os")
    found = [
        f"{tree.name(file)}:{line} {name}"
        for file in tree.of_kind("rules")
        for line, name in tree.imported(file)
        if any(name == one or name.startswith(one + ".") for one in impure)
        or ".models" in name
        or ".selectors" in name
        or ".actions" in name
    ]
    assert not found, tree.listed(found)


def test_models_do_not_hide_work_in_save() -> None:
    found = [
        f"{tree.name(file)}:{name}"
        for file in tree.of_kind("models")
        for name, _ in tree.functions(file)
        if name.rpartition(".")[2] in ("save", "delete", "full_clean")
    ]
    assert not found, tree.listed(found)


def test_views_ask_no_table() -> None:
    found = [
        f"{tree.name(file)}:{node.lineno}"
        for file in tree.of_kind("views")
        for node in ast.walk(tree.parsed(file))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert not found, tree.listed(found)


def _compares_role(node: ast.AST) -> bool:
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    if isinstance(node, ast.Match):
        sides = [node.subject]
    return any(isinstance(side, ast.Attribute) and side.attr == "role" for side in sides)


def test_nobody_but_the_policy_compares_roles() -> None:
    kinds = ("views", "selectors", "actions", "forms", "api", "commands")
    found = [
        f"{tree.name(file)}:{node.lineno}"
        for file in tree.of_kind(*kinds)
        # Giving grants is about roles.
        if tree.app(file) != "access"
        for node in ast.walk(tree.parsed(file))
        if _compares_role(node)
    ]
    found += [
        tree.name(file)
        for file in tree.ending(".html")
        if re.search(r"{%\s*(el)?if[^%]*\.role\b", file.read_text(encoding="utf-8"))
    ]
    assert not found, tree.listed(found)


def test_selectors_only_ask() -> None:
    found = [
        f"{tree.name(file)}:{line} {name}"
        for file in tree.of_kind("selectors")
        for line, name in tree.called(file)
        if WRITES.match(name)
    ]
    assert not found, tree.listed(found)


def test_selectors_need_no_actions() -> None:
    """A question that imports a verb is a question in the wrong file."""
    found = [
        f"{tree.name(file)}:{line} {name}"
        for file in tree.of_kind("selectors")
        for line, name in tree.imported(file)
        if re.match(r"shuangbai\.\w+\.actions\b", name)
    ]
    assert not found, tree.listed(found)


def test_actions_know_no_request() -> None:
    found = [
        f"{tree.name(file)}:{line} {name}"
        for file in tree.of_kind("actions", "selectors", "rules", "models")
        for line, name in tree.imported(file)
        if name.startswith(("django.http", "django.forms", "django.shortcuts"))
    ]
    assert not found, tree.listed(found)


def test_no_signals() -> None:
    found = [
        f"{tree.name(file)}:{line} {name}"
        for file in tree.python(tree.PACKAGE)
        for line, name in tree.imported(file)
        if name.startswith(SIGNALS)
    ]
    assert not found, tree.listed(found)


def _asks_the_time(file: Path) -> Iterator[int]:
    for node in ast.walk(tree.parsed(file)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = node.func.value
        spoken = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        asked = node.func.attr in TIME_ASKED
        asked = asked or (node.func.attr in TIME_CONVERTED and not node.args)
        if asked and spoken in ("datetime", "date", "timezone"):
            yield node.lineno


def test_only_the_clock_knows_the_time() -> None:
    clock = tree.PACKAGE / "kernel" / "clock.py"
    found = [
        f"{tree.name(file)}:{line}"
        for file in tree.python(tree.PACKAGE, tests=False)
        if file != clock
        for line in _asks_the_time(file)
    ]
    assert not found, tree.listed(found)
