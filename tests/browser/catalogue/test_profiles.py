"""The profiles in a browser: pairs that light up, search as one types, links, the way back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, assert_accessible, assert_fits, assert_soon
from tests.conftest import Team
from tests.roles.catalogues import fixture_data, load, second_framework

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def catalogue(transactional_db: None) -> None:
    load(fixture_data())


def assert_lit(page: Page, *codes: str) -> None:
    """The statements in hand and in answer, now or in a moment."""
    lit = page.locator(".st-list > :is(.on, .pin)")
    assert_soon(page, lambda: lit.evaluate_all("all => all.map(li => li.id)"), list(codes))


def test_pairs_are_joined_by_lines_that_can_be_hidden(open_page: OpenPage) -> None:
    page = open_page("profiles/")
    expect(page.locator("#phase-3 .duo > svg path")).to_have_count(6)
    page.get_by_label("Montrer les liens").uncheck()
    expect(page.locator(".duo > svg path")).to_have_count(0)


def test_pair_lights_up_on_hover_and_focus(open_page: OpenPage) -> None:
    page = open_page("profiles/")
    page.locator("#T23 .txt").hover()
    expect(page.locator("#U17")).to_have_class("on")
    assert_lit(page, "T23", "U17", "U20")
    expect(page.locator("#phase-6 .duo path.on")).to_have_count(2)
    page.locator("h1").hover()
    assert_lit(page)
    page.locator("#T24 a.code").focus()
    page.keyboard.press("Tab")
    assert_lit(page, "T24", "U18")


def test_pair_of_the_focus_stays_lit_when_the_page_scrolls_under_the_pointer(open_page: OpenPage) -> None:
    page = open_page("profiles/")
    page.locator("#T01 .txt").hover()
    assert_lit(page, "T01", "U01")
    page.locator("#T24 a.code").focus()
    page.keyboard.press("Tab")
    assert_lit(page, "T24", "U18")
    page.evaluate("document.addEventListener('pointerover', () => { window.passed = true; })")
    page.evaluate("scrollBy(0, -300)")
    assert_soon(page, lambda: page.evaluate("window.passed"), True)
    assert_lit(page, "T24", "U18")


def test_pair_stays_lit_once_clicked(open_page: OpenPage) -> None:
    page = open_page("profiles/")
    page.locator("#T01 .txt").click()
    page.locator("#T04 .txt").hover()
    assert_lit(page, "T01", "U01")
    page.keyboard.press("Escape")
    page.locator("h1").hover()
    assert_lit(page)


def test_search_filters_as_one_types_and_the_way_back_leads_to_the_whole(open_page: OpenPage) -> None:
    page = open_page("profiles/")
    page.locator("#q").fill("cleaning")  # at one blow: each pause in typing is a step of the way back
    expect(page.locator(".st-list > li")).to_have_count(1)
    expect(page.locator("#T07 mark")).to_have_text("cleaning")
    expect(page.locator("#tally")).to_contain_text("1 responsabilité")
    expect(page.locator("#frise a[href]")).to_have_count(1)
    expect(page.locator("#q")).to_have_value("cleaning")
    expect(page).to_have_url(re.compile(r"/fr/profiles/\?q=cleaning$"))
    page.locator("#letter").select_option("technicien:I")
    expect(page.get_by_role("heading", name="Aucune responsabilité trouvée")).to_be_visible()
    page.go_back()
    expect(page.locator(".st-list > li")).to_have_count(1)
    expect(page.locator("#letter")).to_have_value("")
    page.go_back()
    expect(page.locator(".st-list > li")).to_have_count(51)
    expect(page.locator("#q")).to_have_value("")
    page.locator("#T23 .txt").hover()
    expect(page.locator("#phase-6 .duo path.on")).to_have_count(2)


def test_search_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("profiles/", javascript=False)
    page.locator("#q").fill("qualite")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator(".st-list > li")).to_have_count(5)


def test_link_to_a_statement_shows_it_with_its_pair(open_page: OpenPage) -> None:
    page = open_page("profiles/#T23")
    expect(page.locator("#U20")).to_have_class("on")
    expect(page.locator("#T23")).to_be_in_viewport()
    page.locator("#T24 a.code").click()
    expect(page).to_have_url(re.compile("#T24$"))
    expect(page.locator("#U18")).to_have_class("on")


def test_pair_hidden_by_the_filter_is_a_link_to_the_whole(open_page: OpenPage) -> None:
    page = open_page("profiles/?q=t23")
    page.locator("#T23 .pairs a", has_text="U20").click()
    expect(page.locator("#U20")).to_be_in_viewport()
    expect(page.locator(".st-list > li")).to_have_count(51)


def test_rule_behind_letters_opens_by_keyboard_and_by_touch(open_page: OpenPage) -> None:
    page = open_page("profiles/")
    page.locator("#T08 summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#T08 .pop")).to_contain_text("R1")
    page.locator("#U04 summary").click()
    expect(page.locator("#T08 .pop")).to_be_hidden()
    expect(page.locator("#U04 .pop")).to_contain_text("R7")
    page.keyboard.press("Escape")
    expect(page.locator("#U04 .pop")).to_be_hidden()
    phone = open_page("profiles/", phone=True)
    phone.locator("#T08 summary").tap()
    expect(phone.locator("#T08 .pop")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("phone", [False, True])
def test_framework_among_others_is_accessible_and_fits(look_at: OpenPage, team: Team, phone: bool, dark: bool) -> None:
    load(second_framework())
    path, user = "profiles/?framework=deuxieme", team.users["editor"]
    page = look_at(path, user=user, language="en" if dark else "fr", phone=phone, dark=dark)
    assert_fits(page)
    assert_accessible(page)
