"""The pictures of the README and of the documentation show the pages as they are now.

`PICTURES=1 make test ARGS=tests/browser/test_pictures.py` makes them anew.
"""

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageChops
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import OpenPage
from tests.browser.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 760}
PHONE: ViewportSize = {"width": 360, "height": 760}
SHEET = (
    "Atlas;;;;\n\nTâche;Cheffe de projet;Analyste;Architecte;Remarques\nCadrage;;;;\n"
    "Recueillir les besoins;A;R;C;fait\nRédiger la charte;A/R;x;I;\nChiffrer le projet;A;R;;I\n"
    "Réalisation;;;;\nConstruire le modèle;A;A;R;\nVérifier le modèle;A;R;C;\n"
)
SMALL = (160, 95)  # of the comparison: letters may be drawn otherwise elsewhere, pages may not
TOLERANCE = 8  # mean difference of a pixel, of 255


@pytest.mark.parametrize("name", ["matrix", "profiles"])
def test_picture_of_the_readme_is_current(open_page: OpenPage, name: str) -> None:
    world = make_world()
    page = open_page("", user=world.reader("lead"), language="en")
    page.set_viewport_size(SIZE)
    page.goto(f"projects/{world.project.pk}/" if name == "matrix" else "profiles/")
    page.wait_for_load_state("networkidle")
    assert_current(page, name)


@pytest.mark.parametrize(("name", "language", "size"), [("reading", "en", SIZE), ("reading-phone", "fr", PHONE)])
def test_picture_of_a_sheet_that_is_read_is_current(
    open_page: OpenPage, name: str, language: str, size: ViewportSize
) -> None:
    page = open_page("projects/new/sheet/", user=make_world().reader("lead"), language=language)
    page.set_viewport_size(size)
    page.set_input_files("[name=file]", {"name": "atlas.csv", "mimeType": "text/csv", "buffer": SHEET.encode()})
    page.locator("form[enctype] button.primary").click()
    page.locator("#account").evaluate("(box) => scrollTo(0, box.offsetTop - 170)")
    page.wait_for_load_state("networkidle")
    assert_current(page, name)


def assert_current(page: Page, name: str) -> None:
    """What the window shows is what the picture shows, which is made anew where that is asked for."""
    now = Image.open(BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}.png"
    if os.environ.get("PICTURES"):
        now.quantize(64).save(path, optimize=True)
    kept = Image.open(path).convert("RGB")
    difference = ImageChops.difference(*(image.resize(SMALL).convert("L") for image in (kept, now)))
    mean = sum(level * count for level, count in enumerate(difference.histogram())) / (SMALL[0] * SMALL[1])
    assert mean < TOLERANCE, "The page looks otherwise now: make the pictures anew, as this module says."
    assert path.stat().st_size < 60_000  # bytes
