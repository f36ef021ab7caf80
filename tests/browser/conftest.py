"""Pages in the system's Chromium, opened by a reader of one's choice; their errors fail the test.

    def test_something(open_page, team):
        page = open_page("projects/", user=team.users["owner"], language="en", phone=True, dark=True)
        page.get_by_role("button", name="Export").click()
        assert_accessible(page)

A console error, an uncaught exception or a violation of the Content-Security-Policy fails the test at its
end, unless the test opened the page with `expected=("409",)`: words that an awaited error contains.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.conftest import cannot_run

# The shell draws and runs the same without a window around it, in about half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DESKTOP, PHONE = (1440, 900), (390, 844)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds: a busy machine is slow, and what is awaited ends the wait as soon as it is there
# As `script`: the matrix asks what others have changed eight times as often as every four seconds, for tests of
# what it does then. That it asks in time, and no more than it should, tests at its own pace say.
SOONER = """(() => {
    const set = setTimeout;
    window.setTimeout = (act, wait, ...more) => set(act, act.name === "ask" ? wait / 8 : wait, ...more);
})()"""
LAYOUT = (Path(__file__).parent / "layout.js").read_text().rstrip().rstrip(";")
OpenPage = Callable[..., Page]
Make = Callable[[], object]
Fill = Callable[[Make], None]
expect.set_options(timeout=PATIENCE)
NO_CHROMIUM = "No Chromium on this machine. On Debian: apt-get install chromium-headless-shell"


def chromium() -> str | None:
    """The system's Chromium, or the one that CHROMIUM names."""
    return next(filter(None, map(shutil.which, filter(None, (os.environ.get("CHROMIUM"), *BROWSERS)))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        cannot_run(NO_CHROMIUM)
    import_module("pandas")  # seconds on a busy machine; the first page that needs it would run out of time
    # Playwright's event loop runs in the thread of the tests, where Django would refuse its database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


class Look(NamedTuple):
    """How a page is looked at."""

    language: str = "fr"
    phone: bool = False
    dark: bool = False
    javascript: bool = True


@dataclass
class Window:
    """A page in a context of its own, and the errors that nobody expected in it."""

    page: Page
    size: ViewportSize
    errors: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def watch(self) -> None:
        """Collect what the console calls an error (a violated policy included) and exceptions nobody caught."""
        self.page.on("console", lambda message: self._note(f"{message.text} {_where(message)}", message.type))
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def _note(self, text: str, kind: str = "error") -> None:
        if kind == "error" and not any(words in text for words in self.expected):
            self.errors.append(f"{self.page.url}: {text}")

    def open(self, path: str, live_server: LiveServer, user: User | AnonymousUser | None) -> Page:
        """The page at that path of the live server, as that user sees it."""
        if isinstance(user, User):
            _sign_in(self.page.context, live_server, user)
        self.page.goto(path)
        return self.page

    def get_fonts(self) -> None:
        """Have the fonts before the first page: one that comes before them, on a busy machine, does without."""
        self.page.goto("profiles/")
        self.page.evaluate("document.fonts.ready.then(() => null)")

    def leave(self) -> None:
        """As if it had been nowhere, but for its files: of its size, without cookies, nothing kept, nothing asked."""
        if self.page.url.endswith("/healthz"):
            return
        self.page.goto("/healthz")
        self.page.set_viewport_size(self.size)
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.context.clear_cookies()


def size_of(width: int, height: int) -> ViewportSize:
    return {"width": width, "height": height}


def new_window(browser: Browser, live_server: LiveServer, look: Look) -> Window:
    size = size_of(*(PHONE if look.phone else DESKTOP))
    context = browser.new_context(
        base_url=f"{live_server.url}/{look.language}/",
        locale=f"{look.language}-CA",
        color_scheme="dark" if look.dark else "light",
        viewport=size,
        has_touch=look.phone,
        java_script_enabled=look.javascript,
    )
    context.set_default_timeout(2 * PATIENCE)
    window = Window(context.new_page(), size)
    window.watch()
    return window


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """A function that opens a path of the live server, relative to the language, in a context of its own."""
    windows: list[Window] = []

    def open_path(
        path: str = "",
        user: User | AnonymousUser | None = None,
        *,
        expected: tuple[str, ...] = (),
        script: str = "",
        **look: Any,
    ) -> Page:
        window = new_window(browser, live_server, Look(**look))
        windows.append(window)
        window.expected = expected
        if script:
            window.page.add_init_script(script)
        return window.open(path, live_server, user)

    yield open_path
    for window in windows:
        window.page.context.close()
    errors = [error for window in windows for error in window.errors]
    assert not errors, "\n".join(errors)


@pytest.fixture(scope="session")
def kept_windows() -> dict[Look, Window]:
    """One window for each look; they close with the browser."""
    return {}


@pytest.fixture
def look_at(browser: Browser, live_server: LiveServer, kept_windows: dict[Look, Window]) -> Iterator[OpenPage]:
    """As `open_page`, for pages that are looked at and left as they are.

    Their windows stay open from test to test and have read the styles, scripts and fonts before: half the work of
    opening a page is a new window. What a page keeps (cookies, storage) is gone before the next one.
    """
    used: list[Window] = []

    def open_path(
        path: str = "", user: User | AnonymousUser | None = None, *, expected: tuple[str, ...] = (), **look: Any
    ) -> Page:
        key = Look(**look)
        if key not in kept_windows:
            kept_windows[key] = new_window(browser, live_server, key)
            kept_windows[key].get_fonts()
        window = kept_windows[key]
        used.append(window)
        window.leave()
        window.expected = expected
        return window.open(path, live_server, user)

    yield open_path
    for window in used:
        window.leave()
    errors = [error for window in used for error in window.errors]
    for window in used:
        window.errors.clear()
    assert not errors, "\n".join(errors)


def _sign_in(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


def _where(message: ConsoleMessage) -> str:
    return f"({message.location['url']}:{message.location['lineNumber']})" if message.location else ""


@pytest.fixture(scope="session")
def copies() -> Iterator[dict[Make, sqlite3.Connection]]:
    """Of the database, as functions have filled it."""
    kept: dict[Make, sqlite3.Connection] = {}
    yield kept
    for copy in kept.values():
        copy.close()


@pytest.fixture
def fill(transactional_db: None, copies: dict[Make, sqlite3.Connection]) -> Fill:
    """A function that fills the database by another one, or by a copy of what that one has made for an earlier test.

    SQLite copies in no time; elsewhere all is made each time.
    """

    def fill_by(make: Make) -> None:
        connection.ensure_connection()
        if copy := copies.get(make):
            copy.backup(connection.connection)
            ContentType.objects.clear_cache()
            return
        make()
        if connection.vendor == "sqlite":
            copies[make] = sqlite3.connect(":memory:")
            connection.connection.backup(copies[make])

    return fill_by


def assert_soon(page: Page, read: Callable[[], object], expected: object) -> None:
    """What no locator can await is as expected, now or in a moment.

    Not page.wait_for_function: the Content-Security-Policy forbids it to look a second time.
    """
    end = time.monotonic() + PATIENCE / 1000
    while read() != expected and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert read() == expected


def assert_accessible(page: Page) -> None:
    """axe-core finds no violation on the page as it stands now."""
    page.evaluate(AXE_SCRIPT)
    # Without preload: axe would fetch what a stylesheet imports, relative to the page, and log a missing file.
    found = page.evaluate("axe.run(document, {preload: false, resultTypes: ['violations']}).then(r => r.violations)")
    lines = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    {node['target']} {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def assert_well_laid_out(page: Page) -> None:
    """Nothing lies outside the window, is cut or covered, too small to hit, or sticks over a good part of it."""
    faults = page.evaluate(LAYOUT)
    size: Any = page.viewport_size
    assert not faults, f"{page.url} in {size['width']} × {size['height']}\n" + "\n".join(faults)


def assert_fits(page: Page) -> None:
    """The page does not scroll sideways."""
    scroll, width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert scroll <= width, f"{page.url} is {scroll} px wide in a window of {width} px"
