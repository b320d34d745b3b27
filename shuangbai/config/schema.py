"""Bringing a database up: tables, areas, keys. Safe to run at every start."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from shuangbai.access import actions, scope
from shuangbai.access.actor import operator
from shuangbai.access.models import Installation
from shuangbai.areas import actions as areas
from shuangbai.areas.models import Area
from shuangbai.config import engine
from shuangbai.demo import loading
from shuangbai.kernel.crypto import current_ring
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "schema.newer": (
            "这个数据库是由更新的版本建立的，当前程序不认识：{names}。",
            "请换用新版本的程序；数据没有被改动。",
        ),
        "schema.no_owner": (
            "数据库的表需要更新，但没有给出所有者的连接地址。",
            "请设置 SHUANGBAI_OWNER_DATABASE_URL，再运行一次。",
        ),
        "schema.half": (
            "上次的演示数据没有放完，这个库不能用。",
            "请换一个空的数据库，再运行一次。",
        ),
        "schema.other_keys": (
            "加密钥匙和这个数据库不配套。",
            "请把原来的 keys.json 放回数据文件夹；换了钥匙，已存的身份证号码就打不开了。",
        ),
    }
)


PREPARING = 4453_2022
"""Advisory lock: one process at a time prepares, the others wait and find it done."""


def prepare(say: Callable[[str], None]) -> None:
    """Migrate as the owner, load the shipped areas once, and check that the keys belong here."""
    if _half_loaded():
        _begin_anew(say)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            _prepare(say)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def _half_loaded() -> bool:
    """Whether a demonstration was begun here that a power cut or a person stopped."""
    there = Installation._meta.db_table in connections["default"].introspection.table_names()
    return there and loading.unfinished()


def _begin_anew(say: Callable[[str], None]) -> None:
    """Half a demonstration is none: the database is made anew."""
    if not engine.addresses().embedded:
        raise problem("schema.half")
    say("上次的演示数据没有放完，正在清空…")
    name = str(connections["default"].settings_dict["NAME"])
    for connection in connections.all():
        connection.close()
    engine.drop(name)
    engine.ensure(say)


def _prepare(say: Callable[[str], None]) -> None:
    _migrate(say)
    with transaction.atomic():
        installation, _ = Installation.objects.get_or_create(only=1)
        fingerprint = current_ring().fingerprint
        if installation.key_fingerprint not in ("", fingerprint):
            raise problem("schema.other_keys")
        Installation.objects.filter(only=1).update(key_fingerprint=fingerprint)
    if not Area.objects.exists():
        say("正在载入广东的区划（28745 个单位）…")
        actor = operator("安装", "44")
        with scope.acting(actor):
            actions.load_areas(actor, areas.shipped())


def _migrate(say: Callable[[str], None]) -> None:
    executor = MigrationExecutor(connections["default"])
    known = set(executor.loader.disk_migrations)
    ours = {label for label, _ in known}
    strange = [
        f"{label}.{name}"
        for label, name in executor.loader.applied_migrations
        if label in ours and (label, name) not in known
    ]
    if strange:
        raise problem("schema.newer", names="、".join(sorted(strange)))
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if "owner" not in connections:
        raise problem("schema.no_owner")
    say("正在建立数据表…")
    call_command("migrate", database="owner", verbosity=0, interactive=False)
