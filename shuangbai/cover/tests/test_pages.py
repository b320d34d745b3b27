"""The pages, the list of the missing and what may be taken along."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.actor import operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import COUNTY, OWN_TOWN, Cast, actor_of, cast, client_of
from shuangbai.clients.actions import people
from shuangbai.clients.testing import OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.cover import selectors
from shuangbai.cover.rules import Asked, Why
from shuangbai.cover.selectors import Wanted
from shuangbai.figures.rules import recent
from shuangbai.kernel import clock, counting, sheets
from shuangbai.kernel.figures import Ask, Period
from shuangbai.staff.actions import NewPoint, NewStation, open_point, open_station
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def people_in_town() -> Cast:
    """Of five in the town one lacks nothing, the others a file, a service, or both."""
    found = cast()
    owner = actor_of(found.owner)
    names = {
        "欧少芬": (1, 1),
        "李秀英": (1, 0),
        "黄永康": (0, 1),
        "陈木生": (0, 0),
        "吴丽珍": (0, 0),
    }
    for number, (name, (filed, served)) in enumerate(names.items()):
        village = (OWN_VILLAGE, OTHER_VILLAGE)[number % 2]
        person = make_person(owner, village, name, categories=("DB", "CJ")[: number % 2 + 1])
        if filed:
            people.open_file(owner, [person.pk], clock.today())
        if served:
            make_visit(owner, person)
    return found


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_who_sees_which_page(people_in_town: Cast) -> None:
    who = people_in_town
    for user in (who.owner, who.worker, who.reader, who.supervisor, who.city, who.province):
        assert "两个100%" in page(client_of(user), f"/cover/?area={OWN_TOWN}")
    for user in (who.neighbour, who.stranger, who.inspector):
        page(client_of(user), f"/cover/?area={OWN_TOWN}", 404)
        page(client_of(user), "/cover/")
    for address in ("/cover/missing/", "/cover/missing.xlsx"):
        page(
            client_of(who.neighbour),
            f"{address}?area={OWN_TOWN}",
            404 if "x" not in address else 403,
        )
        page(client_of(who.inspector), address, 403)
        page(client_of(who.province), address, 403)
    page(client_of(who.worker), "/cover/missing.xlsx", 403)
    for user in (who.system_admin, who.security_admin, who.audit_admin):
        for address in ("/cover/", "/cover/missing/", "/cover/uncovered/", "/cover/missing.xlsx"):
            page(client_of(user), address, 403)


@pytest.mark.parametrize("area", ["4453021", "abc", "445399", "445302103999"])
def test_what_is_no_area_is_absent(people_in_town: Cast, area: str) -> None:
    page(client_of(people_in_town.city), f"/cover/?area={area}", 404)


def test_a_bad_day_is_told(people_in_town: Cast) -> None:
    client = client_of(people_in_town.city)
    for given in ("day=x", "window=0", "known=gestern", f"day={clock.today() + timedelta(days=1)}"):
        assert "没有办成" in page(client, f"/cover/?{given}", 422)


def test_each_level_opens(people_in_town: Cast) -> None:
    client = client_of(people_in_town.city)
    assert "63\N{NO-BREAK SPACE}个镇街的服务覆盖率" in page(client, "/cover/")
    assert "思劳镇" in page(client, f"/cover/?area={COUNTY}")
    assert "村民委员会" in page(client, f"/cover/?area={OWN_TOWN}")
    assert "看这个村" in page(client, f"/cover/?area={OWN_VILLAGE}")
    province = client_of(people_in_town.province)
    assert "东莞市" in page(province, "/cover/?area=44")
    assert "虎门镇" in page(province, "/cover/?area=4419")


def test_without_anybody_the_next_step_is_told() -> None:
    found = cast()
    assert "先导入" in page(client_of(found.owner), "/cover/")
    assert "等站长" in page(client_of(found.worker), "/cover/")


def test_the_list_is_the_figure(people_in_town: Cast) -> None:
    owner = actor_of(people_in_town.owner)
    today = clock.today()
    for area in (OWN_TOWN, OWN_VILLAGE):
        with scope.acting(owner):
            listed = selectors.missing_page(owner, Asked(today, area), Wanted())
            rows = counting.rows("people_missing", Ask((area,), Period(today, today)))
        assert {str(line.person_id) for line in listed.lines} == {row.subject for row in rows}
        assert listed.total == len(listed.lines) == len(rows)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), ["陈木生", "吴丽珍", "黄永康", "李秀英"]),
        (Wanted(Why.FILE), ["陈木生", "吴丽珍", "黄永康"]),
        (Wanted(Why.SERVICE), ["陈木生", "吴丽珍", "李秀英"]),
        (Wanted(Why.BOTH), ["陈木生", "吴丽珍"]),
        (Wanted("", "DB"), ["陈木生", "吴丽珍", "黄永康", "李秀英"]),
        (Wanted("", "TK"), []),
    ],
)
def test_the_list_is_narrowed(people_in_town: Cast, wanted: Wanted, names: list[str]) -> None:
    owner = actor_of(people_in_town.owner)
    with scope.acting(owner):
        found = selectors.missing_page(owner, Asked(clock.today(), OWN_TOWN), wanted)
    seen = [line.person.name for line in found.lines if line.person]
    assert sorted(seen) == sorted(names)
    assert found.total == len(names)
    assert [line.area for line in found.lines] == sorted(line.area for line in found.lines)
    for line in found.lines:
        assert line.why in rules_of(line.person.name if line.person else "")
        assert (line.last_service is not None) == (line.why is Why.FILE)


def rules_of(name: str) -> set[Why]:
    return {{"黄永康": Why.FILE, "李秀英": Why.SERVICE}.get(name, Why.BOTH)}


def test_pages_of_the_list_follow_each_other(
    people_in_town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuangbai.cover.selectors.missing.PAGE", 3)
    owner = actor_of(people_in_town.owner)
    asked = Asked(clock.today(), OWN_TOWN)
    with scope.acting(owner):
        first = selectors.missing_page(owner, asked, Wanted())
        second = selectors.missing_page(owner, asked, Wanted(), first.after)
        whole = [line.person_id for line in selectors.missing_all(owner, asked, Wanted())]
    assert [line.person_id for line in (*first.lines, *second.lines)] == whole
    assert (len(first.lines), second.after, second.total) == (3, None, 4)


def test_who_moved_away_stays_on_the_old_list(people_in_town: Cast) -> None:
    """On the day before the move they were missing here, though their row is out of sight now."""
    owner, county = actor_of(people_in_town.owner), actor_of(people_in_town.reader)
    product = operator("测试", "4453")
    since = clock.today() - timedelta(days=5)
    person = make_person(owner, name="区小军", since=since)
    people.move(county, person.pk, "445302102201", clock.today())
    assert product.covers(person.area)
    with scope.acting(owner):
        then = selectors.missing_page(owner, Asked(since, OWN_TOWN), Wanted())
    assert [(line.person_id, line.person) for line in then.lines] == [(person.pk, None)]
    body = page(client_of(people_in_town.owner), f"/cover/missing/?day={since}")
    assert "已转到别处" in body and "区小军" not in body


def test_the_list_is_taken_along_masked_and_on_record(people_in_town: Cast) -> None:
    answer = client_of(people_in_town.owner).get("/cover/missing.xlsx?why=both")
    assert answer.status_code == 200
    assert quote("思劳镇还缺的人") in answer["Content-Disposition"]
    rows = sheets.read(answer.content, "名单.xlsx")[0].rows
    assert rows[0][0].startswith("思劳镇还缺的人")
    assert "zhanzhang" in rows[1][0]
    assert f"没有建档、{recent(365)}也没有服务" in rows[1][0]
    assert rows[2][:2] == ["姓名", "身份证号码"]
    assert {row[0] for row in rows[3:]} == {"陈木生", "吴丽珍"}
    assert all("****" in row[1] for row in rows[3:])
    entry = AuditEntry.objects.get(verb="missing.export")
    assert (entry.outcome, entry.area, entry.detail["total"]) == ("seen", OWN_TOWN, 2)


def test_looking_at_the_list_is_on_record(people_in_town: Cast) -> None:
    page(client_of(people_in_town.worker), "/cover/missing/")
    entry = AuditEntry.objects.get(verb="missing.see")
    assert (entry.actor_name, entry.area, entry.detail) == ("shegong", OWN_TOWN, {"total": 4})


def test_places_that_nobody_serves(people_in_town: Cast) -> None:
    county = actor_of(people_in_town.reader)
    today = clock.today()
    station = open_station(county, NewStation(OWN_TOWN, "思劳镇社工站", today))
    open_point(county, NewPoint(station.pk, OWN_VILLAGE, "城村社工点", today, (OWN_VILLAGE,)))
    with scope.acting(county):
        gaps = selectors.gaps(county, Asked(today, COUNTY))
        found = selectors.cover(county, Asked(today, COUNTY))
    assert (found.stations.covered, found.stations.whole) == (1, 8)
    assert (found.villages.covered, found.villages.whole, found.by_point) == (1, 123, 1)
    assert sum(gap.no_station for gap in gaps) == found.stations.missing
    assert sum(len(gap.villages) for gap in gaps) == found.villages.missing
    body = page(client_of(people_in_town.reader), "/cover/uncovered/")
    assert "还没有社工站的镇街" in body and "城村村民委员会" not in body


def test_a_county_without_people_says_so_once(people_in_town: Cast) -> None:
    body = page(client_of(people_in_town.city), "/cover/")
    assert "百分率只舍不入" in body and "20%" in body
    row = body.split("郁南县</a></h3>")[1].split("</div>")[0]
    assert "还没有在册对象" in row and "0 / 0" not in row
    cell = body.split('<span class="heat-name">思劳镇</span>')[1]
    assert cell.startswith('<span class="heat-value num">20</span>')


def test_towns_of_one_name_are_told_apart(people_in_town: Cast) -> None:
    body = page(client_of(people_in_town.city), "/cover/uncovered/")
    assert "新兴县 太平镇" in body and "罗定市 太平镇" in body
    county, town = '<span class="phrase">云城区</span>', '<span class="phrase">思劳镇</span>'
    assert f"{county} {town}" in page(client_of(people_in_town.city), "/cover/missing/")
    seen = page(client_of(people_in_town.reader), "/cover/missing/")
    assert county not in seen and town in seen


def test_why_rows_do_not_open_one_by_one(people_in_town: Cast) -> None:
    why = "不一条一条打开"
    assert why in page(client_of(people_in_town.province), "/figures/people/")
    assert why not in page(client_of(people_in_town.owner), "/figures/people/")
