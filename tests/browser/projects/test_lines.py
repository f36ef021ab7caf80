"""The lines of positions and of duties, dragged to another place."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_accessible
from tests.conftest import Team
from tests.factories import PositionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("path", "name"), [("positions/", "position"), ("duties/", "duty")])
def test_lines_are_dragged_to_another_place(open_page: OpenPage, team: Team, path: str, name: str) -> None:
    PositionFactory.create(project=team.project, order=9)
    page = open_page(f"projects/{team.project.pk}/{path}", user=team.users["editor"], language="en")
    ids = [line.get_attribute("id") for line in page.locator("#rows .line").all()]
    page.locator(f"#{ids[0]} .grip").drag_to(page.locator(f"#{ids[2]}"))
    expect(page.locator(f"#{ids[1]} ~ #{ids[2]} ~ #{ids[0]}")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("place 3")
    expect(page.locator(f"#{ids[0]} .grip")).to_be_visible()
    assert_accessible(page)
    assert ids[0] is not None
    assert ids[0].startswith(name)


def test_lines_of_a_viewer_are_not_dragged(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/positions/", user=team.users["viewer"])
    expect(page.locator("#rows .line").first).to_be_visible()
    expect(page.locator(".grip")).to_have_count(0)
