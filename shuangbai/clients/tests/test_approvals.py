"""A child's file opens under an approval, and each look is on the record."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from shuangbai.access.models import AuditEntry, User
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions import approvals
from shuangbai.clients.actions.approvals import NewApproval
from shuangbai.clients.models import Approval, Person
from shuangbai.clients.testing import OTHER_VILLAGE, make_person
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem
from tests.fixtures import SetClock


def child(people: Cast, name: str = "李小苗", **told: Any) -> Person:
    born = clock.today().replace(day=1) - timedelta(days=10 * 365)
    given: dict[str, Any] = {"categories": ("KJ",), "birth_date": born, **told}
    return make_person(actor_of(people.owner), name=name, **given)


def approve(people: Cast, user: User, **told: Any) -> Approval:
    until = clock.today() + timedelta(days=30)
    given: dict[str, Any] = {"every_child": True, **told}
    new = NewApproval(OWN_TOWN, user.pk, until, "走访服务", **given)
    return approvals.give(actor_of(people.owner), new)


def opened(user: User, person: Person) -> int:
    return client_of(user).get(reverse("desk:person", args=[person.pk])).status_code


def test_without_approval_a_worker_is_told_who_gives_it(people: Cast) -> None:
    young = child(people)
    answer = client_of(people.worker).get(reverse("desk:person", args=[young.pk]))
    assert answer.status_code == 422
    assert "未成年人档案授权" in answer.content.decode()
    assert AuditEntry.objects.filter(outcome="refused", subject_id=str(young.pk)).count() == 1
    assert opened(people.worker, make_person(actor_of(people.owner), name="何大")) == 200


def test_an_approval_opens_and_its_end_closes_at_once(people: Cast) -> None:
    young = child(people)
    given = approve(people, people.worker)
    assert opened(people.worker, young) == 200
    assert opened(people.supervisor, young) == 422
    seen = AuditEntry.objects.filter(detail__child=True, subject_id=str(young.pk))
    assert seen.filter(actor_id=people.worker.pk).count() == 1
    approvals.end(actor_of(people.owner), given.pk, "调岗")
    assert opened(people.worker, young) == 422


def test_an_approval_of_named_children_opens_no_other(people: Cast) -> None:
    one, other = child(people), child(people, "何小禾", area=OTHER_VILLAGE)
    approve(people, people.worker, every_child=False, children=(one.pk,))
    assert (opened(people.worker, one), opened(people.worker, other)) == (200, 422)


def test_who_answers_for_the_children_reads_and_leaves_a_trace(people: Cast) -> None:
    young = child(people)
    assert (opened(people.owner, young), opened(people.reader, young)) == (200, 200)
    assert AuditEntry.objects.filter(detail__child=True, subject_id=str(young.pk)).count() == 2


def test_an_unknown_age_in_a_category_of_children_is_a_child(people: Cast) -> None:
    young = child(people, birth_date=date(2020, 1, 1), number=None)
    assert opened(people.worker, young) == 422


def test_an_approval_holds_from_its_day_to_its_end(people: Cast, clock_at: SetClock) -> None:
    young = child(people)
    given = approve(people, people.worker)
    clock_at(clock.now() + timedelta(days=29))
    assert opened(people.worker, young) == 200
    clock_at(clock.now() + timedelta(days=1))
    assert given.valid_to == clock.today()
    assert opened(people.worker, young) == 422


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"until": date(2020, 1, 1)}, "approval.until"),
        ({"until": date(2099, 1, 1)}, "approval.until"),
        ({"every_child": False}, "approval.nobody"),
    ],
)
def test_an_approval_without_end_or_object_is_none(
    people: Cast, told: dict[str, Any], code: str
) -> None:
    until = clock.today() + timedelta(days=30)
    given: dict[str, Any] = {"until": until, "every_child": True, **told}
    with pytest.raises(Problem) as raised:
        new = NewApproval(OWN_TOWN, people.worker.pk, purpose="走访", **given)
        approvals.give(actor_of(people.owner), new)
    assert raised.value.code == code


def test_only_those_who_work_here_are_approved(people: Cast) -> None:
    with pytest.raises(Problem) as raised:
        approve(people, people.neighbour)
    assert raised.value.code == "approval.who"


def test_no_adult_is_named(people: Cast) -> None:
    adult = make_person(actor_of(people.owner))
    with pytest.raises(Problem) as raised:
        approve(people, people.worker, every_child=False, children=(adult.pk,))
    assert raised.value.code == "approval.adult"


def test_the_pages_give_and_end(people: Cast) -> None:
    young = child(people)
    client = client_of(people.owner)
    typed = client.get(reverse("clients:approval_new")).content.decode()
    [last] = re.findall(r'name="until"[^>]* max="([^"]+)"', typed)
    assert date.fromisoformat(last) > clock.today(), "a browser lets its end lie ahead"
    form = {
        "user": str(people.worker.pk),
        "which": "named",
        "children": [str(young.pk)],
        "until": str(clock.today() + timedelta(days=60)),
        "purpose": "个案服务",
    }
    answer = client.post(reverse("clients:approval_new"), form, follow=True)
    assert "李小苗" in answer.content.decode()
    assert opened(people.worker, young) == 200
