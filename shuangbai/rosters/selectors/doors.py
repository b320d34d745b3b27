"""What is asked through the wall, for actions that compare and refuse."""

from datetime import date

from django.db import connection

from shuangbai.rosters.rules import ListOf


def newest_merged(of: ListOf) -> date | None:
    """Day of the newest merged roster of the same list whose area holds `of.area` or lies in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rosters_newest(%s, %s, %s)", [of.kind, of.list_code, of.area])
        found: date | None = cursor.fetchone()[0]
        return found
