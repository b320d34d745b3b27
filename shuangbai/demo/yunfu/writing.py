"""The planned city becomes records: all of it, or half of its towns."""

import gc
from datetime import date
from random import Random

from django.db import connection, connections

from shuangbai.clients.models import (
    CategorySpell,
    ChargeSpell,
    FileSpell,
    GradeSpell,
    Household,
    Membership,
    Person,
    Profile,
)
from shuangbai.demo.story import Story, at
from shuangbai.demo.yunfu import city, lists, planning, staffing
from shuangbai.demo.yunfu.city import City
from shuangbai.demo.yunfu.days import BEGUN, WAVES
from shuangbai.demo.yunfu.diary import Diary
from shuangbai.demo.yunfu.records import Records
from shuangbai.visits.models import Served, Visit

GROWING = (
    *(CategorySpell, ChargeSpell, FileSpell, GradeSpell, Household, Membership, Person, Profile),
    *(Served, Visit),
)
LOOKED_AT = (WAVES[0][0], date(2021, 12, 17), date(2022, 2, 18), date(2022, 7, 15))
LATE = 23


def begin(story: Story) -> City:
    """The plan, and accounts, whose passwords are hashed meanwhile."""
    at(BEGUN, hour=8)
    story.say("正在建立账号，编排一年半的走访…")
    hashed = story.accounts.hash_ahead()
    made = city.plan(story.accounts.colleagues(), story.part)
    story.accounts.create(story.actor, BEGUN, hashed)
    return made


def diary(story: Story, made: City, *, watch: bool = False) -> Diary:
    """What is to be done for these towns. `watch`: and for the database."""
    with connection.cursor() as cursor:
        # A commit does not wait for the disk: what a power cut takes away is begun anew anyway.
        cursor.execute("SET synchronous_commit = off")
    # What is planned and written is no garbage, and there is so much that to look for some costs
    # a tenth of the time.
    gc.disable()
    found = Diary(at)
    staffing.write(found, story.actor, made)
    planning.write(found, story.actor, made)
    Records(story.actor, made, Random(city.SEED)).write(found)
    lists.write(found, story.actor, made)
    for day in LOOKED_AT if watch else ():
        found.add(day, _look_at_tables, hour=LATE)
    return found


def _look_at_tables() -> None:
    """The database does it by itself, but minutes later than these tables grow; until then it takes
    them for small and reads them whole."""
    if "owner" in connections:
        names = ", ".join(model._meta.db_table for model in GROWING)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")
