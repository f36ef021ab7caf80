"""Low windows and long titles: the headings and the checks stay, and enough duties are in view."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_accessible, assert_fits, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team
from tests.factories import MembershipFactory, small_project

pytestmark = pytest.mark.django_db(transaction=True)
LONG = (
    "Coordonnatrice ou coordonnateur de la protection des renseignements personnels "
    "et de la sécurité de l’information du secteur"
)
SEEN = """() => {
    const box = (part) => document.querySelector(part).getBoundingClientRect();
    const [grid, head, checks] = ["#grid", "#grid thead", "#checks"].map(box);
    const whole = [...document.querySelectorAll("#grid tbody > tr[id]")].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= head.bottom - 1 && bottom <= Math.min(grid.bottom, innerHeight) + 1;
    });
    return {
        duties: whole.length,
        heading: head.height / grid.height,
        inside: grid.bottom <= innerHeight && checks.bottom <= innerHeight && head.top >= grid.top,
        tall: [...document.querySelectorAll("body *")].filter((part) => {
            const { height } = part.getBoundingClientRect();
            return getComputedStyle(part).position === "sticky" && height > innerHeight / 3;
        }).length,
    };
}"""


@pytest.fixture
def wide(team: Team) -> Team:
    """A project of twelve duties, one of whose positions has a long title."""
    team.project = small_project(6, 8)
    MembershipFactory.create(project=team.project, user=team.users["editor"], role=2)
    team.project.positions.filter(pk=team.project.positions.all()[3].pk).update(title_fr=LONG, title_en=LONG)
    return team


@pytest.mark.parametrize(
    ("width", "height", "duties"), [(1366, 625, 8), (1200, 600, 6), (1536, 730, 8), (1440, 900, 8)]
)
def test_low_window_shows_enough_duties_under_a_long_title(
    open_page: OpenPage, wide: Team, width: int, height: int, duties: int
) -> None:
    sheet = Sheet(open_page, wide, language="fr")
    sheet.page.set_viewport_size({"width": width, "height": height})
    seen = sheet.page.evaluate(SEEN)
    assert seen["duties"] >= duties
    assert seen["heading"] <= 1 / 3
    assert seen["inside"]
    assert seen["tall"] == 0
    heading = sheet.page.locator("#grid thead th", has_text="Coordonnatrice")
    expect(heading).to_have_attribute("title", LONG)
    assert_fits(sheet.page)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (568, 320), (1024, 600)])
def test_nothing_that_sticks_takes_a_third_of_a_small_window(
    open_page: OpenPage, wide: Team, width: int, height: int
) -> None:
    sheet = Sheet(open_page, wide, language="fr")
    sheet.page.set_viewport_size({"width": width, "height": height})
    assert_soon(sheet.page, lambda: sheet.page.evaluate(SEEN)["tall"], 0)  # once the page has heard of the new window
    bar = sheet.page.locator(".jump").bounding_box()
    assert bar is not None
    assert bar["height"] <= height / 8


def test_low_window_is_accessible_and_keeps_the_list_of_keys(open_page: OpenPage, wide: Team) -> None:
    sheet = Sheet(open_page, wide)
    sheet.page.set_viewport_size({"width": 1366, "height": 625})
    assert_accessible(sheet.page)
    sheet.page.locator("#keys-open").click()
    expect(sheet.page.locator("dialog#keys")).to_be_visible()
