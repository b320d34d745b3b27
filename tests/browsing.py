"""A real browser for tests. Its absence fails; it never skips."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WAIT_MILLISECONDS = 10_000


class NoBrowser(RuntimeError):
    """There is no chromium here; bin/test installs one or says how."""


@contextmanager
def browser() -> Iterator[Browser]:
    program = next((path for path in map(shutil.which, PROGRAMS) if path), None)
    if program is None:
        raise NoBrowser("chromium was not found; install it or run bin/test, which does")
    # The library keeps an event loop in this thread; Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def page(opened: Browser) -> Iterator[Page]:
    """A page of an office screen; afterwards no script may have failed or been blocked."""
    context = opened.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1366, "height": 800},
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            wrong.append(message.text)

    context.on("console", heard)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    try:
        yield context.new_page()
    finally:
        context.close()
    assert not wrong, f"the browser reported: {wrong}"
