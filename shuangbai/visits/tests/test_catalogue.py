"""The catalogue, which knows no people, says the groups as the figures count them."""

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.catalogue import rules, selectors
from shuangbai.clients.rules import GROUP_NAMES
from shuangbai.kernel import days

pytestmark = pytest.mark.django_db


def test_groups_are_those_that_figures_count_by_and_others(worker: Actor) -> None:
    with scope.acting(worker):
        groups = {one.entry.code: one.entry.name for one in selectors.page(worker).groups}
    assert groups == {**GROUP_NAMES, "other": "其他"}


def test_defaults_hold_as_long_as_visits_can_be_recorded(worker: Actor) -> None:
    with scope.acting(worker):
        items = selectors.offered(worker, rules.ITEM, worker.home, days.EARLIEST)
        services = {one.code for one in selectors.services()}
    assert len(services) == 5
    assert {rules.service_of(one.code) for one in items} == services
