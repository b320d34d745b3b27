"""Puts the run into a place of its own before anything reads the settings.

What tests may use stands in `tests/fixtures.py`.
"""

from tests.place import settle

settle()

pytest_plugins = ("tests.fixtures",)
