"""The kinds of lists: what an app says of its list so that the machine can take it in.

An app registers its kind from a module that its AppConfig loads. The machine finds the heading,
keeps the rows, asks `plan` what would change, shows it, and calls `merge` once it is wanted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.access.actor import Actor
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.rules.plans import ListOf, Plan, Progress
from shuangbai.rosters.rules.table import Field, Table

NAMES = {
    "people": "对象名册",
    "workers": "社工花名册",
    "stations": "社工站名单",
    "points": "社工点名单",
}
"""Every kind that there will be: the command knows those too that nobody registered yet."""

catalogue(
    {
        "roster.kind": ("{kind}现在还不能成批导入", "请在页面上逐个登记"),
        "roster.list": ("{kind}里没有“{given}”这一类", "可以用的：{codes}"),
    }
)


@dataclass(frozen=True)
class Shown:
    """How somebody or something on file is shown to whoever may see them; `number` is masked."""

    id: UUID
    name: str
    place: str = ""
    number: str = ""


@dataclass(frozen=True)
class Planning:
    """What a kind plans from. It reads only, and tells how far it is."""

    act: Act
    of: ListOf
    table: Table
    progress: Progress


@dataclass(frozen=True)
class Merging:
    """What a kind merges: a plan made under its lock a moment ago. `roster`: id of the roster."""

    act: Act
    roster: UUID
    of: ListOf
    plan: Plan[Any, Any]
    progress: Progress


@dataclass(frozen=True)
class ListKind:
    code: str
    name: str
    unit: str
    """人, 个 …: how rows are counted."""
    fields: tuple[Field, ...]
    lists: Callable[[], Sequence[tuple[str, str]]]
    """Codes and names of its lists; empty when there is just one."""
    plan: Callable[[Planning], Plan[Any, Any]]
    merge: Callable[[Merging], dict[int, UUID]]
    """Does what the plan says; gives row number → id of what it made."""
    lock: Callable[[str], None]
    """One merge at a time in the prefecture of that key; held until the transaction ends."""
    shown: Callable[[Actor, Sequence[UUID]], Sequence[Shown]]
    """Those of the ids that the actor may see, in the order of a list."""
    subject_url: str
    """Name of the page of one subject; its only argument is the id."""
    name_field: str = "name"
    number_field: str = ""
    """Shown masked beside the name; '' for none."""
    number_mask: Callable[[str], str] = str
    place_field: str = ""
    leaves: str = "合并以后，他们从{day}起不再属于“{list}”。"
    """What leaving means, said above those who leave; filled with day and list."""
    remains: str = ""
    """What stays of those who leave, said beside the merge button."""
    leaving_url: Callable[[UUID], str] | None = None
    """Page on which a reason is given for each who left with this roster; None: there is none."""

    def field(self, code: str) -> Field:
        return next(one for one in self.fields if one.code == code)

    def list_name(self, code: str) -> str:
        """“特困人员” for TK; the kind's own name where it has one list."""
        return dict(self.lists()).get(code, code) if code else self.name

    def title(self, code: str) -> str:
        """As the office calls it: 特困人员名册, 社工花名册."""
        return f"{self.list_name(code)}名册" if code else self.name


_registry: dict[str, ListKind] = {}


def register(kind: ListKind) -> None:
    if kind.code in _registry:
        raise ValueError(f"two kinds of lists are called {kind.code}")
    if kind.code not in NAMES:
        raise ValueError(f"{kind.code} is no kind that anybody knows")
    _registry[kind.code] = kind


def get(code: str) -> ListKind:
    """The kind of that code, or the Problem that it cannot be taken in yet."""
    if code not in _registry:
        raise problem("roster.kind", column="名册", kind=NAMES.get(code, code))
    return _registry[code]


def every() -> list[ListKind]:
    return [_registry[code] for code in NAMES if code in _registry]


def list_of(kind: ListKind, code: str) -> str:
    """The code, if it is one of the kind's lists; else a Problem that names them."""
    known: Mapping[str, str] = dict(kind.lists())
    if code not in (known or {"": ""}):
        codes = "、".join(f"{one} {name}" for one, name in known.items())
        raise problem("roster.list", column="类别", kind=kind.name, given=code, codes=codes)
    return code
