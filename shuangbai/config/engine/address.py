"""Under which address the application and the owner of the tables reach the database."""

import os
from dataclasses import dataclass
from urllib.parse import quote

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from shuangbai.config.engine.errors import EngineError
from shuangbai.config.engine.places import APP, OWNER, database_name, passwords, places

APP_URL, OWNER_URL = "SHUANGBAI_DATABASE_URL", "SHUANGBAI_OWNER_DATABASE_URL"


@dataclass(frozen=True)
class Addresses:
    """libpq URLs or conninfo. `app` is for serving, `owner` for migrations only.

    A serving process on a configured server need not know the owner's address; asking for it
    then raises EngineError.
    """

    app: str
    owner_or_none: str | None
    embedded: bool

    @property
    def owner(self) -> str:
        """Address of the role that owns the tables."""
        if self.owner_or_none is None:
            raise EngineError(
                "这一步要以数据表所有者的身份连接数据库，但没有给出它的地址。",
                f"请把环境变量 {OWNER_URL} 设为所有者的连接地址，再重新运行。",
            )
        return self.owner_or_none

    @property
    def app_role(self) -> str:
        """Name of the application's role, for GRANT."""
        return _part(self.app, "user", APP_URL)

    @property
    def owner_role(self) -> str:
        """Name of the owner's role."""
        return _part(self.owner, "user", OWNER_URL)


def addresses(database: str | None = None) -> Addresses:
    """The configured addresses, or those of the own server (which need not run yet).

    `database` replaces the name in the own server; a configured address is taken as it is.
    """
    configured = os.environ.get(APP_URL)
    if configured:
        found = Addresses(configured, os.environ.get(OWNER_URL) or None, embedded=False)
        user = found.app_role  # asked in any case: it also finds an address that cannot be read
        if found.owner_or_none is not None and user == found.owner_role:
            raise EngineError(
                f"{APP_URL} 和 {OWNER_URL} 用了同一个数据库用户，按地区隔开数据的保护会失效。",
                "请按 docs/runbooks/database.md 建立两个不同的用户。",
            )
        return found
    name = database or database_name()
    return Addresses(own_address(APP, name), own_address(OWNER, name), embedded=True)


def own_address(role: str, database: str) -> str:
    """Address of one role in the own server."""
    where = places()
    word = quote(passwords(where)[role], safe="")
    host = quote(str(where.socket_dir), safe="")
    return f"postgresql://{role}:{word}@/{quote(database, safe='')}?host={host}"


def _part(address: str, key: str, variable: str) -> str:
    try:
        value = conninfo_to_dict(address).get(key)
    except ProgrammingError as error:
        raise EngineError(
            f"环境变量 {variable} 里的数据库地址写得不对。",
            "写法是 postgresql://用户:密码@主机:端口/数据库。",
        ) from error
    if not value:
        raise EngineError(
            f"环境变量 {variable} 里没有写明数据库用户。",
            "写法是 postgresql://用户:密码@主机:端口/数据库。",
        )
    return str(value)
