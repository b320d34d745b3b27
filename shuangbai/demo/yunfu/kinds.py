"""Of which kinds the homes on the lists are, how many of a thousand, and who lives in them.

The shares are believable and nothing more: no figure of the city by category is public. What is
known of the province in March 2023 (1,285,000 people with minimum living, 215,800 in extreme
hardship, so one to six) is kept.
"""

from dataclasses import dataclass

type Share = tuple[str, float]


@dataclass(frozen=True)
class Member:
    """`ages` from, up to. `there`: the share of homes that have such a member. `own`: categories
    held in one's own right by that share of them; with `either` at most one, and each share is of
    those who hold none before it."""

    relation: str
    ages: tuple[int, int]
    there: float = 1.0
    own: tuple[Share, ...] = ()
    either: bool = False
    sex: str = ""
    living: str = "family"
    else_living: Share = ("", 0)
    """How that share of them lives instead."""


@dataclass(frozen=True)
class Kind:
    """`held`: categories of the whole home: the applicant's own, the others' through it.
    `grades`: shares of A and of B; the others have none."""

    name: str
    of_thousand: int
    members: tuple[Member, ...]
    held: tuple[str, ...] = ()
    grades: tuple[float, float] = (0.006, 0.06)


ALONE = "alone"
CHILD = (("LSET", 0.4), ("KJ", 0.45), ("SSWF", 1.0))

KINDS = (
    Kind(
        "特困老人",
        118,
        (
            Member(
                *("户主", (60, 92)),
                own=(("TK", 1), ("CJ", 0.22), ("TSLR", 0.7)),
                living=ALONE,
                else_living=("institution", 0.35),
            ),
        ),
        grades=(0.03, 0.16),
    ),
    Kind(
        "特困残疾人",
        15,
        (Member("户主", (28, 59), own=(("TK", 1), ("CJ", 1)), living=ALONE),),
        grades=(0.05, 0.25),
    ),
    Kind(
        "低保老人",
        120,
        (
            Member("户主", (62, 88), own=(("TSLR", 0.45), ("CJ", 0.15))),
            Member("配偶", (60, 86), 0.5, own=(("TSLR", 0.45), ("CJ", 0.12)), living="spouse"),
        ),
        ("DB",),
        (0.01, 0.1),
    ),
    Kind(
        "低保家庭",
        135,
        (
            Member("户主", (34, 58), own=(("CJ", 0.28),)),
            Member("配偶", (32, 56), 0.6, own=(("CJ", 0.15),)),
            Member("子女", (2, 17), 0.85, own=(("KJ", 0.3), ("CJ", 0.05))),
            Member("子女", (1, 15), 0.5, own=(("KJ", 0.3),)),
            Member("父母", (66, 90), 0.3, own=(("TSLR", 0.4),)),
        ),
        ("DB",),
        (0.01, 0.08),
    ),
    Kind(
        "低保祖孙",
        42,
        (
            Member("户主", (58, 80), own=(("TSLR", 0.3), ("CJ", 0.15))),
            Member("配偶", (56, 78), 0.45, own=(("TSLR", 0.3),)),
            Member("孙子女", (4, 16), own=CHILD, either=True, living="relatives"),
            Member("孙子女", (2, 14), 0.4, own=CHILD, either=True, living="relatives"),
        ),
        ("DB",),
        (0.03, 0.18),
    ),
    Kind(
        "低保边缘家庭",
        62,
        (
            Member("户主", (32, 62), own=(("CJ", 0.25),)),
            Member("配偶", (30, 60), 0.6, own=(("CJ", 0.12),)),
            Member("子女", (3, 17), 0.8),
            Member("子女", (1, 15), 0.4),
        ),
        ("DBBY",),
    ),
    Kind(
        "刚性支出困难家庭",
        13,
        (
            Member("户主", (35, 62), own=(("CJ", 0.15),)),
            Member("配偶", (33, 60), 0.75),
            Member("子女", (3, 17), 0.7),
        ),
        ("GXZC",),
        (0.02, 0.15),
    ),
    Kind(
        "残疾人家庭",
        215,
        (
            Member("户主", (24, 78), own=(("CJ", 1),)),
            Member("配偶", (24, 76), 0.55, own=(("CJ", 0.1),)),
            Member("子女", (2, 17), 0.3),
            Member("父母", (66, 88), 0.15, own=(("TSLR", 0.2),)),
        ),
    ),
    Kind(
        "独居空巢老人",
        195,
        (
            Member(
                *("户主", (66, 93)),
                own=(("TSLR", 1), ("CJ", 0.1)),
                living=ALONE,
                else_living=("family", 0.5),
            ),
            Member("配偶", (64, 90), 0.3, own=(("TSLR", 1),), living="spouse"),
        ),
        grades=(0.015, 0.12),
    ),
    Kind(
        "困境儿童家庭",
        52,
        (
            Member("祖父母", (56, 76), own=(("TSLR", 0.15),)),
            Member("孙子女", (3, 16), own=CHILD, either=True, living="relatives"),
            Member("孙子女", (2, 14), 0.35, own=CHILD, either=True, living="relatives"),
        ),
        grades=(0.03, 0.18),
    ),
    Kind(
        "孤儿",
        3,
        (
            Member("亲属", (40, 66)),
            Member("孤儿", (6, 17), own=(("GE", 1),), living="relatives"),
        ),
        grades=(0.1, 0.4),
    ),
    Kind(
        "防止返贫监测户",
        22,
        (
            Member("户主", (36, 64), own=(("CJ", 0.15),)),
            Member("配偶", (34, 62), 0.6),
            Member("子女", (3, 17), 0.8),
        ),
        ("FPJC",),
    ),
    Kind(
        "留守妇女和儿童",
        8,
        (
            Member("户主", (26, 50), own=(("LSFN", 1),), sex="F"),
            Member("子女", (2, 15), 0.9, own=(("LSET", 0.8),)),
        ),
    ),
)
HIT_BY_THE_FLOOD = Kind(
    "受灾户",
    0,
    (
        Member("户主", (30, 78), own=(("SZ", 1),)),
        Member("配偶", (28, 76), 0.6, own=(("SZ", 1),)),
        Member("子女", (3, 17), 0.4, own=(("SZ", 1),)),
    ),
    grades=(0.1, 0.3),
)
BY_NAME = {kind.name: kind for kind in (*KINDS, HIT_BY_THE_FLOOD)}
