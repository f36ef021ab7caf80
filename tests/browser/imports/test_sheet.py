"""A sheet from elsewhere in a browser: uploaded, corrected, made a project; and brought into one that exists."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from phases.models import Project
from roles.formats.reading import parsing
from roles.matrix.matrix import load_matrix
from roles.models import Duty, Position
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.conftest import Team
from tests.roles.imports.sheet_reading.corpus import read_case

pytestmark = pytest.mark.django_db(transaction=True)

CSV = (
    "Projet Atlas;;;;\n\nNo;Tâche;Cheffe;Analyste;Statut\n;Cadrage;;;\n1.1;Recueillir les besoins;A;R;fait\n"
    "1.2;Rédiger la charte;A/R;x;\n;Réalisation;;;\n2.1;Construire le modèle;A;A;\n"
)


def choose(page: Page, folder: Path, name: str, data: bytes) -> None:
    """Choose the file and ask what it holds."""
    path = folder / name
    path.write_bytes(data)
    page.set_input_files("[name=file]", path)
    page.locator("form[enctype] button.primary").click()
    expect(page.locator("#read")).to_be_visible()


def test_sheet_is_uploaded_corrected_and_becomes_a_project(open_page: OpenPage, team: Team, tmp_path: Path) -> None:
    page = open_page("projects/", user=team.users["outsider"])
    page.get_by_role("link", name="En faire un projet").click()
    choose(page, tmp_path, "atlas.csv", CSV.encode("cp1252"))
    found = page.locator(".found")
    expect(found).to_contain_text("3 tâches · 2 postes · 3 lettres · 2 phases")
    assert_accessible(page)
    column = page.locator("#b0-c4")
    column.focus()
    column.select_option(label="Poste")
    expect(found).to_contain_text("3 postes")
    expect(page.locator("#b0-c4")).to_be_focused()
    page.locator("#b0-c4").select_option(label="Laisser de côté")
    expect(found).to_contain_text("2 postes")
    page.locator("[name=means]").select_option(label="C – Consultation")
    expect(found).to_contain_text("4 lettres")
    page.locator("#doubts summary", has_text="plusieurs A").click()
    expect(page.locator("#doubt-two-a li")).to_contain_text("Ligne 8")
    page.get_by_label("Réalisation").fill("Construction")
    page.get_by_label("Nom du projet").fill("Projet Atlas 2")
    page.get_by_role("button", name="Créer le projet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projet Atlas 2")
    matrix = load_matrix(Project.objects.latest("pk").pk)
    assert [phase.name for phase in matrix.phases] == ["Cadrage", "Construction"]
    assert [duty.letters for duty in matrix.duties] == [("A", "R"), ("AR", "C"), ("", "")]


STOPPED = """() => setInterval(() => {
  const box = document.querySelector("[data-reading]");
  if (box.hidden || box.querySelector("button").disabled) return;
  sessionStorage.told = box.innerText;
  box.querySelector("button").click();
}, 200)"""  # by the page itself, for nobody outside can look into one that is being left


def test_reading_that_takes_long_is_told_and_stopped(
    open_page: OpenPage, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "_PROGRAM", "import time; time.sleep(60)")
    page = open_page("projects/new/sheet/", user=team.users["outsider"], expected=("422",))
    page.get_by_label("Ou collez un tableau ici").fill(CSV)
    page.evaluate(STOPPED)
    page.locator("form[enctype] button.primary").click()
    expect(page.locator(".errorlist").first).to_contain_text("La lecture a été arrêtée")
    assert "s sur 20 s au plus" in page.evaluate("sessionStorage.told")
    expect(page.locator("[data-reading]")).to_be_hidden()
    assert_accessible(page)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("case", ["11-marks-to-ask-about", "17-several-sheets", "28-no-matrix"])
def test_reading_of_a_sheet_fits_and_is_accessible(
    look_at: OpenPage, team: Team, tmp_path: Path, case: str, phone: bool
) -> None:
    sheet = read_case(case)
    page = look_at("projects/new/sheet/", user=team.users["owner"], language="en", phone=phone, dark=phone)
    choose(page, tmp_path, sheet.name, sheet.data)
    for summary in page.locator("#doubts summary").all():
        summary.click()
    assert_fits(page)
    assert_accessible(page)


def test_sheet_works_without_javascript(open_page: OpenPage, team: Team, tmp_path: Path) -> None:
    page = open_page("projects/new/sheet/", user=team.users["owner"], javascript=False)
    choose(page, tmp_path, "atlas.csv", CSV.encode())
    page.locator("#b0-c3").select_option(label="Laisser de côté")
    page.get_by_role("button", name="Mettre la page à jour").click()
    expect(page.locator(".found")).to_contain_text("1 poste")
    page.get_by_role("button", name="Créer le projet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projet Atlas")


@pytest.mark.parametrize("phone", [False, True])
def test_sheet_is_matched_with_a_project_and_taken(
    open_page: OpenPage, team: Team, tmp_path: Path, phone: bool
) -> None:
    Position.objects.filter(project=team.project).delete()
    Position.objects.create(project=team.project, order=1, title_fr="Cheffe de projet")
    first, second, *_others = Duty.objects.filter(project=team.project).order_by("phase__order", "order")
    Duty.objects.filter(pk=first.pk).update(text_fr="Recueillir les besoins")
    Duty.objects.filter(pk=second.pk).update(text_fr="Rédiger la charte du projet")
    page = open_page(f"projects/{team.project.pk}/import/", user=team.users["editor"], phone=phone)
    choose(page, tmp_path, "atlas.csv", CSV.encode())
    expect(page.get_by_text("1 tâche dans les mêmes mots")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    expect(page.get_by_label("Cheffe", exact=True)).to_have_value(str(Position.objects.get().pk))
    for label in ("Analyste", "Construire le modèle"):
        with page.expect_response("**/import/sheet/"):
            page.get_by_label(label, exact=True).select_option(label="Exclure")
        expect(page.locator("#read:not(.htmx-request, .htmx-settling)")).to_be_visible()
    expect(page.get_by_label("Rédiger la charte")).to_have_value(str(second.pk))
    page.get_by_role("button", name="Voir les différences").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Importer un fichier")
    page.get_by_role("button", name="Reprendre ce qui est coché").click()
    expect(page.get_by_role("status").filter(has_text="2 modifications")).to_be_visible()
    matrix = load_matrix(team.project.pk)
    assert (matrix.duty(first.pk).letters, matrix.duty(second.pk).letters) == (("A",), ("AR",))


def test_pasted_table_brings_its_merged_cells(open_page: OpenPage, team: Team) -> None:
    page = open_page("projects/new/sheet/", user=team.users["outsider"])
    rows = "<tr><td rowspan=2>Sol<td>Creuser<br>vite<td style='display: table-cell'>A<td>R<tr><td>Drainer<td>R<td>A"
    html = f"<style>td {{}}</style><table class=x><tr><td>Phase<td>Tâche<td>Chef<td>Équipe{rows}</table>"
    page.evaluate(
        """html => {
          const field = document.getElementById("id_pasted");
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", html);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
          field.value = "Creuser vite";
          field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
        }""",
        html,
    )
    page.locator("form[enctype] button.primary").click()
    expect(page.locator(".found")).to_contain_text("2 tâches · 2 postes · 4 lettres · 1 phase")
    expect(page.locator(".found")).to_contain_text("rien à vérifier")
