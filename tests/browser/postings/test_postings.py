"""A vacant position becomes a posting, in a browser: opened to HR, written with advice, published, read, closed."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from roles.models import Position
from roles.people.domain.permissions import hr_group
from roles.postings.domain.postings import Source, edit_posting, make_posting
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.conftest import Team
from tests.factories import AssignmentFactory, ResponsibilityFactory, UserFactory

PASTE = """(field, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def position(team: Team) -> Position:
    row: Position = team.project.positions.all()[0]
    row.title_fr, row.title_en = "Technicienne ou technicien en IA", "AI technician"
    row.save()
    AssignmentFactory.create(duty=team.project.duties.all()[0], position=row, letter="R")
    return row


@pytest.fixture
def hr(db: None) -> User:
    user: User = UserFactory.create(username="hr")
    user.groups.add(hr_group())
    return user


@pytest.mark.parametrize("phone", [False, True])
def test_vacant_position_becomes_a_public_posting(
    open_page: OpenPage, team: Team, position: Position, hr: User, phone: bool
) -> None:
    sheet = f"projects/{team.project.pk}/positions/{position.pk}/sheet/"
    owner = open_page(sheet, user=team.users["owner"], language="en", phone=phone)
    owner.get_by_role("button", name="Open to HR managers").click()
    expect(owner.get_by_role("button", name="Withhold from HR managers")).to_be_visible()

    page = open_page("postings/", user=hr, language="en", phone=phone, expected=("status of 422",))
    page.get_by_role("link", name="AI technician").click()
    page.get_by_role("button", name="Create a posting").click()
    expect(page.get_by_role("heading", name="Edit the posting")).to_be_visible()
    title = page.locator("#id_title_fr")
    advice = page.locator("#advice")
    title.fill("Ingénieur en IA")
    expect(advice).to_contain_text("reserved title")
    title.fill("Technicien(ne) en IA")
    expect(advice).to_contain_text("shortens the feminine")
    title.fill("Technicienne ou technicien en IA")
    expect(advice).not_to_contain_text("shortens the feminine")
    page.locator("#id_mission_en").fill("You deploy.")
    expect(advice).to_contain_text("This is in English only")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Charter of the French language")
    page.locator("#id_mission_fr").fill("Vous mettez en service.")
    page.locator("#id_city").fill("Montréal")
    for language in ("fr", "en"):
        page.locator(f"#id_apply_{language}").fill("emplois@example.org")
    page.locator("#id_employment").select_option("FULL_TIME")
    page.locator("#id_closing_date").fill(f"{timezone.localdate() + timedelta(days=30)}")
    expect(page.locator("#preview")).to_contain_text("emplois@example.org")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Posting saved.")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("You deploy.")).to_be_visible()
    page.get_by_label("With a public page").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The posting is published.")).to_be_visible()
    address = page.get_by_label("Address").input_value()

    guest = open_page(address, language="en", phone=phone, expected=("status of 410",))
    expect(guest.get_by_text("You deploy.")).to_be_visible()
    data = json.loads(guest.locator('script[type="application/ld+json"]').text_content() or "")
    assert data["@type"] == "JobPosting"
    assert_fits(guest)
    assert_accessible(guest)
    guest.get_by_role("button", name="Français").click()
    expect(guest.get_by_text("Vous mettez en service.")).to_be_visible()

    page.get_by_role("button", name="Close the posting").click()
    expect(page.get_by_text("The posting is closed.")).to_be_visible()
    guest.reload()
    expect(guest.get_by_role("heading", name="Cet affichage a pris fin")).to_be_visible()


def test_lines_are_moved_by_keyboard_and_typed_again_after_a_reload(
    open_page: OpenPage, team: Team, position: Position
) -> None:
    AssignmentFactory.create(duty=team.project.duties.all()[1], position=position, letter="R")
    made = make_posting(team.project, team.users["owner"], Source(position))
    page = open_page(f"postings/{made.pk}/edit/", user=team.users["owner"], language="en")
    order = page.locator("[name=order]")
    first, second = order.input_value().split(",")[:2]
    page.locator(f"#down-{first}").press("Enter")
    expect(order).to_have_value(re.compile(f"^{second},{first}"))
    expect(page.locator(f"#down-{first}, #up-{first}").and_(page.locator(":focus"))).to_have_count(1)
    page.get_by_role("button", name="Add a line of your own").click()
    page.locator("[name=line-own-1-fr]").fill("Former la relève")
    expect(page.locator("#preview")).to_contain_text("Former la relève")
    page.reload()
    expect(page.locator("[name=line-own-1-fr]")).to_have_value("Former la relève")
    expect(order).to_have_value(re.compile(f"^{second},{first}.*own-1$"))


def test_posting_is_written_without_javascript(open_page: OpenPage, team: Team, position: Position) -> None:
    path = f"projects/{team.project.pk}/postings/new/?source=position-{position.pk}"
    page = open_page(path, user=team.users["editor"], language="en", javascript=False)
    page.get_by_role("button", name="Create the draft").click()
    page.locator("#id_mission_fr").fill("Vous mettez en service.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Posting saved.")).to_be_visible()


@pytest.mark.parametrize(("language", "sign"), [("en", "."), ("fr", ",")])
def test_pay_has_the_decimal_sign_of_the_browser(
    open_page: OpenPage, team: Team, position: Position, language: str, sign: str
) -> None:
    path = f"projects/{team.project.pk}/postings/new/?source=position-{position.pk}"
    page = open_page(path, user=team.users["editor"], language=language)
    page.locator("main form .primary").click()
    page.wait_for_url(re.compile(r"/postings/\d+/edit/"))  # with its script
    pay = page.locator("#id_pay_min")
    for typed in ("28,75", "28.75"):
        pay.fill("")
        pay.press_sequentially(typed)
        assert pay.input_value() == f"28{sign}75"
    pay.fill("2075")
    pay.evaluate("field => field.setSelectionRange(2, 2)")
    pay.press_sequentially(",")
    assert (pay.input_value(), pay.evaluate("field => field.selectionStart")) == (f"20{sign}75", 3)
    for pasted, read in (("62 500,50 $", f"62500{sign}50"), ("$62,500.50", f"62500{sign}50"), ("1,999", "1999")):
        pay.fill("")
        pay.evaluate(PASTE, pasted)
        assert pay.input_value() == read


def test_list_is_searched_while_typing_and_keeps_its_address(open_page: OpenPage, team: Team) -> None:
    for title in ("Technicienne ou technicien", "Conseillère ou conseiller"):
        made = make_posting(team.project, team.users["owner"], Source())
        edit_posting(made, team.users["owner"], {"title_fr": title}, [])
    page = open_page("postings/?state=draft", user=team.users["editor"], language="fr")
    titles = page.locator("#found .line .title")
    expect(titles).to_have_count(2)
    page.locator("#q").press_sequentially("conseillere")
    expect(titles).to_have_text(["Conseillère ou conseiller"])
    expect(page).to_have_url(re.compile(r"\?(?=.*q=conseillere)(?=.*state=draft)"))
    page.get_by_role("button", name="Publié (0)").click()
    expect(page.get_by_role("heading", name="Aucun affichage ne correspond")).to_be_visible()
    assert page.locator("#q").input_value() == "conseillere"
    page.locator("#q").fill("")
    expect(page.get_by_role("button", name="Brouillon (2)")).to_be_visible()


def test_hr_posts_chosen_statements_without_javascript(open_page: OpenPage, team: Team, hr: User) -> None:
    statement = ResponsibilityFactory.create(phase=team.project.framework.phases.all()[0], text_en="Tests the model")
    page = open_page("postings/new/", user=hr, language="en", javascript=False)
    page.get_by_label(f"{statement.code} Tests the model").check()
    page.get_by_role("button", name="Create the draft of what is ticked").click()
    page.locator("#id_title_fr").fill("Vérificatrice ou vérificateur")
    page.locator("#id_title_en").fill("Tester")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Posting saved.")).to_be_visible()
    expect(page.locator(".sheet li").first).to_have_text("Tests the model")
