"""The catalogue, the number with its rows, freezing and looking again."""

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
    asked = client.get("/figures/frozen/new/", freezing())
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


def test_freezing_elsewhere_is_refused(who: Cast) -> None:
    for area, status in (("4453", 403), ("", 422), ("445399", 422)):
        answer = client_of(who.reader).post("/figures/frozen/new/", freezing() | {"area": area})
        assert answer.status_code == status
    assert not AuditEntry.objects.filter(verb="figure.freeze", outcome="done").exists()
