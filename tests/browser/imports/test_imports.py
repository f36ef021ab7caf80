"""Files that come in, in a browser: a framework, people; and a framework with many profiles to choose from."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from roles.formats.text import json_bytes
from roles.models import Person
from roles.people.domain.permissions import hr_group
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.factories import PersonFactory, UserFactory
from tests.roles.catalogues import fixture_data, large_framework, load, second_framework

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(db: None) -> User:
    user = UserFactory.create()
    user.groups.add(hr_group())
    return user


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_framework_comes_in_after_its_plan(
    open_page: OpenPage, manager: User, tmp_path: Path, phone: bool, dark: bool
) -> None:
    data = second_framework()
    load(data)
    data["phases"][0]["name_fr"] = "Amorce"
    data["responsibilities"].pop()
    wrong = second_framework()
    wrong["responsibilities"][0]["phase"] = "lune"
    for name, content in (("right", data), ("wrong", wrong)):
        (tmp_path / f"{name}.json").write_bytes(json_bytes(content))
    page = open_page("profiles/", user=manager, phone=phone, dark=dark, expected=("status of 422",))
    page.get_by_role("button", name="Référentiels").click()
    page.set_input_files("[name=file]", tmp_path / "wrong.json")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_text("« lune » n’existe pas")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.set_input_files("[name=file]", tmp_path / "right.json")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_text("Cadrage → devient Amorce")).to_be_visible()
    expect(page.locator("[aria-labelledby=plan-responsibilities] li")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Faire ces changements").click()
    expect(page.get_by_text("« Deuxième référentiel » est à jour")).to_be_visible()


@pytest.mark.parametrize(("phone", "dark"), [(False, True), (True, False)])
def test_people_come_in_after_their_plan(open_page: OpenPage, manager: User, phone: bool, dark: bool) -> None:
    load(fixture_data())
    PersonFactory.create(name="Camille Roy", email="old@example.org")
    page = open_page("people/", user=manager, phone=phone, dark=dark)
    page.get_by_role("button", name="Importer des personnes").click()
    rows = (
        "Nom\tCourriel\tPoste",
        "Camille Roy\tnew@example.org\t",
        "Léa Roy\tl@example.org\ttechnicien",
        "\tx@example.org\t",
    )
    page.get_by_label("Ou des lignes copiées d’un tableur").fill("\n".join(rows))
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_text("Le nom manque.")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Ce que veut dire Camille Roy").select_option("same")
    page.get_by_role("button", name="Mettre à jour le répertoire").click()
    expect(page.get_by_text("Ajouts : 1 ; modifications : 1")).to_be_visible()
    assert sorted(Person.objects.values_list("email", flat=True)) == ["l@example.org", "new@example.org"]


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_profiles_of_many_are_chosen_searched_and_compared(open_page: OpenPage, phone: bool, dark: bool) -> None:
    load(large_framework())
    page = open_page("profiles/", language="en", phone=phone, dark=dark)
    statements = page.locator("#statements .st-list > li")
    expect(statements).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)
    page.locator("#q").fill("données")
    expect(statements).to_have_count(100)
    expect(page.get_by_text("Only the first 100 are shown.")).to_be_visible()
    expect(page.locator("#tally")).to_contain_text("1142")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Clear the filters").first.click()
    expect(statements).to_have_count(0)
    page.locator("#with-profil-01").check()
    page.locator("#with-profil-02").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(statements).to_have_count(98)
    expect(page.locator("details.choice")).not_to_have_attribute("open", "")
    assert_fits(page)
    page.locator("#q").fill("zzz")
    expect(statements).to_have_count(0)
    page.get_by_role("link", name="Clear the filters").first.click()
    expect(statements).to_have_count(98)
