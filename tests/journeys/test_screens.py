"""The pages that officers, heads and workers see first, at three widths: nothing hangs over, no
script fails, every chart is drawn.

SHUANGBAI_WRITE_SCREENS=1 .venv/bin/python -m pytest tests/journeys/test_screens.py
writes them to docs/screens, small; the difference is looked at like any other change.
"""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from django.db.models import Count
from PIL import Image
from playwright.sync_api import Page, expect

from shuangbai.access import scope
from shuangbai.access.models import User
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of
from shuangbai.visits.models import Served
from tests.journeys import city
from tests.journeys.screen import Screen
from tests.place import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = ROOT / "docs" / "screens"
WIDTHS = {390: 844, 1024: 900, 1440: 900}
TALLEST = 2600
COLOURS = 48
type SetClock = Callable[[datetime | None], None]


@dataclass(frozen=True)
class Shot:
    """`who`: of the cast."""

    name: str
    who: str
    path: str


SHOTS = (
    Shot("today-city", "city", "/"),
    Shot("today-county", "reader", "/"),
    Shot("today-head", "owner", "/"),
    Shot("today-worker", "worker", "/"),
    Shot("cover-city", "city", "/cover/"),
    Shot("cover-county", "reader", "/cover/"),
    Shot("cover-town", "owner", "/cover/"),
    Shot("changes-city", "city", "/cover/changes/"),
    Shot("missing-town", "owner", "/cover/missing/"),
    Shot("errands-town", "owner", "/cover/errands/"),
    Shot("plan-city", "city", "/visits/plan/"),
    Shot("due-worker", "worker", "/visits/plan/due/"),
)


def test_every_page_fits_every_width(screen: Screen, clock_at: SetClock) -> None:
    people = city.build(clock_at)
    who = ""
    for shot in (*SHOTS, Shot("person", "owner", f"/p/{most_visited(people.owner)}/")):
        if shot.who != who:
            sign_in(screen, people, shot.who)
            who = shot.who
        for width, height in WIDTHS.items():
            screen.page.set_viewport_size({"width": width, "height": height})
            assert screen.go(shot.path) == 200
            drawn(screen.page)
            fits(screen.page, f"{shot.name} at {width}")
            if os.environ.get("SHUANGBAI_WRITE_SCREENS") == "1":
                write(screen.page, f"{shot.name}-{width}")


def most_visited(user: User) -> UUID:
    """Somebody of the town of whom there is something to see."""
    with scope.acting(actor_of(user)):
        served = Served.objects.as_known(None).under(OWN_TOWN).values("person_id")
        found: UUID = served.annotate(times=Count("id")).order_by("-times", "person_id")[0][
            "person_id"
        ]
    return found


def sign_in(screen: Screen, people: Cast, who: str) -> None:
    screen.page.set_viewport_size({"width": 1440, "height": 900})
    screen.sign_in(getattr(people, who))


def drawn(page: Page) -> None:
    """Charts are drawn when they come near: go down the page and up again."""
    for plot in page.locator(".chart-plot").all():
        plot.scroll_into_view_if_needed()
        expect(plot).to_have_attribute("data-state", "drawn")
        expect(plot.locator("svg")).to_have_count(1)
    page.evaluate("window.scrollTo(0, 0)")


def fits(page: Page, what: str) -> None:
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"{what} hangs over by {over}"
    lost = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main h1, main h2, main summary')]"
        ".filter((one) => one.checkVisibility() && !one.closest('.scroll, .tabs, .unseen')"
        " && one.getBoundingClientRect().right > window.innerWidth + 1)"
        ".map((one) => one.textContent.trim())"
    )
    assert not lost, f"{what} pushes out of sight: {lost}"


def write(page: Page, name: str) -> None:
    """As a small picture: few colours, cut off where the page goes on and on."""
    page.locator(".thumb").evaluate_all("(all) => all.forEach((one) => { one.hidden = true; })")
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    cut = taken.crop((0, 0, taken.width, min(taken.height, TALLEST)))
    FOLDER.mkdir(parents=True, exist_ok=True)
    small = cut.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)
