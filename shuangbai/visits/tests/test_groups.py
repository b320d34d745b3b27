"""The groups that the catalogue names are those by which visits are counted."""

import pytest

from shuangbai.access import scope
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.catalogue import selectors
from shuangbai.clients.rules import GROUP_NAMES


@pytest.mark.django_db
def test_groups_are_those_that_figures_count_by_and_others() -> None:
    worker = make_actor(Role.WORKER, OWN_TOWN)
    with scope.acting(worker):
        groups = {one.entry.code: one.entry.name for one in selectors.page(worker).groups}
    assert groups == {**GROUP_NAMES, "other": "其他"}
