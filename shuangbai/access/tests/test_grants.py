"""Who acts as what, and when."""

from datetime import date, timedelta

import pytest
from django.test import Client

from shuangbai.access import actions, policy, selectors
from shuangbai.access.actions import NewGrant
from shuangbai.access.actor import operator
from shuangbai.access.models import AuditEntry, User
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Refused
from shuangbai.access.testing import (
    COUNTY,
    NEXT_TOWN,
    OWN_TOWN,
    actor_of,
    cast,
    give,
    make_actor,
    make_user,
)
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.usefixtures("database")


def day(offset: int) -> date:
    return clock.today() + timedelta(days=offset)


def new(user: User, role: Role, *areas: str, since: int = 0, until: int | None = None) -> NewGrant:
    end = None if until is None else day(until)
    return NewGrant(user.pk, role, areas, day(since), end)


def test_a_grant_holds_between_its_days_only() -> None:
    user = make_user("someone")
    product = operator("测试", "44")
    actions.give_grant(product, new(user, Role.WORKER, OWN_TOWN, since=1))
    assert selectors.actor_for(user, None) is None
    actions.give_grant(product, new(user, Role.WORKER, NEXT_TOWN, since=-9, until=0))
    assert selectors.actor_for(user, None) is None
    actions.give_grant(product, new(user, Role.WORKER, COUNTY, since=0, until=1))
    assert actor_of(user).areas == (COUNTY,)


def test_an_ended_grant_is_gone_on_that_day() -> None:
    user = make_user("someone", Role.WORKER, OWN_TOWN)
    grant = selectors.grants_of(user)[0]
    actions.end_grant(operator("测试", "44"), grant.pk, day(0))
    assert selectors.actor_for(user, None) is None
    entry = AuditEntry.objects.get(verb="grant.end")
    assert entry.changes.get().record_id == str(grant.pk)


def test_a_foreign_grant_cannot_be_chosen() -> None:
    user = make_user("someone", Role.WORKER, OWN_TOWN)
    other = make_user("other", Role.CITY, "4453")
    chosen = str(selectors.grants_of(other)[0].pk)
    actor = selectors.actor_for(user, chosen)
    assert actor is not None
    assert (actor.role, actor.areas) == (Role.WORKER, (OWN_TOWN,))


def test_switching_the_grant_switches_role_and_areas(client: Client) -> None:
    user = make_user("someone", Role.WORKER, OWN_TOWN)
    second = give(user, Role.SUPERVISOR, COUNTY, since=date(2021, 1, 1))
    foreign = give(make_user("other"), Role.CITY, "4453")
    client.force_login(user)
    for chosen, expected in ((second, str(second.pk)), (foreign, str(second.pk))):
        client.post("/account/grant/", {"grant": str(chosen.pk), "next": "/healthz"})
        assert client.session["grant"] == expected
    actor = selectors.actor_for(user, client.session["grant"])
    assert actor is not None
    assert (actor.role, actor.areas) == (Role.SUPERVISOR, (COUNTY,))


def test_switching_leads_to_no_other_site(client: Client) -> None:
    client.force_login(make_user("someone", Role.WORKER, OWN_TOWN))
    for target in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        answer = client.post("/account/grant/", {"grant": "", "next": target})
        assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("first", sorted(policy.ADMINS))
@pytest.mark.parametrize("second", [*sorted(policy.ADMINS), Role.WORKER])
def test_nobody_holds_two_kinds_of_administration(first: Role, second: Role) -> None:
    user = make_user("someone", first)
    areas = () if second in policy.ADMINS else (OWN_TOWN,)
    if first == second:
        return
    with pytest.raises(Problem) as told:
        actions.give_grant(operator("测试", "44"), new(user, second, *areas))
    assert told.value.code == "grant.two_admins"


def test_nobody_will_hold_two_kinds_of_administration_later() -> None:
    """A grant that begins next month clashes with one given today without an end."""
    user = make_user("someone")
    product = operator("测试", "44")
    actions.give_grant(product, new(user, Role.SYSTEM_ADMIN, since=30))
    with pytest.raises(Problem) as told:
        actions.give_grant(product, new(user, Role.AUDIT_ADMIN, since=0))
    assert told.value.code == "grant.two_admins"


@pytest.mark.parametrize(
    ("role", "areas"), [(Role.SYSTEM_ADMIN, (OWN_TOWN,)), (Role.WORKER, ()), (Role.CITY, ())]
)
def test_daily_work_has_areas_and_administration_has_none(
    role: Role, areas: tuple[str, ...]
) -> None:
    with pytest.raises(Problem) as told:
        actions.give_grant(operator("测试", "44"), new(make_user("someone"), role, *areas))
    assert told.value.code == "grant.admin_area"


def test_only_security_administrators_give_grants() -> None:
    people = cast()
    someone = make_user("someone")
    for user in (people.owner, people.city, people.system_admin, people.audit_admin):
        with pytest.raises(Refused):
            actions.give_grant(actor_of(user), new(someone, Role.WORKER, OWN_TOWN))
    actions.give_grant(actor_of(people.security_admin), new(someone, Role.WORKER, OWN_TOWN))
    assert actor_of(someone).role is Role.WORKER


def test_administrators_hold_no_files() -> None:
    of_people = [
        verb
        for verb in policy.POLICY
        if verb.startswith(("person.", "file.", "visit.", "roster.", "missing.", "figure."))
    ]
    assert len(of_people) > 10
    for role in policy.ADMINS:
        actor = make_actor(role)
        assert [verb for verb in of_people if actor.may(verb)] == []
        assert actor.scope.lo == actor.scope.hi == ""
        assert not actor.covers(OWN_TOWN)


def test_an_account_without_a_grant_sees_nothing(client: Client) -> None:
    client.force_login(make_user("someone"))
    assert client.get("/people/").status_code == 403


def test_an_inactive_account_is_signed_out(client: Client) -> None:
    user = make_user("someone", Role.WORKER, OWN_TOWN)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/people/").status_code == 302


def test_every_verb_has_a_name_on_screens() -> None:
    assert set(policy.LABELS) == set(policy.POLICY)
