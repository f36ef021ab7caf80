"""Creating and laying out a project, as a person does it: with a mouse, a keyboard, a phone, and without scripts."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import expect

from phases.models import Project
from roles.matrix.matrix import load_matrix
from roles.models import Duty, Position
from tests.browser.conftest import OpenPage, assert_accessible
from tests.factories import UserFactory

MATRIX = re.compile(r"/projects/\d+/$")


@pytest.fixture
def user(transactional_db: None) -> User:
    call_command("load_catalogue", stdout=StringIO())
    return UserFactory.create()


@pytest.fixture
def demo(transactional_db: None) -> Project:
    call_command("seed_demo", stdout=StringIO())
    return Project.objects.get()


@pytest.mark.parametrize("javascript", [True, False])
def test_new_project_name_and_one_click_lead_to_the_matrix(open_page: OpenPage, user: User, javascript: bool) -> None:
    page = open_page("projects/", user=user, javascript=javascript)
    page.get_by_role("button", name="Nouveau projet").click()
    page.get_by_label("Nom du projet").fill("Prévision de la demande")
    page.get_by_role("button", name="Créer le projet").click()
    page.wait_for_url(MATRIX)
    project = Project.objects.get()
    expect(page).to_have_url(re.compile(f"/fr/projects/{project.pk}/$"))
    assert all(any(duty.letters) for duty in load_matrix(project.pk).duties)


def test_new_project_enter_creates_it(open_page: OpenPage, user: User) -> None:
    page = open_page("projects/new/", user=user)
    page.get_by_label("Nom du projet").fill("Au clavier")
    page.keyboard.press("Enter")
    page.wait_for_url(MATRIX)
    assert Project.objects.get().name == "Au clavier"


def test_new_project_preview_follows_the_profiles(open_page: OpenPage, user: User) -> None:
    page = open_page("projects/new/", user=user)
    page.get_by_label("Nom du projet").fill("Deux techniciens")
    page.get_by_label("Titulaire").first.fill("Camille Roy")
    page.get_by_label("Profil", exact=True).nth(1).select_option(label="Technicien")
    stand_in = page.get_by_label("Aucun poste n’a le profil « Universitaire »")
    stand_in.wait_for()
    expect(page.locator("#preview").get_by_text("restent ouvertes")).to_be_visible()
    title = page.get_by_label("Titre", exact=True).nth(1)
    expect(title).to_have_value("Technicienne ou technicien en intelligence artificielle")
    stand_in.select_option(index=2)
    page.get_by_text("Chaque tâche a une approbation").wait_for()
    page.get_by_role("button", name="Ajouter un poste").click()
    page.get_by_label("Profil", exact=True).nth(2).wait_for()
    expect(page.locator("#id_row-2-profile")).to_be_focused()
    expect(page.get_by_label("Titulaire").first).to_have_value("Camille Roy")
    assert_accessible(page)
    page.get_by_role("button", name="Retirer le poste 3").click()
    page.get_by_role("button", name="Retirer le poste 3").wait_for(state="detached")
    page.get_by_role("button", name="Créer le projet").click()
    page.wait_for_url(MATRIX)
    matrix = load_matrix(Project.objects.get().pk)
    assert [position.holder for position in matrix.positions] == ["Camille Roy", ""]
    assert all({"A", "AR"} & set(duty.letters) for duty in matrix.duties)


def test_new_project_without_scripts_previews_and_keeps_everything(open_page: OpenPage, user: User) -> None:
    page = open_page("projects/new/", user=user, javascript=False, expected=("422",))
    page.get_by_label("Nom du projet").fill("Sans script")
    titles = page.get_by_label("Titre", exact=True)
    page.get_by_role("button", name="Retirer le poste 2").click()
    expect(titles).to_have_count(1)
    page.get_by_role("button", name="Ajouter un poste").click()
    expect(titles).to_have_count(2)
    titles.nth(1).fill("Cheffe de projet")
    page.get_by_label("Profil", exact=True).nth(0).select_option(label="Aucun")
    titles.nth(0).fill("Technicienne")
    page.get_by_role("button", name="Créer le projet").click()
    expect(page.get_by_role("alert").get_by_text("resteraient ouvertes")).to_be_visible()
    for choice in page.get_by_label("Aucun poste n’a le profil").all():
        choice.select_option(label="Cheffe de projet")
    page.get_by_role("button", name="Créer le projet").click()
    page.wait_for_url(MATRIX)
    assert list(Position.objects.values_list("title_fr", flat=True)) == ["Technicienne", "Cheffe de projet"]


def test_new_project_error_leads_to_its_field(open_page: OpenPage, user: User) -> None:
    page = open_page("projects/new/", user=user, expected=("422",))
    page.get_by_label("Nom du projet").evaluate("field => field.removeAttribute('required')")
    page.get_by_role("button", name="Créer le projet").click()
    page.get_by_role("alert").get_by_role("link", name="Nom du projet").click()
    expect(page.locator("#id_name")).to_be_focused()
    assert_accessible(page)


def test_positions_move_by_keyboard_and_keep_the_focus(open_page: OpenPage, demo: Project) -> None:
    page = open_page(f"projects/{demo.pk}/positions/", user=User.objects.get(username="editor@demo.example"))
    first = demo.positions.order_by("order")[0]
    page.locator(f"#down-{first.pk}").focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        page.locator("#said").get_by_text(f"place {place}").wait_for()
        expect(page.locator(f"#down-{first.pk}")).to_be_focused()
    assert [position.id for position in load_matrix(demo.pk).positions].index(first.pk) == 2


@pytest.mark.parametrize("javascript", [True, False])
def test_duty_set_aside_and_taken_back(open_page: OpenPage, demo: Project, javascript: bool) -> None:
    editor = User.objects.get(username="editor@demo.example")
    page = open_page(f"projects/{demo.pk}/duties/", user=editor, javascript=javascript)
    page.get_by_role("button", name="Mettre T02 de côté").click()
    page.get_by_label("Pourquoi ne s’applique-t-elle pas").fill("Le matériel est loué")
    page.get_by_role("button", name="Mettre de côté", exact=True).click()
    page.get_by_text("Le matériel est loué").wait_for()
    page.get_by_role("button", name="Reprendre T02").click()
    page.get_by_role("button", name="Elle s’applique de nouveau").click()
    page.get_by_text("La tâche T02 s’applique de nouveau").wait_for()
    assert load_matrix(demo.pk).duty(Duty.objects.get(code="T02").pk).letters[0] == "AR"
