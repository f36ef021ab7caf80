"""From an empty production to people who answer, as they would do it; and a day of an HR manager."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.arrangement.arrangement import Arrangement
from tests.arrangement.databases import empty_database
from tests.browser.conftest import PATIENCE

MATRIX = re.compile(r"/projects/\d+/$")
PASSWORD = "Girafe-bleue-42-nuages"
CHIEF, HR, ANA, BEN = "chef@exemple.test", "rh@exemple.test", "ana@exemple.test", "ben@exemple.test"


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Arrangement]:
    with Arrangement(tmp_path, empty_database("raci_production"), workers=1) as running:
        yield running


class Person:
    """Somebody in a browser of their own."""

    def __init__(self, browser: Browser, production: Arrangement, language: str) -> None:
        context = browser.new_context(base_url=f"{production.url()}/{language}/", locale=f"{language}-CA")
        context.set_default_timeout(2 * PATIENCE)
        self.page: Page = context.new_page()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)

    def send(self) -> None:
        """The one form of the page."""
        self.page.locator("main form button:not([type=button])").first.click()

    def tell_name(self, name: str) -> None:
        self.fill(name=name)
        self.send()

    def sign_up(self, production: Arrangement, address: str, subject: str, name: str) -> None:
        """An account whose address is confirmed by the link of a message."""
        self.page.goto("accounts/signup/")
        self.fill(email=address, password1=PASSWORD, password2=PASSWORD)
        self.send()
        self.page.goto(production.mailbox.last_to(address, subject).link)
        self.send()
        if "/login/" in self.page.url:
            self.fill(login=address, password=PASSWORD)
            self.send()
        self.tell_name(name)


@pytest.mark.longest
def test_empty_production_comes_to_postings_and_answers(browser: Browser, production: Arrangement) -> None:
    chief, hr, ana, ben = (Person(browser, production, language) for language in ("fr", "fr", "fr", "en"))
    begin(chief, hr, production)
    project = new_project(chief)
    day_of_hr(chief, hr, project)
    for address, language in ((ANA, "fr"), (BEN, "en")):
        chief.page.goto(f"{project}members/")
        chief.page.locator("form[action*=new] [name=email]").fill(address)
        chief.page.locator("[name=language]").select_option(language)
        chief.press("Donner accès")
    for person, address, subject, name in ((ana, ANA, "vous invite", "Ana Roy"), (ben, BEN, "invites you", "Ben Cole")):
        person.page.goto(production.mailbox.last_to(address, subject).link)
        person.send()
        person.fill(password1=PASSWORD, password2=PASSWORD)
        person.send()
        person.tell_name(name)
        expect(person.page.get_by_role("heading", level=1)).to_have_text("Prévision de la demande")
    for place, (name, address) in enumerate((("Ana Roy", ANA), ("Ben Cole", BEN))):
        chief.page.goto(f"{project}positions/")
        chief.page.locator("a[href*='/positions/'][aria-label^='Modifier']").nth(place).click()
        chief.fill(holder=name, email=address)
        chief.press("Enregistrer")

    chief.page.goto(f"{project}acceptance/")
    chief.page.get_by_text("Demander à tout le monde").click()
    chief.press("Envoyer")
    production.a_minute_passes()
    ana.page.goto(production.mailbox.last_to(ANA, "Prévision").link)
    ana.page.goto(f"{project}mine/")
    ana.page.locator("#mine-open button[value=accept]").last.click()
    expect(ana.page.get_by_text("Vous avez accepté tout ce qui est à vous")).to_be_visible()
    ben.page.goto(f"{project}mine/".replace("/fr/", "/en/"))
    ben.page.get_by_role("link", name="Comment").first.click()
    said = ben.page.locator("textarea[name=text]:visible").last
    said.fill("Who decides?")
    ben.page.locator("form", has=said).get_by_role("button").last.click()
    expect(ben.page.get_by_text("Who decides?").first).to_be_visible()
    production.a_minute_passes()

    seen = Counter((mail.to, mail.subject) for mail in production.mailbox.mails)
    assert max(seen.values()) == 1, seen
    assert max(len(subject) for _to, subject in seen) < 200
    for mail in production.mailbox.mails:
        assert ("Bonjour" in mail.text or "Vous" in mail.text or "vous" in mail.text) == (mail.to != BEN), mail


def day_of_hr(chief: Person, hr: Person, project: str) -> None:
    """A position is opened to them; they make its posting, publish it, and look after a person of the directory."""
    chief.page.goto(f"{project}positions/")
    position = str(chief.page.locator("li[id^=position-]").first.get_attribute("id")).rpartition("-")[2]
    chief.page.goto(f"{project}positions/{position}/sheet/")
    chief.page.locator("button[name=opened][value='1']").click()

    hr.page.goto("")
    hr.page.locator(".desk button.primary").first.click()
    hr.page.wait_for_url(re.compile(r"/postings/\d+/"))
    posting = re.sub(r"(/postings/\d+/).*", r"\1", hr.page.url)
    hr.page.goto(f"{posting}edit/")
    hr.fill(apply_fr="Écrire à emplois@exemple.test", apply_en="Write to emplois@exemple.test")
    hr.press("Enregistrer")
    hr.page.goto(posting)
    hr.fill(reason="La paie reste à décider")
    hr.page.locator("button[name=do][value=publish]").click()
    expect(hr.page.get_by_text("Publié").first).to_be_visible()
    hr.page.goto("")
    expect(hr.page.locator(".desk")).to_contain_text("Publié")

    hr.page.goto("people/new/")
    hr.fill(name="Zoé Côté", email="zoe@exemple.test")
    hr.send()
    hr.page.goto("people/?q=cote zoe")
    expect(hr.page.get_by_role("link", name="Zoé Côté")).to_be_visible()


def begin(chief: Person, hr: Person, production: Arrangement) -> None:
    """The first administrator, and an HR manager by their hand."""
    chief.page.goto(re.findall(r"http://\S+", production.manage("first_administrator", CHIEF))[0])
    chief.fill(password1=PASSWORD, password2=PASSWORD)
    chief.send()
    chief.page.goto("accounts/login/")
    chief.fill(login=CHIEF, password=PASSWORD)
    chief.send()
    chief.tell_name("Ada Cheffe")
    hr.sign_up(production, HR, "Confirmez votre adresse", "Rose Humaine")
    chief.page.goto("roles/")
    chief.page.locator("li", has_text=HR).get_by_role("button").first.click()
    chief.fill(password=PASSWORD)  # anew, though they have just signed in
    chief.send()
    chief.page.locator("main form button.primary").click()
    expect(chief.page.locator("li", has_text=HR)).to_contain_text("RH")
    hr.page.goto("")
    expect(hr.page.get_by_role("heading", level=1)).to_contain_text("Postes à pourvoir")


def new_project(chief: Person) -> str:
    """The address of a project with the positions and letters that the form suggests."""
    chief.page.goto("projects/new/")
    chief.page.get_by_label("Nom du projet").fill("Prévision de la demande")
    chief.press("Créer le projet")
    chief.page.wait_for_url(MATRIX)
    return chief.page.url
