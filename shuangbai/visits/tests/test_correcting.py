"""A correction is a new version: figures follow, what was known before comes out again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.refusal import Refused
from shuangbai.access.scope import instant
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions.people import move
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import Corrected, NewFinding, correct, record, withdraw
from shuangbai.visits.models import Companion, Correction, Finding, Served, Visit
from shuangbai.visits.rules.party import Party
from shuangbai.visits.selectors import visits as selectors
from shuangbai.visits.tests.homes import Family, family, new

pytestmark = pytest.mark.django_db

FAR = date(2199, 1, 1)
KEYS = ("visits", "served", "companions", "households_visited", "findings")


@pytest.fixture
def home(worker: Actor) -> Family:
    return family(worker)


@pytest.fixture
def visit(worker: Actor, home: Family) -> Visit:
    told = new(
        home,
        note="三餐正常",
        services=("ZC01",),
        party=(Party("committee", 2),),
        findings=(NewFinding("care", person_id=home.head.pk),),
    )
    return record(worker, told)


def corrected(visit: Visit, home: Family, **told: Any) -> Corrected:
    given: dict[str, Any] = {
        "person_ids": (home.head.pk,),
        "happened_on": visit.happened_on,
        "kind": visit.kind,
        "note": "三餐正常",
        "services": ("ZC01",),
        "party": (Party("committee", 2),),
        **told,
    }
    return Corrected(visit.pk, given.pop("why", "记错了"), **given)


def counts(actor: Actor, known: Any = None) -> dict[str, int]:
    today = clock.today()
    ask = Ask((OWN_TOWN,), Period(today - timedelta(days=6), today), known)
    with scope.acting(actor):
        return {key: counting.count(key, ask).total for key in KEYS}


def test_figures_follow_the_last_version_and_the_old_is_as_it_was_known(
    worker: Actor, home: Family, visit: Visit
) -> None:
    with scope.acting(worker):
        before = instant()
    assert counts(worker) == dict(zip(KEYS, (1, 1, 2, 1, 1), strict=True))
    both = (home.head.pk, home.child.pk)
    correct(worker, corrected(visit, home, person_ids=both, party=(Party("volunteers"),)))
    assert counts(worker) == dict(zip(KEYS, (1, 2, 1, 1, 1), strict=True))
    assert counts(worker, before) == dict(zip(KEYS, (1, 1, 2, 1, 1), strict=True))


def test_the_new_version_points_to_the_old_and_keeps_the_root(
    worker: Actor, home: Family, visit: Visit
) -> None:
    fresh = correct(worker, corrected(visit, home, note="约了体检"))
    again = correct(worker, corrected(fresh, home, note="约了周五体检", why="写漏了"))
    assert (fresh.supersedes, again.supersedes) == (visit.pk, fresh.pk)
    assert {visit.root, fresh.root, again.root} == {visit.pk}
    with scope.acting(worker):
        assert [one.pk for one in Visit.objects.as_known(None)] == [again.pk]
        assert Served.objects.as_known(None).get().visit_id == again.pk
        assert {one.visit_id for one in Companion.objects.as_known(None)} == {again.pk}
        assert Correction.objects.count() == 2
        assert selectors.newest(worker, visit.pk) == selectors.newest(worker, fresh.pk) == again


def test_the_day_moves_everything_that_has_a_day(worker: Actor, home: Family, visit: Visit) -> None:
    day = clock.today() - timedelta(days=2)
    fresh = correct(worker, corrected(visit, home, happened_on=day, kind="phone"))
    assert (fresh.area, fresh.happened_on) == (OWN_TOWN, day)
    with scope.acting(worker):
        for model in (Served, Finding, Companion):
            assert {(one.area, one.happened_on) for one in model.objects.as_known(None)} == {
                (OWN_TOWN, day)
            }
        [found] = Finding.objects.as_known(None)
    assert found.visit_id == visit.root
    assert correct(worker, corrected(fresh, home, kind="home")).area == OWN_VILLAGE


def test_who_moved_away_keeps_what_was_printed(worker: Actor, home: Family, visit: Visit) -> None:
    move(operator("区里", "445302"), home.head.pk, NEXT_VILLAGE, clock.today())
    fresh = correct(worker, corrected(visit, home, services=("ZC01", "XL01")))
    with scope.acting(worker):
        [served] = Served.objects.as_known(None)
    assert (served.person_name.reveal(), served.group) == ("李秀英", "elderly")
    assert (served.services, served.visit_id) == (["ZC01", "XL01"], fresh.pk)


REFUSED: dict[str, dict[str, Any]] = {
    "visit.correct_why": {"why": " "},
    "visit.correct_nothing": {},
    "visit.nobody": {"person_ids": ()},
    "visit.tomorrow": {"happened_on": FAR},
    "visit.service": {"services": ("ZC99",)},
    "visit.kind": {"kind": "letter"},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_wrong_leaves_the_old_version(
    worker: Actor, home: Family, visit: Visit, code: str
) -> None:
    with pytest.raises(Problem) as problem:
        correct(worker, corrected(visit, home, **REFUSED[code]))
    assert problem.value.code == code
    with scope.acting(worker):
        assert Visit.objects.get().superseded_at is None
        assert Served.objects.get().superseded_at is None


def test_somebody_corrected_meanwhile(worker: Actor, home: Family, visit: Visit) -> None:
    correct(worker, corrected(visit, home, note="约了体检"))
    with pytest.raises(Problem) as problem:
        correct(worker, corrected(visit, home, note="别的"))
    assert problem.value.code == "visit.correct_overtaken"


def test_a_service_that_ended_since_stays(people: Cast, worker: Actor, home: Family) -> None:
    from_before = record(worker, new(home, services=("ZC02",)))
    fresh = correct(worker, corrected(from_before, home, services=("ZC02", "ZC01"), party=()))
    assert fresh.services == ["ZC02", "ZC01"]


def test_the_head_corrects_and_who_recorded_it_still_may(
    people: Cast, worker: Actor, home: Family, visit: Visit
) -> None:
    fresh = correct(actor_of(people.owner), corrected(visit, home, note="站长改的"))
    last = correct(worker, corrected(fresh, home, note="社工再改"))
    assert last.recorded_by == worker.user_id
    headed = record(actor_of(people.owner), new(home, again=True))
    with pytest.raises(Refused):
        correct(worker, corrected(headed, home, note="别人的"))


def test_a_corrected_visit_is_withdrawn_whole(worker: Actor, home: Family, visit: Visit) -> None:
    fresh = correct(worker, corrected(visit, home, note="约了体检"))
    with scope.acting(worker):
        before = instant()
    withdraw(worker, visit.pk, "记到别人名下了")
    assert set(counts(worker).values()) == {0}
    assert counts(worker, before)["companions"] == 2
    with scope.acting(worker):
        [found] = Finding.objects.as_known(None)
        assert selectors.visit(worker, visit.pk).withdrawal is not None
        assert selectors.newest(worker, visit.pk) == fresh
    assert found.state == "withdrawn"
    with pytest.raises(Problem) as problem:
        correct(worker, corrected(fresh, home, note="晚了"))
    assert problem.value.code == "visit.correct_over"


def post(client: Client, visit: Visit, home: Family, **told: Any) -> Any:
    form = {
        "version": str(visit.pk),
        "served": [str(home.head.pk), str(home.child.pk)],
        "happened_on": visit.happened_on.isoformat(),
        "kind": "home",
        "services": ["ZC01", "XL01"],
        "note": "三餐正常",
        "party-0-kind": "committee",
        "party-0-number": "2",
        "why": "漏勾了孙子",
    }
    return client.post(f"/visits/{visit.root}/correction/", form | told, follow=True)


def test_the_page_tells_field_by_field_what_changed(
    people: Cast, worker: Actor, home: Family, visit: Visit
) -> None:
    client = client_of(people.owner)
    page = client.get(f"/visits/{visit.root}/correction/").content.decode()
    assert "三餐正常" in page and "政策宣讲" in page
    answer = post(client, visit, home)
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/visits/{visit.root}/"
    assert "更正记录" in text and "漏勾了孙子" in text
    assert "<b>服务了谁</b>" in text and "李秀英、李小宝" in text
    assert "<b>做了什么</b>" in text and "政策宣讲、情绪疏导" in text
    assert "<b>走访日期</b>" not in text
    with scope.acting(worker):
        [newest] = Visit.objects.as_known(None)
    old = client.get(f"/visits/{newest.pk}/")
    assert (old.status_code, old.headers["Location"]) == (302, f"/visits/{visit.root}/")


def test_the_page_says_what_is_wrong(people: Cast, home: Family, visit: Visit) -> None:
    answer = post(client_of(people.worker), visit, home, why="")
    assert answer.status_code == 422
    assert "请写一句原因" in answer.content.decode()
