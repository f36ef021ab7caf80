"""A matrix of 500 duties and 50 positions in a browser: what keeps it quick, and what must work all the same.

How quick it is, `make bench` measures; these tests pin the reasons. Of the rows, those near the window alone are
laid out; a key shows its letter before anything else is done, and touches no other cell.
"""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, expect

from phases.models import Project
from roles.projects.domain.duties import move_duty
from tests.benchmarks.worlds import world
from tests.browser.conftest import Fill, OpenPage, assert_soon

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30_000  # milliseconds, for 25,000 cells anew on a busy machine
LAID_OUT = """() => [...document.querySelectorAll("#grid tbody tr[id]")]
    .filter((row) => row.cells[2].checkVisibility({contentVisibilityAuto: true})).length"""


def make_large() -> None:
    world(500, 50)


class Large:
    """A project of that size in its owner's browser."""

    def __init__(self, open_page: OpenPage, fill: Fill, **how: object) -> None:
        fill(make_large)
        self.project = Project.objects.get()
        self.owner = User.objects.get(username="bench")
        self.duties = list(self.project.duties.all())
        how = {"language": "en", **how}
        self.page = open_page(f"projects/{self.project.pk}/", user=self.owner, **how)

    def cell(self, number: int, column: int) -> Locator:
        """A cell; the duty itself is column -2."""
        return self.page.locator(f"#d-{self.duties[number].pk} > :nth-child({column + 3})")

    def start(self, number: int = 4, column: int = 2) -> None:
        """Put the focus on a cell, without its picker."""
        self.cell(number, column).click()
        self.page.keyboard.press("Escape")
        expect(self.cell(number, column)).to_be_focused()

    def touched(self, key: str) -> int:
        """In how many cells of the grid something has changed when a key has been heard."""
        self.page.evaluate(
            """() => {
                window.touched = new Set();
                const note = (changes) => changes.forEach(({target}) => touched.add(target.closest("td")));
                new MutationObserver(note).observe(
                    document.querySelector("#grid table"), {subtree: true, childList: true, attributes: true});
            }"""
        )
        self.page.keyboard.press(key)
        found: int = self.page.evaluate("touched.delete(null), touched.size")
        return found


@pytest.fixture
def large(open_page: OpenPage, fill: Fill) -> Large:
    return Large(open_page, fill)


def test_large_matrix_lays_out_the_rows_near_the_window(large: Large) -> None:
    expect(large.page.locator("#grid tbody tr[id]")).to_have_count(500)
    assert_soon(large.page, lambda: 10 < large.page.evaluate(LAID_OUT) < 150, True)
    large.start()
    large.page.keyboard.press("Control+End")
    expect(large.cell(499, 49)).to_be_focused()
    assert_soon(large.page, lambda: large.page.evaluate(LAID_OUT) < 250, True)


def test_large_matrix_shows_a_letter_before_the_server_has_heard_of_it(large: Large) -> None:
    large.page.route("**/cells/", lambda route: None)  # never answered
    large.start()
    shown = large.page.evaluate(
        """() => {
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "c", bubbles: true}));
            return document.activeElement.textContent;
        }"""
    )
    assert shown == "C"
    for key in ("ArrowRight", "r", "ArrowDown", "i"):
        large.page.keyboard.press(key)
    expect(large.cell(4, 3)).to_have_text("R")
    expect(large.cell(5, 3)).to_have_text("I")
    large.page.unroute("**/cells/")


def test_large_matrix_touches_few_cells_at_a_key(large: Large) -> None:
    large.page.route("**/cells/", lambda route: None)  # an answer would touch the row's mark and the column's load
    large.start()
    assert large.touched("ArrowDown") == 2
    assert large.touched("c") == 1
    large.page.keyboard.press("Control+Shift+End")
    expect(large.page.locator("#grid [aria-selected=true]")).to_have_count(495 * 48)
    assert large.touched("Shift+ArrowUp") < 3 * 50  # the row that is left, the one that is last now, and the tab stop


def test_large_matrix_is_walked_by_keys_and_links(large: Large) -> None:
    large.start()
    walk = (("Control+End", 499, 49), ("PageUp", 489, 49), ("Home", 489, 0), ("Control+Home", 0, 0))
    for key, number, column in walk:
        large.page.keyboard.press(key)
        expect(large.cell(number, column)).to_be_focused()
        expect(large.cell(number, column)).to_be_in_viewport(ratio=1)
    link = large.page.locator(".checks .where a").first
    link.evaluate("(link, id) => link.setAttribute('href', `#d-${id}`)", large.duties[300].pk)
    link.click()
    expect(large.cell(300, 0)).to_be_focused()
    expect(large.cell(300, 0)).to_be_in_viewport(ratio=1)


def test_large_matrix_opens_at_the_duty_of_its_address(large: Large) -> None:
    large.page.goto("about:blank")
    large.page.goto(f"projects/{large.project.pk}/#d-{large.duties[300].pk}")
    expect(large.cell(300, -2)).to_be_in_viewport(ratio=1)


def test_large_matrix_stays_in_place_when_another_moves_a_row(large: Large) -> None:
    large.page.set_viewport_size({"width": 1250, "height": 900})  # narrower, so that rows are higher than guessed
    large.start()
    for _ in range(20):
        large.page.keyboard.press("PageDown")
    cell = large.page.locator("#grid td:focus")
    expect(cell).to_be_in_viewport(ratio=1)
    duty, top = cell.evaluate("(cell) => [cell.parentElement.id, cell.getBoundingClientRect().top]")
    move_duty(large.project.pk, large.owner, large.duties[0].pk, 1)
    expect(large.page.locator("#version")).to_have_text("Version 1", timeout=PATIENCE)
    expect(large.page.locator(f"#d-{large.duties[1].pk} + #d-{large.duties[0].pk}")).to_be_attached(timeout=PATIENCE)
    expect(large.page.locator(f"#{duty} td:focus")).to_be_in_viewport(ratio=1)
    moved = "(top) => Math.abs(document.activeElement.getBoundingClientRect().top - top)"
    assert_soon(large.page, lambda: large.page.evaluate(moved, top) <= 2, True)


def test_large_matrix_without_script_is_a_table(open_page: OpenPage, fill: Fill) -> None:
    large = Large(open_page, fill, javascript=False)
    expect(large.page.get_by_role("table", name="Responsibility matrix")).to_be_visible()
    expect(large.page.get_by_role("row")).to_have_count(509)
    expect(large.cell(499, 0)).to_be_attached()
