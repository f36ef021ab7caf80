"""The matrix as a browser gets it: a server with the database of the benchmarks, and Chromium."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test.utils import override_settings
from playwright.sync_api import BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.benchmarks.worlds import signed_in
from tests.browser.conftest import DESKTOP, FLAGS, NO_CHROMIUM, chromium


@contextmanager
def browsing() -> Iterator[BrowserContext | None]:
    """Where the owner of the worlds made so far is signed in; None, and said, on a machine without Chromium."""
    if not (program := chromium()):
        print(f"browser: skipped. {NO_CHROMIUM}")
        yield None
        return
    session = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
    with _served() as url, sync_playwright() as playwright:
        context = playwright.chromium.launch(executable_path=program, args=FLAGS).new_context(
            base_url=url, viewport={"width": DESKTOP[0], "height": DESKTOP[1]}
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
        yield context


@contextmanager
def _served() -> Iterator[str]:
    """The application on a port of its own, with the database of the benchmarks."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's event loop runs in this thread
    with override_settings(ALLOWED_HOSTS=["*"]):
        server = LiveServer("localhost")
        yield server.url
        server.stop()
