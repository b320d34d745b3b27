"""Made-up people, true to form and plainly synthetic.

Every identity number begins with 445300, a code that no county ever had, so none can be real.
Same seed, same people.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from shuangbai.areas.models import Area
from shuangbai.clients.actions.store import NewHousehold, NewPerson
from shuangbai.kernel import identity

NOWHERE = "445300"
SURNAMES = "陈李黄梁林张刘罗邓叶谢吴欧曾郑何莫覃区冼"
GIVEN_MALE = ("志明", "伟强", "建国", "金水", "木生", "国华", "文辉", "永康", "家宝", "小军")
GIVEN_FEMALE = ("秀英", "桂兰", "丽珍", "玉莲", "美娟", "少芬", "燕婷", "小梅", "月娥", "惠芳")
ELDER_CATEGORIES = (("TK",), ("TSLR",), ("DB", "TSLR"), ("CJ", "DB"))
ADULT_CATEGORIES = (("DB",), ("DBBY",), ("CJ",), ("DB", "CJ"), ("GXZC",))
CHILD_CATEGORIES = (("DB",), ("KJ",), ("LSET",), ("SSWF",), ("DB", "CJ"))


@dataclass
class Numbers:
    """Valid numbers of nobody: a running sequence for each birth date."""

    random: Random
    given: int = 0

    def next(self, birth: date, sex: str) -> str:
        self.given += 1
        sequence = (self.given * 2 + (sex == "M")) % 1000
        first = f"{NOWHERE}{birth:%Y%m%d}{sequence:03d}"
        return first + identity.check_digit(first)


def household(
    random: Random, numbers: Numbers, village: Area, key: str, day: date
) -> list[NewPerson]:
    """One household of one to four members, each on some list."""
    surname = random.choice(SURNAMES)
    elder = random.random() < 0.55
    head = _member(random, numbers, village, surname, elder, day)
    home = NewHousehold(key, head.name, address=f"{village.name}{random.randint(1, 60)}号")
    members = [_joined(head, home, "户主")]
    if random.random() < 0.35:
        spouse = _member(random, numbers, village, random.choice(SURNAMES), elder, day)
        members.append(_joined(spouse, home, "配偶"))
    for _ in range(random.choice((0, 0, 1, 2))):
        members.append(_joined(_child(random, numbers, village, surname, day), home, "子女"))
    return members


def _member(
    random: Random, numbers: Numbers, village: Area, surname: str, elder: bool, day: date
) -> NewPerson:
    age = random.randint(61, 93) if elder else random.randint(22, 58)
    sex = random.choice("MF")
    birth = day - timedelta(days=int(age * 365.25) + random.randint(0, 360))
    given = random.choice(GIVEN_MALE if sex == "M" else GIVEN_FEMALE)
    return NewPerson(
        area=village.key,
        name=surname + given,
        since=day,
        number=numbers.next(birth, sex),
        phone=f"1390000{random.randint(0, 9999):04d}",
        categories=random.choice(ELDER_CATEGORIES if elder else ADULT_CATEGORIES),
        source="roster",
    )


def _child(random: Random, numbers: Numbers, village: Area, surname: str, day: date) -> NewPerson:
    sex = random.choice("MF")
    birth = day - timedelta(days=random.randint(400, 16 * 365))
    given = random.choice(GIVEN_MALE if sex == "M" else GIVEN_FEMALE)
    return NewPerson(
        area=village.key,
        name=surname + given,
        since=day,
        number=numbers.next(birth, sex),
        categories=random.choice(CHILD_CATEGORIES),
        source="roster",
    )


def _joined(person: NewPerson, home: NewHousehold, relation: str) -> NewPerson:
    fields = {**person.__dict__, "household": home, "relation": relation}
    return NewPerson(**fields)
