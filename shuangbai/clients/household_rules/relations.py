"""What somebody is to the head of a household; pure.

When another member becomes the head, every relation has to be said anew. What follows surely is
proposed; a person looks at it. Lists say relations in many words: those that are understood here
are read as one of the common ones.
"""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

HEAD = "户主"
HEAD_WORDS = frozenset({"户主", "本人", "户主本人", "申请人"})
RELATIONS = (HEAD, "配偶", "子女", "父母", "祖父母", "孙子女", "兄弟姐妹", "其他")


class Kin(StrEnum):
    HEAD = "户主"
    SPOUSE = "配偶"
    CHILD = "子女"
    PARENT = "父母"
    GRANDPARENT = "祖父母"
    GRANDCHILD = "孙子女"
    SIBLING = "兄弟姐妹"
    OTHER = "其他"


_WORDS: dict[Kin, frozenset[str]] = {
    Kin.SPOUSE: frozenset({"配偶", "妻", "夫", "妻子", "丈夫", "爱人", "老婆", "老公", "夫妻"}),
    Kin.CHILD: frozenset(
        {
            *("子女", "子", "女", "儿子", "女儿", "独生子", "独生女", "养子", "养女", "继子"),
            *("继女", "之子", "之女", "父子", "父女", "母子", "母女"),
            *(order + word for order in ("长", "次", "大", "二", "三", "四") for word in "子女"),
            *(order + word for order in ("大", "二", "三", "小") for word in ("儿子", "女儿")),
        }
    ),
    Kin.PARENT: frozenset({"父母", "父", "母", "父亲", "母亲", "之父", "之母"}),
    Kin.GRANDPARENT: frozenset({"祖父母", "祖父", "祖母", "爷爷", "奶奶", "外祖父", "外祖母"}),
    Kin.GRANDCHILD: frozenset({"孙子女", "孙子", "孙女", "孙", "长孙", "外孙", "外孙女"}),
    Kin.SIBLING: frozenset(
        {"兄弟姐妹", "兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "兄弟", "姐妹"}
    ),
}

_SEEN_ANEW: dict[Kin, dict[Kin, Kin]] = {
    Kin.SPOUSE: {
        Kin.HEAD: Kin.SPOUSE,
        Kin.CHILD: Kin.CHILD,
        Kin.GRANDCHILD: Kin.GRANDCHILD,
        Kin.PARENT: Kin.OTHER,
        Kin.SIBLING: Kin.OTHER,
    },
    Kin.CHILD: {
        Kin.HEAD: Kin.PARENT,
        Kin.SPOUSE: Kin.PARENT,
        Kin.CHILD: Kin.SIBLING,
        Kin.PARENT: Kin.GRANDPARENT,
        Kin.SIBLING: Kin.OTHER,
    },
    Kin.PARENT: {
        Kin.HEAD: Kin.CHILD,
        Kin.SPOUSE: Kin.OTHER,
        Kin.CHILD: Kin.GRANDCHILD,
        Kin.PARENT: Kin.SPOUSE,
        Kin.SIBLING: Kin.CHILD,
    },
    Kin.SIBLING: {
        Kin.HEAD: Kin.SIBLING,
        Kin.SIBLING: Kin.SIBLING,
        Kin.PARENT: Kin.PARENT,
        Kin.GRANDPARENT: Kin.GRANDPARENT,
        Kin.SPOUSE: Kin.OTHER,
        Kin.CHILD: Kin.OTHER,
    },
    Kin.GRANDCHILD: {
        Kin.HEAD: Kin.GRANDPARENT,
        Kin.SPOUSE: Kin.GRANDPARENT,
        Kin.PARENT: Kin.OTHER,
        Kin.SIBLING: Kin.OTHER,
    },
    Kin.GRANDPARENT: {
        Kin.HEAD: Kin.GRANDCHILD,
        Kin.SIBLING: Kin.GRANDCHILD,
        Kin.GRANDPARENT: Kin.SPOUSE,
        Kin.PARENT: Kin.CHILD,
    },
}
"""What the new head was to the old one → what a member was → what they are to the new one. What
does not follow surely (a grandchild seen by an uncle or by the mother) is left out."""


def kin(relation: str) -> Kin | None:
    """The common word for a relation as a list says it; None when it is not understood."""
    if relation in HEAD_WORDS:
        return Kin.HEAD
    if relation in RELATIONS:
        return Kin(relation)
    return next((one for one, words in _WORDS.items() if relation in words), None)


def proposed(new_head: str, member: str) -> str:
    """What a member is to the new head, from what both were to the old one; '' when unsure."""
    head, other = kin(new_head), kin(member)
    if head is None or other is None:
        return ""
    if head is Kin.HEAD:
        return member
    found = _SEEN_ANEW.get(head, {}).get(other)
    return str(found) if found else ""


def head_of(names: Mapping[UUID, str], relations: Mapping[UUID, str], said: str) -> UUID | None:
    """Which member heads the household: whose relation says so, else who bears the name `said`;
    None when the head is not among them."""
    by_word = [pk for pk, relation in relations.items() if relation in HEAD_WORDS]
    agree = [pk for pk in by_word if names.get(pk) == said]
    by_name = [pk for pk in names if names[pk] == said]
    return next(iter([*agree, *by_name, *by_word]), None)
