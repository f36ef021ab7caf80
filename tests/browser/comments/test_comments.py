"""Two people who talk about a cell, in the browser: by key, by picker, on a phone and without script."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from roles.comments.domain import add_comment
from roles.models import Duty
from tests.browser.conftest import SOONER, OpenPage, assert_accessible, assert_fits, assert_soon
from tests.conftest import Team


def first_cell(page: Page) -> Locator:
    return page.locator("#grid tbody tr[id] td:nth-child(3)").first


def _has(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{name}\b")


def _ends(words: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(words)}$")


def test_two_people_comment_on_a_cell(open_page: OpenPage, team: Team) -> None:
    path = f"projects/{team.project.pk}/"
    viewer = open_page(path, user=team.users["viewer"], language="en", script=SOONER)
    editor = open_page(path, user=team.users["editor"], language="en", script=SOONER)
    first_cell(viewer).focus()
    viewer.keyboard.press("m")
    panel = viewer.get_by_role("dialog")
    expect(panel.get_by_label("New comment on this cell")).to_be_focused()
    panel.get_by_label("New comment on this cell").fill("Who signs?\n<b>Really</b>")
    panel.get_by_role("button", name="Comment", exact=True).click()
    expect(panel.locator(".said")).to_contain_text("<b>Really</b>")
    assert_accessible(viewer)
    panel.get_by_role("button", name="Close").click()
    expect(first_cell(viewer)).to_be_focused()
    expect(first_cell(viewer)).to_have_attribute("aria-label", _ends("1 open comment"))
    # the other one sees it by itself, keeps it while the letter changes, and answers from the picker
    cell = first_cell(editor)
    expect(cell).to_have_class(_has("talked"), timeout=15_000)
    expect(editor.locator("#grid a.talk b").first).to_have_text("1")
    cell.focus()
    editor.keyboard.press("r")
    expect(editor.locator("#version")).to_contain_text("2")
    expect(cell).to_have_attribute("aria-label", _ends("R, 1 open comment"))
    expect(cell).to_have_class(_has("talked"))
    editor.keyboard.press("Enter")
    editor.get_by_role("menuitem", name="Comment").click()
    panel = editor.get_by_role("dialog")
    panel.get_by_text("Answer", exact=True).click()
    panel.get_by_label("Your answer").fill("I do")
    panel.get_by_role("button", name="Send the answer").click()
    expect(panel.locator(".said").last).to_have_text("I do")
    panel.get_by_role("button", name="Resolve").click()
    expect(panel.get_by_text("1 resolved comment")).to_be_visible()
    panel.get_by_role("button", name="Close").click()
    expect(cell).not_to_have_class(_has("talked"))
    expect(first_cell(viewer)).not_to_have_class(_has("talked"), timeout=15_000)


def test_panel_on_its_way_takes_the_keys_and_stays_closed(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], language="en")
    held: list[Route] = []
    page.route("**/comments/?position=*", lambda route: held.append(route))  # noqa: PLW0108 (it marks a function)
    first_cell(page).focus()
    page.keyboard.press("m")
    assert_soon(page, lambda: len(held), 1)
    expect(page.get_by_role("dialog").get_by_text("On its way…")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    expect(first_cell(page)).to_be_focused()
    with page.expect_response("**/comments/?position=*"):
        held[0].continue_()
    page.keyboard.press("a")
    expect(page.locator("#version")).to_have_text("Version 1")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(first_cell(page)).to_have_text("A")


def test_open_panel_shows_what_others_write(open_page: OpenPage, team: Team) -> None:
    duty = team.project.duties.all()[0]
    page = open_page(f"projects/{team.project.pk}/", user=team.users["viewer"], language="en", script=SOONER)
    page.locator(f"#d-{duty.pk} > td:not(.st)").first.click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("m")
    panel = page.get_by_role("dialog")
    expect(panel.get_by_label("New comment on this duty")).to_be_visible()
    add_comment(team.project.pk, team.users["owner"], (duty.pk, None), "From elsewhere")
    expect(panel.get_by_text("From elsewhere")).to_be_visible(timeout=15_000)


def test_comments_on_a_phone_in_french_and_dark(open_page: OpenPage, team: Team) -> None:
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    add_comment(team.project.pk, team.users["owner"], (duty.pk, position.pk), "Qui signe ?" + "w" * 300)
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], phone=True, dark=True)
    page.locator(f"#d-{duty.pk} a.talk").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_text("Qui signe")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


def test_links_of_a_panel_that_people_wrote_leave_it(open_page: OpenPage, team: Team) -> None:
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    Duty.objects.filter(pk=duty.pk).update(description_fr="Voir https://guide.test/comments/")
    add_comment(team.project.pk, team.users["owner"], (duty.pk, position.pk), "Et https://wiki.test/a")
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], language="en")
    page.route("https://*.test/**", lambda route: route.fulfill(body="<title>Elsewhere</title>elsewhere"))
    panel = page.get_by_role("dialog")
    for there in ("guide.test", "wiki.test"):
        page.locator(f"#d-{duty.pk} a.talk.described").click()
        panel.locator(f'a[href*="{there}"]').click()
        expect(page).to_have_title("Elsewhere")
        page.go_back()
    first_cell(page).focus()
    page.keyboard.press("m")
    panel.get_by_role("link", name=f"All comments on {duty.code}").click()
    expect(panel.get_by_label("New comment on this duty")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#d-{duty.pk} a.talk")).to_be_visible()


def test_comments_without_script(open_page: OpenPage, team: Team) -> None:
    duty = team.project.duties.all()[0]
    page = open_page(f"projects/{team.project.pk}/", user=team.users["viewer"], language="en", javascript=False)
    page.locator(f"#d-{duty.pk} a.talk").click()
    page.get_by_label("New comment on this duty").fill("By hand")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".said")).to_have_text("By hand")
    page.get_by_text("Remove", exact=True).click()
    page.get_by_role("button", name="Remove the comment").click()
    expect(page.get_by_text("No comments yet")).to_be_visible()
