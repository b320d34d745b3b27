"""What recording refuses although the form would not have sent it, and the files it opens."""

from datetime import date, timedelta

import pytest

from shuangbai.access.actor import Actor, operator
from shuangbai.clients.actions.people import move
from shuangbai.clients.models import FileSpell
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.clients.tests.roster_office import rows
from shuangbai.kernel.problems import Problem
from shuangbai.visits.models import Visit
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 1)
MOVED = date(2025, 6, 1)


@pytest.fixture
def county() -> Actor:
    return operator("区里", "445302")


def test_a_visit_of_long_ago_is_a_slip(county: Actor) -> None:
    person = make_person(county, since=DAY)
    with pytest.raises(Problem) as told:
        make_visit(county, person, date(1989, 12, 31))
    assert told.value.code == "visit.long_ago"
    assert rows(county, Visit) == []


def test_a_visit_before_the_move_opens_the_file_from_the_move(county: Actor) -> None:
    person = make_person(county, since=DAY)
    move(county, person.pk, NEXT_VILLAGE, MOVED)
    make_visit(county, person, MOVED - timedelta(days=5), household_id=None, open_files=[person.pk])
    [file] = rows(county, FileSpell)
    assert (file.area, file.valid_from) == (NEXT_VILLAGE, MOVED)
