"""The pages on which a person's circumstances are told, as those who work with them notice it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, client_of
from shuangbai.clients.actions import particulars as actions
from shuangbai.clients.actions import particulars_lists as lists
from shuangbai.clients.actions import people as people_actions
from shuangbai.clients.actions.particulars import Told
from shuangbai.clients.actions.particulars_lists import CertificateTold, TieTold
from shuangbai.clients.models import CategorySpell, Certificate, Person, Profile, Tie
from shuangbai.clients.testing import make_number, make_person
from shuangbai.clients.tests.roster_office import rows
from shuangbai.kernel import clock
from shuangbai.kernel.identity import check_digit

pytestmark = pytest.mark.django_db
SINCE = date(2025, 4, 1)
BORN = date(1950, 3, 5)
ACCOUNT = "6222020200011112222"


@pytest.fixture
def person(worker: Actor) -> Person:
    return make_person(worker, since=SINCE, categories=("TK",), number=make_number(BORN))


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(client: Client, url: str, **told: Any) -> str:
    """What the page says where the form leads to."""
    answer = client.post(url, told, follow=True)
    assert answer.status_code == 200, re.findall(r'field-error".*?</p>', answer.content.decode())
    return re.sub(r"\s+", " ", answer.content.decode())


def shown(text: str) -> str:
    """The id of the version that the form shows."""
    found = re.search(r'name="seen"(?: value="([^"]*)")?', text)
    return found[1] or "" if found else ""


def test_the_file_asks_for_what_the_category_needs(people: Cast, person: Person) -> None:
    asking = client_of(people.worker)
    text = page(asking, f"/p/{person.pk}/")
    for lacking in ("供养方式", "自理能力", "照料人或监护人"):
        assert f"还没有填{lacking}" in text
    assert "特困要有（民发〔2021〕43号）" in text
    text = sent(
        asking,
        f"/people/{person.pk}/care/",
        self_care="partial",
        support="home",
        how="correct",
    )
    assert "部分丧失自理" in text and "分散供养" in text
    assert "还没有填供养方式" not in text and "还没有填照料人" in text
    county = page(client_of(people.supervisor), f"/p/{person.pk}/")
    assert "部分丧失自理" in county and "还可以记" not in county


def test_one_page_does_not_touch_another(people: Cast, person: Person, worker: Actor) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}"
    sent(asking, f"{url}/school/", school="思劳小学", how="correct")
    sent(asking, f"{url}/home/", living="alone", how="change", day="2025-06-01")
    [last] = rows(worker, Profile, superseded_at=None, valid_to=None)
    assert (last.school, last.living, last.valid_from) == ("思劳小学", "alone", date(2025, 6, 1))


def test_two_who_filled_in_the_same_page(people: Cast, person: Person, worker: Actor) -> None:
    """The second had not seen what the first wrote, and does not undo it."""
    asking, url = client_of(people.worker), f"/people/{person.pk}/school/"
    sent(asking, url, school="旧学校", how="correct")
    seen = shown(page(asking, url))
    sent(client_of(people.owner), url, school="思劳小学", how="correct", seen=seen)
    sent(asking, url, school="旧学校", school_class="三年级", how="correct", seen=seen)
    [last] = rows(worker, Profile, superseded_at=None)
    assert (last.school, last.school_class) == ("思劳小学", "三年级")


def test_numbers_stay_masked_until_there_is_a_reason(people: Cast, person: Person) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}"
    sent(asking, f"{url}/accounts/", bank_account=ACCOUNT, bank="信用社", how="correct")
    for where in (f"/p/{person.pk}/", f"{url}/accounts/", f"{url}/history/"):
        text = page(asking, where)
        assert ACCOUNT not in text and "2222" in text, where
    told = asking.post(f"{url}/unmask/?what=bank_account", {"reason": "核对补贴发放"})
    assert ACCOUNT in told.content.decode() and "银行账号" in told.content.decode()
    sent(asking, f"{url}/accounts/", bank="信用社", how="correct", remove_bank_account="on")
    assert "2222" not in page(asking, f"/p/{person.pk}/")


def test_a_doubtful_account_is_kept_and_asked_about(people: Cast, person: Person) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}/accounts/"
    assert "再照卡核对一遍" in sent(asking, url, card_number="12345678901", how="correct")
    answer = asking.post(url, {"card_number": "12ab", "how": "correct"})
    assert answer.status_code == 422 and "8到30位数字" in answer.content.decode()


def test_the_history_of_a_field(people: Cast, person: Person) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}"
    sent(asking, f"{url}/home/", living="alone", how="correct")
    sent(asking, f"{url}/home/", living="family", how="change", day="2025-06-01")
    sent(asking, f"{url}/identity/", name="李秀兰", birth_date="1950-03-05", reason="看了户口簿")
    text = page(asking, f"{url}/history/")
    living = text[text.index('id="living"') :]
    living = living[: living.index("</section>")]
    assert "独居</span> <span" in living and "变为</span> <b>与家人同住" in living
    assert "从 2025年6月1日 起" in living and "shegong" in living and "走访了解" in living
    name = text[text.index('id="name"') : text.index('id="living"')]
    assert "李秀英</span>" in name and "<b>李秀兰" in name and "原因：看了户口簿" in name
    assert f"/people/{person.pk}/history/#living" in page(asking, f"/p/{person.pk}/")


def test_a_change_needs_its_day(people: Cast, person: Person) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}/home/"
    answer = asking.post(url, {"living": "alone", "how": "change"})
    assert answer.status_code == 422 and "从哪一天起变的" in answer.content.decode()
    answer = asking.post(url, {"living": "alone", "how": "change", "day": "2099-01-01"})
    assert answer.status_code == 422 and "日期不对" in answer.content.decode()


def test_where_somebody_is_registered(people: Cast, person: Person) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}/home/"
    text = sent(asking, url, registered_area=person.area, how="correct")
    assert "户籍不在现住地" not in text
    for key, said in (("445303", "云安区"), ("45", "广西壮族自治区")):
        text = sent(asking, url, registered_area=key, how="correct")
        assert said in text and "户籍不在现住地" in text, key
    assert asking.post(url, {"registered_area": "99", "how": "correct"}).status_code == 422


def test_a_certificate_by_its_form(people: Cast, person: Person, worker: Actor) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}/certificate/"
    assert person.identity is not None
    number = person.identity.reveal() + "42"
    empty = page(asking, url)
    ident = re.search(r'name="id" value="([^"]+)"', empty)
    assert ident is not None
    soon = clock.today().replace(day=1)
    told = {"id": ident[1], "number": number, "since": "2025-05-01", "expires_on": str(soon)}
    for _ in range(2):
        text = sent(asking, url, **told)
    assert "肢体二级" in text and number not in text and "残疾人证有效期到" in text
    [made] = rows(worker, Certificate)
    edit = f"{url}?of={made.pk}"
    again = {"kind": "4", "level": "1", "how": "change"}
    answer = asking.post(edit, {**again, "since": "2025-05-01"})
    assert answer.status_code == 422 and "从哪一天起变的" in answer.content.decode()
    assert "肢体一级" in sent(asking, edit, **again, since="2025-07-01")


def test_a_guardian_by_the_form(people: Cast, person: Person, worker: Actor) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}/tie/"
    text = sent(asking, url, role="carer", name="陈大嫂", phone="13812345678", since="2025-05-01")
    assert "陈大嫂" in text and "138****5678" in text and "还没有填照料人" not in text
    [made] = rows(worker, Tie)
    over = f"/people/{person.pk}/over/?what=tie&of={made.pk}"
    assert "陈大嫂" in page(asking, over)
    assert asking.post(over, {"how": "mistake"}).status_code == 422
    assert "还没有填照料人" in sent(asking, over, how="mistake", reason="记错了人")


def test_a_category_given_and_ended(people: Cast, person: Person, worker: Actor) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}/category/"
    text = sent(asking, url, code="CJ", day="2025-05-01", note="走访时看了证")
    assert "2025年5月1日起" in text and "走访时看了证" in text and "还没有填残疾人证" in text
    answer = asking.post(url, {"code": "CJ", "day": "2025-06-01", "note": "又看了"})
    assert answer.status_code == 422 and "已经是残疾" in answer.content.decode()
    [made] = rows(worker, CategorySpell, category="CJ")
    over = f"/people/{person.pk}/over/?what=category&of={made.pk}"
    text = sent(asking, over, how="day", day="2025-08-01", reason="没有续证")
    assert "还没有填残疾人证" not in text


def test_a_grade_and_its_reason(people: Cast, person: Person) -> None:
    asking, url = client_of(people.worker), f"/people/{person.pk}/grade/"
    text = sent(asking, url, grade="A", day="2025-05-01", reason="刚出院")
    assert "重点" in text and "刚出院" in text
    assert "没有改动" in sent(asking, url, grade="A", day="2025-05-01", reason="刚出院")
    assert asking.post(url, {"grade": "A", "day": "2025-05-01"}).status_code == 422


def test_health_is_for_those_who_work_with_files(
    people: Cast, person: Person, worker: Actor
) -> None:
    """The city opens a single file for a reason, and reads no illness in it."""
    actions.tell(worker, person.pk, Told({"illnesses": "高血压", "living": "alone"}))
    lists.add_certificate(worker, lists.New(person.pk, CertificateTold(SINCE, 6, 2)))
    city = client_of(people.city)
    city.post(f"/people/{person.pk}/look/", {"reason": "核对投诉"})
    for url in (f"/p/{person.pk}/", f"/people/{person.pk}/history/"):
        text = page(city, url)
        assert "独居" in text and "高血压" not in text and "精神" not in text, url
        read = page(client_of(people.worker), url)
        assert "高血压" in read and "精神二级" in read


def test_a_form_of_somebody_else_s_record_is_not_there(
    people: Cast, person: Person, worker: Actor
) -> None:
    other = make_person(worker, name="陈水生")
    made = lists.add_tie(worker, lists.New(other.pk, TieTold(SINCE, "contact", "邻居")))
    asking = client_of(people.worker)
    for url in ("tie/?", "over/?what=tie&", "unmask/?what=tie_phone&"):
        page(asking, f"/people/{person.pk}/{url}of={made.pk}", 404)


def test_people_without_a_number_are_told_like_others(people: Cast, worker: Actor) -> None:
    child = make_person(
        worker, name="小林", number=None, birth_date=date(2015, 5, 5), categories=("GE",)
    )
    asking = client_of(people.owner)
    text = page(asking, f"/p/{child.pk}/")
    assert "没有号码" in text and "还没有填监护人" in text and "还没有填就学情况" in text
    first17 = "44530220150505" + "001"
    number = first17 + check_digit(first17)
    text = sent(asking, f"/people/{child.pk}/identity/", name="小林", number=number, sex="")
    assert "记好了" in text and "没有号码" not in text
    assert people_actions.unmask(worker_of(worker), child.pk, "identity", "核对") == number


def worker_of(actor: Actor) -> Actor:
    """The station's head answers for its children."""
    return Actor(actor.user_id, actor.name, type(actor.role)("head"), actor.areas)
