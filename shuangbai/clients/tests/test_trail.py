"""Who looked at whom, and who tried whether a number is on file: found in the trail, also when
the page was a form that lacked something."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import people as selectors
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE, make_number, make_person
from shuangbai.kernel import clock, ids
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import commands

pytestmark = pytest.mark.django_db

Row = tuple[str, str, str, str]


@pytest.fixture
def person(worker: Actor) -> Person:
    return make_person(worker, name="李秀英")


def home_of(actor: Actor, person: Person) -> UUID:
    with scope.acting(actor):
        home = selectors.household_of(actor, person, clock.today())
    assert home is not None
    return home.pk


def rows(*outcomes: str) -> list[Row]:
    found = AuditEntry.objects.filter(outcome__in=outcomes or ("seen",)).order_by("id")
    return list(found.values_list("verb", "subject_kind", "subject_id", "area"))


def typed(**told: Any) -> dict[str, Any]:
    given = {"id": str(ids.uuid7()), "name": "陈桂兰", "area": OWN_VILLAGE}
    return given | {"birth_date": "1950-02-03", "since": clock.today().isoformat()} | told


def test_the_form_of_somebody_who_joins_a_household(
    people: Cast, worker: Actor, person: Person
) -> None:
    home = home_of(worker, person)
    looked = ("person.see", "clients.household", str(home), OWN_VILLAGE)
    asking, url = client_of(people.worker), f"/people/new/?household={home}"
    assert "李秀英" in asking.get(url).content.decode()
    assert rows() == [looked]
    again = asking.post(url, typed(name="", household=str(home)))
    assert again.status_code == 422 and "李秀英" in again.content.decode()
    assert rows() == [looked, looked]


def test_a_search_for_a_household_by_a_name(people: Cast, worker: Actor, person: Person) -> None:
    homes = {home_of(worker, person), home_of(worker, make_person(worker, name="李秀英"))}
    answer = client_of(people.worker).post("/people/new/", typed(lives_with="李秀英"))
    assert answer.status_code == 422 and "请选一户" in answer.content.decode()
    assert {(verb, kind, UUID(ident)) for verb, kind, ident, _ in rows()} == {
        ("person.see", "clients.household", home) for home in homes
    }


def test_a_number_that_shows_who_carries_it(people: Cast, worker: Actor) -> None:
    number = make_number()
    person = make_person(worker, number=number, name="李秀英")
    answer = client_of(people.worker).post("/people/new/", typed(number=number))
    assert "李秀英" in answer.content.decode()
    assert ("person.see", "clients.person", str(person.pk), OWN_VILLAGE) in rows()


@pytest.mark.parametrize(("who", "page"), [("worker", "unmask"), ("city", "look")])
def test_the_question_for_a_reason_names_the_person(
    people: Cast, person: Person, who: str, page: str
) -> None:
    asking, url = client_of(getattr(people, who)), f"/people/{person.pk}/{page}/"
    looked = ("person.see", "clients.person", str(person.pk), OWN_VILLAGE)
    assert "李秀英" in asking.get(url).content.decode()
    assert rows() == [looked]
    assert asking.post(url, {"reason": ""}).status_code == 422
    assert rows() == [looked, looked]


def test_trying_a_number_that_is_on_file_elsewhere_leaves_a_row(people: Cast) -> None:
    number = make_number()
    make_person(actor_of(people.neighbour), NEXT_VILLAGE, number=number)
    answer = client_of(people.worker).post("/people/new/", typed(number=number))
    assert answer.status_code == 422 and "别的站" in answer.content.decode()
    assert rows("refused") == [("person.register", "", "", OWN_VILLAGE)]
    entry = AuditEntry.objects.get(outcome="refused")
    assert entry.actor_id == people.worker.pk
    assert number not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("address", ["/people/", "/visits/new/"])
@pytest.mark.parametrize("complete", [True, False])
def test_a_number_in_an_address_stays_out_of_the_trail(
    people: Cast, address: str, complete: bool
) -> None:
    number = make_number()
    asked = number if complete else number[:11]
    assert client_of(people.worker).get(address, {"q": asked}).status_code == 200
    [entry] = AuditEntry.objects.filter(outcome="seen")
    assert number[:6] not in str(entry.detail) and number[6:11] not in str(entry.detail)
    client_of(people.worker).get(address, {"q": "秀英"})
    assert "秀英" in str(AuditEntry.objects.order_by("-id")[0].detail)


@pytest.mark.parametrize("commit", [False, True])
def test_a_list_that_is_only_checked_leaves_a_row(
    people: Cast, tmp_path: Path, commit: bool
) -> None:
    """A list of one tells whether that number is on file, also when nothing is merged."""
    number = make_number()
    make_person(actor_of(people.neighbour), NEXT_VILLAGE, number=number)
    file = tmp_path / "低保.csv"
    file.write_text(f"姓名,身份证号码,村（居）\n李秀英,{number},城村\n", encoding="utf-8")
    words = ["roster", "import", str(file), "--area", OWN_VILLAGE[:9], "--kind", "people"]
    words += ["--roster", "DB", "--day", clock.today().isoformat(), "--as", people.owner.username]
    parser = ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args([*words, "--commit"] if commit else words)
    if commit:
        with pytest.raises(Problem):  # not one row can be taken
            commands.load_roster(args)
    else:
        assert commands.load_roster(args).data["refuse"]
    assert [(verb, area) for verb, _, _, area in rows()] == [("roster.stage", OWN_VILLAGE[:9])]
    assert number not in str(list(AuditEntry.objects.values()))
