"""Needs that were found: what becomes of one, who reads its words, what counts when."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.refusal import Refused
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.testing import approve
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import NewFinding, findings, record
from shuangbai.visits.models import Finding, FindingMove, Visit
from shuangbai.visits.selectors import findings as selectors
from shuangbai.visits.tests.homes import Family, family, new
from tests.fixtures import SetClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(worker: Actor) -> Family:
    return family(worker)


def found(actor: Actor, home: Family, *needs: NewFinding, **told: Any) -> list[Finding]:
    record(actor, new(home, findings=needs, again=True, **told))
    with scope.acting(actor):
        roots = [one.id for one in needs]
        rows = Finding.objects.as_known(None).filter(root__in=roots)
        return sorted(rows, key=lambda one: roots.index(one.root))


def totals(actor: Actor, key: str, day: date, **told: Any) -> dict[str, int]:
    ask = Ask((OWN_TOWN,), Period(told.pop("start", day), day), told.pop("known", None))
    with scope.acting(actor):
        counted = counting.count(key, ask, told.pop("by", None))
    return {part.part: part.value for part in counted.parts} | {"all": counted.total}


def test_taken_and_finished_leaves_who_when_and_what(
    people: Cast, worker: Actor, home: Family
) -> None:
    [one] = found(worker, home, NewFinding("aid", "想问低保", person_id=home.head.pk))
    findings.take(worker, one.pk)
    last = findings.close(actor_of(people.owner), one.pk, "已交低保申请材料")
    assert (last.state, last.root, last.closed_on) == ("closed", one.root, clock.today())
    with scope.acting(worker):
        moves = list(FindingMove.objects.order_by("at"))
        assert Finding.objects.count() == 3
    assert [(m.verb, m.from_state, m.to_state, m.by_name) for m in moves] == [
        ("take", "open", "taken", "shegong"),
        ("close", "taken", "closed", "zhanzhang"),
    ]
    assert moves[1].words and moves[1].words.reveal() == "已交低保申请材料"
    for verb in (findings.close, findings.withdraw):
        with pytest.raises(Problem):
            verb(worker, one.pk, "再来一次")


@pytest.mark.parametrize("verb", [findings.close, findings.withdraw])
def test_how_it_ended_is_told_in_words(worker: Actor, home: Family, verb: Any) -> None:
    [one] = found(worker, home, NewFinding("aid"))
    with pytest.raises(Problem, match="没有写"):
        verb(worker, one.pk, "  ")


def test_the_supervisor_looks_and_does_not_handle(
    people: Cast, worker: Actor, home: Family
) -> None:
    [one] = found(worker, home, NewFinding("aid"))
    with pytest.raises(Refused):
        findings.take(actor_of(people.supervisor), one.pk)


def test_open_needs_of_a_day_and_as_known(worker: Actor, home: Family, clock_at: SetClock) -> None:
    def on(day: int) -> datetime:
        return datetime(2026, 5, day, 9, tzinfo=clock.ZONE)

    clock_at(on(4))
    one, two = found(worker, home, NewFinding("aid", urgency="urgent"), NewFinding("care"))
    clock_at(on(6))
    findings.take(worker, one.pk)
    clock_at(on(8))
    findings.close(worker, one.pk, "办好了")
    findings.withdraw(worker, two.pk, "问过不需要")
    clock_at(on(9))
    day = {n: date(2026, 5, n) for n in range(3, 10)}
    opened = {n: totals(worker, "findings_open", day[n])["all"] for n in day}
    assert opened == {3: 0, 4: 1, 5: 1, 6: 1, 7: 1, 8: 0, 9: 0}
    by_state = totals(worker, "findings", day[7], start=day[4], by="state")
    assert by_state == {"taken": 1, "all": 1}
    then = totals(worker, "findings_open", day[5], known=on(5), by="urgency")
    assert then == {"urgent": 1, "normal": 1, "all": 2}


def test_the_list_has_the_most_urgent_first_and_filters(
    people: Cast, worker: Actor, home: Family
) -> None:
    found(
        worker,
        home,
        NewFinding("care", "请人做饭"),
        NewFinding("home", "电线老化", "urgent"),
        NewFinding("aid", "问低保", "soon"),
    )
    client = client_of(people.worker)
    page = client.get("/visits/findings/").content.decode()
    places = [page.index(words) for words in ("电线老化", "问低保", "请人做饭")]
    assert places == sorted(places)
    narrowed = client.get("/visits/findings/?kind=aid&urgency=soon").content.decode()
    assert "问低保" in narrowed and "电线老化" not in narrowed
    assert "没有符合这些条件的需要" in client.get("/visits/findings/?state=taken").content.decode()
    assert "电线老化" not in client_of(people.neighbour).get("/visits/findings/").content.decode()


def test_the_way_through_the_pages(people: Cast, worker: Actor, home: Family) -> None:
    [one] = found(worker, home, NewFinding("home", "电线老化", "urgent"))
    client = client_of(people.worker)
    address = f"/visits/findings/{one.root}/"
    assert "接下来办" in client.get(address).content.decode()
    assert "接下来了" in client.post(f"{address}taking/", follow=True).content.decode()
    assert client.post(f"{address}closure/", {"words": ""}).status_code == 422
    done = client.post(f"{address}closure/", {"words": "换了新电线"}, follow=True)
    text = done.content.decode()
    assert "换了新电线" in text and "办结" in text and "接下来办</button>" not in text
    with scope.acting(worker):
        newest = Finding.objects.as_known(None).get()
    assert client.get(f"/visits/findings/{newest.pk}/").headers["Location"] == address


def test_one_that_was_forgotten_is_added_once(people: Cast, worker: Actor, home: Family) -> None:
    visit = record(worker, new(home))
    client = client_of(people.worker)
    form = {"id": str(NewFinding("aid").id), "kind": "school", "urgency": "soon", "words": "课本"}
    form["whose"] = str(home.child.pk)
    address = f"/visits/{visit.root}/findings/new/"
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    with scope.acting(worker):
        [one] = Finding.objects.all()
    assert (one.whose.reveal(), one.urgency, one.visit_id) == ("李小宝", "soon", visit.root)
    assert client.post(address, {"words": "没有选"}).status_code == 422


def test_words_about_a_child_need_the_approval(people: Cast, worker: Actor, home: Family) -> None:
    head = actor_of(people.owner)
    need = NewFinding("school", "想要一套课本", person_id=home.child.pk)
    [one] = found(head, home, need)
    client, address = client_of(people.worker), f"/visits/findings/{one.root}/"
    for page in (address, "/visits/findings/"):
        text = client.get(page).content.decode()
        assert "想要一套课本" not in text and "内容在档案里" in text
    approve(head, people.worker)
    for page in (address, "/visits/findings/"):
        assert "想要一套课本" in client.get(page).content.decode()


def test_who_needs_a_reason_reads_no_words_before_it(
    people: Cast, worker: Actor, home: Family
) -> None:
    [one] = found(worker, home, NewFinding("aid", "欠了药费", person_id=home.head.pk))
    client, address = client_of(people.city), f"/visits/findings/{one.root}/"
    assert "欠了药费" not in client.get("/visits/findings/").content.decode()
    assert "写明原因才能看" in client.get(address).content.decode()
    client.post(f"/people/{home.head.pk}/look/", {"reason": "核对低保"})
    seen = client.get(address).content.decode()
    assert "欠了药费" in seen
    assert AuditEntry.objects.filter(verb="finding.see", subject_id=str(one.root)).count() >= 2


def test_another_app_asks_for_those_of_its_kinds(worker: Actor, home: Family) -> None:
    found(worker, home, NewFinding("aid", urgency="soon"), NewFinding("wish"), NewFinding("care"))
    with scope.acting(worker):
        told = selectors.open_of_kinds(worker, ("aid", "wish"))
    assert [line.finding.kind for line in told] == ["aid", "wish"]


def test_nothing_is_added_to_a_visit_that_was_withdrawn(
    people: Cast, worker: Actor, home: Family
) -> None:
    visit: Visit = record(worker, new(home))
    client = client_of(people.worker)
    client.post(f"/visits/{visit.root}/withdrawal/", {"reason": "记错了"})
    with pytest.raises(Problem, match="已经作废"):
        findings.add(worker, visit.root, NewFinding("aid"))
    yesterday = clock.today() - timedelta(days=1)
    assert totals(worker, "findings", clock.today(), start=yesterday)["all"] == 0
