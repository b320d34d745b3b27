"""Places that tests speak of, and a small tree for those that need no more."""

from collections.abc import Iterable

from shuangbai.areas.models import Area

YUNFU, YUNCHENG, YUNAN = "4453", "445302", "445303"
SILAO, YAOGU = "445302103", "445302102"
"""思劳镇、腰古镇 of 云城区."""
DONGGUAN, ZHONGSHAN = "4419", "4420"


def open_keys(*below: str) -> set[str]:
    """Keys of the units that are open now, at or below the given ones."""
    return set(Area.objects.below(*below).filter(closed_on=None).values_list("key", flat=True))


def newer(rows: Iterable[tuple[str, str]], **renamed: str) -> list[tuple[str, str]]:
    """A newer official file: the rows with other names for some codes, given as k445302103=…"""
    names = {code.removeprefix("k"): name for code, name in renamed.items()}
    return [(code, names.get(code, name)) for code, name in rows]
