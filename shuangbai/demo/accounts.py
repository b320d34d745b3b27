"""The demo's accounts: passwords are made for each installation and kept beside its data."""

import json
import os
import secrets
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from shuangbai.access import actions
from shuangbai.access.actor import Actor
from shuangbai.access.policy import STATION, Role
from shuangbai.kernel import ids

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Holder:
    username: str
    name: str
    role: Role
    areas: tuple[str, ...]
    where: str


HOLDERS = (
    Holder("shi", "梁市办", Role.CITY, ("4453",), "云浮市"),
    Holder("xian", "陈区办", Role.COUNTY, ("445302",), "云城区"),
    Holder("dudao", "李督导", Role.SUPERVISOR, ("445302", "445303"), "云城区、云安区"),
    Holder("zhanzhang", "黄站长", Role.HEAD, ("445302103",), "思劳镇"),
    Holder("shegong", "周社工", Role.WORKER, ("445302103",), "思劳镇"),
    Holder("linzhan", "何社工", Role.WORKER, ("445302102",), "腰古镇"),
    Holder("yanshou", "赵验收", Role.INSPECTOR, ("445321", "445322"), "新兴县、郁南县"),
    Holder("xitong", "系统管理员", Role.SYSTEM_ADMIN, (), "不带地区"),
    Holder("anquan", "安全管理员", Role.SECURITY_ADMIN, (), "不带地区"),
    Holder("shenji", "审计管理员", Role.AUDIT_ADMIN, (), "不带地区"),
)


@dataclass(frozen=True)
class Colleague:
    """Somebody with an account who works at a station."""

    name: str
    user_id: UUID


def _known() -> dict[str, UUID]:
    return {one.username: ids.uuid7() for one in HOLDERS}


@dataclass(frozen=True)
class Accounts:
    password: str
    known: dict[str, UUID] = field(default_factory=_known)
    """Username → id."""

    @classmethod
    def at(cls, folder: Path) -> "Accounts":
        """The password kept in `folder`, made at the first call."""
        file = folder / "demo-password.json"
        if file.exists():
            return cls(json.loads(file.read_text(encoding="utf-8"))["password"])
        made = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump({"password": made}, out)
        return cls(made)

    def colleagues(self) -> dict[str, list[Colleague]]:
        """Those who work at a station, by its town."""
        found: dict[str, list[Colleague]] = {}
        for one in HOLDERS:
            if one.role in STATION:
                who = Colleague(one.name, self.known[one.username])
                found.setdefault(one.areas[0], []).append(who)
        return found

    def hash_ahead(self) -> Future[str]:
        """A password takes a second to hash, which other work need not wait for. All ten have the
        same one, so one hash serves."""
        pool = ThreadPoolExecutor(1)
        found = pool.submit(make_password, self.password)
        pool.shutdown(wait=False)
        return found

    def create(self, actor: Actor, day: date, hashed: Future[str]) -> None:
        """`hashed`: what `hash_ahead` began."""
        news = [
            actions.NewUser(
                *(one.username, one.name, self.password),
                hashed=hashed.result(),
                id=self.known[one.username],
            )
            for one in HOLDERS
        ]
        users = actions.add_users(actor, news)
        for one, user in zip(HOLDERS, users, strict=True):
            actions.give_grant(actor, actions.NewGrant(user.pk, one.role, one.areas, day))

    def as_dict(self) -> dict[str, Any]:
        accounts = [
            {"username": one.username, "role": one.role.label, "areas": list(one.areas)}
            for one in HOLDERS
        ]
        return {"password": self.password, "accounts": accounts}

    def table(self) -> str:
        lines = [f"  {one.username:<11}{one.role.label}（{one.where}）" for one in HOLDERS]
        return "\n".join(["演示账号：", *lines, f"密码都是：{self.password}"])
