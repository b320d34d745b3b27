"""What a roster would change: compared with what is on file, nothing done.

A blank cell says nothing: what is on file stays. A row alone never takes a person out of a
household, and no list undoes what the station itself told of a household on the list's day or
later. Those who leave the list are only people of this list, this area, and not newer than it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from shuangbai.clients import masks
from shuangbai.clients.household_rules.relations import kin
from shuangbai.clients.roster_rules.comparing import NO_NEWS, NOTHING_KNOWN, News, changes, news
from shuangbai.clients.roster_rules.families import Family
from shuangbai.clients.roster_rules.homes import Home, homes
from shuangbai.clients.roster_rules.lines import Line
from shuangbai.clients.roster_rules.onfile import Ground, Holder, OnFile
from shuangbai.clients.roster_rules.villages import Places
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.rules import Plan, Planned, change
from shuangbai.rosters.rules.plans import CREATE, REFUSE, UNCHANGED, UPDATE

TOWN = 9

catalogue(
    {
        "roster.elsewhere": (
            "这个号码已在别的站建了档，请走转接",
            "合并这份名册时会替您发出转接请求，结果在“转接”里看",
        ),
        "roster.confirmed": (
            "以前是走访发现登记的，这份名册上也有",
            "合并后按名册管，以后的名册上没有就会退出",
        ),
        "roster.through_household": (
            "以前是随户的，这份名册上也有",
            "合并后按名册管，以后的名册上没有就会退出",
        ),
        "roster.kept_home": (
            "本站 {day} 办过这一户的变动，名册比那时旧，同住的人、户主和户编号都没有改",
            "核对一下；确实按名册的，合并后在这一户的页面里改",
        ),
        "roster.over_hand": (
            "本站 {day} 办过这一户的变动，这份名册更新，写的又不一样",
            "合并后按名册；名册没有改过来的，请报名册的人更正，或合并后再改回去",
        ),
        "roster.no_place": ("没有写村（居），看不出属于哪个镇（街）", "请写上村（居）"),
        "roster.nameless_twice": (
            "本站有几位同名、同一天出生、没有登记身份证号码的人，分不清是哪一位",
            "请先给他们补上号码，再交一次",
        ),
        "roster.namesake": (
            "本站有一位同名、同一天出生、没有登记身份证号码的人",
            "请核对是不是同一个人，是的话先给那一位补上号码",
        ),
    }
)


@dataclass
class PersonPlanned(Planned):
    """`area`: where the person lives by this list ('' unchanged); `home`: their household."""

    line: Line = field(kw_only=True)
    person: OnFile | None = None
    home: Home | None = None
    news: News = NO_NEWS
    moves: bool = False
    rehoused: bool = False
    retold: bool = False
    """The list says another head of their household, and what they are to that one."""

    @property
    def relation(self) -> str:
        """What the list says they are to the head that the household will have."""
        return self.line.relation if self.home is None or self.home.relations else ""


type PeoplePlan = Plan[PersonPlanned, Holder]


def plan(
    lines: list[Line],
    of_row: Mapping[int, Family],
    ground: Ground,
    places: Places,
    category: str,
) -> PeoplePlan:
    """`lines` and `of_row` as `families` gives them; `category`: its short name, for the page."""
    rows = [_begun(line, ground, places) for line in lines]
    taken = [row for row in rows if row.outcome != REFUSE]
    found = homes({row.line.row: row.person for row in taken}, of_row, ground.numbered)
    told: set[UUID] = set()
    for row in taken:
        row.home = found.of_row.get(row.line.row)
        row.news = news(row.line, row.person.known if row.person else NOTHING_KNOWN)
        if row.person is None:
            _hint_namesake(row, ground)
            continue
        _compare(row, row.person, places, category)
        _compare_home(row, row.person, told)
        row.changes += changes(row.news, row.person.known)
        if row.line.row in found.kept:
            day = found.kept[row.line.row]
            row.problems.append(problem("roster.kept_home", row.line.row, "户", day=day))
        _hint_by_hand(row, row.person)
        _hint_taken_over(row, row.person)
        row.outcome = UPDATE if row.changes else UNCHANGED
    leave, kept = _leaving(rows, ground)
    return Plan(rows, leave, kept, len(ground.holders))


def _begun(line: Line, ground: Ground, places: Places) -> PersonPlanned:
    alike = _alike(line, ground)
    person = alike[0] if len(alike) == 1 else None
    row = PersonPlanned(
        line.row,
        CREATE,
        line.village,
        subject=person.id if person else None,
        subject_area=person.area if person else "",
        problems=[*line.refused],
        line=line,
        person=person,
    )
    if line.identity in ground.elsewhere or (person and _at_other_station(line, person)):
        row.problems.append(problem("roster.elsewhere", line.row, "身份证号码"))
    if len(alike) > 1:
        row.problems.append(problem("roster.nameless_twice", line.row, "姓名"))
    if person is None and not line.village and not row.problems:
        if len(places.area.key) < TOWN:
            row.problems.append(problem("roster.no_place", line.row, "村（居）"))
        row.area = places.area.key
    if row.problems:
        row.outcome = REFUSE
    else:
        row.problems = [*line.hints]
    return row


def _alike(line: Line, ground: Ground) -> list[OnFile]:
    """Who on file here may be meant: by the number; without one by name and birth date, or the
    same list would put the same child on file every month."""
    if line.numberless and line.born:
        return ground.unnumbered.get((line.name, line.born), [])
    person = ground.people.get(line.identity or "")
    return [person] if person else []


def _at_other_station(line: Line, person: OnFile) -> bool:
    """In the list of a whole county: on file in another town than the row says."""
    return bool(line.village) and line.village[:TOWN] != person.area[:TOWN]


def _hint_namesake(row: PersonPlanned, ground: Ground) -> None:
    born = row.line.born
    if born and (row.line.name, born) in ground.unnumbered:
        row.problems.append(problem("roster.namesake", row.line.row, "姓名"))


def _compare(row: PersonPlanned, person: OnFile, places: Places, category: str) -> None:
    line = row.line
    if line.name != person.name:
        row.changes.append(change("姓名", person.name, line.name))
    if line.phone and line.phone != person.phone:
        row.changes.append(change("联系电话", _masked(person.phone), _masked(line.phone)))
    # The town alone says less than a village that is known.
    if line.village and not person.area.startswith(line.village):
        old = places.name(person.area)
        row.changes.append(change("村（居）", old, places.name(line.village)))
        row.moves = True
    if not person.holds:
        row.changes.append(change("类别", "", category))


def _hint_by_hand(row: PersonPlanned, person: OnFile) -> None:
    """Where a newer list differs from the station's own word about a household, it is said."""
    told = [house for house in (person.house, row.home and row.home.house) if house]
    days = [house.by_hand for house in told if house.by_hand]
    if row.rehoused and days:
        row.problems.append(problem("roster.over_hand", row.line.row, "户", day=max(days)))


def _hint_taken_over(row: PersonPlanned, person: OnFile) -> None:
    """From now on the list says when they leave it."""
    if person.found_in_field:
        row.problems.append(problem("roster.confirmed", row.line.row, "类别"))
    elif person.through_household:
        row.problems.append(problem("roster.through_household", row.line.row, "类别"))


def _compare_home(row: PersonPlanned, person: OnFile, told: set[UUID]) -> None:
    home = row.home
    if home is None:
        return
    if home.house is None or person.house is None or home.house.id != person.house.id:
        old = f"{person.house.head_name}户" if person.house else ""
        row.changes.append(change("同住", old, f"{home.head_name}户"))
        row.rehoused = True
    else:
        _compare_head(row, person, home)
    if home.house is None or home.house.id in told:
        return
    # Said once for the whole household, at its first row.
    told.add(home.house.id)
    names = {"head_name": "户主", "number": "户编号", "address": "住址"}
    row.changes += [
        change(names[name], getattr(home.house, name), new)
        for name, new in home.edits.items()
        # Another name of the head was said already.
        if (name, new, home.house.head_name) != ("head_name", row.line.name, person.name)
    ]


def _compare_head(row: PersonPlanned, person: OnFile, home: Home) -> None:
    """Another head makes the old relations wrong; a head with another name is the same head."""
    house = person.house
    if house is None or house.settled:
        return
    if row.line.name != person.name and house.head_name == person.name:
        home.edits["head_name"], home.relations = row.line.name, True
    elif "head_name" in home.edits and _other_relation(person.relation, row.line.relation):
        row.changes.append(change("与户主关系", person.relation, row.line.relation))
        row.retold = True


def _other_relation(known: str, said: str) -> bool:
    """Lists say the same in many words."""
    return said not in ("", known) and (kin(said) is None or kin(said) != kin(known))


def _leaving(rows: list[PersonPlanned], ground: Ground) -> tuple[list[Holder], list[Holder]]:
    """Who is on the list now and not in the file; a number that was read is in the file, whatever
    else is wrong with its row. Whom a refused row without one means is not known."""
    present = {row.person.id for row in rows if row.person is not None}
    away = ground.merged_away
    present |= {away[row.line.identity] for row in rows if row.line.identity in away}
    nameless = [row for row in rows if row.line.identity is None and row.outcome == REFUSE]
    unread = {row.line.name for row in nameless} - {""}
    gone = [holder for holder in ground.holders if holder.id not in present]
    leave = [holder for holder in gone if holder.label not in unread]
    return leave, [holder for holder in gone if holder.label in unread]


def _masked(phone: str) -> str:
    return masks.phone(phone) if phone else ""
