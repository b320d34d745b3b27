"""What is asked through the narrow door: is somebody with this number registered as a worker?"""

from collections.abc import Collection

from django.db import connection

from shuangbai.kernel.crypto import current_ring

NUMBER_FIELD = "staff.worker.identity_hash"


def digest(number: str) -> bytes:
    """Keyed hash of a normalised identity number: by it a worker is found."""
    return current_ring().digest(number, NUMBER_FIELD)


def on_file(pref: str, hashes: Collection[bytes]) -> dict[bytes, str]:
    """Which of these numbers are a worker's in the prefecture, and of which town."""
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_hash, town FROM staff_on_file(%s, %s)", [pref, list(hashes)]
        )
        return {bytes(found): town for found, town in cursor.fetchall()}
