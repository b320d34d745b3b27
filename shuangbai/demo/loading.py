"""Loads a demonstration once, through the same actions that people use, day by day.

At the end it is the afternoon of 18 April 2023, and time goes on from there.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from shuangbai.access import scope
from shuangbai.access.actor import operator
from shuangbai.access.models import Installation, User
from shuangbai.access.selectors import installation
from shuangbai.demo import samples, tiny, yunfu
from shuangbai.demo.accounts import Accounts
from shuangbai.demo.story import AFTERNOON, TODAY, Story, Teller, at
from shuangbai.kernel import clock
from shuangbai.kernel.problems import catalogue, problem

SIZES: Mapping[str, Teller] = {"tiny": tiny.tell, "yunfu": yunfu.tell}
USUAL = "tiny"

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
    }
)


def load(accounts: Accounts, folder: Path, say: Callable[[str], None], size: str = "") -> str:
    """Load once; a database that already holds the demo is left as it is. `size`: one of SIZES,
    or '' for whichever is there, else the usual one. Returns which it is."""
    here = installation()
    if here.purpose == Installation.Purpose.DEMO and here.demo_size:
        if size not in ("", here.demo_size):
            where = settings.DATA
            raise problem("demo.other", loaded=here.demo_size, size=size, data=where)
        return here.demo_size
    if User.objects.exists():
        raise problem("demo.live")
    size = size or USUAL
    story = Story(operator("演示数据", "4453"), accounts, say)
    try:
        # All or nothing: an interrupted load leaves an empty database that can be loaded again.
        with scope.acting(story.actor):
            demo = {"purpose": Installation.Purpose.DEMO, "demo_size": size}
            Installation.objects.filter(only=1).update(**demo)
            known = SIZES[size](story)
            at(TODAY, hour=AFTERNOON)
    except BaseException:
        clock.forget()
        raise
    samples.write(folder, known)
    return size
