"""Makers of accounts, grants and actors, and the cast that tests of permission speak of."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from shuangbai.access import selectors
from shuangbai.access.actor import PRODUCT, Actor
from shuangbai.access.models import Grant, User
from shuangbai.access.policy import Role

SINCE = date(2020, 1, 1)
OWN_TOWN = "445302103"
NEXT_TOWN = "445302102"
FAR_TOWN = "445321100"
COUNTY = "445302"
CITY = "4453"
PROVINCE = "44"


def make_user(username: str, role: Role | str | None = None, *areas: str) -> User:
    """An account, named by its user name, with one grant when a role is given. No password."""
    user = User(username=username, name=username)
    user.set_unusable_password()
    user.save(force_insert=True)
    if role is not None:
        give(user, role, *areas)
    return user


def give(user: User, role: Role | str, *areas: str, since: date = SINCE) -> Grant:
    return Grant.objects.create(
        user=user,
        role=Role(role),
        areas=list(areas),
        valid_from=since,
        given_by=PRODUCT,
        given_by_name="测试",
    )


def set_password(user: User) -> str:
    """A random password, hashed in one round: any server verifies it, and quickly."""
    password = secrets.token_urlsafe(12)
    user.password = PBKDF2PasswordHasher().encode(password, secrets.token_hex(8), iterations=1)
    User.objects.filter(pk=user.pk).update(password=user.password)
    return password


def actor_of(user: User) -> Actor:
    """The user under the first grant that holds today."""
    actor = selectors.actor_for(user, None)
    assert actor is not None, f"{user.username} holds no grant today"
    return actor


def make_actor(role: Role | str, *areas: str, name: str = "测试人") -> Actor:
    """An actor without an account: for actions and selectors, which ask nothing more."""
    return Actor(UUID(int=secrets.randbits(128)), name, Role(role), areas)


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def client_of(user: User) -> Client:
    return sign_in(Client(), user)


def session_cookie(user: User, url: str) -> dict[str, str]:
    """For a browser: context.add_cookies([session_cookie(user, server.url)])."""
    value = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


@dataclass(frozen=True)
class Cast:
    """Who walks through the doors. `owner` is at home where the test's records lie."""

    owner: User
    """Station head of 思劳镇."""
    worker: User
    reader: User
    """County officer above the owner."""
    neighbour: User
    """Worker of another town of the same county."""
    stranger: User
    """Head of a station in another county."""
    supervisor: User
    city: User
    province: User
    inspector: User
    """Of other counties than the owner's."""
    system_admin: User
    security_admin: User
    audit_admin: User
    overseer: User
    """Supervisor of two other counties: row-level security lets through what lies between them,
    so that only the first lock keeps the owner's records from this one."""


def cast() -> Cast:
    return Cast(
        owner=make_user("zhanzhang", Role.HEAD, OWN_TOWN),
        worker=make_user("shegong", Role.WORKER, OWN_TOWN),
        reader=make_user("xian", Role.COUNTY, COUNTY),
        neighbour=make_user("linzhan", Role.WORKER, NEXT_TOWN),
        stranger=make_user("yuanzhan", Role.HEAD, FAR_TOWN),
        supervisor=make_user("dudao", Role.SUPERVISOR, COUNTY, "445303"),
        city=make_user("shi", Role.CITY, CITY),
        province=make_user("sheng", Role.PROVINCE, PROVINCE),
        inspector=make_user("yanshou", Role.INSPECTOR, "445321", "445322"),
        system_admin=make_user("xitong", Role.SYSTEM_ADMIN),
        security_admin=make_user("anquan", Role.SECURITY_ADMIN),
        audit_admin=make_user("shenji", Role.AUDIT_ADMIN),
        overseer=make_user("yuandu", Role.SUPERVISOR, "445321", "445303"),
    )
