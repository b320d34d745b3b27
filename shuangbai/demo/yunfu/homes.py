"""Makes the homes of the city: who lives in them, on which lists they are, since when.

Identity numbers as in `demo.people`; telephones begin with 154, which no operator gives out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import NamedTuple
from uuid import UUID

from shuangbai.areas.models import Area
from shuangbai.clients.actions.store import NewHousehold, NewPerson
from shuangbai.demo.people import SURNAMES, Numbers, short_name
from shuangbai.demo.yunfu import kinds
from shuangbai.demo.yunfu.days import BEGUN
from shuangbai.demo.yunfu.kinds import ALONE, Kind, Member
from shuangbai.demo.yunfu.network import Post

ELDERLY, GROWN = 60, 18
OLD_MALE = ("金水木炳桂树国建志德文永荣福伟锦", "生华强明坤林辉才有添祥成光基全安")
OLD_FEMALE = ("秀桂玉月惠丽美少金彩凤兰水带群燕", "英兰珍莲娟芬娥芳琼好妹清群爱娇容")
YOUNG_MALE = ("子俊家浩宇志梓嘉文晓伟博天泽锐佳", "豪轩杰宏明鑫涛龙辉乐铭洋宁峰希源")
YOUNG_FEMALE = ("子欣雨思晓梓嘉诗佳慧燕静紫婉可海", "怡彤琪婷欣妍瑶敏玲莹雯悦琳洁晴媛")


@dataclass(frozen=True)
class Resident:
    """Somebody of a home. `told`: particulars that the assessment finds."""

    new: NewPerson
    member: Member
    born: date
    told: dict[str, str]

    def age(self, day: date) -> int:
        return int((day - self.born).days / 365.25)


@dataclass
class Home:
    """`listed`: the day of the list that brought it. `first`: the day of the first visit, if the
    station gets there. `filed`: the day on which files are opened. `worker`: who is responsible.
    `gone`: who died, moved away, or whose file was closed, from which day. `id`: of the household,
    known when it is registered."""

    kind: Kind
    village: str
    residents: list[Resident]
    listed: date
    grade: str
    first: date | None = None
    filed: date | None = None
    worker: Post | None = None
    gone: dict[UUID, date] = field(default_factory=dict)
    id: UUID | None = None

    @property
    def town(self) -> str:
        return self.village[:9]

    @property
    def attention(self) -> str:
        """By what its rounds are planned: the grade, else whether an old person is alone."""
        alone = self.residents[0].told.get("living") == ALONE
        return self.grade or (ALONE if alone else "")

    def people(self) -> list[NewPerson]:
        return [one.new for one in self.residents]

    def living(self, day: date) -> list[Resident]:
        return [one for one in self.residents if self.gone.get(one.new.id, date.max) > day]


class Named(NamedTuple):
    member: Member
    name: str
    sex: str
    alone: bool


@dataclass
class Maker:
    random: Random
    numbers: Numbers = field(default_factory=Numbers)
    serial: Iterator[int] = field(default_factory=lambda: count(1))

    def homes(self, villages: list[Area], number: int, listed: date) -> list[Home]:
        """So many of all kinds, over these villages."""
        weights = [kind.of_thousand for kind in kinds.KINDS]
        chosen = self.random.choices(kinds.KINDS, weights, k=number)
        return [self.home(self.random.choice(villages), kind, listed) for kind in chosen]

    def home(self, village: Area, kind: Kind, listed: date) -> Home:
        random = self.random
        surname = random.choice(SURNAMES)
        sex = random.choice("MF")
        there = [one for one in kind.members if one.there == 1 or random.random() < one.there]
        named = [(one, *self._name(surname, sex, one)) for one in there]
        place = f"{short_name(village)}{random.randint(1, 300)}号"
        shared = NewHousehold(str(next(self.serial)), named[0][1], address=place)
        luck = random.random()
        first, second = kind.grades
        grade = "A" if luck < first else "B" if luck < first + second else ""
        home = Home(kind, village.key, [], listed, grade)
        for member, name, own in named:
            told = len(named) == 1
            home.residents.append(self._resident(home, shared, Named(member, name, own, told)))
        return home

    def _name(self, surname: str, sex: str, member: Member) -> tuple[str, str]:
        """Name and sex; `surname` and `sex` are those of the head."""
        random = self.random
        if member.relation in ("户主", "配偶"):
            own = member.sex or (sex if member.relation == "户主" else "F" if sex == "M" else "M")
        else:
            own = random.choice("MF")
        if member.relation == "配偶":
            surname = random.choice(SURNAMES)
        young = member.ages[1] < GROWN
        male, female = (YOUNG_MALE, YOUNG_FEMALE) if young else (OLD_MALE, OLD_FEMALE)
        signs = male if own == "M" else female
        return surname + "".join(random.choice(one) for one in signs), own

    def _resident(self, home: Home, shared: NewHousehold, named: Named) -> Resident:
        random, member = self.random, named.member
        age = random.randint(*member.ages)
        born = BEGUN - timedelta(days=int(age * 365.25) + random.randint(1, 364))
        head, held = not home.residents, home.kind.held
        phone = f"154{next(self.serial):08d}" if age >= GROWN and random.random() < 0.8 else ""
        new = NewPerson(
            area=home.village,
            name=named.name,
            since=home.listed,
            number=self.numbers.give(born, named.sex),
            phone=phone,
            categories=(*(held if head else ()), *self._own(member)),
            inherited=() if head else held,
            household=shared,
            relation=member.relation,
            source="roster",
        )
        return Resident(new, member, born, self._told(member, age, named.alone))

    def _own(self, member: Member) -> Iterator[str]:
        for code, share in member.own:
            if self.random.random() < share:
                yield code
                if member.either:
                    return

    def _told(self, member: Member, age: int, alone: bool) -> dict[str, str]:
        """What an assessment asks of old people who live alone or in an institution, and of
        children who live with relatives."""
        random = self.random
        if age >= ELDERLY and member.living == ALONE:
            instead, share = member.else_living
            living = instead if random.random() < share else ALONE
            if living == "family" or not alone:
                return {}
            care = random.choices(("full", "partial", "none"), (76, 19, 5))[0]
            return {"living": living, "self_care": care}
        if age < GROWN and member.living == "relatives":
            school = "not_yet" if age < 6 else "primary" if age < 12 else "junior"
            return {"living": member.living, "schooling": school}
        return {}
