"""Who comes along on a visit; pure.

The kinds follow the 五社联动 of the province (community, organisations, volunteers, charity) and
those whom stations name in their reports: village committees, federations, schools, doctors. They
are defaults of the product.
"""

from collections.abc import Iterable
from dataclasses import dataclass

KINDS: dict[str, str] = {
    "committee": "村（居）“两委”",
    "volunteers": "志愿者",
    "organisation": "社会组织",
    "charity": "慈善会和爱心企业",
    "federation": "妇联、残联等群团",
    "government": "镇街和县级部门",
    "health": "医院和村医",
    "school": "学校",
    "police": "派出所和司法所",
    "relatives": "亲友和邻居",
    "other": "其他",
}
MOST = 99
"""So many of one kind come along on a visit at most; more is an activity."""


@dataclass(frozen=True)
class Party:
    """`number` people of one kind who came along together; `words` says which or who."""

    kind: str
    number: int = 1
    words: str = ""


def together(companions: Iterable[tuple[str, str]]) -> tuple[Party, ...]:
    """Parties from (kind, words) of each who came along, in the order of KINDS."""
    counted: dict[tuple[str, str], int] = {}
    for one in companions:
        counted[one] = counted.get(one, 0) + 1
    order = list(KINDS)
    told = [Party(kind, number, words) for (kind, words), number in counted.items()]
    return tuple(sorted(told, key=lambda one: (order.index(one.kind), one.words)))


def said(parties: Iterable[Party]) -> str:
    """村（居）“两委” 2 人（城村村委会）、志愿者 3 人."""
    return "、".join(
        f"{KINDS[one.kind]} {one.number} 人" + (f"（{one.words}）" if one.words else "")
        for one in parties
    )
