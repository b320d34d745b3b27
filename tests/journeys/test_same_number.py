"""Two servers, two heads, one new identity number at the same moment: one person, one result."""

import re
import threading
from http.cookies import SimpleCookie
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, build_opener

import pytest
from django.conf import settings

from shuangbai.access import scope
from shuangbai.access.actor import operator
from shuangbai.access.models import User
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, cast, client_of, give, make_user
from shuangbai.clients.models import CategorySpell, Person
from shuangbai.clients.testing import make_number
from shuangbai.kernel import sheets
from tests.serving import Server

pytestmark = pytest.mark.slow

BOUNDARY = "----shuangbai"
ROUNDS = 3


class Office:
    """A head of station at a desk of her own: a session on one of the servers."""

    def __init__(self, user: User, server: Server, town: str) -> None:
        self.server, self.town, self.name = server, town, user.username
        self.session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
        self.opener = build_opener()
        self.token = ""
        self._carry("")

    def _carry(self, csrf: str) -> None:
        cookies = {settings.SESSION_COOKIE_NAME: self.session, settings.CSRF_COOKIE_NAME: csrf}
        said = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
        self.opener.addheaders = [("Cookie", said)]

    def get(self, path: str) -> str:
        with self.opener.open(self.server.url + path, timeout=60) as answer:
            page: str = answer.read().decode()
            given = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        self.token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]
        if settings.CSRF_COOKIE_NAME in given:
            self._carry(given[settings.CSRF_COOKIE_NAME].value)
        return page

    def post(self, path: str, body: bytes, kind: str) -> tuple[str, str]:
        """(address that answered, page); a 4xx page is an answer too."""
        request = Request(self.server.url + path, body, {"Content-Type": kind})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.url, answer.read().decode()
        except HTTPError as refused:
            return refused.url, refused.read().decode()

    def upload(self, number: str) -> str:
        """Stage a roster of one; returns the path of its page."""
        self.get("/rosters/")
        rows = [["1", "张桂芳", number]]
        file = sheets.write(rows, ("序号", "姓名", "身份证号码"), "名册", self.name)
        fields = {"csrfmiddlewaretoken": self.token, "area": self.town, "category": "people:TK"}
        body = _multipart({**fields, "day": "2023-04-18"}, file)
        url, page = self.post("/rosters/", body, f"multipart/form-data; boundary={BOUNDARY}")
        assert "合并这份名册" in page, page[-3000:]
        return url.removeprefix(self.server.url).split("#")[0].split("?")[0]

    def merge(self, path: str) -> str:
        self.get(path)
        body = urlencode({"csrfmiddlewaretoken": self.token}).encode()
        return self.post(f"{path}merge/", body, "application/x-www-form-urlencoded")[1]


def _multipart(fields: dict[str, str], file: bytes) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return b"".join([*parts, head.encode(), file, f"\r\n--{BOUNDARY}--\r\n".encode()])


def _at_once(offices: list[Office], paths: list[str]) -> list[str]:
    pages = ["", ""]
    ready = threading.Barrier(2)

    def go(at: int) -> None:
        ready.wait(timeout=30)
        pages[at] = offices[at].merge(paths[at])

    threads = [threading.Thread(target=go, args=(at,)) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    return pages


def _on_file(number: str) -> list[str]:
    with scope.acting(operator("测试", "4453")):
        people = list(Person.objects.under("4453"))
        held = list(CategorySpell.objects.under("4453").as_known(None))
        found = [person for person in people if person.identity.reveal() == number]
        assert sum(spell.person_id == found[0].pk for spell in held) == 1
        return [person.area for person in found]


@pytest.mark.parametrize("second_town", [OWN_TOWN, NEXT_TOWN], ids=["one-town", "two-towns"])
def test_one_number_merged_at_once(two_servers: tuple[Server, Server], second_town: str) -> None:
    people = cast()
    other = make_user("fuzhan")
    give(other, "head", second_town)
    offices = [Office(people.owner, two_servers[0], OWN_TOWN)]
    offices.append(Office(other, two_servers[1], second_town))
    for _ in range(ROUNDS):
        number = make_number()
        paths = [office.upload(number) for office in offices]
        pages = _at_once(offices, paths)
        areas = _on_file(number)
        assert len(areas) == 1, "one person"
        created = ["已合并" in page and _created(page) == 1 for page in pages]
        assert created.count(True) == 1, "one of the two sees that she brought the person"
        loser = pages[created.index(False)]
        expected = "没有变化" if second_town == OWN_TOWN else "这个号码已在别的站建了档"
        assert expected in loser


def _created(page: str) -> int:
    found = re.search(r"新增</h2>.*?figure-value[^>]*>([\d,]+)<", page, re.S)
    return int(found.group(1)) if found else -1
