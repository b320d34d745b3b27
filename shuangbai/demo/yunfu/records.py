"""The people of the city and what was done for them become records, through the actions that
stations use."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from random import Random
from uuid import UUID

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.clients.actions import endings, endings_many, particulars_care
from shuangbai.clients.actions import people as clients
from shuangbai.clients.actions.beginnings import Beginning, begin
from shuangbai.clients.models import CategorySpell, Membership
from shuangbai.demo.yunfu import notes
from shuangbai.demo.yunfu.city import City, Slip
from shuangbai.demo.yunfu.days import TODAY
from shuangbai.demo.yunfu.diary import EVENING, Diary
from shuangbai.demo.yunfu.homes import Home
from shuangbai.demo.yunfu.lives import Closing, Death, Move
from shuangbai.demo.yunfu.network import Town
from shuangbai.demo.yunfu.rounds import Planned
from shuangbai.kernel import clock
from shuangbai.kernel.ids import uuid7
from shuangbai.visits import actions as visits

WORDS = {
    "A": "情况急，身边没有人照应",
    "B": "年纪大或身体不好，要按时去看",
}
WRONG_NAME = "记到别人名下了"
LAST_ROUND = 8
"""On the last day the morning's rounds only: it is the afternoon when the demo begins."""


@dataclass
class Records:
    actor: Actor
    city: City
    random: Random
    by_slip: dict[int, UUID] = field(default_factory=dict)

    def write(self, diary: Diary) -> None:
        for listed, homes in _by_day(self.city.homes, lambda home: home.listed):
            for _, some in _by_county(homes):
                weight = 4 * sum(len(home.residents) for home in some)
                diary.add(listed, partial(self._register, some), weight=weight)
        filed = [home for home in self.city.homes if home.filed]
        for day, homes in _by_day(filed, lambda home: home.filed or TODAY):
            weight = 3 * sum(len(home.residents) for home in homes)
            diary.add(day, partial(self._open, homes, day), hour=EVENING + 1, weight=weight)
        for day, some_visits in _by_day(self._planned(), lambda visit: visit.entered):
            hour = EVENING if day < TODAY else LAST_ROUND
            weight = 3 * len(some_visits)
            diary.add(day, partial(self._record, some_visits), hour=hour, weight=weight)
        for slip in self.city.slips:
            diary.add(slip.seen, partial(self._take_back, slip), hour=EVENING - 1, weight=4)
        told = [death for death in self.city.deaths if death.told]
        for day, deaths in _by_day(told, lambda death: death.known):
            diary.add(day, partial(self._bury, deaths), weight=len(deaths))
        for closing in self.city.closings:
            if closing.home.filed and closing.home.filed < closing.day:
                diary.add(closing.day, partial(self._close, closing), weight=8)
        for move in self.city.moves:
            heard = min(move.day + timedelta(days=3), TODAY)
            diary.add(heard, partial(self._move, move), weight=12)
            if move.met:
                diary.add(move.met, partial(self._meet, move), hour=EVENING - 2, weight=4)

    def _planned(self) -> list[Planned]:
        return [*self.city.visits, *(slip.wrong for slip in self.city.slips)]

    def _register(self, homes: Sequence[Home]) -> None:
        clients.register_many(self.actor, [new for home in homes for new in home.people()])
        heads = {home.residents[0].new.id: home for home in homes}
        with scope.acting(self.actor):
            living = Membership.objects.filter(person_id__among=heads)
            for person, household in living.values_list("person_id", "household_id"):
                heads[person].id = household

    def _open(self, homes: Sequence[Home], day: date) -> None:
        """Files, and what the assessment found."""
        living = [(home, one) for home in homes for one in home.living(day)]
        if not living:
            return
        clients.open_file(self.actor, [one.new.id for _, one in living], day)
        told = [
            Beginning(
                one.new.id,
                day,
                home.grade,
                WORDS.get(home.grade, ""),
                home.worker.new.id if home.worker else None,
                one.told,
            )
            for home, one in living
        ]
        begin(self.actor, told)

    def _record(self, planned: Sequence[Planned]) -> None:
        visits.record_round(self.actor, [self._visit(one) for one in planned])

    def _visit(self, planned: Planned) -> visits.NewVisit:
        worker = planned.worker.new
        noon = datetime.combine(planned.happened, time(12), clock.ZONE)
        written = notes.of(planned, self.random)
        new = visits.NewVisit(
            id=uuid7(noon),
            household_id=planned.home.id,
            person_ids=tuple(one.new.id for one in planned.served),
            happened_on=planned.happened,
            kind=planned.kind,
            note=written.note,
            worker_name=worker.name,
            worker_id=worker.user_id or worker.id,
            again=True,
            services=written.services,
            findings=written.findings,
            next_on=planned.next_on,
            late_why=written.late_why,
        )
        self.by_slip[id(planned)] = new.id
        return new

    def _take_back(self, slip: Slip) -> None:
        """By the head of the station, as anybody's visit."""
        town = self._town(slip.wrong.home.town)
        head = town.team[0].new
        by = Actor(head.user_id or head.id, head.name, Role.HEAD, (town.key,))
        visits.withdraw(by, self.by_slip[id(slip.wrong)], WRONG_NAME)

    def _bury(self, deaths: Sequence[Death]) -> None:
        told = [endings_many.Death(one.person, one.day) for one in deaths]
        endings_many.record_deaths(self.actor, told, "村（居）委会报来的去世名单")

    def _close(self, closing: Closing) -> None:
        person = closing.home.residents[0].new.id
        with scope.acting(self.actor):
            held = CategorySpell.objects.under(closing.home.village).as_known(None)
            for spell in held.filter(person=person, valid_to=None).order_by("id"):
                particulars_care.end_category(self.actor, spell.pk, closing.day, closing.reason)
            endings.close_file(self.actor, person, closing.day, closing.reason)

    def _move(self, move: Move) -> None:
        clients.move(self.actor, move.person, move.to, move.day)

    def _meet(self, move: Move) -> None:
        """The station of the new town goes there once it knows."""
        with scope.acting(self.actor):
            lives = Membership.objects.under(move.to).as_known(None)
            household = lives.get(person=move.person, valid_to=None).household_id
        worker = self._town(move.to[:9]).answering(move.to, clock.today()).new
        new = visits.NewVisit(
            id=uuid7(),
            household_id=household,
            person_ids=(move.person,),
            happened_on=clock.today(),
            note="新搬来的，第一次上门认识。",
            worker_name=worker.name,
            worker_id=worker.user_id or worker.id,
            again=True,
        )
        visits.record_round(self.actor, [new])

    def _town(self, key: str) -> Town:
        return next(town for town in self.city.towns if town.key == key)


def _by_day[T](things: Iterable[T], day: Callable[[T], date]) -> list[tuple[date, list[T]]]:
    ordered = sorted(things, key=day)
    return [(key, list(group)) for key, group in groupby(ordered, key=day)]


def _by_county(homes: Iterable[Home]) -> list[tuple[str, list[Home]]]:
    ordered = sorted(homes, key=lambda home: home.village)
    return [(key, list(group)) for key, group in groupby(ordered, key=lambda h: h.village[:6])]
