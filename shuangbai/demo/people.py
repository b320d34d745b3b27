"""Made-up people, true to form and plainly synthetic.

Every identity number begins with 445300, a code that no county ever had, so none can be real.
Same seed, same people.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

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
    """Identity numbers, none given twice. `first`: where to begin on each birth date, so that two
    who give numbers do not meet."""

    first: int = 0
    given: Counter[date] = field(default_factory=Counter)

    def give(self, birth: date, sex: str) -> str:
        order = self.first + self.given[birth]
        self.given[birth] += 1
        number = f"{NOWHERE}{birth:%Y%m%d}{order * 2 + (sex == 'M'):03d}"
        return number + identity.check_digit(number)


@dataclass
class Maker:
    """Makes households."""

    random: Random
    day: date
    numbers: Numbers = field(default_factory=Numbers)

    def household(self, village: Area, key: str) -> list[NewPerson]:
        """One to four people who live together, each on some list."""
        random = self.random
        surname, elder = random.choice(SURNAMES), random.random() < 0.55
        sex = random.choice("MF")
        head = self._adult(village, surname, sex, elder)
        address = f"{short_name(village)}{random.randint(1, 60)}号"
        home = NewHousehold(key, head.name, address=address)
        members = [joined(head, home, "户主")]
        if random.random() < 0.35:
            other = "F" if sex == "M" else "M"
            spouse = self._adult(village, random.choice(SURNAMES), other, elder)
            members.append(joined(spouse, home, "配偶"))
        relation = "孙子女" if elder else "子女"
        for _ in range(random.choice((0, 0, 1, 2))):
            members.append(joined(self._child(village, surname), home, relation))
        return with_own_names(members)

    def elder(self, village: Area) -> NewPerson:
        """Somebody old who lives alone."""
        return self._adult(village, self.random.choice(SURNAMES), self.random.choice("MF"), True)

    def _adult(self, village: Area, surname: str, sex: str, elder: bool) -> NewPerson:
        age = self.random.randint(61, 93) if elder else self.random.randint(22, 58)
        birth = self.day - timedelta(days=int(age * 365.25) + self.random.randint(0, 360))
        held = self.random.choice(ELDER_CATEGORIES if elder else ADULT_CATEGORIES)
        phone = f"1390000{self.random.randint(0, 9999):04d}"
        return self._person(village, surname, sex, birth, categories=held, phone=phone)

    def _child(self, village: Area, surname: str) -> NewPerson:
        birth = self.day - timedelta(days=self.random.randint(400, 16 * 365))
        held = self.random.choice(CHILD_CATEGORIES)
        return self._person(village, surname, self.random.choice("MF"), birth, categories=held)

    def _person(self, village: Area, surname: str, sex: str, birth: date, **told: Any) -> NewPerson:
        return NewPerson(
            area=village.key,
            name=surname + self.random.choice(GIVEN_MALE if sex == "M" else GIVEN_FEMALE),
            since=self.day,
            number=self.numbers.give(birth, sex),
            source="roster",
            **told,
        )


def with_own_names(members: Sequence[NewPerson]) -> list[NewPerson]:
    """Nobody is called like somebody they live with: who would be takes the next given name."""
    taken: set[str] = set()
    found = []
    for one in members:
        surname, given = one.name[:1], one.name[1:]
        names = GIVEN_MALE if given in GIVEN_MALE else GIVEN_FEMALE
        at = names.index(given)
        free = (surname + name for name in (*names[at:], *names[:at]))
        own = next(name for name in free if name not in taken)
        taken.add(own)
        found.append(replace(one, name=own))
    return found


def short_name(village: Area) -> str:
    """城村 for 城村村民委员会, 思劳村 for 思劳村民委员会: as people say it and lists write it."""
    if not village.name.endswith("村民委员会"):
        return village.name.removesuffix("居民委员会")
    stem = village.name.removesuffix("村民委员会")
    return stem if stem.endswith("村") else f"{stem}村"


def joined(person: NewPerson, home: NewHousehold, relation: str) -> NewPerson:
    return replace(person, household=home, relation=relation)
