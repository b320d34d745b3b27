"""Who belongs together: a household splits, somebody comes, two become one.

A household is of one town. A split or a leaving neither drops nor invents an entitlement: what
was held through the old household is decided by whoever does it (`household_rules.entitlements`).
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.household_commands import Headed, Join, Merger, Split
from shuangbai.clients.actions.household_ground import (
    Kind,
    by_hand,
    checked,
    head_told,
    locked,
    members,
    note,
    opened,
    relations_told,
    same_town,
    stays_of,
    tell,
    town_of,
    unseen,
)
from shuangbai.clients.actions.household_writing import Rehousing, Where, rehouse
from shuangbai.clients.actions.store import home_area
from shuangbai.clients.household_rules import relations as kin
from shuangbai.clients.household_rules import stays
from shuangbai.clients.models import Household, Membership, Person
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "household.nobody": ("没有选谁分出去。", "请勾上从这一户分出去的人。"),
        "household.everybody": (
            "全户的人都选上了，这不是分户。",
            "全户搬家的，请改住址；人都并到别户的，请用并户。",
        ),
        "household.new_head": ("没有从分出去的人里选户主。", "请选一个分出去的人作新户的户主。"),
        "household.same": ("选的就是这一户自己。", "请选另一户。"),
        "household.empty": ("这一户现在没有人。", "请选一户现在有人的。"),
        "household.already_in": ("{name}已经是这一户的人。", "不用再加。"),
        "household.dead": ("{name}已经登记去世。", "登记错了的，请先在档案里撤回。"),
        "household.roofless": ("{name}现在不属于任何一户。", "请告诉系统管理员。"),
    }
)


@action("household.edit", counted=True)
def split(act: Act, wanted: Split) -> Household:
    """The new household; sent twice, the one that is there."""
    [home], already = opened(act, wanted.told.id, wanted.household_id)
    if already is not None:
        return gate.find(Household, act.actor, already.other)
    checked(act, wanted.told.day, wanted.told.reason)
    unseen(act, wanted.told.seen, [home])
    there = members(home)
    _check_split(there, wanted)
    names = _names(home, there)
    area = home_area(wanted.area).key if wanted.area else home.area
    same_town(home, area, f"{home.head_name}一户")
    made = Household.objects.create(
        area=area,
        head_name=names[wanted.new.person] if wanted.new.person else "",
        number=wanted.number.strip(),
        address=wanted.address.strip(),
    )
    act.touch("clients.household", made.pk, area, created=True)
    words = relations_told(wanted.new, dict.fromkeys(wanted.people, ""))
    goes = {pk: Where(made, words.get(pk, ""), there[pk].apart) for pk in wanted.people}
    rest = _rest(act, home, there, wanted.people, wanted.rest)
    rehouse(act, Rehousing(home, wanted.told.day, goes, rest, wanted.fates))
    people = {pk: names[pk] for pk in wanted.people}
    note(act, home, Kind.SPLIT, wanted.told.day, id=wanted.told.id, other=made.pk, people=people)
    return made


@action("household.edit", counted=True)
def join(act: Act, wanted: Join) -> Household:
    """The household; who is there already is a Problem."""
    [home], already = opened(act, wanted.told.id, wanted.household_id)
    if already is not None:
        return home
    checked(act, wanted.told.day, wanted.told.reason)
    [person] = gate.find_many(Person, act.actor, [wanted.person_id])
    same_town(home, person.area, person.name)
    if person.died_on is not None:
        raise problem("household.dead", name=person.name)
    left = _household_of(home, person)
    if left.pk == home.pk:
        raise problem("household.already_in", name=person.name)
    unseen(act, wanted.told.seen, [home, left])
    relation = wanted.relation.strip()
    where = Where(home, "" if relation == kin.HEAD else relation, wanted.apart.strip())
    rest = _rest(act, left, members(left), [person.pk], wanted.rest)
    rehouse(act, Rehousing(home, wanted.told.day, {person.pk: where}, rest, wanted.fates))
    about = {"id": wanted.told.id, "other": home.pk, "people": {person.pk: person.name}}
    note(act, left, Kind.JOIN, wanted.told.day, **about)
    return home


@action("household.edit", counted=True)
def merge(act: Act, wanted: Merger) -> Household:
    """The household that goes on; the other one has nobody from the day on, and stays."""
    if wanted.household_id == wanted.into_id:
        raise problem("household.same")
    opened_ = (wanted.told.id, wanted.household_id, wanted.into_id)
    [home, into], already = opened(act, *opened_)
    if already is not None:
        return into
    checked(act, wanted.told.day, wanted.told.reason)
    unseen(act, wanted.told.seen, [home, into])
    going, there = members(home), members(into)
    if not going or not there:
        raise problem("household.empty")
    names = _names(home, going) | _names(into, there)
    head = head_told(wanted.headed, names)
    # In another household nobody is what they were, unless it is said.
    now = dict.fromkeys(going, "") | {pk: row.relation for pk, row in there.items()}
    words = relations_told(wanted.headed, now)
    goes = {pk: Where(into, words.get(pk, ""), row.apart) for pk, row in going.items()}
    stay = {pk: words[pk] for pk in there if pk in words}
    rehouse(act, Rehousing(home, wanted.told.day, goes, stay, wanted.fates))
    if head:
        tell(act, into, {"head_name": head}, by_hand(act))
    people = {pk: names[pk] for pk in going}
    note(act, home, Kind.MERGER, wanted.told.day, id=wanted.told.id, other=into.pk, people=people)
    return into


def _names(home: Household, there: Mapping[UUID, Membership]) -> dict[UUID, str]:
    return {pk: person.name for pk, person in locked(home, there).items()}


def _check_split(there: Mapping[UUID, Membership], wanted: Split) -> None:
    if not wanted.people:
        raise problem("household.nobody", column="谁分出去")
    if any(pk not in there for pk in wanted.people):
        raise problem("household.overtaken")
    if len(wanted.people) == len(there):
        raise problem("household.everybody", column="谁分出去")
    if wanted.new.person not in wanted.people:
        raise problem("household.new_head", column="新户的户主")


def _household_of(home: Household, person: Person) -> Household:
    """Where the person belongs now."""
    now = stays.now(stays_of(home, [person.pk])[person.pk])
    if now is None:
        raise problem("household.roofless", name=person.name)
    found: Household = Household.objects.under(town_of(home)).get(pk=now.household, pref=home.pref)
    return found


def _rest(
    act: Act,
    home: Household,
    there: Mapping[UUID, Membership],
    going: Collection[UUID],
    rest: Headed,
) -> dict[UUID, str]:
    """Relations of those who stay. When their head goes, another one has to be named."""
    names = _names(home, there)
    staying = {pk: name for pk, name in names.items() if pk not in going}
    if not staying:
        return {}
    head = head_told(rest, staying)
    relations = {pk: row.relation for pk, row in there.items()}
    if kin.head_of(names, relations, home.head_name) in going and not head:
        raise problem("household.rest_head", column="留下的人谁作户主")
    if head:
        tell(act, home, {"head_name": head}, by_hand(act))
    return relations_told(rest, {pk: there[pk].relation for pk in staying})
