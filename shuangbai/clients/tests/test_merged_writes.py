"""After two files were put together: nothing is written on the merged one, and what is written of
the person holds for both."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import (
    approvals,
    consents,
    departures,
    endings,
    handovers,
    particulars,
    particulars_care,
    particulars_lists,
    particulars_person,
    people,
    photos,
)
from shuangbai.clients.actions.particulars_care import Given
from shuangbai.clients.actions.particulars_lists import New, TieTold
from shuangbai.clients.actions.particulars_person import Mended
from shuangbai.clients.models import (
    CategorySpell,
    Departure,
    FileSpell,
    Person,
)
from shuangbai.clients.selectors import particulars as told
from shuangbai.clients.selectors.particulars_secrets import secret_of
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, make_number, make_person
from shuangbai.clients.tests.merge_office import merge
from shuangbai.clients.tests.roster_office import rows
from shuangbai.kernel import clock, ids
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 1)
LATER = date(2025, 6, 1)
BORN = date(1950, 3, 5)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, "445302", name="区里")


@pytest.fixture
def kept(head: Actor) -> Person:
    return make_person(head, name="李秀英", since=DAY)


@pytest.fixture
def other(head: Actor) -> Person:
    """With another category, a file and a telephone; no number."""
    person = make_person(
        head, OTHER_VILLAGE, "阿英", ("TK",), number=None, birth_date=BORN, phone="13800138000"
    )
    people.open_file(head, [person.pk], clock.today())
    return person


WRITES: dict[str, Callable[[Actor, Person], Any]] = {
    "tell": lambda a, p: particulars.tell(a, p.pk, particulars.Told({"address": "村口"})),
    "mend": lambda a, p: particulars_person.mend(a, p.pk, Mended(phone="13900139000")),
    "category": lambda a, p: particulars_care.give_category(a, p.pk, Given("CJ", DAY, "走访")),
    "grade": lambda a, p: particulars_care.set_grade(a, p.pk, "A", DAY, "走访"),
    "charge": lambda a, p: particulars_care.set_charge(a, p.pk, None, DAY),
    "tie": lambda a, p: particulars_lists.add_tie(a, New(p.pk, TieTold(DAY, "carer", "陈志"))),
    "certificate": lambda a, p: particulars_lists.add_certificate(
        a, New(p.pk, particulars_lists.CertificateTold(DAY, 4, 2))
    ),
    "file": lambda a, p: people.open_file(a, [p.pk], clock.today()),
    "close": lambda a, p: endings.close_file(a, p.pk, clock.today(), "搬走"),
    "death": lambda a, p: endings.record_death(a, p.pk, clock.today()),
    "consent": lambda a, p: consents.record(
        a, consents.NewConsent(p.pk, "photo", by_self=True, how="paper", since=DAY)
    ),
    "photo": lambda a, p: photos.keep(a, p.pk, b""),
    "handover": lambda a, p: handovers.offer(
        a, handovers.Offer(ids.uuid7(), p.pk, NEXT_TOWN, DAY, "搬走")
    ),
    "approval": lambda a, p: approvals.give(
        a,
        approvals.NewApproval(
            OWN_TOWN, a.user_id, clock.today() + timedelta(days=9), "走访", children=(p.pk,)
        ),
    ),
    "move": lambda a, p: people.move(
        make_actor(Role.COUNTY, "445302"), p.pk, OTHER_VILLAGE[:-1] + "3", clock.today()
    ),
}


@pytest.mark.parametrize("what", WRITES)
def test_nothing_is_written_on_a_merged_file(
    head: Actor, kept: Person, other: Person, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approvals, "people_in", lambda area: [_user(head)])
    merge(head, kept, other)
    with pytest.raises(Problem) as found:
        WRITES[what](head, other)
    assert found.value.code == "person.merged"
    assert "李秀英" in found.value.message and "李秀英" in found.value.fix


def _user(actor: Actor) -> Any:
    return type("Colleague", (), {"pk": actor.user_id, "name": actor.name})()


def test_the_file_that_goes_on_lies_elsewhere(head: Actor, county: Actor, other: Person) -> None:
    there = make_actor(Role.HEAD, NEXT_TOWN)
    kept = make_person(there, NEXT_VILLAGE, "李秀英")
    merge(county, kept, other)
    with pytest.raises(Problem) as found:
        WRITES["tell"](head, other)
    assert found.value.code == "person.merged_away" and "李秀英" not in str(found.value)


def held(actor: Actor, model: Any) -> list[Any]:
    with scope.acting(actor):
        return list(model.objects.under(*actor.areas).as_known(None).on(clock.today()))


def test_a_death_ends_what_both_files_held_and_can_be_taken_back(
    head: Actor, kept: Person, other: Person
) -> None:
    merge(head, kept, other)
    endings.record_death(head, kept.pk, clock.today())
    assert held(head, CategorySpell) == held(head, FileSpell) == []
    assert {one.died_on for one in rows(head, Person)} == {clock.today()}
    endings.take_back_death(head, kept.pk, "登记错了")
    assert {one.category_id for one in held(head, CategorySpell)} == {"DB", "TK"}
    assert len(held(head, FileSpell)) == 1
    assert {one.died_on for one in rows(head, Person)} == {None}


def test_the_open_file_of_either_is_the_file_of_the_person(
    head: Actor, kept: Person, other: Person
) -> None:
    merge(head, kept, other)
    assert people.open_file(head, [kept.pk], clock.today()) == []
    endings.close_file(head, kept.pk, clock.today(), "不用了")
    assert held(head, FileSpell) == []


def test_a_category_is_given_once_and_ended_in_both(head: Actor, kept: Person) -> None:
    other = make_person(head, name="阿英", number=None, birth_date=BORN, since=LATER)
    merge(head, kept, other)
    with pytest.raises(Problem) as found:
        particulars_care.give_category(head, kept.pk, Given("DB", clock.today(), "走访"))
    assert found.value.code == "category.held"
    spell = next(one for one in held(head, CategorySpell) if one.person_id == kept.pk)
    particulars_care.end_category(head, spell.pk, clock.today(), "不再符合条件")
    assert held(head, CategorySpell) == []


def test_a_grade_of_the_merged_file_gives_way(head: Actor, kept: Person, other: Person) -> None:
    particulars_care.set_grade(head, other.pk, "A", DAY, "腿脚不便")
    merge(head, kept, other)

    def grade() -> str:
        with scope.acting(head):
            found = told.sheet(head, kept, [], clock.today()).grade
        return found.grade_id if found else ""

    assert grade() == "A"
    particulars_care.set_grade(head, kept.pk, "C", clock.today(), "好多了")
    assert grade() == "C"
    particulars_care.set_grade(head, kept.pk, "", clock.today(), "不用了")
    assert grade() == ""


def test_the_number_of_a_merged_file_is_the_person_s(head: Actor, other: Person) -> None:
    number = make_number()
    kept = make_person(head, name="李秀英", number=number)
    goes_on = make_person(head, name="秀英", number=None, birth_date=BORN)
    merge(head, goes_on, kept)
    with scope.acting(head):
        shown = secret_of(head, goes_on, "identity")
        assert shown is not None and shown.reveal() == number
    for typed, code in (
        (number, "particulars.number_merged"),
        (make_number(), "particulars.number_differs"),
    ):
        with pytest.raises(Problem) as found:
            particulars_person.mend(head, goes_on.pk, Mended(number=typed))
        assert found.value.code == code
    with pytest.raises(Problem) as taken:
        make_person(head, number=number)
    assert taken.value.code == "person.here"
    with pytest.raises(Problem) as others:
        particulars_person.mend(head, other.pk, Mended(number=number))
    assert others.value.code == "particulars.number_here"


def test_a_departure_of_the_merged_file_is_told_of_the_person(
    head: Actor, kept: Person, other: Person
) -> None:
    [spell] = rows(head, CategorySpell, person=other)
    with scope.acting(head):
        Departure.objects.create(
            area=other.area,
            person=other,
            category="TK",
            day=clock.today(),
            roster_id=ids.uuid7(),
            recorded_at=scope.instant(),
            recorded_by=head.user_id,
            recorded_by_name=head.name,
        )
    assert spell.valid_to is None
    merge(head, kept, other)
    [departure] = rows(head, Departure)
    departures.tell(head, [departures.Told(departure.pk, "died", clock.today())])
    assert {one.died_on for one in rows(head, Person)} == {clock.today()}
