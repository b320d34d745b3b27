"""对象名册, as the machine of rosters takes it in: one list for each category."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse

from shuangbai.areas import selectors as areas
from shuangbai.clients import masks
from shuangbai.clients.actions.roster_ground import places_in, survey
from shuangbai.clients.actions.roster_merge import Merge
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.roster_rules import FIELDS, PeoplePlan, cells, check_lines, families, plan
from shuangbai.clients.selectors import people as selectors
from shuangbai.clients.selectors.onlist import shown
from shuangbai.kernel import identity
from shuangbai.rosters.rules import Row, kinds

OFTEN = 200


def _lists() -> Sequence[tuple[str, str]]:
    return [(one.code, one.name) for one in selectors.categories()]


def _told(asked: kinds.Planning) -> Iterator[Row]:
    """The rows, saying how far it is."""
    rows = asked.table.rows
    for done, row in enumerate(rows):
        if done % OFTEN == 0:
            asked.progress("逐行核对", done, len(rows))
        yield row


def _plan(asked: kinds.Planning) -> PeoplePlan:
    area = areas.get(asked.of.area)
    rows = asked.table.rows
    places = places_in(area)
    checked = check_lines(_told(asked), asked.table.columns, places, asked.act.today)
    asked.progress("与在册的人比对", 0, len(rows))
    lines, of_row = families(checked)
    ground = survey(asked.of, lines)
    short = {one.code: one.short for one in selectors.categories()}
    return plan(lines, of_row, ground, places, short[asked.of.list_code])


def _merge(asked: kinds.Merging) -> dict[int, UUID]:
    work = Merge(asked.act, asked.roster, asked.of, asked.plan, asked.progress)
    work.run()
    return work.fresh


def _masked(number: str) -> str:
    """“无” and the like are no number."""
    return "" if cells.compact(number) in cells.NOTHING else masks.identity(identity.clean(number))


def _leaving_url(roster_id: UUID) -> str:
    return f"{reverse('clients:departures')}?roster={roster_id}"


PEOPLE = kinds.ListKind(
    code="people",
    name="对象名册",
    unit="人",
    fields=FIELDS,
    lists=_lists,
    plan=_plan,
    merge=_merge,
    lock=lock_prefecture,
    shown=shown,
    subject_url="desk:person",
    number_field="number",
    number_mask=_masked,
    place_field="village",
    leaves="合并以后，他们从{day}起不再属于“{list}”；档案、走访和别的类别都不变。",
    remains="档案和走访都还在",
    leaving_url=_leaving_url,
)
kinds.register(PEOPLE)
