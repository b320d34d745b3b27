"""Two files of one person: put together, taken apart, in whatever order; and what hinders it."""

from datetime import date
from functools import partial
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import handovers, merging, people
from shuangbai.clients.actions.endings import record_death
from shuangbai.clients.actions.handovers import Offer
from shuangbai.clients.actions.settling import settle_as_new
from shuangbai.clients.models import Alias, FileMerge, Person
from shuangbai.clients.models.aliases import NOBODY
from shuangbai.clients.testing import (
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    make_number,
    make_person,
    make_provisional,
)
from shuangbai.clients.tests.merge_office import FAR_COUNTY, WHY, merge, merged_into, told
from shuangbai.clients.tests.roster_office import rows
from shuangbai.clients.tests.together import together
from shuangbai.kernel import ids
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 1)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, "445302", name="区里")


def three(actor: Actor) -> list[Person]:
    return [make_person(actor, name=name, number=None, birth_date=DAY) for name in "甲乙丙"]


def test_a_merge_is_an_alias_and_a_row_of_each_file(head: Actor) -> None:
    kept = make_person(head, name="李秀英")
    other = make_person(head, OTHER_VILLAGE, "阿英", number=None, birth_date=DAY)
    done = merge(head, kept, other)
    assert merged_into() == {other.pk: kept.pk}
    told_by = {row.person_id: row for row in rows(head, FileMerge)}
    assert {pk: row.goes_on for pk, row in told_by.items()} == {kept.pk: True, other.pk: False}
    assert told_by[other.pk].area == OTHER_VILLAGE and told_by[other.pk].other_id == kept.pk
    assert (done.by_name, done.reason) == ("陈站长", WHY)
    entry = AuditEntry.objects.get(verb="person.merge", outcome="done")
    assert (entry.subject_id, entry.reason, entry.area) == (str(kept.pk), WHY, OWN_TOWN)
    touched = AuditChange.objects.filter(entry=entry).values_list("record_kind", "record_id")
    assert {("clients.person", str(kept.pk)), ("clients.person", str(other.pk))} <= set(touched)


def test_nothing_recorded_moves(head: Actor) -> None:
    kept, other = make_person(head), make_person(head, name="阿英", number=None, birth_date=DAY)
    before = told(head)
    done = merge(head, kept, other)
    assert told(head) == before
    merging.undo(head, done.pk, "核对后是两个人")
    assert told(head) == before and merged_into() == {}
    for row in rows(head, FileMerge):
        assert (row.undone_by_name, row.undone_reason) == ("陈站长", "核对后是两个人")


def test_the_same_again_is_one_merge_and_one_undoing(head: Actor) -> None:
    kept, other = make_person(head), make_person(head, name="阿英", number=None, birth_date=DAY)
    wanted = merging.Merging(kept.pk, other.pk, WHY)
    first, again = (merging.merge(head, wanted) for _ in range(2))
    assert first.pk == again.pk and Alias.objects.count() == 1
    for reason in ("是两个人", "再说一遍"):
        merging.undo(head, first.pk, reason)
    assert {row.undone_reason for row in rows(head, FileMerge)} == {"是两个人"}


def test_whatever_was_merged_into_a_file_goes_along_and_comes_back(head: Actor) -> None:
    one, two, three_ = three(head)
    merge(head, two, one)
    second = merge(head, three_, two)
    assert merged_into() == {one.pk: three_.pk, two.pk: three_.pk}
    merging.undo(head, second.pk, "是两个人")
    assert merged_into() == {one.pk: two.pk}


def test_an_earlier_merge_is_taken_back_under_a_later_one(head: Actor) -> None:
    one, two, three_ = three(head)
    first, second = merge(head, two, one), merge(head, three_, two)
    merging.undo(head, first.pk, "是两个人")
    assert merged_into() == {two.pk: three_.pk}
    merging.undo(head, second.pk, "是两个人")
    assert merged_into() == {}


def test_in_the_middle_of_a_chain(head: Actor) -> None:
    one, two, three_ = three(head)
    four = make_person(head, name="丁")
    merge(head, two, one)
    middle = merge(head, three_, two)
    last = merge(head, four, three_)
    merging.undo(head, middle.pk, "是两个人")
    assert merged_into() == {one.pk: two.pk, three_.pk: four.pk}
    merging.undo(head, last.pk, "是两个人")
    assert merged_into() == {one.pk: two.pk}


def test_an_alias_never_points_to_an_alias(head: Actor) -> None:
    one, two, three_ = three(head)
    merge(head, two, one)
    assert refused(head, three_, one) == refused(head, one, three_) == "person.merged"
    assert refused(head, one, two) == "person.merged"


def refused(actor: Actor, kept: Person, other: Person, reason: str = WHY) -> str:
    with pytest.raises(Problem) as found:
        merge(actor, kept, other, reason)
    return found.value.code


def test_what_hinders_a_merge(head: Actor) -> None:
    kept, other = make_person(head, name="李秀英"), make_person(head, name="李秀英")
    assert refused(head, kept, other) == "merge.numbers"
    assert refused(head, kept, kept) == "merge.same"
    without = make_person(head, name="阿英", number=None, birth_date=DAY)
    assert refused(head, kept, without, "  ") == "merge.reason"
    record_death(head, without.pk, DAY)
    assert refused(head, kept, without) == "merge.died"
    assert merged_into() == {}
    record_death(head, kept.pk, DAY)
    assert merge(head, kept, without).goes_on


def test_numbers_of_files_merged_before_count_too(head: Actor) -> None:
    one, two, three_ = make_person(head), three(head)[0], make_person(head)
    merge(head, two, one)
    assert refused(head, two, three_) == "merge.numbers"


def test_a_file_that_is_asked_for_elsewhere_is_not_merged_away(head: Actor) -> None:
    kept, other = make_person(head), make_person(head, number=None, birth_date=DAY, since=DAY)
    handovers.offer(head, Offer(ids.uuid7(), other.pk, NEXT_TOWN, DAY, "搬走了"))
    assert refused(head, kept, other) == "merge.handover"
    assert merge(head, other, kept).goes_on


def test_both_files_lie_where_one_answers_for_them(head: Actor, county: Actor) -> None:
    kept = make_person(head)
    there = make_actor(Role.HEAD, NEXT_TOWN)
    other = make_person(there, NEXT_VILLAGE, number=None, birth_date=DAY)
    with pytest.raises(Absent):
        merge(head, kept, other)
    with pytest.raises(Refused):
        merge(make_actor(Role.WORKER, OWN_TOWN), kept, other)
    done = merge(county, kept, other)
    assert [row.area for row in rows(there, FileMerge)] == [NEXT_VILLAGE]
    with pytest.raises(Problem) as found:
        merging.undo(head, done.pk, "是两个人")
    assert found.value.code == "merge.half"
    merging.undo(county, done.pk, "是两个人")
    assert merged_into() == {}


def test_nobody_sees_the_merges_of_another_town(head: Actor) -> None:
    done = merge(head, make_person(head), make_person(head, number=None, birth_date=DAY))
    for stranger in (make_actor(Role.HEAD, NEXT_TOWN), make_actor(Role.COUNTY, FAR_COUNTY)):
        with pytest.raises(Absent):
            merging.undo(stranger, done.pk, "看看")


def test_two_at_once_leave_one_merge(head: Actor) -> None:
    for _ in range(3):
        one, two = (make_person(head, number=None, birth_date=DAY) for _ in range(2))
        found = together([partial(merge, head, one, two), partial(merge, head, two, one)])
        assert sorted(type(one).__name__ for one in found) == ["FileMerge", "Problem"]
        held = merged_into()
        assert len({one.pk, two.pk} & held.keys()) == 1


def test_chains_made_and_taken_apart_at_once_stay_flat(head: Actor) -> None:
    one, two, three_ = three(head)
    four = make_person(head, name="丁", number=None, birth_date=DAY)
    first = merge(head, two, one)
    together(
        [
            lambda: merge(head, three_, two),
            lambda: merging.undo(head, first.pk, "是两个人"),
            lambda: merge(head, four, three_),
        ]
    )
    held = merged_into()
    assert not held.keys() & set(held.values()), "an alias points to an alias"


def test_a_provisional_file_is_somebody_new(head: Actor) -> None:
    number = make_number()
    person = make_provisional(head, number=number)
    settled = settle_as_new(head, person.pk)
    assert not settled.provisional and merged_into() == {}
    assert Alias.objects.filter(undone_at=None).count() == 0
    with pytest.raises(Problem) as found:
        settle_as_new(head, person.pk)
    assert found.value.code == "settle.done"
    with pytest.raises(Problem) as taken:
        make_person(head, number=number)
    assert taken.value.code == "person.here"


def test_a_number_on_file_is_nobody_new(head: Actor) -> None:
    here, there = make_number(), make_number()
    make_person(head, number=here)
    make_person(make_actor(Role.HEAD, NEXT_TOWN), NEXT_VILLAGE, number=there)
    for number, code in ((here, "settle.here"), (there, "settle.elsewhere")):
        person = make_provisional(head, number=number)
        with pytest.raises(Problem) as found:
            settle_as_new(head, person.pk)
        assert found.value.code == code


def test_a_provisional_file_is_somebody_known_and_provisional_again(head: Actor) -> None:
    number = make_number()
    known, person = make_person(head, number=number), make_provisional(head, number=number)
    assert refused(head, person, known) == "merge.provisional"
    done = merge(head, known, person)
    assert merged_into() == {person.pk: known.pk}
    assert Alias.objects.filter(undone_at=None, canonical=NOBODY).count() == 0
    merging.undo(head, done.pk, "是另一个人")
    assert Alias.objects.get(undone_at=None).canonical == NOBODY
    [found] = [one for one in rows(head, Person) if one.pk == person.pk]
    assert found.provisional


def test_a_provisional_file_does_not_bring_the_number_of_a_third(head: Actor) -> None:
    number = make_number()
    make_person(head, number=number)
    other = make_person(head, number=None, birth_date=DAY)
    assert refused(head, other, make_provisional(head, number=number)) == "merge.third"


def test_a_move_takes_the_merged_file_along(head: Actor, county: Actor) -> None:
    kept = make_person(head, since=DAY)
    other = make_person(head, name="阿英", number=None, birth_date=DAY, since=DAY)
    done = merge(head, kept, other)
    people.move(county, kept.pk, NEXT_VILLAGE, date(2025, 6, 1))
    there = make_actor(Role.HEAD, NEXT_TOWN, name="林站长")
    assert {one.pk for one in rows(there, Person)} == {kept.pk, other.pk}
    assert rows(head, Person) == []
    merging.undo(there, done.pk, "是两个人")
    assert merged_into() == {}


def test_as_known_at_an_instant(head: Actor) -> None:
    one, two, three_ = three(head)
    instants = []

    def remember() -> None:
        with scope.acting(head):
            instants.append(scope.instant())

    remember()
    merge(head, two, one)
    remember()
    last = merge(head, three_, two)
    remember()
    merging.undo(head, last.pk, "是两个人")
    remember()
    known: list[dict[UUID, UUID]] = [
        dict(Alias.objects.as_known(at).values_list("alias", "canonical")) for at in instants
    ]
    apart = {one.pk: two.pk}
    assert known == [{}, apart, {one.pk: three_.pk, two.pk: three_.pk}, apart]
