"""Naming a member in a comment, by key and by click."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_accessible
from tests.conftest import Team


def test_name_is_offered_after_an_at_sign(open_page: OpenPage, team: Team) -> None:
    for reader, name in (("viewer", "Zoé Côté"), ("owner", "Zacharie Roy")):
        first, last = name.split()
        type(team.users[reader]).objects.filter(pk=team.users[reader].pk).update(first_name=first, last_name=last)
    path = f"projects/{team.project.pk}/duties/{team.project.duties.all()[0].pk}/comments/"
    page = open_page(path, user=team.users["editor"], language="en")
    field = page.get_by_label("New comment on this duty")
    names = page.get_by_role("option")
    field.press_sequentially("Dear @Z")
    expect(names).to_have_text(["Zacharie Roy", "Zoé Côté"])
    assert_accessible(page)
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Dear @Zoé Côté ")
    expect(names).to_have_count(0)
    field.press_sequentially("and @roy")
    names.get_by_text("Zacharie Roy").click()
    expect(field).to_have_value("Dear @Zoé Côté and @Zacharie Roy ")
    field.press_sequentially("@z")
    expect(names).to_have_count(2)
    field.press("Escape")
    expect(names).to_have_count(0)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".mention")).to_have_text(["@Zoé Côté", "@Zacharie Roy"])
