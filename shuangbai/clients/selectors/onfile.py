"""What is asked through the narrow doors. The answers are for actions that compare and refuse;
users are told only that there is something, never where or who."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from shuangbai.kernel.crypto import current_ring

NUMBER_FIELD = "clients.person.identity_hash"
PHONE_FIELD = "clients.person.phone_hash"
_LEAST_DIGITS = 7


def digest(number: str) -> bytes:
    """Keyed hash of a normalised identity number: by it a number is found."""
    return current_ring().digest(number, NUMBER_FIELD)


def phone_digest(phone: str) -> bytes | None:
    """Keyed hash of the digits of a telephone number; None when there are too few to be one."""
    digits = "".join(char for char in phone if char.isdigit())
    return current_ring().digest(digits, PHONE_FIELD) if len(digits) >= _LEAST_DIGITS else None


def on_file(pref: str, hashes: Collection[bytes]) -> dict[bytes, str]:
    """Which of these numbers are on file in the prefecture, and in which town. The number of a
    merged file is on file where the one that goes on lies."""
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_hash, town FROM clients_on_file(%s, %s)", [pref, list(hashes)]
        )
        return {bytes(found): town for found, town in cursor.fetchall()}


def whose(pref: str, hashes: Collection[bytes]) -> dict[bytes, UUID]:
    """The file that goes on, for each of these numbers whose file lies in the open scope."""
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_hash, person_id FROM clients_whose(%s, %s)", [pref, list(hashes)]
        )
        return {bytes(found): person for found, person in cursor.fetchall()}
