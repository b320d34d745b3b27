"""Loads a demonstration once, through the same actions that people use, day by day.

At the end it is an afternoon of April 2023, and time goes on from there. All or nothing: the
small one is one transaction. The city is written by two processes in many; a database in which it
is not finished is marked as such, and the next command begins with an empty one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from shuangbai.access import actions as access
from shuangbai.access import scope
from shuangbai.access.models import Installation, User
from shuangbai.access.selectors import installation
from shuangbai.clients.actions.store import NewPerson
from shuangbai.demo import samples, tiny, yunfu
from shuangbai.demo.accounts import Accounts
from shuangbai.demo.story import Story, end
from shuangbai.kernel.problems import catalogue, problem

type Load = Callable[[Story, str], Sequence[NewPerson]]

USUAL = "tiny"
LOADING = 4453_2021
"""Advisory lock of a process that loads, as long as its connection is open."""

catalogue(
    {
        "demo.live": (
            "这个库里已经有正式的账号，不能放演示数据。",
            "换一个数据文件夹（SHUANGBAI_DATA）再试。",
        ),
        "demo.other": (
            "这里已经放好了“{loaded}”这一套演示数据，不能再放“{size}”。",
            "要看“{size}”，请另用一个数据文件夹：SHUANGBAI_DATA=var/{size} bin/demo --size {size}；"
            "不要“{loaded}”了，就先停下演示，删掉数据文件夹 {data}，再试。",
        ),
        "demo.loading": (
            "另一个命令正在放演示数据，还没有放完。",
            "请等它放完，再运行一次。",
        ),
    }
)


def load(
    accounts: Accounts,
    folder: Path,
    say: Callable[[str], None],
    size: str = "",
    part: float = 1.0,
) -> str:
    """Load once; a database that already holds the demo is left as it is. `size`: one of SIZES,
    or '' for whichever is there, else the usual one. Returns which it is."""
    with _alone():
        here = installation()
        if here.purpose == Installation.Purpose.DEMO:
            if size not in ("", here.demo_size):
                where = settings.DATA
                raise problem("demo.other", loaded=here.demo_size, size=size, data=where)
            return here.demo_size
        if User.objects.exists():
            raise problem("demo.live")
        size = size or USUAL
        try:
            known = SIZES[size](Story.of(accounts, say, part), size)
        finally:
            access.set_own_clock(None)
    samples.write(folder, known)
    return size


def unfinished() -> bool:
    """Whether a load was begun here and never finished. Problem when it goes on just now."""
    here = installation()
    if here.purpose != Installation.Purpose.DEMO or here.demo_size:
        return False
    with _alone():
        return True


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOADING])
        if not cursor.fetchone()[0]:
            raise problem("demo.loading")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOADING])


def _at_once(story: Story, size: str) -> Sequence[NewPerson]:
    with scope.acting(story.actor):
        _mark(size)
        known = tiny.tell(story)
        end(tiny.TODAY)
    return known


def _in_two(story: Story, size: str) -> Sequence[NewPerson]:
    _mark("")
    known = yunfu.tell(story)
    with transaction.atomic():
        end(yunfu.TODAY)
        _mark(size)
    return known


def _mark(size: str) -> None:
    demo = {"purpose": Installation.Purpose.DEMO, "demo_size": size}
    Installation.objects.filter(only=1).update(**demo)


SIZES: Mapping[str, Load] = {"tiny": _at_once, "yunfu": _in_two}
