"""What must hold before a single row is trusted to the database."""

from dataclasses import dataclass

import psycopg

from shuangbai.config.engine.address import Addresses
from shuangbai.config.engine.binaries import NEWEST, OLDEST
from shuangbai.config.engine.errors import EngineError
from shuangbai.config.engine.provision import EXTENSIONS

_RUNBOOK = "请数据库管理员按 docs/runbooks/database.md 处理，再重新启动。"
_FACTS = """
SELECT current_setting('server_version_num')::int / 10000 AS major,
       current_setting('server_version') AS version,
       current_setting('server_encoding') AS encoding,
       current_user AS role,
       r.rolsuper, r.rolbypassrls,
       has_schema_privilege('public', 'CREATE') AS may_create,
       (SELECT array_agg(extname::text) FROM pg_extension) AS extensions,
       pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'MEMBER')
           AS owns_database,
       (SELECT count(*) FROM pg_namespace n WHERE pg_has_role(n.nspowner, 'MEMBER')
           AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AS owns_schemas,
       (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND pg_has_role(c.relowner, 'MEMBER')
           AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AS owns_tables,
       EXISTS (SELECT FROM pg_roles o WHERE (o.rolsuper OR o.rolbypassrls)
           AND o.rolname <> current_user AND pg_has_role(o.oid, 'MEMBER')) AS can_become_more
FROM pg_roles r WHERE r.rolname = current_user
"""


@dataclass(frozen=True)
class Finding:
    """Something that makes the database unfit: a stable code, what is wrong, what to do."""

    code: str
    message: str
    fix: str


def check(found: Addresses) -> list[Finding]:
    """Everything that is wrong, asked as the application; empty when all is well.

    Raises EngineError when the server does not answer.
    """
    try:
        with psycopg.connect(found.app, connect_timeout=10, autocommit=True) as connection:
            return examine(connection)
    except psycopg.OperationalError as error:
        raise EngineError(
            f"连不上数据库：{str(error).strip()}。",
            "请检查数据库服务器是否正常，地址、用户和密码是否正确，再重新启动。",
        ) from error


def examine(connection: psycopg.Connection) -> list[Finding]:
    """The findings for an open connection of the application's role."""
    cursor = connection.execute(_FACTS)
    assert cursor.description is not None
    row = cursor.fetchone()
    assert row is not None
    facts = dict(zip((column.name for column in cursor.description), row, strict=True))
    return [*_server(connection, facts), *_role(facts)]


def _server(connection: psycopg.Connection, facts: dict[str, object]) -> list[Finding]:
    findings = []
    major = facts["major"]
    if not isinstance(major, int) or not OLDEST <= major <= NEWEST:
        findings.append(
            Finding(
                "version",
                f"数据库是 PostgreSQL {facts['version']}，只支持 {OLDEST} 至 {NEWEST}。",
                f"请换用 PostgreSQL {OLDEST} 至 {NEWEST}。",
            )
        )
    if facts["encoding"] != "UTF8":
        findings.append(
            Finding("encoding", f"数据库的文字编码是 {facts['encoding']}，不是 UTF8。", _RUNBOOK)
        )
    extensions = facts["extensions"]
    present = extensions if isinstance(extensions, list) else []
    missing = [name for name in EXTENSIONS if name not in present]
    if missing:
        names = "、".join(missing)
        findings.append(Finding("extension", f"数据库缺少扩展：{names}。", _RUNBOOK))
    if "pg_trgm" not in missing and not _sees_chinese(connection):
        findings.append(
            Finding(
                "locale",
                "数据库的语言环境使检索看不到汉字（数据库建立时用了 C 而不是 C.UTF-8）。",
                _RUNBOOK,
            )
        )
    return findings


def _sees_chinese(connection: psycopg.Connection) -> bool:
    schema = connection.execute(
        "SELECT quote_ident(n.nspname) FROM pg_extension e"
        " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'"
    ).fetchone()
    assert schema is not None
    query = f"SELECT cardinality({schema[0]}.show_trgm('昆明市')) > 0"
    row = connection.execute(query.encode()).fetchone()
    return row is not None and row[0] is True


def _role(facts: dict[str, object]) -> list[Finding]:
    role = facts["role"]
    wrong = (
        ("superuser", "rolsuper", "是数据库的超级用户"),
        ("bypassrls", "rolbypassrls", "可以绕过按地区的隔离"),
        ("member", "can_become_more", "可以变成超级用户或绕过隔离的用户"),
        ("database-owner", "owns_database", "是数据库的所有者"),
        ("schema-owner", "owns_schemas", "是表所在模式的所有者"),
        ("table-owner", "owns_tables", "是数据表的所有者"),
        ("create", "may_create", "可以自己建表"),
    )
    return [
        Finding(code, f"应用的数据库用户 {role} {words}，按地区隔开数据的保护会失效。", _RUNBOOK)
        for code, fact, words in wrong
        if facts[fact] and (fact == "rolsuper" or not facts["rolsuper"])
    ]
