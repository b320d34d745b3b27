"""The pages of two days compared, what they take along and freeze; the cover by any pair."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import COUNTY, OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions import people as clients
from shuangbai.clients.testing import make_person
from shuangbai.cover import selectors
from shuangbai.cover.rules import FROZEN_CHANGES, Asked, Compared
from shuangbai.cover.selectors import PAIRS, PairOf
from shuangbai.figures.models import FrozenFigure
from shuangbai.figures.rules import month_before
from shuangbai.kernel import clock, sheets
from shuangbai.kernel.areakey import Level
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")
FIRST = date(2026, 3, 2)
LAST = date(2026, 4, 2)
type SetClock = Callable[[datetime | None], None]


@pytest.fixture
def head(people: Cast) -> Actor:
    return actor_of(people.owner)


@pytest.fixture
def a_month(head: Actor, clock_at: SetClock) -> None:
    """One was served in it, one came on the list, and a visit before it was told late."""

    def at(day: date) -> None:
        clock_at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.ZONE))

    at(FIRST - timedelta(days=9))
    served, late = make_person(head, name="李秀英"), make_person(head, name="陈木生")
    clients.open_file(head, [served.pk, late.pk], clock.today())
    at(FIRST + timedelta(days=5))
    make_visit(head, late, FIRST - timedelta(days=1))
    make_visit(head, served)
    make_person(head, name="吴丽珍")
    at(LAST)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


def numbers(body: str) -> dict[str, int]:
    """Address of a figure of change → the number that leads there."""
    links = re.findall(r'href="(/figures/[^"]+)">[+−]?([\d,]+)(?: 人)?</a>', body)
    return {unescape(url): int(text.replace(",", "")) for url, text in links}


@pytest.mark.usefixtures("a_month")
def test_every_number_opens_as_many_rows(people: Cast) -> None:
    asking = client_of(people.owner)
    body = page(asking, f"/cover/changes/?from={FIRST}&day={LAST}")
    found = numbers(body)
    kinds = {url.split("/")[2] for url in found}
    assert {"list_entered", "newly_served", "missing_new", "missing_done", "known_later"} <= kinds
    for url, number in found.items():
        opened = page(asking, url)
        total = re.search(r'number-total num">([\d,]+)<', opened)
        assert total is not None and int(total[1]) == number, url


@pytest.mark.usefixtures("a_month")
def test_a_month_is_compared_unless_told_otherwise(people: Cast) -> None:
    body = page(client_of(people.owner), "/cover/changes/")
    assert "2026年3月2日和2026年4月2日" in body
    assert "3月2日当天记下的" in body and "后来补记了服务" in body
    assert "新进名单" in body and "吴丽珍" not in body
    assert month_before(date(2026, 3, 31)) == date(2026, 2, 28)


@pytest.mark.usefixtures("a_month")
def test_the_rows_say_who_where_they_may_be_seen(people: Cast) -> None:
    address = f"/figures/list_entered/?area={OWN_TOWN}&from={FIRST}&to={LAST}"
    assert "吴丽珍" in page(client_of(people.owner), address)
    assert "2026年3月2日和2026年4月2日相比" in page(client_of(people.owner), address)
    assert "吴丽珍" not in page(client_of(people.province), address)
    page(client_of(people.neighbour), address, 404)


def test_two_days_in_the_wrong_order_are_told(people: Cast) -> None:
    today = clock.today()
    for given in (f"from={today}&day={today}", f"from={today}&day={today - timedelta(days=3)}"):
        assert "请选更早的一天" in page(client_of(people.city), f"/cover/changes/?{given}", 422)
    assert "先点开一个市" in page(client_of(people.province), "/cover/changes/?area=44", 422)
    page(client_of(people.neighbour), f"/cover/changes/?area={OWN_TOWN}", 404)


def test_nobody_on_either_day(people: Cast) -> None:
    body = page(client_of(people.owner), "/cover/changes/")
    assert "还没有在册对象" in body


@pytest.mark.usefixtures("a_month")
def test_a_comparison_is_frozen_with_its_rows(people: Cast, head: Actor) -> None:
    asking = client_of(people.owner)
    body = page(asking, f"/cover/changes/?from={FIRST}&day={LAST}")
    link = re.search(r'href="(/figures/frozen/new/[^"]+)"', body)
    assert link is not None
    form = asking.get(unescape(link[1]), follow=True)
    text = form.content.decode()
    assert "新进名单" in text and "服务过期" in text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    keys = re.findall(r'name="key" value="(\w+)"', text)
    assert set(keys) == set(FROZEN_CHANGES)
    sent = {**fields, "key": keys, "purpose": "4月工作简报"}
    assert asking.post("/figures/frozen/new/", sent).status_code == 302
    with scope.acting(head):
        kept = {one.key: one for one in FrozenFigure.objects.under(OWN_TOWN)}
    assert set(kept) == set(FROZEN_CHANGES)
    entered = kept["list_entered"]
    assert (entered.total, entered.period_start, entered.period_end) == (1, FIRST, LAST)
    make_person(head, name="补登的人", since=FIRST + timedelta(days=3))
    assert "重新数过，一致" in page(asking, f"/figures/frozen/{entered.pk}/")
    # What was known at another instant cannot be frozen as known now.
    told = page(asking, f"/cover/changes/?from={FIRST}&told=2026-03-05T08:00")
    assert "/figures/frozen/new/" not in told and "早的一天按2026年3月5日" in told


@pytest.mark.usefixtures("a_month")
def test_both_are_taken_along_as_workbooks(people: Cast) -> None:
    asking = client_of(people.reader)
    answer = asking.get(f"/cover/changes.xlsx?from={FIRST}&day={LAST}&area={COUNTY}")
    rows = sheets.read(answer.content, "对照.xlsx")[0].rows
    assert rows[0][0].startswith("云城区两天对照") and "xian" in rows[1][0]
    head, whole, *towns = rows[2:]
    assert whole[0] == "云城区合计" and len(towns) == 8
    assert whole[head.index("新进名单")] == "1" and whole[head.index("2026-04-02 在册")] == "3"
    answer = asking.get(f"/cover/table.xlsx?area={COUNTY}&day={LAST}")
    head, whole, *towns = sheets.read(answer.content, "表.xlsx")[0].rows[2:]
    assert whole[head.index("服务覆盖（人）")] == "2"
    assert whole[head.index("服务覆盖（%）")] == "66.6"
    [own] = [row for row in towns if "思劳镇" in row[0]]
    assert own[head.index("服务覆盖还缺（人）")] == "1"
    [other] = [row for row in towns if "腰古镇" in row[0]]
    assert not other[head.index("服务覆盖（%）")]


@pytest.mark.usefixtures("a_month")
def test_the_heat_table_is_read_by_another_pair(people: Cast) -> None:
    asking = client_of(people.city)
    served = page(asking, "/cover/")
    assert "个镇街的服务覆盖率" in served and 'aria-label="思劳镇，服务覆盖 2 / 3 人' in served
    filed = page(asking, "/cover/?pair=files")
    assert "个镇街的建档率" in filed and 'aria-label="思劳镇，建档 2 / 3 人' in filed
    assert "个镇街的村（居）覆盖率" in page(asking, "/cover/?pair=villages")
    for unknown in ("stations", "nothing"):
        assert "个镇街的服务覆盖率" in page(asking, f"/cover/?pair={unknown}")


@pytest.mark.usefixtures("a_month")
def test_one_line_more_adds_a_pair_everywhere(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PAIRS, "visited", PairOf("persons_visited", "people"))
    city = client_of(people.city)
    body = page(city, "/cover/?pair=visited")
    assert "个镇街的走访到的人率" in body and "<h2>走访到的人</h2>" in body
    assert "走访到的人" in page(city, "/cover/changes/")
    answer = city.get("/cover/table.xlsx")
    assert "走访到的人（人）" in sheets.read(answer.content, "表.xlsx")[0].rows[2]
    assert "走访到的人" in page(client_of(people.reader), "/cover/")


@pytest.mark.usefixtures("a_month")
def test_the_legend_says_how_many_places_have_each_colour(people: Cast, head: Actor) -> None:
    body = page(client_of(people.city), "/cover/")
    assert '不足 80%<b class="num">1 个</b>' in body
    assert '还没有在册对象<b class="num">62 个</b>' in body


@pytest.mark.usefixtures("a_month")
def test_what_is_asked_of_many_units_is_asked_once(
    people: Cast, head: Actor, count_queries: Callable[..., int]
) -> None:
    county = actor_of(people.reader)

    def ask() -> None:
        with scope.acting(county):
            compared = Compared(Asked(LAST, COUNTY), FIRST)
            selectors.compare(county, compared, Level.TOWN)

    few = count_queries(ask)
    for number in range(4):
        make_visit(head, make_person(head, name=f"乡亲{number}"))
    assert count_queries(ask) == few
