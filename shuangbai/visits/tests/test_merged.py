"""Visits of somebody of whom two files were put together."""

from datetime import date

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of, make_actor
from shuangbai.clients.actions import consents, merging, people
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions.consents import NewConsent
from shuangbai.clients.actions.merging import Merging
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import consents as agreements
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.kernel import clock, ids
from shuangbai.kernel.problems import Problem
from shuangbai.staff.testing import make_station, make_worker
from shuangbai.visits import selectors
from shuangbai.visits.actions import NewVisit, record
from shuangbai.visits.models import Served
from shuangbai.visits.selectors import plan
from shuangbai.visits.selectors.entry import correction, homes, sheet
from shuangbai.visits.selectors.visits import past
from shuangbai.visits.selectors.visits import visit as found_visit
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db
BORN = date(1950, 3, 5)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


def two_files(actor: Actor) -> tuple[Person, Person]:
    kept = make_person(actor, name="李秀英", since=date(2025, 1, 5))
    other = make_person(actor, name="阿英", number=None, birth_date=BORN, categories=("TK",))
    return kept, other


def merge(actor: Actor, kept: Person, other: Person) -> None:
    merging.merge(actor, Merging(kept.pk, other.pk, "对过户口簿"))


def test_the_visits_of_both_are_the_visits_of_the_person(head: Actor) -> None:
    kept, other = two_files(head)
    visits = {make_visit(head, person).pk for person in (kept, other)}
    merge(head, kept, other)
    with scope.acting(head):
        assert {one.visit.pk for one in selectors.of_person(head, kept)} == visits
        assert len(selectors.of_person(head, other)) == 1, "of the merged file: its own"
        assert selectors.tally(head, [kept])[kept.pk] == selectors.Tally(2, clock.today())


def test_a_new_visit_is_of_the_one_that_goes_on(head: Actor) -> None:
    kept, other = two_files(head)
    merge(head, kept, other)
    with scope.acting(head):
        asked = sheet(head, other.pk, None)
    assert asked is not None and asked.asked == kept
    wanted = NewVisit(ids.uuid7(), None, (other.pk,), clock.today(), again=True)
    with pytest.raises(Problem) as found:
        record(head, wanted)
    assert found.value.code == "person.merged"
    made = make_visit(head, kept)
    with scope.acting(head):
        [served] = Served.objects.filter(visit=made)
    assert served.categories == ["DB", "TK"]


def test_the_second_visit_of_a_day_is_asked_about_in_either_file(head: Actor) -> None:
    kept, other = two_files(head)
    make_visit(head, other)
    merge(head, kept, other)
    with pytest.raises(Problem) as found:
        make_visit(head, kept, again=False)
    assert found.value.code == "visit.again" and "李秀英" in found.value.message


def test_what_was_in_another_town_is_told_of_both(head: Actor) -> None:
    kept, other = two_files(head)
    make_visit(head, kept, date(2025, 1, 6))
    make_visit(head, other)
    merge(head, kept, other)
    county = make_actor(Role.COUNTY, "445302")
    people.move(county, kept.pk, NEXT_VILLAGE, clock.today())
    with scope.acting(county):
        assert {(one.town, one.day, one.times) for one in past(kept)} == {
            ("思劳镇", date(2025, 1, 6), 1),
            ("思劳镇", clock.today(), 1),
        }


def test_from_a_visit_one_comes_to_the_file_that_goes_on(people: Cast) -> None:
    head = actor_of(people.owner)
    kept, other = two_files(head)
    visit = make_visit(head, other)
    merge(head, kept, other)
    asking = client_of(people.worker)
    assert f"/p/{other.pk}/" in asking.get(f"/visits/{visit.pk}/").content.decode()
    assert f'href="/p/{kept.pk}/"' in asking.get(f"/p/{other.pk}/").content.decode()
    panel = asking.get(f"/visits/of/{kept.pk}/").content.decode()
    assert f"/visits/{visit.pk}/" in panel


def test_a_village_names_the_person_once(head: Actor) -> None:
    kept, other = two_files(head)
    merge(head, kept, other)
    with scope.acting(head):
        named = [line.person for home in homes(head, kept.area) for line in home.members]
    assert named == [kept]


def test_a_correction_names_the_person_once(head: Actor) -> None:
    other = make_person(head, name="阿英", number=None, birth_date=BORN)
    with scope.acting(head):
        home = clients.household_of(head, other, clock.today())
    assert home is not None
    kept = make_person(head, name="李秀英", household=home.pk, relation="配偶")
    visit = make_visit(head, other)
    merge(head, kept, other)
    with scope.acting(head):
        asked = correction(head, found_visit(head, visit.pk))
    assert [line.person for line in asked.members] == [other]


def test_who_answers_for_the_file_that_goes_on_answers_for_the_person(head: Actor) -> None:
    station = make_station(operator("测试", OWN_TOWN))
    workers = [make_worker(operator("测试", OWN_TOWN), station, name) for name in ("周", "何")]
    kept, other = two_files(head)
    for person, worker in zip((kept, other), workers, strict=True):
        care.set_charge(head, person.pk, worker.pk, clock.today())
    merge(head, kept, other)
    with scope.acting(head):
        [one] = plan.listed(head, plan.Wanted(state="all")).lines
    assert one.charge is not None and one.charge.name == "周"


def test_what_was_agreed_to_in_one_file_holds_for_photos_of_both(head: Actor) -> None:
    kept, other = two_files(head)
    merge(head, kept, other)
    agreed = NewConsent(kept.pk, "photo", by_self=True, how="paper", since=clock.today())
    consents.record(head, agreed)
    with scope.acting(head):
        found = agreements.holding(head, [kept.pk, other.pk], "photo", clock.today())
    assert found == {kept.pk, other.pk}
