"""Made-up people and the way in which offices write them down.

Every identity number begins with 445300, a code that no county ever had. Same seed, same people.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, islice
from random import Random

from shuangbai.areas.models import Area
from shuangbai.kernel import areakey, identity
from shuangbai.kernel.areakey import Level

AREA = "4453"
"""The prefecture in which everything happens."""
NOWHERE = "445300"
SURNAMES = "陈李黄梁林张刘罗邓叶谢吴欧曾郑何莫覃区冼王赵周徐孙马朱胡郭单仇解"
GIVEN = "志明伟强建国金水木生华文辉永康家宝小军秀英桂兰丽珍玉莲美娟少芬燕婷梅月娥惠芳德才有福添荣"
HEADINGS = (
    *("序号", "镇（街）", "村（居）", "户编号", "户主姓名", "姓名", "身份证号码", "性别"),
    *("出生日期", "与户主关系", "联系电话", "家庭住址", "备注"),
)
FIRST, DAYS = date(1935, 1, 1), 33_000
"""Births from 1935 to 2025."""
SIZES = (1, 1, 2, 2, 3, 4)
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Village:
    key: str
    name: str
    town: str


@dataclass(frozen=True)
class Somebody:
    """`spoilt`: how the row that names them cannot be taken; '' when it can."""

    village: Village
    name: str
    number: str
    born: date
    sex: str
    household: str
    head: str
    relation: str
    phone: str
    address: str
    spoilt: str = ""


def villages() -> list[Village]:
    """The villages of the prefecture's ordinary towns; not of two towns with one name, which a
    list can only tell apart by their county."""
    units = Area.objects.below(AREA).filter(closed_on=None).order_by("key")
    towns = {unit.key: unit.name for unit in units.level(Level.TOWN)}
    named = Counter(towns.values())
    return [
        Village(unit.key, unit.name, towns[unit.key[:9]])
        for unit in units.level(Level.VILLAGE)
        if areakey.kind_of_village(unit.key) == "administrative" and named[towns[unit.key[:9]]] == 1
    ]


def population(villages: Sequence[Village], size: int, spoilt: int = 0) -> list[Somebody]:
    """`size` people in households of one to four; one row in `spoilt` cannot be taken."""
    people = list(islice(_endless(villages, Random(3)), size))
    ways = ("check", "village", "name")
    for place, index in enumerate(range(spoilt, len(people), spoilt) if spoilt else ()):
        people[index] = replace(people[index], spoilt=ways[place % len(ways)])
    return people


def lines(people: Sequence[Somebody]) -> Iterator[list[str]]:
    """Rows of a sheet: each hand writes villages, numbers and days in its own way."""
    random = Random(7)
    for order, one in enumerate(people, start=1):
        village, name, number = random.choice(_VILLAGES)(one.village), one.name, one.number
        if one.spoilt == "check":
            number = number[:-1] + ("1" if number[-1] != "1" else "2")
        elif one.spoilt == "village":
            village = "老" + one.village.name[:2] + "新屋"
        elif one.spoilt == "name":
            name = ""
        elif len(name) == 2 and order % 3 == 0:
            name = f"{name[0]}　{name[1]}"
        number = random.choice(_NUMBERS)(number)
        born = random.choice(_BIRTHS)(one.born)
        phone = one.phone if order % 5 else f"{one.phone[:3]}-{one.phone[3:7]}-{one.phone[7:]}"
        yield [
            *(str(order), one.village.town, village, one.household, one.head, name, number),
            *("男" if one.sex == "M" else "女", born, one.relation, phone, one.address, ""),
        ]


def month_later(people: Sequence[Somebody]) -> list[Somebody]:
    """The same list again: one in fifty has left, one in twenty-five has another telephone."""
    return [
        replace(one, phone=f"138{one.phone[3:]}") if order % 25 == 1 else one
        for order, one in enumerate(people)
        if order % 50 != 7 and not one.spoilt
    ]


def _endless(villages: Sequence[Village], random: Random) -> Iterator[Somebody]:
    serials = count(1)
    for family in count(1):
        village = random.choice(villages)
        surname = random.choice(SURNAMES)
        head = ""
        for place in range(random.choice(SIZES)):
            serial, sex = next(serials), random.choice("MF")
            # In step with nothing, and no day and order come together twice.
            born = FIRST + timedelta(days=serial * 7919 % DAYS)
            name = surname + "".join(random.sample(GIVEN, random.choice((1, 2, 2, 2))))
            head = head or name
            yield Somebody(
                village=village,
                name=name,
                number=_number(born, serial // DAYS, sex),
                born=born,
                sex=sex,
                household=f"4453{family:08d}",
                head=head,
                relation="户主" if place == 0 else random.choice(("配偶", "子女", "父母")),
                phone=f"139{serial:08d}",
                address=f"{_short(village)}{random.randint(1, 300)}号",
            )


def _number(born: date, order: int, sex: str) -> str:
    first = f"{NOWHERE}{born:%Y%m%d}{order * 2 + (sex == 'M'):03d}"
    return first + identity.check_digit(first)


def _short(village: Village) -> str:
    return village.name.removesuffix("村民委员会").removesuffix("居民委员会")


def _with_end(end: str) -> Callable[[Village], str]:
    def way(village: Village) -> str:
        return _short(village) + end if village.name.endswith("村民委员会") else village.name

    return way


_VILLAGES: tuple[Callable[[Village], str], ...] = (
    lambda village: village.name,
    _with_end("村委会"),
    _with_end("村民委员会"),
    lambda village: village.town + village.name,
)
_NUMBERS: tuple[Callable[[str], str], ...] = (
    lambda number: number,
    lambda number: number,
    lambda number: number.lower(),
    lambda number: f"'{number}",
    lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    lambda number: number.translate(_FULL),
)
_BIRTHS: tuple[Callable[[date], str], ...] = (
    lambda born: born.isoformat(),
    lambda born: f"{born:%Y%m%d}",
    lambda born: f"{born.year}年{born.month}月{born.day}日",
    lambda born: f"{born.year}.{born.month}",
    lambda born: "",
)
