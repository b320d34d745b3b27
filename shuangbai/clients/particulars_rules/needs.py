"""What a file should say because of the categories that somebody holds; pure.

`source` names the document that makes the particular matter. Where none is known it is empty, and
nothing is claimed: the need is then usage of the stations, not law.
"""

from collections.abc import Collection
from dataclasses import dataclass

M43 = "民发〔2021〕43号"
M57 = "民发〔2021〕57号"
DISABILITY = "GB/T 26341-2010"
OLD_AGE = "民政部等10部门 2022年意见"

CHILDREN = frozenset({"GE", "SSWF", "KJ", "LSET"})
LOW_INCOME = frozenset({"DB", "DBBY"})


@dataclass(frozen=True)
class Need:
    """`field`: of Profile, or one of the lists (certificate, guardian, carer, contact). `page`:
    where it is filled in."""

    field: str
    label: str
    page: str
    source: str = ""
    either: tuple[str, ...] = ()
    """Others, one of which will do as well."""


@dataclass(frozen=True)
class Missing:
    need: Need
    codes: tuple[str, ...]
    """Categories because of which it is asked for."""


SUPPORT = Need("support", "供养方式", "care")
SELF_CARE = Need("self_care", "自理能力", "care", M43)
LABOUR = Need("labour", "劳动能力", "care", M43)
LABOUR_OF_FAMILY = Need("labour", "劳动能力", "care", M57)
CARER = Need("carer", "照料人或监护人", "tie", either=("guardian",))
GUARDIAN = Need("guardian", "监护人", "tie")
SCHOOLING = Need("schooling", "就学情况", "school")
CERTIFICATE = Need("certificate", "残疾人证", "certificate", DISABILITY)
LIVING = Need("living", "居住情况", "home", OLD_AGE)
ABLE = Need("self_care", "自理能力", "care", OLD_AGE)
ILLNESS = Need("illnesses", "疾病", "care")
REACHED = Need("phone", "电话或紧急联系人", "identity", either=("contact", "guardian", "carer"))

NEEDS: tuple[tuple[frozenset[str], tuple[Need, ...]], ...] = (
    (frozenset({"TK"}), (SUPPORT, SELF_CARE, LABOUR, CARER)),
    (LOW_INCOME, (LABOUR_OF_FAMILY,)),
    (CHILDREN, (GUARDIAN, SCHOOLING)),
    (frozenset({"CJ"}), (CERTIFICATE,)),
    (frozenset({"TSLR"}), (LIVING, ABLE)),
    (frozenset({"JBYJ"}), (ILLNESS,)),
)


def missing(codes: Collection[str], filled: Collection[str]) -> list[Missing]:
    """What is asked for by these categories and not among `filled`; each particular once. How to
    reach somebody is asked for whatever the category, and of those who hold none."""
    found: dict[str, Missing] = {}
    for of, asked in (*NEEDS, (None, (REACHED,))):
        because = tuple(code for code in codes if of is not None and code in of)
        for need in asked if because or of is None else ():
            if {need.field, *need.either} & set(filled):
                continue
            known = found.get(need.field)
            told = (*known.codes, *because) if known else because
            found[need.field] = Missing(known.need if known else need, tuple(dict.fromkeys(told)))
    return list(found.values())
