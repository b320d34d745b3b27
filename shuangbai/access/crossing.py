"""Crossing: the one way by which an action reaches rows outside its actor's areas.

What two stations do together, as handing a person over, writes rows of both in one transaction,
and row-level security shows each only its own. So the named action widens the row scope to the
smallest area that holds both, does its few statements, and the scope before is back. The first
lock stays as it is: `visible_to` and `gate.find` answer no more inside than outside.

Who calls it is listed by hand in `tests/test_crossing.py`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from shuangbai.access import audit, gate
from shuangbai.access.action import Act
from shuangbai.kernel import areakey, rowscope
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.rowscope import RowScope

VERB = "scope.cross"
catalogue({"scope.far": ("两个地方不在同一个地级市，不能一起办。", "请让对方重新登记。")})


@contextmanager
def into(act: Act, areas: Iterable[str], why: str) -> Iterator[str]:
    """Inside, the transaction touches the smallest area that holds `areas`; yields its key.

    Never more than a prefecture. The trace of it (who, why, how far) stays even if what was done
    inside is rolled back.
    """
    gate.allow(act.actor, VERB)
    wanted = sorted(set(areas))
    together = areakey.common(wanted)
    if len(together) < LEVELS[Level.PREFECTURE]:
        raise problem("scope.far")
    told = {"why": why, "during": act.verb, "areas": wanted}
    audit.seen(act.actor, VERB, area=together, subject=act.subject, **told)
    with rowscope.widened(RowScope(*areakey.bounds(together))):
        yield together
