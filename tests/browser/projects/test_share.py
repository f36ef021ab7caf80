"""A share link from its making to its end, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("phone", [False, True])
def test_share_link_is_made_read_by_a_guest_and_revoked(open_page: OpenPage, team: Team, phone: bool) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["owner"], language="en", phone=phone)
    page.locator("summary", has_text="Project").click()
    page.get_by_role("link", name="Share links").click()
    page.get_by_label("Who it is for").fill("Steering committee")
    page.get_by_role("button", name="Create the link").click()
    field = page.get_by_label("Link", exact=True)
    expect(field).to_be_focused()
    assert_accessible(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#copied")).to_have_text("The link is copied.")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == field.input_value()

    guest = open_page(address, language="en", phone=phone, expected=("status of 404",))
    expect(guest.get_by_role("heading", name=team.project.name)).to_be_visible()
    expect(guest.get_by_text("Read only")).to_be_visible()
    expect(guest.get_by_role("link", name="Sign in")).to_have_count(0)
    if phone:
        assert_fits(guest)
    band = guest.locator(".band button").first
    band.click()
    expect(band).to_have_attribute("aria-expanded", "false")
    if not phone:
        guest.emulate_media(media="print")
        expect(guest.get_by_role("heading", name=team.project.name)).to_be_visible()
        expect(guest.locator("tbody").first.locator("tr").nth(1)).to_be_visible()  # what is folded is printed, too
        expect(guest.get_by_label("Search for a duty")).to_be_hidden()
        guest.emulate_media(media="screen")
    guest.get_by_label("Search for a duty").fill("nothing like it")
    expect(guest.get_by_role("heading", name="No duties match")).to_be_visible()
    expect(guest).to_have_url(f"{address.replace('/s/', '/en/s/')}?q=nothing+like+it")
    guest.get_by_role("button", name="Français").click()
    expect(guest.get_by_role("heading", name="Aucune tâche ne correspond")).to_be_visible()

    page.get_by_role("button", name="Revoke Steering committee").click()
    page.get_by_role("button", name="Revoke the link").click()
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
    guest.reload()
    expect(guest.get_by_role("heading", name="Ce lien ne fonctionne pas")).to_be_visible()
