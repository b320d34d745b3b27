"""The trail: what is done is written with it, what fails leaves nothing, nothing is rewritten."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from shuangbai.access import actions, audit, rules, scope, selectors
from shuangbai.access.action import Act, action
from shuangbai.access.actor import operator
from shuangbai.access.models import AuditChange, AuditEntry, User
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Refused
from shuangbai.access.testing import COUNTY, NEXT_TOWN, OWN_TOWN, make_actor, make_user

pytestmark = pytest.mark.usefixtures("database")


@action("visit.record")
def work(act: Act, area: str, fail: bool = False) -> None:
    """Writes a row, then goes on in `area`: an action whose permission is asked late."""
    made = make_user(f"made-{uuid4().hex[:8]}")
    act.touch("access.user", made.pk, area, name=[None, made.name])
    act.within(area)
    if fail:
        raise ZeroDivisionError


def test_an_action_leaves_one_entry_and_a_change_for_each_record() -> None:
    actor = make_actor(Role.WORKER, OWN_TOWN)
    work(actor, OWN_TOWN)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.outcome, entry.area) == ("visit.record", "done", OWN_TOWN)
    assert (entry.actor_id, entry.actor_name, entry.role) == (actor.user_id, actor.name, "worker")
    assert entry.changes.get().record_kind == "access.user"


def test_an_action_refused_half_way_leaves_nothing() -> None:
    with pytest.raises(Refused) as told:
        work(make_actor(Role.WORKER, OWN_TOWN), NEXT_TOWN)
    assert (told.value.verb, told.value.where) == ("visit.record", {"area": NEXT_TOWN})
    assert (User.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_an_action_that_breaks_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        work(make_actor(Role.WORKER, OWN_TOWN), OWN_TOWN, fail=True)
    assert (User.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_broken_action_inside_a_wider_transaction_takes_only_its_own_back() -> None:
    actor = make_actor(Role.WORKER, OWN_TOWN)
    with scope.acting(actor):
        work(actor, OWN_TOWN)
        with pytest.raises(ZeroDivisionError):
            work(actor, OWN_TOWN, fail=True)
    assert (User.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_a_role_without_the_verb_does_not_even_begin() -> None:
    with pytest.raises(Refused):
        work(make_actor(Role.PROVINCE, "44"), OWN_TOWN)
    assert User.objects.count() == 0


def test_an_action_that_does_not_say_where_is_a_mistake() -> None:
    @action("visit.record")
    def nowhere(act: Act) -> None:
        """Forgets to say where it happens."""

    with pytest.raises(AssertionError):
        nowhere(make_actor(Role.WORKER, OWN_TOWN))
    assert AuditEntry.objects.count() == 0


def test_one_act_in_two_places_is_audited_above_both() -> None:
    @action("visit.record")
    def both(act: Act) -> None:
        act.within(OWN_TOWN)
        act.within(NEXT_TOWN)

    both(make_actor(Role.HEAD, COUNTY))
    assert AuditEntry.objects.get().area == COUNTY


def test_an_actor_cannot_act_inside_the_scope_of_another() -> None:
    outer, inner = make_actor(Role.WORKER, OWN_TOWN), make_actor(Role.WORKER, NEXT_TOWN)
    with scope.acting(outer), pytest.raises(RuntimeError):
        work(inner, NEXT_TOWN)
    assert AuditEntry.objects.count() == 0


def test_a_refusal_is_written_outside_of_what_it_refused() -> None:
    actor = make_actor(Role.WORKER, OWN_TOWN)
    audit.refused(actor, "visit.record", "不在授权的地区内", area=NEXT_TOWN)
    assert AuditEntry.objects.get().outcome == "refused"
    with pytest.raises(ZeroDivisionError), scope.acting(actor):
        audit.refused(actor, "visit.record", "不在授权的地区内", area=OWN_TOWN)
        assert AuditEntry.objects.count() == 1
        raise ZeroDivisionError
    assert AuditEntry.objects.filter(outcome="refused").count() == 2
    with transaction.atomic(), pytest.raises(AssertionError):
        audit.refused(actor, "visit.record", "不在授权的地区内", area=NEXT_TOWN)


@pytest.mark.parametrize("undone", [False, True])
def test_a_look_is_written_once_whatever_becomes_of_its_transaction(undone: bool) -> None:
    actor = make_actor(Role.WORKER, OWN_TOWN)
    with scope.acting(actor):
        audit.seen(actor, "person.see", area=OWN_TOWN)
        transaction.set_rollback(undone)
    with scope.acting(actor):
        transaction.set_rollback(True)
    assert [entry.outcome for entry in AuditEntry.objects.all()] == ["seen"]


@pytest.mark.parametrize("table", [AuditEntry, AuditChange])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_rewrite_the_trail(
    table: type[AuditEntry] | type[AuditChange], statement: str
) -> None:
    actions.add_user(operator("测试", "44"), "someone", "某人", "a long 1 passphrase")
    assert table.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table._meta.db_table))
    assert table.objects.count() == 1


def test_a_password_is_in_no_audit_row() -> None:
    actions.add_user(operator("测试", "44"), "someone", "某人", "a long 1 passphrase")
    rows = [*AuditEntry.objects.values_list(), *AuditChange.objects.values_list()]
    assert "passphrase" not in str(rows)


def test_the_page_says_where_and_what_in_words() -> None:
    actor = make_actor(Role.WORKER, OWN_TOWN)
    with scope.acting(actor):
        for _ in range(3):
            audit.seen(actor, "missing.see", area=OWN_TOWN, total=27)
        audit.seen(actor, "figure.rows", area=OWN_TOWN, subject=("figure", "people"), rows=50)
        audit.seen(actor, "missing.see", area=OWN_TOWN, total=27)
    entries = list(AuditEntry.objects.order_by("id"))
    same = [entry for entry in entries if entry.at.minute == entries[0].at.minute]
    lines = selectors.audit_lines(same)
    assert sum(line.times for line in lines) == len(same)
    assert lines[0].place == "思劳镇" and lines[0].note == "共 27 人"
    assert "在册对象，看到 50 条" in {line.note for line in selectors.audit_lines(entries)}


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({}, ""),
        ({"by": "number", "found": False}, "按身份证号码找，没有找到"),
        ({"create": 3, "update": 0, "retire": 1}, "新增 3 人，退出 1 人"),
        ({"people": ["a", "b"]}, "看到 2 人"),
        ({"query": "to=2026-04-01", "rows": 2}, "看到 2 条"),
        ({"secret": "identity"}, "身份证号码"),
    ],
)
def test_detail_is_told_in_a_few_words(detail: dict[str, object], said: str) -> None:
    assert rules.told(detail) == said
