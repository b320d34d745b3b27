"""A visit recorded by mistake: taken back, told on its page, and still known as it was before."""

from datetime import datetime

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.refusal import Refused
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.models import Person
from shuangbai.clients.testing import make_person
from shuangbai.figures.actions import Frozen, freeze
from shuangbai.figures.selectors import recount
from shuangbai.kernel import clock, counting, spells
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import withdraw
from shuangbai.visits.models import Served, Visit, Withdrawal
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db
WHY = "记到别人名下了"


@pytest.fixture
def person(worker: Actor) -> Person:
    return make_person(worker, name="李秀英")


@pytest.fixture
def visit(worker: Actor, person: Person) -> Visit:
    return make_visit(worker, person, note="问了冬衣")


def counted(actor: Actor, known: datetime | None = None) -> tuple[int, ...]:
    today = clock.today()
    ask = Ask((OWN_TOWN,), Period(today, today), known)
    with scope.acting(actor):
        return tuple(
            counting.count(key, ask).total for key in ("visits", "served", "persons_visited")
        )


def test_it_is_shown_first_then_done_and_told(people: Cast, worker: Actor, visit: Visit) -> None:
    asking, page = client_of(people.worker), f"/visits/{visit.pk}/"
    assert f'href="{page}withdrawal/"' in asking.get(page).content.decode()
    before = asking.get(f"{page}withdrawal/").content.decode()
    assert "李秀英" in before and "不再算进任何数" in before
    missing = asking.post(f"{page}withdrawal/", {"reason": "  "})
    assert missing.status_code == 422 and "请写一句原因" in missing.content.decode()
    assert counted(worker) == (1, 1, 1)
    done = asking.post(f"{page}withdrawal/", {"reason": WHY}, follow=True)
    assert done.redirect_chain == [(page, 302)]
    told = done.content.decode()
    assert "已作废" in told and WHY in told and people.worker.name in told
    assert "李秀英" in told and "问了冬衣" in told, "what was recorded stays readable"
    assert "withdrawal/" not in told
    assert f"/visits/{visit.pk}/" not in asking.get("/visits/").content.decode()
    assert "李秀英" not in asking.get("/visits/").content.decode()


def test_numbers_of_now_and_as_known_before(worker: Actor, visit: Visit) -> None:
    with scope.acting(worker):
        before = scope.instant()
    assert counted(worker) == (1, 1, 1)
    taken = withdraw(worker, visit.pk, WHY)
    assert counted(worker) == (0, 0, 0)
    assert counted(worker, before) == (1, 1, 1)
    assert counted(worker, taken.at) == (0, 0, 0)


def test_what_was_frozen_before_still_comes_out(people: Cast, worker: Actor, visit: Visit) -> None:
    head, today = actor_of(people.owner), clock.today()
    one = freeze(head, Frozen("served", OWN_TOWN, Period(today, today)))
    withdraw(worker, visit.pk, WHY)
    with scope.acting(head):
        found = recount(head, one)
    assert (one.total, found.total, found.same) == (1, 1, True)


def test_the_trail_holds_the_reason_and_once_is_enough(worker: Actor, visit: Visit) -> None:
    first = withdraw(worker, visit.pk, f" {WHY} ")
    again = withdraw(worker, visit.pk, "再按一次")
    assert (again.pk, again.reason.reveal()) == (first.pk, WHY)
    entries = AuditEntry.objects.filter(verb="visit.withdraw", outcome="done").order_by("at")
    assert [(one.reason, one.subject_id, one.area) for one in entries] == [
        (WHY, str(visit.pk), visit.area),
        ("", str(visit.pk), visit.area),
    ]
    assert AuditChange.objects.filter(entry__in=entries).count() == 1
    with scope.acting(worker):
        assert Withdrawal.objects.visible_to(worker).count() == 1


def test_nothing_is_done_without_a_reason(worker: Actor, visit: Visit) -> None:
    with pytest.raises(Problem) as told:
        withdraw(worker, visit.pk, "   ")
    assert told.value.code == "visit.why"
    assert counted(worker) == (1, 1, 1)


def test_a_worker_takes_back_only_what_they_recorded(people: Cast, person: Person) -> None:
    head = actor_of(people.owner)
    visit = make_visit(head, person)
    asking, page = client_of(people.worker), f"/visits/{visit.pk}/"
    assert "withdrawal/" not in asking.get(page).content.decode()
    assert asking.get(f"{page}withdrawal/").status_code == 403
    assert asking.post(f"{page}withdrawal/", {"reason": WHY}).status_code == 403
    with pytest.raises(Refused):
        withdraw(actor_of(people.worker), visit.pk, WHY)
    assert counted(head) == (1, 1, 1)


def test_the_head_takes_back_any_of_the_town(people: Cast, visit: Visit) -> None:
    asking, page = client_of(people.owner), f"/visits/{visit.pk}/"
    assert f'href="{page}withdrawal/"' in asking.get(page).content.decode()
    assert asking.post(f"{page}withdrawal/", {"reason": WHY}).status_code == 302
    assert counted(actor_of(people.owner)) == (0, 0, 0)
    said = asking.get(f"{page}withdrawal/", follow=True).content.decode()
    assert "已经作废了" in said


def test_the_city_officer_reads_no_reason_without_a_reason(
    people: Cast, worker: Actor, person: Person, visit: Visit
) -> None:
    withdraw(worker, visit.pk, WHY)
    asking = client_of(people.city)
    told = asking.get(f"/visits/{visit.pk}/").content.decode()
    assert "已作废" in told and WHY not in told
    asking.post(f"/people/{person.pk}/look/", {"reason": "答复来信"})
    assert WHY in asking.get(f"/visits/{visit.pk}/").content.decode()


def test_a_fact_gives_way_only_once(worker: Actor, visit: Visit) -> None:
    stamp = {"recorded_at": clock.now()}
    with scope.acting(worker):
        [served] = Served.objects.under(visit.area).as_known(None)
        spells.withdraw(served, stamp)
        assert not Served.objects.under(visit.area).as_known(None).exists()
        with pytest.raises(spells.Overtaken):
            spells.withdraw(served, stamp)
