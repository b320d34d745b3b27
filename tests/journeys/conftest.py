"""A screen at a real server, for every journey."""

import pytest
from playwright.sync_api import Page

from tests.journeys.screen import Screen
from tests.serving import Server


@pytest.fixture
def screen(browser_page: Page, server: Server) -> Screen:
    return Screen(browser_page, server)
