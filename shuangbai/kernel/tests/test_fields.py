import copy
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.template import Context, Engine

from shuangbai.kernel.crypto import current_ring
from shuangbai.kernel.fields import Secret, SecretField
from shuangbai.kernel.identity import mask
from shuangbai.kernel.problems import Problem

NUMBER = "11010519491231002X"
# Their own registry: these tables must not show up in checks that look at every model.
own_apps = Apps()


class Sealed(models.Model):
    number = SecretField(null=True, mask=mask)
    phone = SecretField(sealed_as="old.noun.phone")

    class Meta:
        abstract = True
        apps = own_apps
        app_label = "trial"


class First(Sealed):
    objects: ClassVar[models.Manager["First"]] = models.Manager()

    class Meta(Sealed.Meta):
        db_table = "trial_first"


class Second(Sealed):
    objects: ClassVar[models.Manager["Second"]] = models.Manager()

    class Meta(Sealed.Meta):
        db_table = "trial_second"


@pytest.fixture(autouse=True)
def own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHUANGBAI_KEYS", str(tmp_path / "keys.json"))


@pytest.fixture
def tables(db: None) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            for model in (First, Second):
                table = model._meta.db_table
                cursor.execute(
                    f"CREATE TEMPORARY TABLE {table} (id bigserial primary key, number bytea,"
                    " phone bytea NOT NULL) ON COMMIT DROP"
                )
        yield


def test_text_is_wrapped_when_assigned_and_masked_when_shown() -> None:
    row = First(number=NUMBER, phone="13800000000")
    assert row.number is not None and row.number.reveal() == NUMBER
    assert str(row.number) == "1101" + "*" * 12 + "2X"
    assert f"{row.phone}" == "••••"
    assert NUMBER not in repr(row.number) and NUMBER not in repr(vars(row))
    row.phone = "1"
    assert row.phone.reveal() == "1"
    row.number = None
    assert row.number is None


def test_a_template_shows_the_mask() -> None:
    page = Engine().from_string("{{ row.number }} {{ row.phone }}")
    shown = page.render(Context({"row": First(number=NUMBER, phone="13800000000")}))
    assert shown == "1101************2X ••••"


def test_secrets_compare_by_text_copy_and_are_not_pickled() -> None:
    assert Secret("甲") == Secret("甲", mask)
    assert Secret("甲") != Secret("乙")
    assert len({Secret("甲"), Secret("甲")}) == 1
    assert Secret("甲") and not Secret("")
    assert copy.deepcopy(Secret("1")) == Secret("1")
    with pytest.raises(TypeError):
        pickle.dumps(Secret("甲"))


def test_only_text_is_taken() -> None:
    with pytest.raises(TypeError):
        First._meta.get_field("phone").to_python(5)


def test_each_concrete_model_seals_for_itself() -> None:
    names = [model._meta.get_field("number").sealing_name for model in (First, Second)]
    assert names == ["trial.first.number", "trial.second.number"]
    assert Second._meta.get_field("phone").sealing_name == "old.noun.phone"


def test_migrations_leave_the_mask_out() -> None:
    text, _ = MigrationWriter.serialize(First._meta.get_field("number"))
    assert text == "shuangbai.kernel.fields.SecretField(null=True)"
    text, _ = MigrationWriter.serialize(First._meta.get_field("phone"))
    assert text == "shuangbai.kernel.fields.SecretField(sealed_as='old.noun.phone')"


def test_it_is_stored_sealed_and_comes_back(tables: None) -> None:
    kept = First.objects.create(number=NUMBER, phone="13800000000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM trial_first")
        stored = bytes(cursor.fetchone()[0])
    assert NUMBER.encode() not in stored
    assert current_ring().open(stored, "trial.first.number") == NUMBER
    found = First.objects.get(pk=kept.pk)
    assert found.number == Secret(NUMBER)
    assert str(found.number) == "1101************2X"


def test_in_bulk_by_values_deferred_and_updated(tables: None) -> None:
    First.objects.bulk_create([First(number=str(n), phone=str(n)) for n in range(3)])
    numbers = First.objects.order_by("id").values_list("number", flat=True)
    assert [number.reveal() for number in numbers if number] == ["0", "1", "2"]
    rows = list(First.objects.order_by("id").defer("phone"))
    assert rows[1].phone.reveal() == "1"
    for row in rows:
        row.number, row.phone = None, "新"
    First.objects.bulk_update(rows, ["number", "phone"])
    assert First.objects.filter(number__isnull=True).count() == 3
    First.objects.update(phone="再")
    assert {row.phone.reveal() for row in First.objects.all()} == {"再"}


def test_a_value_moved_to_another_table_does_not_open(tables: None) -> None:
    First.objects.create(number=NUMBER, phone="1")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trial_second (number, phone) SELECT number, phone FROM trial_first"
        )
    moved = Second.objects.get()
    assert moved.phone.reveal() == "1"
    assert moved.number is not None
    with pytest.raises(Problem, match="打不开"):
        moved.number.reveal()


def test_rows_load_without_their_key(
    tables: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    First.objects.create(phone="1")
    monkeypatch.setenv("SHUANGBAI_KEYS", str(tmp_path / "other.json"))
    (row,) = First.objects.all()
    with pytest.raises(Problem, match="没有这把密钥"):
        row.phone.reveal()


def test_comparing_in_the_database_is_refused() -> None:
    for lookup in ({"number": NUMBER}, {"number__in": [NUMBER]}, {"number__contains": "1"}):
        with pytest.raises(FieldError):
            First.objects.filter(**lookup)
