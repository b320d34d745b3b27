"""What administrators do: accounts, grants, the tree of areas, the clock of a demo."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from shuangbai.access.action import Act, action
from shuangbai.access.models import Grant, Installation, User
from shuangbai.access.policy import ADMINS, Role
from shuangbai.areas import actions as areas
from shuangbai.areas import selectors
from shuangbai.areas.models import Area
from shuangbai.kernel import areakey, clock, ids
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "grant.two_admins": (
            "“{name}”已经有一个管理员授权。",
            "系统、安全、审计三种管理员不能由同一个人担任，请换一个账号。",
        ),
        "grant.village": (
            "授权不能只给到村（居）。",
            "请给到乡镇（街道）：电话和到站的服务记在镇一级，只看一个村会少。",
        ),
        "grant.ended": ("这项授权不在，或已经定了结束日期。", "刷新以后再看。"),
        "grant.admin_area": ("管理员授权不带地区，业务授权要带地区。", "请改正后再给。"),
        "user.taken": ("账号“{username}”已经有人用。", "换一个账号名。"),
        "user.password": ("密码太弱：{why}", "至少 10 位，字母和数字都要有，不要用常见的。"),
        "clock.live": ("正式库的时钟不能改。", "只有演示库和测试库可以。"),
    }
)


@dataclass(frozen=True)
class NewGrant:
    user_id: UUID
    role: Role
    areas: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class NewUser:
    """`hashed`: of the password, where many accounts are made and it was worked out beside."""

    username: str
    name: str
    password: str
    hashed: str = ""
    id: UUID = field(default_factory=ids.uuid7)


@action("grant.give")
def add_user(act: Act, username: str, name: str, password: str) -> User:
    """A new account, without any grant."""
    return _add_user(act, NewUser(username, name, password))


@action("grant.give")
def add_users(act: Act, news: Iterable[NewUser]) -> list[User]:
    """Several, all or none."""
    return [_add_user(act, new) for new in news]


def _add_user(act: Act, new: NewUser) -> User:
    username, password = new.username, new.password
    user = User(id=new.id, username=username, name=new.name)
    if User.objects.filter(username=username).exists():
        raise problem("user.taken", username=username)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise problem("user.password", why="".join(weak.messages)) from weak
    if new.hashed:
        user.password = new.hashed
    else:
        user.set_password(password)
    user.save(force_insert=True)
    act.touch("access.user", user.pk)
    return user


@action("grant.give")
def give_grant(act: Act, new: NewGrant) -> Grant:
    """A role in areas. Nobody holds two kinds of administration, nor one beside daily work."""
    if (new.role in ADMINS) == bool(new.areas):
        raise problem("grant.admin_area")
    for key in new.areas:
        if areakey.level_of(selectors.get(key).key) is areakey.Level.VILLAGE:
            raise problem("grant.village")
    user = User.objects.get(pk=new.user_id)
    held = set(user.grants.overlapping(new.valid_from, new.valid_to).values_list("role", flat=True))
    clash = held - {new.role} if new.role in ADMINS else held & ADMINS
    if clash:
        raise problem("grant.two_admins", name=user.name)
    grant = Grant.objects.create(
        user=user,
        role=new.role,
        areas=list(new.areas),
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        given_by=act.actor.user_id,
        given_by_name=act.actor.name,
    )
    act.touch("access.grant", grant.pk, role=new.role, areas=list(new.areas), user=str(user.pk))
    return grant


@action("grant.end")
def end_grant(act: Act, grant_id: UUID, day: date) -> None:
    if not Grant.objects.filter(pk=grant_id, valid_to=None).update(valid_to=day):
        raise problem("grant.ended")
    act.touch("access.grant", grant_id, valid_to=str(day))


@action("area.load", counted=True)
def load_areas(act: Act, rows: Iterable[tuple[str, str]]) -> areas.Loaded:
    loaded = areas.load(rows, act.today, act.at)
    act.detail = {"created": loaded.created, "updated": loaded.updated}
    return loaded


@action("area.rename")
def rename_area(
    act: Act, key: str, name: str, day: date, *, document: str = "", code: str = ""
) -> None:
    """A new official name, and a new code if there is one, from `day`."""
    area = selectors.get(key)
    areas.rename(area, name, code or area.code, day, document)
    act.touch("areas.area", area.key, area.key, name=[area.name, name], code=code or area.code)


@action("area.reparent", counted=True)
def reparent_area(
    act: Act, key: str, parent_key: str, day: date, *, document: str = "", code: str = ""
) -> Area:
    """A unit gets another parent from `day`: living records move along, events stay."""
    area, parent = selectors.get(key), selectors.get(parent_key)
    act.within(area.key)
    act.within(parent.key)
    moved = areas.reparent(areas.Move(area, parent, day, act.stamp, document, code))
    act.touch("areas.area", area.key, parent.key, moved_to=moved.key)
    for grant in Grant.objects.overlapping(day, None):
        _follow(act, grant, area.key, moved.key, day)
    return moved


def _follow(act: Act, grant: Grant, old: str, new: str, day: date) -> None:
    """Who works in the unit keeps working there: the grant ends and goes on under the new key."""
    renamed = [new + key[len(old) :] if key.startswith(old) else key for key in grant.areas]
    if renamed == grant.areas:
        return
    begins = max(day, grant.valid_from)
    Grant.objects.filter(pk=grant.pk).update(valid_to=begins)
    by = {"given_by": act.actor.user_id, "given_by_name": act.actor.name}
    going_on = Grant.objects.create(
        user=grant.user,
        role=grant.role,
        areas=renamed,
        valid_from=begins,
        valid_to=grant.valid_to,
        **by,
    )
    act.touch("access.grant", going_on.pk, areas=renamed, follows=str(grant.pk))


def set_clock(to: datetime | None) -> None:
    """Shift the clock of a demo or test database so that it is `to` now; None sets it right."""
    installation = Installation.objects.select_for_update().get(only=1)
    if installation.purpose == Installation.Purpose.LIVE:
        raise problem("clock.live")
    Installation.objects.filter(only=1).update(clock_shift=_shift(to))
    clock.forget()


def set_own_clock(to: datetime | None) -> None:
    """The same for this process alone: others keep theirs, and nothing is written. None gives it
    the clock of the database again."""
    if to is not None and Installation.objects.filter(purpose=Installation.Purpose.LIVE).exists():
        raise problem("clock.live")
    clock.here(_shift(to))


def _shift(to: datetime | None) -> timedelta | None:
    return None if to is None else to - (clock.now() - clock.shift())
