"""Every page in both languages, light and dark, on a desk and on a phone, in windows of every size.

`looks_of` says which of these go together. `SCREENSHOTS=folder` takes all eight and keeps a picture of each.
"""

import os
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Fill, OpenPage, assert_accessible, assert_well_laid_out, size_of
from tests.browser.pages import PAGES
from tests.browser.world import World, made_world, make_world

FOLDER = os.environ.get("SCREENSHOTS", "")
# Windows by what they are of: 320 × 568 is a small phone, and a desk at a zoom of 400 %; 1366 × 625 what a browser
# leaves of a laptop.
PHONES = [(320, 568), (375, 667)]
DESKS = [(500, 500), (820, 1180), (1024, 500), (1366, 625), (2560, 1300)]
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


@pytest.mark.parametrize(("number", "name"), list(enumerate(PAGES)), ids=PAGES)
def test_every_page_is_accessible_fits_and_logs_no_error(
    look_at: OpenPage, world: World, number: int, name: str
) -> None:
    one = PAGES[name]
    for language, dark, phone in looks_of(number):
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
        LOOKING[language](page, PHONES if phone else DESKS)


def looks_of(number: int) -> list[tuple[str, bool, bool]]:
    """Language, whether dark, whether a phone: for the page of this number.

    French, a third longer, on a desk and on a phone, of which one is dark, in turn from page to page; and English.
    """
    if FOLDER:
        return list(product(("fr", "en"), (False, True), (False, True)))
    dark = number % 2 == 1
    return [("fr", dark, False), ("fr", not dark, True), ("en", False, False)]


def look_closely(page: Page, windows: list[tuple[int, int]]) -> None:
    """The page by axe-core and in windows of these sizes, then with wider text in the last and the first of them."""
    assert_accessible(page)
    see_in(page, *windows)
    page.evaluate(SPACING, WIDE_TEXT)
    see_in(page, windows[-1], windows[0])


def look_over(page: Page, _windows: list[tuple[int, int]]) -> None:
    """The page in the narrowest and the widest window."""
    see_in(page, PHONES[0], DESKS[-1])


LOOKING = {"fr": look_closely, "en": look_over}


def see_in(page: Page, *windows: tuple[int, int]) -> None:
    """The page is laid out well in windows of these sizes."""
    for window in windows:
        page.set_viewport_size(size_of(*window))
        assert_well_laid_out(page)
