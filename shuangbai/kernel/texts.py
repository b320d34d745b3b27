"""What typed text must not hold: PostgreSQL stores no NUL, and nobody types control characters."""

import re
from collections.abc import Iterable

_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line ends; halves of characters that no encoding can write."""


def strange(texts: Iterable[str]) -> bool:
    """Whether one of them holds what cannot have been meant."""
    return any(_STRANGE.search(text) for text in texts)
