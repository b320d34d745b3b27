"""Many values told as one array find what as many parameters find."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import FieldError

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.models import Membership, Person
from shuangbai.clients.testing import make_number, make_person

pytestmark = pytest.mark.django_db
NAMES = ("李\\秀'英", '陈"志', "无{名},氏")


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


def test_ids_texts_bytes_and_foreign_keys(head: Actor) -> None:
    made = [
        make_person(head, name=name, number=make_number(sex=sex))
        for name, sex in zip(NAMES[:2], "FM", strict=True)
    ]
    asked: tuple[tuple[Any, str, Any], ...] = (
        (Person, "pk", [one.pk for one in made]),
        (Person, "name", NAMES[:2]),
        (Person, "identity_hash", {bytes(one.identity_hash or b"") for one in made}),
        (Membership, "person_id", [one.pk for one in made]),
        (Membership, "person", {one.pk: 1 for one in made}),
    )
    make_person(head, name=NAMES[2], number=None, birth_date=date(1950, 4, 1))
    with scope.acting(head):
        for model, field, values in asked:
            among = model.objects.filter(**{f"{field}__among": values})
            each = model.objects.filter(**{f"{field}__in": list(values)})
            assert len(among) == 2, field
            assert set(among) == set(each), field
            assert not model.objects.filter(**{f"{field}__among": []}).exists()


def test_what_is_encrypted_is_not_compared(head: Actor) -> None:
    asked: dict[str, Any] = {"identity__among": ["1"]}
    with scope.acting(head), pytest.raises(FieldError):
        Person.objects.filter(**asked).exists()
