"""Every page in both languages, light and dark, on a desk and on a phone, in windows of every size.

The four looks of LOOKS hold each pair of these once. `SCREENSHOTS=folder` takes all eight and keeps a picture
of each.
"""

import os
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import DESKTOP, PHONE, Fill, OpenPage, assert_accessible, assert_well_laid_out
from tests.browser.pages import PAGES, World, made_world, make_world

FOLDER = os.environ.get("SCREENSHOTS", "")
# Windows by what they are of: 320 × 568 is a small phone, and a desk at a zoom of 400 %; 1366 × 625 what a browser
# leaves of a laptop.
PHONES = [(320, 568), (375, 667)]
DESKS = [(500, 500), (820, 1180), (1024, 500), (1366, 625), (2560, 1300)]
LOOKS = [("fr", False, False), ("fr", True, True), ("en", False, True), ("en", True, False)]
# Distances that a reader may ask for (WCAG 1.4.12).
SPACING = (
    """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets.push(sheet); }"""
)
WIDE_TEXT = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""


@pytest.fixture
def world(fill: Fill) -> World:
    fill(make_world)
    return made_world()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_fits_and_logs_no_error(look_at: OpenPage, world: World, name: str) -> None:
    one = PAGES[name]
    for language, dark, phone in product(("fr", "en"), (False, True), (False, True)) if FOLDER else LOOKS:
        page = look_at(
            one.path(world, language),
            world.reader(one.reader),
            language=language,
            dark=dark,
            phone=phone,
            expected=(f"status of {one.status}",),
        )
        counts = "['h1', 'meta[name=description]'].map((one) => document.querySelectorAll(one).length)"
        assert page.evaluate(counts) == [1, 1]
        assert page.evaluate("document.documentElement.lang") == f"{language}-CA"
        if FOLDER:
            look = "-".join((language, "dark" if dark else "light", "phone" if phone else "desktop"))
            page.screenshot(path=Path(FOLDER) / f"{name}-{look}.png", full_page=True, caret="initial")
        assert_accessible(page)
        LOOKING[language](page, PHONES if phone else DESKS)
        page.set_viewport_size(size(PHONE if phone else DESKTOP))


def see_in_windows(page: Page, windows: list[tuple[int, int]]) -> None:
    """The page in windows of these sizes, then with wider text in the first and the last of them."""
    see_in(page, *windows)
    page.evaluate(SPACING, WIDE_TEXT)
    see_in(page, windows[0], windows[-1])


def see_in_extremes(page: Page, windows: list[tuple[int, int]]) -> None:
    """The page in the narrowest and in the widest window."""
    see_in(page, windows[0], windows[-1])


LOOKING = {"fr": see_in_windows, "en": see_in_extremes}  # French is a third longer


def see_in(page: Page, *windows: tuple[int, int]) -> None:
    for window in windows:
        page.set_viewport_size(size(window))
        assert_well_laid_out(page)


def size(window: tuple[int, int]) -> ViewportSize:
    return {"width": window[0], "height": window[1]}
