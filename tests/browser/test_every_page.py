"""Every page in both languages, light and dark, on a desk and on a phone.

The four looks of LOOKS hold each pair of these once. `SCREENSHOTS=folder` takes all eight and keeps a picture
of each.
"""

import os
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import PHONE, Fill, OpenPage, assert_accessible, assert_fits
from tests.browser.pages import PAGES, World, made_world, make_world

FOLDER = os.environ.get("SCREENSHOTS", "")
SMALLEST: ViewportSize = {"width": 320, "height": 568}  # of a phone, and of a desk at a zoom of 400 %
LOOKS = [("fr", False, False), ("fr", True, True), ("en", False, True), ("en", True, False)]


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
        headings_and_language = "[document.querySelectorAll('h1').length, document.documentElement.lang]"
        assert page.evaluate(headings_and_language) == [1, f"{language}-CA"]
        if FOLDER:
            look = "-".join((language, "dark" if dark else "light", "phone" if phone else "desktop"))
            page.screenshot(path=Path(FOLDER) / f"{name}-{look}.png", full_page=True, caret="initial")
        assert_accessible(page)
        if phone:
            assert_fits(page)
            page.set_viewport_size(SMALLEST)
            assert_fits(page)
            page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
