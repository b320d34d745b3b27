"""After two files were put together: the page of the one that goes on knows both, and lists show
one person."""

from datetime import date

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import (
    consents,
    particulars,
    particulars_lists,
    people,
)
from shuangbai.clients.actions.merging import undo
from shuangbai.clients.actions.particulars_lists import New, TieTold
from shuangbai.clients.models import (
    Membership,
    Person,
    Tie,
)
from shuangbai.clients.selectors import consents as agreed
from shuangbai.clients.selectors import particulars as told
from shuangbai.clients.selectors import particulars_history, particulars_page, search
from shuangbai.clients.selectors import people as lists
from shuangbai.clients.selectors.particulars_secrets import secret_of
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, make_number, make_person
from shuangbai.clients.tests.merge_office import merge
from shuangbai.clients.tests.roster_office import rows
from shuangbai.kernel import clock

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


def listed(actor: Actor, **wanted: str) -> list[str]:
    with scope.acting(actor):
        return [line.person.name for line in lists.listed(actor, lists.Wanted(**wanted)).lines]


def test_lists_show_one_person_with_what_both_hold(
    head: Actor, kept: Person, other: Person
) -> None:
    done = merge(head, kept, other)
    assert listed(head) == ["李秀英"]
    for wanted in ({"category": "TK"}, {"category": "DB"}, {"category": "any"}, {"filed": "yes"}):
        assert listed(head, **wanted) == ["李秀英"], wanted
    assert listed(head, filed="no") == []
    with scope.acting(head):
        [line] = lists.of_ids(head, [kept.pk])
        assert [spell.category_id for spell in line.marks.spells] == ["TK", "DB"]
        assert line.marks.file is not None
    undo(head, done.pk, "是两个人")
    assert listed(head, filed="no") == listed(head, category="DB") == ["李秀英"]
    assert listed(head, category="TK") == ["阿英"]


def test_what_both_hold_stands_once(head: Actor, kept: Person) -> None:
    other = make_person(head, name="阿英", number=None, birth_date=BORN, since=LATER)
    merge(head, kept, other)
    with scope.acting(head):
        [line] = lists.of_ids(head, [kept.pk])
        assert [spell.person_id for spell in line.marks.spells] == [kept.pk]


def test_search_by_any_name_and_number_finds_the_one_that_goes_on(
    head: Actor, county: Actor, other: Person
) -> None:
    number = make_number()
    kept = make_person(head, name="李秀英", number=None, birth_date=BORN, phone="13800138000")
    numbered = make_person(head, OTHER_VILLAGE, "李阿英", number=number)
    merge(head, kept, other)
    merge(head, kept, numbered)
    for actor in (head, county):
        for q in ("秀英", "阿英", "ay", "lxy"):
            assert listed(actor, q=q) == ["李秀英"], q
        with scope.acting(actor):
            for typed in (number, "13800138000"):
                assert [one.pk for one in search.exactly(actor, typed).people] == [kept.pk]
            found = lists.by_number(actor, number)
            assert found is not None and found.pk == kept.pk
            [line] = lists.listed(actor, lists.Wanted(q="李阿")).lines
            assert line.also == "李阿英"


def test_a_number_in_a_file_of_another_town_leads_here(head: Actor, county: Actor) -> None:
    there = make_actor(Role.HEAD, NEXT_TOWN)
    number = make_number()
    kept = make_person(head, name="李秀英", number=None, birth_date=BORN)
    merge(county, kept, make_person(there, NEXT_VILLAGE, number=number))
    with scope.acting(head):
        assert [one.pk for one in search.exactly(head, number).people] == [kept.pk]
    with scope.acting(there):
        [found] = search.exactly(there, number).people
        assert found.area == NEXT_VILLAGE, "its own file, whose page leads on"


def test_whoever_lives_together_is_shown_once(head: Actor, kept: Person) -> None:
    [home] = rows(head, Membership, person=kept)
    other = make_person(
        head, name="阿英", number=None, birth_date=BORN, household=home.household_id
    )
    merge(head, kept, other)
    with scope.acting(head):
        living = lists.members(head, lists.household(head, home.household_id), clock.today())
        assert [line.person.pk for line in living] == [kept.pk]
        for name in ("李秀英", "阿英"):
            [(found, names)] = lists.households_named(head, kept.area, name)
            assert (found.pk, names) == (home.household_id, "李秀英")


def test_the_page_shows_what_only_the_merged_file_says(
    head: Actor, kept: Person, other: Person
) -> None:
    particulars.tell(head, other.pk, particulars.Told({"address": "村口第一家", "living": "alone"}))
    particulars.tell(head, kept.pk, particulars.Told({"living": "family"}))
    tie = particulars_lists.add_tie(head, New(other.pk, TieTold(DAY, "carer", "陈志")))
    merge(head, kept, other)
    with scope.acting(head):
        sheet = told.sheet(head, kept, [], clock.today())
        home, *_ = particulars_page.groups(head, kept, sheet)
        assert [(fact.text, fact.merged) for fact in home.facts] == [
            ("村口第一家", True),
            ("与家人同住", False),
        ]
        assert [one.pk for one in sheet.ties] == [tie.pk]
        phone = secret_of(head, kept, "phone")
        assert phone is not None and phone.reveal() == "13800138000"
        assert told.record(head, Tie, kept, tie.pk) == tie
        stranger = make_person(head, name="外人")
        with pytest.raises(Absent):
            told.record(head, Tie, stranger, tie.pk)


def test_a_record_of_the_merged_file_is_kept_up_where_it_lies(
    head: Actor, kept: Person, other: Person
) -> None:
    tie = particulars_lists.add_tie(head, New(other.pk, TieTold(DAY, "carer", "陈志")))
    done = merge(head, kept, other)
    particulars_lists.renew_tie(head, tie.pk, TieTold(LATER, "carer", "陈志", "儿子"))
    undo(head, done.pk, "是两个人")
    with scope.acting(head):
        assert told.sheet(head, kept, [], clock.today()).ties == []
        [held] = told.sheet(head, other, [], clock.today()).ties
        assert held.relation == "儿子"


def test_the_history_tells_which_file_said_what(head: Actor, kept: Person, other: Person) -> None:
    done = merge(head, kept, other)
    undo(head, done.pk, "是两个人")
    merge(head, kept, other)
    with scope.acting(head):
        fields = {one.anchor: one for one in particulars_history.history(head, kept)}
    names = {(entry.new, entry.file) for entry in fields["name"].entries}
    assert names == {("李秀英", ""), ("阿英", "阿英")}
    assert [entry.new.startswith("撤销") for entry in fields["merge"].entries] == [
        False,
        True,
        False,
    ]
    with scope.acting(head):
        own = {one.anchor: one for one in particulars_history.history(head, other)}
    assert [entry.new for entry in own["name"].entries] == ["阿英"]


def test_consents_and_photos_are_of_the_person(head: Actor, kept: Person, other: Person) -> None:
    given = consents.NewConsent(other.pk, "story", by_self=True, how="paper", since=DAY)
    consent = consents.record(head, given)
    merge(head, kept, other)
    with scope.acting(head):
        assert agreed.in_force(head, kept, "story", clock.today()) == consent
    consents.withdraw(head, consent.pk)
    with scope.acting(head):
        assert agreed.in_force(head, kept, "story", clock.today()) is None


def test_a_look_at_one_file_opens_both(head: Actor, kept: Person, other: Person) -> None:
    city = make_actor(Role.CITY, "4453")
    merge(head, kept, other)
    with scope.acting(city):
        assert not lists.is_open(city, kept)
    people.look(city, other.pk, "核对材料")
    with scope.acting(city):
        assert lists.is_open(city, kept) and lists.is_open(city, other)
