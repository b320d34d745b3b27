"""Entry on a phone: what is usual is there, like last time, several at once, on paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.testing import OWN_VILLAGE, approve
from shuangbai.kernel import clock, ids
from shuangbai.visits.actions import NewFinding, record, withdraw
from shuangbai.visits.models import Companion, Finding, Served, Visit
from shuangbai.visits.rules.party import Party
from shuangbai.visits.rules.recording import LATE_AFTER
from shuangbai.visits.tests.homes import Family, family, new

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(worker: Actor) -> Family:
    return family(worker)


@pytest.fixture
def client(people: Cast) -> Client:
    return client_of(people.worker)


def form(home: Family, **told: Any) -> dict[str, Any]:
    return {
        "id": str(ids.uuid7()),
        "served": [str(home.head.pk)],
        "happened_on": clock.today().isoformat(),
        "kind": "home",
        **told,
    }


def send(client: Client, home: Family, **told: Any) -> Any:
    address = f"/visits/new/?person={home.head.pk}"
    return client.post(address, form(home, **told), follow=True)


def every(actor: Actor, model: Any) -> list[Any]:
    with scope.acting(actor):
        return list(model.objects.as_known(None).order_by("id"))


def test_everything_that_the_form_asks_is_kept(client: Client, worker: Actor, home: Family) -> None:
    answer = send(
        client,
        home,
        services=["ZC01", "RH05"],
        **{
            "party-0-kind": "volunteers",
            "party-0-number": "3",
            f"scale-{home.head.pk}-mood": "2",
            f"scale-{home.child.pk}-mood": "1",
            "finding-0-kind": "school",
            "finding-0-urgency": "soon",
            "finding-0-whose": str(home.child.pk),
            "finding-0-words": "想要课本",
            "next_on": (clock.today() + timedelta(days=14)).isoformat(),
        },
    )
    assert "发现的需要 1 条" in answer.content.decode()
    [visit], [served] = every(worker, Visit), every(worker, Served)
    [found] = every(worker, Finding)
    assert visit.services == ["ZC01", "RH05"]
    assert served.scales == {"mood": 2}
    assert (found.whose.reveal(), found.words.reveal()) == ("李小宝", "想要课本")
    assert [one.kind for one in every(worker, Companion)] == ["volunteers"] * 3


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"party-0-number": "3"}, "请选是哪一类人"),
        ({"party-0-kind": "volunteers", "party-0-number": "0"}, "至少 1 人"),
        ({"finding-0-words": "想要课本"}, "请选是哪一类需要"),
        ({"services": ["ZC99"]}, "已经停用"),
    ],
)
def test_what_is_half_told_is_said(
    client: Client, worker: Actor, home: Family, told: dict[str, Any], said: str
) -> None:
    answer = send(client, home, **told)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert every(worker, Visit) == []


def test_late_recording_asks_for_the_reason_and_says_when(
    client: Client, worker: Actor, home: Family
) -> None:
    page = client.get(f"/visits/new/?person={home.head.pk}").content.decode()
    assert f"补记 {LATE_AFTER} 天以前的走访" in page
    day = (clock.today() - timedelta(days=LATE_AFTER + 1)).isoformat()
    asked = send(client, home, happened_on=day)
    assert asked.status_code == 422 and "还没有写为什么现在才记" in asked.content.decode()
    send(client, home, happened_on=day, late_why="下村没有信号")
    [visit] = every(worker, Visit)
    assert visit.late_why.reveal() == "下村没有信号"
    assert "下村没有信号" in client.get(f"/visits/{visit.root}/").content.decode()


def test_like_last_time_fills_in_kind_services_and_party(
    client: Client, worker: Actor, home: Family
) -> None:
    first = client.get(f"/visits/new/?person={home.head.pk}").content.decode()
    assert "像上次一样" not in first
    last = new(
        home,
        home.head,
        home.child,
        happened_on=clock.today() - timedelta(days=3),
        kind="phone",
        services=("RH05", "ZC01"),
        party=(Party("committee", 2, "城村村委会"),),
    )
    record(worker, last)
    offer = client.get(f"/visits/new/?person={home.head.pk}").content.decode()
    assert "像上次一样" in offer and "防诈骗宣传、政策宣讲" in offer
    filled = client.get(f"/visits/new/?person={home.head.pk}&like=1").content.decode()
    for ticked in ('value="phone"', 'value="RH05"', 'value="ZC01"', str(home.child.pk)):
        assert any("checked" in tag and ticked in tag for tag in filled.split("<input")), ticked
    assert 'value="城村村委会"' in filled and 'value="2"' in filled


def test_a_withdrawn_visit_is_no_last_time(client: Client, worker: Actor, home: Family) -> None:
    withdraw(worker, record(worker, new(home)).pk, "记错了")
    page = client.get(f"/visits/new/?person={home.head.pk}").content.decode()
    assert "像上次一样" not in page


def test_what_the_worker_names_most_stands_first(
    client: Client, worker: Actor, home: Family
) -> None:
    record(worker, new(home, services=("RH08",), again=True))
    page = client.get(f"/visits/new/?person={home.head.pk}").content.decode()
    assert page.index("安全和保密教育") < page.index("别的服务")


def round_form(homes: list[Family], **told: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "happened_on": clock.today().isoformat(),
        "kind": "home",
        "services": ["ZC01"],
        **told,
    }
    for one in homes:
        given[f"home-{one.home}-id"] = str(ids.uuid7())
        given.setdefault(f"home-{one.home}-served", [str(one.head.pk)])
        given.setdefault(f"home-{one.home}-note", f"{one.head.name}家里都好")
    return given


def address(homes: list[Family]) -> str:
    return f"/visits/round/?area={OWN_VILLAGE}" + "".join(f"&home={one.home}" for one in homes)


def test_a_round_over_three_households_is_three_visits(client: Client, worker: Actor) -> None:
    homes = [family(worker, f"{name}秀英") for name in "李陈黄"]
    listed = client.get(f"/visits/round/?area={OWN_VILLAGE}").content.decode()
    assert all(f"{one.head.name}一户" in listed for one in homes)
    sent = round_form(homes)
    done = client.post(address(homes), sent, follow=True)
    assert "走了 3 户，服务了 3 人次" in done.content.decode()
    visits = every(worker, Visit)
    assert {one.household_id for one in visits} == {one.home for one in homes}
    assert {one.note.reveal() for one in visits} == {f"{one.head.name}家里都好" for one in homes}
    assert all(one.services == ["ZC01"] and one.root == one.pk for one in visits)
    client.post(address(homes), sent)
    assert len(every(worker, Visit)) == 3


def test_a_round_is_kept_whole_or_not_at_all(client: Client, worker: Actor) -> None:
    homes = [family(worker, f"{name}秀英") for name in "李陈"]
    nobody = round_form(homes, **{f"home-{homes[1].home}-served": []})
    answer = client.post(address(homes), nobody)
    assert answer.status_code == 422 and "陈秀英一户没有选服务了谁" in answer.content.decode()
    record(worker, new(homes[0]))
    again = client.post(address(homes), round_form(homes))
    assert "已经记过一次走访" in again.content.decode()
    assert len(every(worker, Visit)) == 1
    client.post(address(homes), round_form(homes, again="on"))
    assert len(every(worker, Visit)) == 3


def test_a_household_of_elsewhere_is_in_no_round(people: Cast, client: Client) -> None:
    far = family(actor_of(people.stranger), "何大", "445321100201")
    page = client.get(f"/visits/round/?area=445321100201&home={far.home}").content.decode()
    assert "何大" not in page


def test_on_paper_with_lines_to_sign(client: Client, worker: Actor, home: Family) -> None:
    told = new(
        home,
        services=("XL01",),
        note="睡得好些了",
        scales={home.head.pk: {"mood": 2}},
        findings=(NewFinding("care", "请人做饭"),),
    )
    visit = record(worker, told)
    page = client.get(f"/visits/{visit.root}/paper/").content.decode()
    for words in ("李秀英", "情绪疏导", "睡得好些了", "情绪有时低落", "请人做饭"):
        assert words in page, words
    assert "对象（监护人）签名" in page and "社工签名" in page
    empty = client.get("/visits/paper/").content.decode()
    assert "对象（监护人）签名" in empty and "李秀英" not in empty
    named = client.get(f"/visits/paper/?person={home.head.pk}").content.decode()
    assert "□李秀英" in named and "□李小宝" in named


def test_the_list_and_the_persons_panel_show_what_was_done(
    people: Cast, client: Client, worker: Actor, home: Family
) -> None:
    need = NewFinding("care", "请人做饭", person_id=home.head.pk)
    record(worker, new(home, services=("XL01",), party=(Party("police"),), findings=(need,)))
    listed = client.get("/visits/").content.decode()
    assert "情绪疏导" in listed and "派出所和司法所 1 人" in listed
    assert "共\xa00\xa0次" in client.get("/visits/?service=ZC01").content.decode()
    assert "共\xa01\xa0次" in client.get("/visits/?service=XL01&kind=home").content.decode()
    panel = client.get(f"/visits/of/{home.head.pk}/").content.decode()
    assert "情绪疏导" in panel and "等着办的需要" in panel and "请人做饭" in panel


def test_a_note_about_a_child_needs_the_approval(
    people: Cast, client: Client, home: Family
) -> None:
    head = actor_of(people.owner)
    visit = record(head, new(home, home.head, home.child, note="孩子夜里哭"))
    for page in (f"/visits/{visit.root}/", f"/visits/{visit.root}/paper/"):
        assert "孩子夜里哭" not in client.get(page).content.decode()
    assert "孩子夜里哭" not in client.get(f"/visits/of/{home.head.pk}/").content.decode()
    approve(head, people.worker)
    assert "孩子夜里哭" in client.get(f"/visits/{visit.root}/").content.decode()
    assert "孩子夜里哭" in client.get(f"/visits/of/{home.head.pk}/").content.decode()


def test_whoever_wrote_it_reads_it_again(client: Client, worker: Actor, home: Family) -> None:
    visit = record(worker, new(home, home.head, home.child, note="孩子夜里哭"))
    assert "孩子夜里哭" in client.get(f"/visits/{visit.root}/").content.decode()
