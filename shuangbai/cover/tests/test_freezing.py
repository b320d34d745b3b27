"""A frozen number comes out again, whatever is recorded later or at the same time."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, OWN_TOWN, make_actor
from shuangbai.clients.actions import people
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.figures import selectors
from shuangbai.figures.actions import Frozen, freeze
from shuangbai.figures.models import FrozenFigure
from shuangbai.kernel import clock
from shuangbai.kernel.figures import Period
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")
type SetClock = Callable[[datetime | None], None]


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


def filed(head: Actor) -> Person:
    person = make_person(head)
    people.open_file(head, [person.pk], clock.today())
    return person


def of_today(key: str = "people_covered", by: str = "") -> Frozen:
    return Frozen(key, OWN_TOWN, Period(clock.today(), clock.today()), by)


def recounted(actor: Actor, one: FrozenFigure) -> selectors.Recount:
    with scope.acting(actor):
        return selectors.recount(actor, selectors.frozen_one(actor, one.pk))


def test_it_comes_out_again_after_a_late_upload_and_a_move(
    head: Actor, county: Actor, clock_at: SetClock
) -> None:
    clock_at(datetime(2026, 3, 2, 9, tzinfo=clock.ZONE))
    one, two = filed(head), filed(head)
    make_visit(head, one)
    day = clock.today()
    frozen = [freeze(head, of_today(key, "village")) for key in ("people_covered", "people")]
    clock_at(datetime(2026, 3, 5, 9, tzinfo=clock.ZONE))
    make_visit(head, two, day)
    people.move(county, one.pk, NEXT_VILLAGE, day + timedelta(days=1))
    assert [one.total for one in frozen] == [1, 2]
    for actor in (head, county):
        for kept in frozen:
            again = recounted(actor, kept)
            assert (again.same, again.gone, again.fresh) == (True, 0, 0)


def test_what_differs_is_told(head: Actor) -> None:
    make_visit(head, filed(head))
    one = freeze(head, of_today())
    with scope.acting(head):
        FrozenFigure.objects.filter(pk=one.pk).update(total=2, rows_digest="", rows_count=2)
    again = recounted(head, one)
    assert (again.same, again.total, again.gone, again.fresh) == (False, 1, 0, 0)


class Apart(threading.Thread):
    """Does something on a connection of its own."""

    def __init__(self, do: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.do = do
        self.result: object = None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.do()
        finally:
            connection.close()

    def finished(self) -> object:
        self.join(10)
        assert not self.is_alive(), "still waiting"
        return self.result


def test_a_writer_that_began_before_is_waited_for_and_counted(head: Actor) -> None:
    person = filed(head)
    written, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with scope.acting(head):
            make_visit(head, person)
            written.set()
            go_on.wait(10)

    writer = Apart(write)
    assert written.wait(10)
    freezer = Apart(lambda: freeze(head, of_today()))
    freezer.join(0.4)
    assert freezer.is_alive(), "froze a number while somebody was writing"
    go_on.set()
    writer.finished()
    one = freezer.finished()
    assert isinstance(one, FrozenFigure)
    assert one.total == 1
    assert recounted(head, one).same


def test_a_writer_that_comes_later_waits_and_is_not_counted(head: Actor) -> None:
    person = filed(head)
    with scope.acting(head):
        one = freeze(head, of_today())
        writer = Apart(lambda: make_visit(head, person))
        writer.join(0.4)
        assert writer.is_alive(), "wrote while a number was being frozen"
    writer.finished()
    assert one.total == 0
    assert recounted(head, one).same
