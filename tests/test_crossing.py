"""Who reaches beyond the actor's areas: a list by hand, like the doors."""

import ast
from collections.abc import Iterator

import pytest

from shuangbai.access import crossing, scope
from shuangbai.access.action import Act, action
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Refused
from shuangbai.access.testing import FAR_TOWN, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.kernel import rowscope
from shuangbai.kernel.problems import Problem
from tests import tree

CALLERS = {
    "shuangbai/clients/actions/handovers.py:ask_many",
    "shuangbai/clients/actions/handovers.py:offer",
    "shuangbai/clients/actions/handovers.py:accept",
    "shuangbai/clients/actions/handovers.py:_end",
}
WIDENING = {"shuangbai/access/crossing.py:into"}


def _calling(owner: str, name: str) -> Iterator[str]:
    for file in tree.python(tree.PACKAGE, tests=False):
        for function, node in tree.functions(file):
            for call in ast.walk(node):
                if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                    continue
                said = getattr(call.func.value, "id", "")
                if (said, call.func.attr) == (owner, name):
                    yield f"{tree.name(file)}:{function}"


def test_only_these_cross() -> None:
    assert set(_calling("crossing", "into")) == CALLERS
    assert set(_calling("rowscope", "widened")) == WIDENING


def test_nobody_takes_the_crossing_under_another_name() -> None:
    found = [
        f"{tree.name(file)}:{line}"
        for file in tree.python(tree.PACKAGE, tests=False)
        for line, name in tree.imported(file)
        if name.endswith((".crossing.into", "rowscope.widened"))
    ]
    assert not found, tree.listed(found)


def _names() -> list[str]:
    return sorted(Person.objects.values_list("name", flat=True))


@action("handover.ask")
def _cross(act: Act, areas: list[str], fail: bool = False) -> list[list[str]]:
    act.within(OWN_TOWN)
    told = [_names()]
    with crossing.into(act, areas, "试一试"):
        told.append(_names())
        if fail:
            raise ValueError
    return [*told, _names()]


@pytest.mark.django_db
def test_inside_both_towns_are_there_and_afterwards_only_ones_own() -> None:
    head = make_actor(Role.HEAD, OWN_TOWN)
    make_person(head, OWN_VILLAGE, "甲")
    make_person(make_actor(Role.HEAD, NEXT_TOWN), NEXT_VILLAGE, "乙")
    make_person(make_actor(Role.HEAD, FAR_TOWN), FAR_TOWN, "丙")
    assert _cross(head, [OWN_TOWN, NEXT_TOWN]) == [["甲"], ["乙", "甲"], ["甲"]]


@pytest.mark.django_db
def test_what_fails_inside_leaves_the_scope_as_it_was_and_the_trace() -> None:
    head = make_actor(Role.HEAD, OWN_TOWN)
    make_person(head, OWN_VILLAGE, "甲")
    make_person(make_actor(Role.HEAD, NEXT_TOWN), NEXT_VILLAGE, "乙")
    with scope.acting(head):
        with pytest.raises(ValueError):
            _cross(head, [OWN_TOWN, NEXT_TOWN], fail=True)
        assert rowscope.current() == head.scope
        assert _names() == ["甲"]
    with pytest.raises(ValueError):
        _cross(head, [OWN_TOWN, NEXT_TOWN], fail=True)
    assert [one.detail["why"] for one in AuditEntry.objects.filter(verb="scope.cross")] == [
        "试一试"
    ]


@pytest.mark.django_db
def test_no_crossing_beyond_a_prefecture_or_by_another_role() -> None:
    with pytest.raises(Problem) as told:
        _cross(make_actor(Role.HEAD, OWN_TOWN), [OWN_TOWN, "440103001"])
    assert told.value.code == "scope.far"
    with pytest.raises(Refused):
        _cross(make_actor(Role.CITY, "4453"), [OWN_TOWN, NEXT_TOWN])
