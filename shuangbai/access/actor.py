"""The actor: a user acting under one grant. Always passed, never looked up from the air."""

from dataclasses import dataclass
from uuid import UUID

from shuangbai.access import policy
from shuangbai.access.policy import Role
from shuangbai.kernel import areakey
from shuangbai.kernel.rowscope import RowScope

PRODUCT = UUID("00000000-0000-7000-8000-000000000001")


@dataclass(frozen=True)
class Actor:
    user_id: UUID
    name: str
    role: Role
    areas: tuple[str, ...]
    grant_id: UUID | None = None

    def may(self, verb: str) -> bool:
        return policy.may(self.role, verb)

    def covers(self, area: str) -> bool:
        return any(areakey.contains(own, area) for own in self.areas)

    @property
    def scope(self) -> RowScope:
        return RowScope.covering(self.areas)

    @property
    def home(self) -> str:
        """The area that pages open with; empty for administrators, who have none."""
        return self.areas[0] if self.areas else ""

    @property
    def needs_reason(self) -> bool:
        """Whether opening a single file asks for a reason first."""
        return not policy.reads_files_freely(self.role)


def operator(name: str, area: str) -> Actor:
    """The product itself acting in `area`: a command, a job, the maker of demo data."""
    return Actor(PRODUCT, name, Role.SYSTEM, (area,))
