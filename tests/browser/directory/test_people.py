"""People in a browser: found while typing, with an address that keeps the search; and merged without script."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from roles.models import Person
from roles.people.domain.permissions import hr_group
from tests.browser.conftest import OpenPage
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(db: None) -> User:
    user = UserFactory.create()
    user.groups.add(hr_group())
    return user


def test_people_are_found_while_typing_and_the_address_keeps_it(open_page: OpenPage, manager: User) -> None:
    for name in ("Zoé Côté", "Luc Roy"):
        PersonFactory.create(name=name, active=name == "Luc Roy")
    page = open_page("people/", user=manager)
    page.get_by_label("Quelles personnes").select_option("all")
    expect(page.get_by_role("link", name="Zoé Côté")).to_be_visible()
    page.get_by_label("Chercher une personne").press_sequentially("zoe")
    expect(page.get_by_role("link", name="Luc Roy")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?q=zoe&show=all$"))
    page.reload()
    expect(page.get_by_label("Chercher une personne")).to_have_value("zoe")
    expect(page.get_by_role("link", name="Zoé Côté")).to_be_visible()


def test_two_people_become_one_without_script(open_page: OpenPage, manager: User) -> None:
    for name in ("Zoé Côté", "Cote Zoe"):
        PersonFactory.create(name=name)
    page = open_page("people/?show=doubles", user=manager, javascript=False)
    page.get_by_role("link", name="Fusionner… Zoé Côté").click()
    page.get_by_role("button", name="Choisir Cote Zoe").click()
    page.get_by_role("button", name="Fusionner", exact=True).click()
    expect(page.get_by_role("heading", name="Zoé Côté")).to_be_visible()
    assert Person.objects.get().name == "Zoé Côté"
