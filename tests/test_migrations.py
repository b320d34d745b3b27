"""Migrations agree with the models, and say what they do."""

import re

from tests import tree
from tests.database import migrations_missing

NAMED = re.compile(r"\d{4}_[a-z][a-z_0-9]*\.py$")
INVENTED = re.compile(r"_auto_|_and_more|^\d+_\d+\.py$")


def test_no_migration_is_missing(database: None) -> None:
    assert migrations_missing() == ""


def test_migrations_have_names() -> None:
    files = [f for f in tree.ending(".py") if f.parent.name == "migrations"]
    found = [
        tree.name(file)
        for file in files
        if file.name != "__init__.py" and (not NAMED.match(file.name) or INVENTED.search(file.name))
    ]
    assert files
    assert not found, tree.listed(found)
