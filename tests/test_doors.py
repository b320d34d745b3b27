"""Every address of the product is tried by everybody, against expectations written by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from shuangbai.access import policy
from shuangbai.access.testing import client_of
from shuangbai.config.api import api
from tests import tree, world
from tests.database import clear
from tests.doors import BODY, CHANGING, DOORS, PROBES, QUERY, WALKERS
from tests.verbs import RISKY
from tests.world import NAME, World

NOT_THEIRS = (
    "visitor",
    "neighbour",
    "stranger",
    "province",
    "inspector",
    "system_admin",
    "audit_admin",
    "overseer",
)
RECORDS = (
    *("person", "household", "visit", "station", "frozen", "roster", "job"),
    *("finding", "photo"),
)
DOORS_AND_METHODS = [(name, method) for name in DOORS for method in DOORS[name]]


def _patterns(resolver: URLResolver, above: str = "") -> Iterator[tuple[str, URLPattern]]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            space = f"{above}{found.namespace}:" if found.namespace else above
            yield from _patterns(found, space)
        else:
            yield f"{above}{found.name}", found


def _addresses() -> dict[str, URLPattern]:
    return dict(_patterns(get_resolver()))


def _argument(made: World, name: str) -> Any:
    if name == "key":
        return "people"
    if name == "ident":
        return made.frozen
    return getattr(made, name.removesuffix("_id"))


def address(made: World, name: str, asked: str | None = None) -> str:
    """The address of that name, about what is at home in the owner's town, or as `asked`."""
    wanted = _addresses()[name].pattern.converters
    path = reverse(name, kwargs={key: _argument(made, key) for key in wanted})
    query = QUERY.get(name, "").format(**vars(made)) if asked is None else asked
    return f"{path}?{query}" if query else path


def _walker(made: World, walker: str) -> Client:
    client = Client() if walker == "visitor" else client_of(getattr(made.cast, walker))
    client.raise_request_exception = False
    return client


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    unnamed = [name for name in _addresses() if name.endswith("None")]
    assert not unnamed, tree.listed(unnamed)
    assert set(_addresses()) == set(DOORS)
    assert all(set(line) == {"GET", "POST"} for line in DOORS.values())


def test_every_operation_of_the_api_has_its_line() -> None:
    described = {
        (path, method.upper())
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method in operations
    }
    names = {name for name in DOORS if name.startswith("api:")}
    walked = {
        ("/" + str(found.pattern), name) for name, found in _addresses().items() if name in names
    }
    assert len(described) == len(walked) - 2  # the root and the description itself
    assert {method for _, method in described} == {"GET"}


def _answer(made: World, walker: str, name: str, method: str) -> HttpResponse:
    client = _walker(made, walker)
    if method == "GET":
        return client.get(address(made, name))
    return client.post(address(made, name), BODY.get(name, {"nothing": "of this form"}))


@pytest.mark.parametrize(("name", "method"), DOORS_AND_METHODS)
def test_door(database: None, name: str, method: str) -> None:
    expected = dict(zip(WALKERS, map(int, DOORS[name][method].split()), strict=True))
    made, wrong, told = world.make(), [], []
    for walker in WALKERS:
        if name in CHANGING and method == "POST":
            clear()
            made = world.make()
        answer = _answer(made, walker, name, method)
        if answer.status_code != expected[walker]:
            wrong.append(f"{walker}: {answer.status_code}, not {expected[walker]}")
        if walker in NOT_THEIRS and NAME in answer.content.decode(errors="replace"):
            told.append(walker)
    assert not wrong, f"{method} {name}" + tree.listed(wrong)
    assert not told, f"{method} {name} shows the person's name to{tree.listed(told)}"


@pytest.mark.parametrize(("name", "asked"), PROBES)
def test_asking_for_what_is_elsewhere_tells_nothing(database: None, name: str, asked: str) -> None:
    made = world.make()
    secrets = (NAME, "思劳镇社工站", *(str(getattr(made, one)) for one in RECORDS))
    told = []
    for walker in ("neighbour", "stranger", "overseer"):
        answer = _walker(made, walker).get(address(made, name, asked.format(**vars(made))))
        text = answer.content.decode(errors="replace")
        found = [one for one in secrets if one in text and one not in asked.format(**vars(made))]
        if found or answer.status_code >= 500:
            told.append(f"{walker}: {answer.status_code} {found}")
    assert not told, f"{name}?{asked}" + tree.listed(told)


@pytest.mark.parametrize("verb", RISKY)
def test_the_riskiest_verbs_are_held_by_these_roles_only(verb: str) -> None:
    assert policy.POLICY[verb] == set(RISKY[verb].split())


@pytest.mark.parametrize("name", DOORS)
def test_no_answer_to_somebody_signed_in_is_kept_on_the_way(database: None, name: str) -> None:
    made = world.make()
    kept = [
        walker
        for walker in ("owner", "inspector", "system_admin")
        if _answer(made, walker, name, "GET").headers.get("Cache-Control") != "no-store, private"
    ]
    assert not kept, tree.listed(kept)


def test_a_form_without_its_token_opens_no_door(database: None) -> None:
    made = world.make()
    client = Client(enforce_csrf_checks=True)
    client.force_login(made.cast.owner)
    forms = [name for name in DOORS if " 405 405" not in DOORS[name]["POST"]]
    opened = [
        name
        for name in forms
        if name not in ("healthz", "readyz")
        and client.post(address(made, name), BODY.get(name, {})).status_code != 403
    ]
    assert not opened, tree.listed(opened)
