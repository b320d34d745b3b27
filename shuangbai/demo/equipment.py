"""A list of what stations must have, marked as an example, and what the stations have of it. No
document of the province lists it; the things are what a station commonly shows at an inspection."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.staff import actions, equipment_rules
from shuangbai.staff.actions import Count, RequiredList, Stocktaking

CITY = "4453"
DOCUMENT = "示例，演示用，不是规定"
LINES = equipment_rules.read(
    """
    办公用房，场地，1间
    个案室，场地，1间，要有门，说话外面听不见
    活动室，场地，1间
    电脑，办公设备，2台
    打印机，办公设备，1台
    档案柜，办公设备，2个，能上锁
    急救箱，服务设施，1个
    轮椅，服务设施，1辆
    血压计，服务设施，1个
    办公软件，软件，1套，正版
    """
)
LACKING = {"445302102": {"轮椅": 0}, "445322108": {"电脑": 1, "个案室": 0}}
"""Town → what its station has less of."""
BROKEN = {"445322108": {"电脑": 1}}


def ask_for(actor: Actor, day: date) -> None:
    actions.set_requirements(actor, RequiredList(CITY, day, tuple(LINES), DOCUMENT))


def count(actor: Actor, stations: Iterable[tuple[UUID, str]], day: date) -> None:
    """The first stock-taking of these stations: (id, town)."""
    actions.take_stocks(actor, [_taking(station, town, day) for station, town in stations])


def _taking(station: UUID, town: str, day: date) -> Stocktaking:
    less, broken = LACKING.get(town, {}), BROKEN.get(town, {})
    used = [Count(one.name, less.get(one.name, one.least), one.unit) for one in LINES]
    units = {one.name: one.unit for one in LINES}
    others = [
        Count(name, number, units[name], "broken", "开不了机，报修了")
        for name, number in broken.items()
    ]
    return Stocktaking(station, day, (*used, *others))
