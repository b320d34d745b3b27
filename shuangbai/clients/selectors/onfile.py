"""What is asked through the narrow doors. The answers are for actions that compare and refuse;
users are told only that there is something, never where or who."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from shuangbai.kernel.crypto import current_ring

NUMBER_FIELD = "clients.person.identity_hash"


def digest(number: str) -> bytes:
    """Keyed hash of a normalised identity number: by it a number is found."""
    return current_ring().digest(number, NUMBER_FIELD)


def on_file(pref: str, hashes: Collection[bytes]) -> dict[bytes, str]:
    """Which of these numbers are on file in the prefecture, and in which town."""
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_hash, town FROM clients_on_file(%s, %s)", [pref, list(hashes)]
        )
        return {bytes(found): town for found, town in cursor.fetchall()}


def newest_merged(category: str, area: str) -> date | None:
    """Day of the newest merged roster of the category whose area holds `area` or lies in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clients_roster_newest(%s, %s)", [category, area])
        found: date | None = cursor.fetchone()[0]
        return found
