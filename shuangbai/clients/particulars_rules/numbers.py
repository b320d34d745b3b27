"""Numbers of certificates and accounts: what can be read from them, and what looks like a slip.

Disability certificates: 20 characters, the identity number, then kind (1 sight … 7 multiple) and
level (1 the worst … 4); a re-issued one may carry a suffix. Card and account numbers have no form
that all banks follow, so they are never refused, only asked about (Luhn's check).
"""

import re
import unicodedata
from dataclasses import dataclass

_CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(B[0-9])?")
_ACCOUNT = re.compile(r"[0-9]{8,30}")


@dataclass(frozen=True)
class CertificateNumber:
    """`normalised` is empty when it is none."""

    normalised: str
    identity: str = ""
    kind: int = 0
    level: int = 0


def compact(text: str) -> str:
    """Half-width, capitals, without spaces and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[\s\-·]", "", plain)


def certificate(text: str) -> CertificateNumber:
    found = _CERTIFICATE.fullmatch(compact(text))
    if found is None:
        return CertificateNumber("")
    return CertificateNumber(found[0], found[1], int(found[2]), int(found[3]))


def is_account(text: str) -> bool:
    """8 to 30 digits."""
    return _ACCOUNT.fullmatch(text) is not None


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1: whether the last digit fits the others."""
    total = 0
    for place, letter in enumerate(reversed(digits)):
        value = int(letter) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
