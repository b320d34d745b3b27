"""Who has to agree to a use, and whether what was agreed holds; pure.

Sources: 个人信息保护法 art. 31 (under 14 the guardian), art. 25 and 29 (separate for each use);
困境儿童个人信息保护工作办法 (2025): before anything of a child is published, child and guardian.
The clients app reads `SCOPES` for what a use allows, in the words that are read to the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangbai.clients.rules import age_on

GUARDIAN_ALONE_UNTIL = 14
CHILD_UNTIL = 18


class Scope(StrEnum):
    PHOTO = "photo"
    STORY = "story"
    WISH = "wish"
    PARTNERS = "partners"


SCOPES: dict[Scope, str] = {
    Scope.PHOTO: "社工站保存一张照片，只给办事的人看",
    Scope.STORY: "把情况写进简报和宣传，不写真名，不让人认出来",
    Scope.WISH: "把微心愿公开出去，不写真名和住址",
    Scope.PARTNERS: "把必要的情况转给帮忙的合作单位",
}
PUBLIC = frozenset({Scope.STORY, Scope.WISH})


@dataclass(frozen=True)
class Needed:
    """Who has to agree. `either`: one of the two is enough."""

    own: bool
    guardian: bool
    source: str = ""
    either: bool = False


@dataclass(frozen=True)
class Given:
    """A consent as recorded. `until`: up to, not including. `withdrawn`: the first day without."""

    scope: str
    by_self: bool
    by_guardian: bool
    since: date
    until: date | None = None
    withdrawn: date | None = None


@dataclass(frozen=True)
class Standing:
    """Whether a consent holds on a day, and if not, why."""

    holds: bool
    why: str = ""


def needed(scope: str, birth_date: date | None, day: date) -> Needed:
    """Who has to agree to this use on that day. An unknown age is treated as an adult's; the
    page says that it is unknown."""
    age = age_on(birth_date, day) if birth_date else CHILD_UNTIL
    if age < CHILD_UNTIL and scope in PUBLIC:
        return Needed(True, True, "困境儿童个人信息保护工作办法（2025）")
    if age < GUARDIAN_ALONE_UNTIL:
        return Needed(False, True, "个人信息保护法第三十一条")
    if age < CHILD_UNTIL:
        return Needed(True, False, "个人信息保护法第三十一条")
    # Who cannot decide for themselves is spoken for by a guardian; the note says why.
    return Needed(True, True, "个人信息保护法第二十九条", either=True)


def lacking(wanted: Needed, by_self: bool, by_guardian: bool) -> str:
    """What is missing for a consent, in Chinese; '' when it is enough."""
    if wanted.either:
        return "" if by_self or by_guardian else "本人或监护人"
    if wanted.own and not by_self and wanted.guardian and not by_guardian:
        return "本人和监护人"
    if wanted.own and not by_self:
        return "本人"
    return "监护人" if wanted.guardian and not by_guardian else ""


def standing(given: Given, birth_date: date | None, day: date) -> Standing:
    """A consent is judged anew by the age of the day: what a guardian alone gave for a child
    does not hold once the child has to be asked."""
    if given.withdrawn is not None and given.withdrawn <= day:
        return Standing(False, "已撤回")
    if day < given.since:
        return Standing(False, "还没有开始")
    if given.until is not None and given.until <= day:
        return Standing(False, "已到期")
    missing = lacking(needed(given.scope, birth_date, day), given.by_self, given.by_guardian)
    return Standing(False, f"年龄到了，还要{missing}同意") if missing else Standing(True)


def in_force(every: Iterable[Given], scope: str, birth_date: date | None, day: date) -> bool:
    return any(one.scope == scope and standing(one, birth_date, day).holds for one in every)
