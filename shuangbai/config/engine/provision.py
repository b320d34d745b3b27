"""Roles, database, extensions and rights: what must stand before the first migration.

The application's role never owns anything: row-level security does not bind owners. Rights on
tables come from default privileges only, never from a later GRANT ON ALL TABLES, which would
give back what a migration has taken away (for instance changing the audit).
"""

import hashlib

import psycopg
from psycopg import sql

from shuangbai.config.engine.address import Addresses
from shuangbai.config.engine.errors import EngineError

EXTENSIONS = ("pg_trgm", "btree_gist")

# {owner}, {app}, {db} are identifiers. Each statement may run any number of times.
_DATABASE = (
    "REVOKE ALL ON DATABASE {db} FROM PUBLIC",
    "GRANT CONNECT, TEMPORARY ON DATABASE {db} TO {owner}, {app}",
)
_EXTENSIONS = tuple(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS)
_SCHEMA = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
)
_FUTURE = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    # without IN SCHEMA: a rule of one schema can add to the built-in EXECUTE of PUBLIC, not end it
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
)
_OWN = (*_DATABASE, *_EXTENSIONS, *_SCHEMA, "GRANT CREATE ON SCHEMA public TO {owner}", *_FUTURE)
_ROLE = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION LOGIN"


def stamp(database: str, words: dict[str, str]) -> str:
    """What a database is marked with when it was provisioned by exactly these statements."""
    text = "\n".join((*_OWN, _ROLE, database, *(f"{k}={v}" for k, v in sorted(words.items()))))
    return "shuangbai " + hashlib.sha256(text.encode()).hexdigest()[:24]


def roles(admin: psycopg.Connection, words: dict[str, str]) -> None:
    """Make or mend the login roles; `words` holds the password of each. Autocommit connection."""
    for role, word in words.items():
        known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        # hashed here, so that no password can reach the server's log
        hashed = admin.pgconn.encrypt_password(word.encode(), role.encode(), b"scram-sha-256")
        admin.execute(
            sql.SQL("{verb} ROLE {role} {flags} PASSWORD {word}").format(
                verb=sql.SQL("ALTER" if known else "CREATE"),
                role=sql.Identifier(role),
                flags=sql.SQL(_ROLE),
                word=sql.Literal(hashed.decode()),
            )
        )


def database(admin: psycopg.Connection, name: str, owner: str) -> None:
    """Make the database when it is missing. Autocommit connection to another database."""
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )


def rights(admin: psycopg.Connection, owner: str, app: str, mark: str) -> None:
    """Extensions and rights inside the own server's database, in one transaction."""
    with admin.transaction():
        _all(admin, _OWN, owner, app)
        admin.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(admin.info.dbname), sql.Literal(mark)
            )
        )


def prepare(found: Addresses) -> None:
    """Extensions and rights on a configured server, as far as the owner of the tables can.

    Raises EngineError when the owner cannot; the runbook has the statements for an administrator.
    """
    try:
        with psycopg.connect(found.owner, connect_timeout=10) as connection:
            _prepare(connection, found.owner_role, found.app_role)
    except psycopg.OperationalError as error:
        raise EngineError(
            f"以数据表所有者的身份连不上数据库：{str(error).strip()}。",
            "请检查环境变量 SHUANGBAI_OWNER_DATABASE_URL 和数据库服务器是否正常。",
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise EngineError(
            f"数据表所有者的权限不够：{str(error).strip()}。",
            "请数据库管理员执行 docs/runbooks/database.md 里“现成的服务器”一节的语句，再重新启动。",
        ) from error


def _prepare(owner: psycopg.Connection, owner_role: str, app_role: str) -> None:
    known = {row[0] for row in owner.execute("SELECT extname FROM pg_extension")}
    # asked first: CREATE … IF NOT EXISTS wants the right to create even when nothing is missing
    pairs = zip(EXTENSIONS, _EXTENSIONS, strict=True)
    missing = [line for name, line in pairs if name not in known]
    _all(owner, (*missing, *_FUTURE), owner_role, app_role)
    rules = owner.execute(
        "SELECT pg_has_role(d.datdba, 'MEMBER'), pg_has_role(n.nspowner, 'MEMBER')"
        " FROM pg_database d, pg_namespace n"
        " WHERE d.datname = current_database() AND n.nspname = 'public'"
    ).fetchone()
    if rules is not None and rules[0]:
        _all(owner, _DATABASE, owner_role, app_role)
    if rules is not None and rules[1]:
        _all(owner, _SCHEMA, owner_role, app_role)


def _all(connection: psycopg.Connection, lines: tuple[str, ...], owner: str, app: str) -> None:
    names = {
        "owner": sql.Identifier(owner),
        "app": sql.Identifier(app),
        "db": sql.Identifier(connection.info.dbname),
    }
    for line in lines:
        connection.execute(sql.SQL(line).format(**names))
