"""The catalogue, the number with its rows, freezing and looking again."""

import re
from typing import Any

import pytest
from django.test import Client

from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.testing import COUNTY, Cast, cast, client_of
from shuangbai.kernel import clock, figures

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def who() -> Cast:
    return cast()


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_every_figure_is_defined_and_opens(who: Cast) -> None:
    client = client_of(who.city)
    body = page(client, "/figures/")
    for figure in figures.every():
        assert figure.name in body and figure.description in body
        for way in figure.choices():
            page(client, f"/figures/{figure.key}/?by={way}")


def test_the_number_and_its_rows(who: Cast) -> None:
    body = page(client_of(who.city), "/figures/towns/?area=445302")
    assert "思劳镇" in body and "乡镇（街道）" in body
    part = page(client_of(who.city), "/figures/villages/?area=4453&by=town&part=445302103")
    assert "城村村民委员会" in part and "972" in part and "15" in part


def test_fifty_rows_a_page(who: Cast) -> None:
    client = client_of(who.city)
    first = page(client, "/figures/towns/?area=4453")
    assert "下一页" in first and "太平镇" in first
    after = page(client, "/figures/towns/?area=4453&after=445381111~445381111")
    assert "上一页" in after and "云城街道" not in after.split('id="rows"')[1]


def test_who_sees_numbers(who: Cast) -> None:
    for user in (who.owner, who.worker, who.supervisor, who.province, who.inspector):
        page(client_of(user), "/figures/")
        page(client_of(user), "/figures/people/")
        page(client_of(user), "/figures/frozen/")
    for user in (who.system_admin, who.security_admin, who.audit_admin):
        for address in (
            "/figures/",
            "/figures/people/",
            "/figures/frozen/",
            "/figures/frozen/new/",
        ):
            page(client_of(user), address, 403)
    page(client_of(who.neighbour), f"/figures/people/?area={COUNTY}", 404)
    page(client_of(who.worker), "/figures/frozen/new/?key=towns", 403)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/figures/nothing/", 422),
        ("/figures/towns/?by=colour", 422),
        ("/figures/towns/?area=x", 404),
        ("/figures/towns/?area=x&by=town", 404),
        ("/figures/towns/?to=x", 422),
        ("/figures/towns/?part=x", 422),
        ("/figures/visits/?from=2026-02-02&to=2026-01-01", 422),
        ("/figures/frozen/new/?key=nothing", 422),
        ("/figures/frozen/00000000-0000-7000-8000-000000000009/", 404),
    ],
)
def test_what_cannot_be_shown(who: Cast, address: str, status: int) -> None:
    page(client_of(who.city), address, status)


def test_several_counties_are_taken_apart_by_county(who: Cast) -> None:
    body = page(client_of(who.supervisor), "/figures/people/")
    assert "按市" not in body and 'aria-current="page">按县（市、区）' in body


def test_towns_of_one_name_are_told_apart(who: Cast) -> None:
    body = page(client_of(who.city), "/figures/villages/?area=4453&by=town")
    assert "新兴县 太平镇" in body and "云城区 思劳镇" in body
    body = page(client_of(who.reader), "/figures/villages/?by=town&part=445302103")
    rows = body.split('id="rows"')[1]
    assert "云城区" not in rows and '思劳镇</span> <span class="phrase">城村' in rows


def test_a_wrong_question_is_told_without_computer_words(who: Cast) -> None:
    client = client_of(who.city)
    body = page(client, "/figures/towns/?by=colour", 422)
    assert "县（市、区）、镇街" in body and "county" not in body
    body = page(client, "/figures/towns/?to=x", 422)
    assert f"请写成 {clock.today()} 这样的日期" in body
    assert 'data-code="figure.day"' in body and "编号" not in body
    assert "shuangbai" not in re.sub("<[^>]*>", "", page(client, "/figures/nothing/", 422))


def test_looks_at_people_are_on_record(who: Cast) -> None:
    client = client_of(who.worker)
    page(client, "/figures/towns/")
    assert not AuditEntry.objects.filter(verb="figure.rows").exists()
    page(client, "/figures/people/")
    entry = AuditEntry.objects.get(verb="figure.rows")
    assert (entry.outcome, entry.subject_id, entry.area) == ("seen", "people", "445302103")


def freezing() -> dict[str, Any]:
    return {
        "key": ["towns", "people"],
        "area": COUNTY,
        "day": clock.today().isoformat(),
        "window": 365,
        "purpose": "4月工作简报",
    }


def test_freezing_is_shown_first_then_done(who: Cast) -> None:
    client = client_of(who.reader)
    asked = client.get("/figures/frozen/new/", freezing(), follow=True)
    assert asked.status_code == 200
    done = client.post("/figures/frozen/new/", freezing(), follow=True)
    assert done.redirect_chain == [("/figures/frozen/", 302)]
    assert "4月工作简报" in done.content.decode()
    entry = AuditEntry.objects.get(verb="figure.freeze")
    changes = AuditChange.objects.filter(entry=entry, record_kind="figures.frozenfigure")
    assert {change.change["key"]: change.change["total"] for change in changes} == {
        "towns": 8,
        "people": 0,
    }
    one = changes[0].record_id
    assert "重新数过，一致" in page(client, f"/figures/frozen/{one}/")
    page(client_of(who.city), f"/figures/frozen/{one}/")
    page(client_of(who.owner), f"/figures/frozen/{one}/", 404)


def _confirm_form(client: Client) -> tuple[str, dict[str, Any]]:
    """Its address, and what its fields hold when it is sent."""
    opened = client.get("/figures/frozen/new/", freezing(), follow=True)
    address = opened.redirect_chain[-1][0]
    form = opened.context["form"]
    return address, {**freezing(), "id": form["id"].value()}


def _frozen_ids(client: Client) -> set[str]:
    return set(re.findall(r"/figures/frozen/([0-9a-f-]{36})/", page(client, "/figures/frozen/")))


def test_going_back_and_freezing_again_leaves_one_set(who: Cast) -> None:
    """Back loads the page anew: its address holds the form's id, so it is the same form."""
    client = client_of(who.reader)
    address, form = _confirm_form(client)
    first = client.post(address, form, follow=True)
    kept = _frozen_ids(client)
    assert len(kept) == 2 and "已经存下 2 个数" in first.content.decode()
    back = client.get(address)
    assert f'name="id" value="{form["id"]}"' in back.content.decode()
    again = client.post(address, form | {"purpose": "再按一次"}, follow=True)
    assert again.redirect_chain == [("/figures/frozen/", 302)]
    assert "已经存过，没有再存一份" in again.content.decode()
    assert _frozen_ids(client) == kept
    assert AuditChange.objects.filter(record_kind="figures.frozenfigure").count() == 2


def test_another_form_freezes_anew(who: Cast) -> None:
    """Opened anew, asked for another day in the same address, or by somebody else."""
    client = client_of(who.reader)
    address, form = _confirm_form(client)
    client.post(address, form)
    client.post(*_confirm_form(client))
    client.post(address, form | {"day": "2026-02-03"})
    client_of(who.city).post(address, form)
    assert len(_frozen_ids(client)) == 8


def test_the_latest_frozen_stand_first_in_the_order_of_the_catalogue(who: Cast) -> None:
    client = client_of(who.reader)
    for day in ("2026-02-01", "2026-02-02", "2026-02-03"):
        client.post("/figures/frozen/new/", freezing() | {"day": day})
    body = page(client, "/figures/frozen/")
    days = re.findall(r"2026年2月(\d)日", body)
    assert days == ["3", "2", "1"]
    first = body.split("2026年2月3日")[1].split("2026年2月2日")[0]
    assert 0 < first.find("乡镇") < first.find("人")


def test_freezing_elsewhere_is_refused(who: Cast) -> None:
    for area, status in (("4453", 403), ("", 422), ("445399", 422)):
        answer = client_of(who.reader).post("/figures/frozen/new/", freezing() | {"area": area})
        assert answer.status_code == status
    assert not AuditEntry.objects.filter(verb="figure.freeze", outcome="done").exists()
