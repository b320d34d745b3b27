"""Pages of the demonstration of a whole city: a city officer's, a county's, a station's.

Each call goes through Django's whole path of a request (sign-in, scope, audit, template), as the
application's role; and once more as the same SQL without the product. Each account asks as often
as the others. The first calls are not counted.
"""

from dataclasses import dataclass
from time import perf_counter

from django.db import connections
from django.test import Client
from django.urls import reverse
from psycopg import sql

from bench.asking import Times, again, listening, percentiles
from bench.table import Table
from shuangbai.access import scope, selectors
from shuangbai.access.actor import Actor
from shuangbai.access.models import User
from shuangbai.staff.models import Station

AIM = 150
"""Milliseconds of a page of the whole city, at the 95th percentile."""
WARM = 2
TOWN, COUNTY, CITY = "445302103", "445302", "4453"


@dataclass(frozen=True)
class Page:
    name: str
    username: str
    address: str


def pages() -> list[Page]:
    cover, people, visits = reverse("cover:page"), reverse("clients:people"), reverse("visits:list")
    missing, today = reverse("cover:missing"), reverse("desk:today")
    station = reverse("staff:station", args=[_station()])
    return [
        Page("市：今天", "shi", today),
        Page("市：两个100%", "shi", cover),
        Page("市：两个100%，一个县（区）", "shi", f"{cover}?area={COUNTY}"),
        Page("市：两个100%，半年前", "shi", f"{cover}?area={CITY}&day=2022-10-18"),
        Page("市：还缺的人", "shi", missing),
        Page("市：人与户，按姓名", "shi", f"{people}?q=秀英"),
        Page("市：人与户", "shi", people),
        Page("市：走访", "shi", visits),
        Page("市：一个社工站", "shi", station),
        Page("县：两个100%", "xian", cover),
        Page("县：还缺的人", "xian", missing),
        Page("县：走访", "xian", visits),
        Page("站：今天", "shegong", today),
        Page("站：两个100%", "shegong", cover),
        Page("站：还缺的人", "shegong", missing),
        Page("站：人与户，按姓名", "shegong", f"{people}?q=秀英"),
        Page("站：走访", "shegong", visits),
    ]


def run(calls: int) -> Table:
    """Needs the city in the database."""
    with connections["owner"].cursor() as cursor:
        # As the database does it by itself within minutes.
        cursor.execute("VACUUM ANALYZE")
    heads = (
        "毫秒",
        "一半以内",
        "95% 以内",
        "目标",
        "其中 SQL：一半以内",
        "95% 以内",
        "比",
        "几次问",
    )
    table = Table(f"页面：整个云浮市，每页打开 {calls} 次", heads)
    for page in pages():
        times, asked = _timed(page, calls)
        aim = f"{AIM}" if page.username == "shi" else ""
        ratio = sum(times.whole) / sum(times.bare)
        whole, bare = percentiles(times.whole), percentiles(times.bare)
        table.add(page.name, *whole, aim, *bare, f"{ratio:.1f}", f"{asked}")
    return table


def _timed(page: Page, calls: int) -> tuple[Times, int]:
    user = User.objects.get(username=page.username)
    client, actor = Client(headers={"host": "127.0.0.1"}), _actor(user)
    client.force_login(user)
    times, asked = Times(), 0
    for call in range(calls + WARM):
        with listening() as heard:
            began = perf_counter()
            answer = client.get(page.address)
            whole = perf_counter() - began
        assert answer.status_code == 200, f"{page.name}: {answer.status_code}"
        questions = [one for one in heard if _reads(one[0])]
        with scope.acting(actor):
            bare = again(questions)
        if call >= WARM:
            times.add(whole, bare)
            asked = len(questions)
    return times, asked


def _reads(statement: str | sql.Composable) -> bool:
    text = statement if isinstance(statement, str) else statement.as_string(None)
    return text.lstrip().startswith(("SELECT", "WITH"))


def _actor(user: User) -> Actor:
    actor = selectors.actor_for(user, None)
    assert actor is not None
    return actor


def _station() -> str:
    actor = _actor(User.objects.get(username="zhanzhang"))
    with scope.acting(actor):
        return str(Station.objects.visible_to(actor).get(area=TOWN).pk)
