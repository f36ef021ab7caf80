"""RASCI by a project setting, and letters with names of the project's own."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from phases.models import Project
from roles.checks.domain.check import check
from roles.checks.domain.gaps import lacking
from roles.enums import Letter
from roles.exports.documents.export import Export, Format, Order
from roles.history.domain.baselines import freeze, frozen_matrix
from roles.history.domain.replay import matrix_at
from roles.matrix.changes import LetterNotOffered
from roles.matrix.letters import RACI, letter_name, offered_letters, shown_letters
from roles.matrix.matrix import load_matrix
from roles.matrix.suggestions import suggest
from roles.matrix.thresholds import Thresholds
from roles.projects.domain.scope import set_applicable
from roles.undo.undo import redo, undo
from roles.workload.domain.absence import absence_plan
from tests.conftest import Team
from tests.roles.layouts import column, matrix_of, row, rows
from tests.roles.matrix.rasci import letters, page, put, save, turn

RASCI = (*RACI, Letter.S)


# What a project offers


def test_offered_letters_by_the_rule() -> None:
    assert offered_letters({}) == RACI
    assert offered_letters({"support": True}) == RASCI


def test_shown_letters_never_hide_an_s_that_a_cell_holds() -> None:
    assert shown_letters(rows("R A")) == RACI
    assert shown_letters(rows("S A")) == RASCI


@pytest.mark.parametrize(
    ("language", "letter", "name"),
    [
        ("fr", Letter.A, "Autorité"),
        ("en", Letter.A, "Accountable"),
        ("fr", Letter.AR, "Autorité et réalisation"),
        ("en", Letter.AR, "Accountable and responsible"),
        ("fr", Letter.S, "Soutien"),
        ("en", Letter.S, "Support"),
    ],
)
def test_letter_name_of_the_project_else_of_the_method(language: str, letter: Letter, name: str) -> None:
    with override(language):
        assert letter_name({"name_a_fr": "Autorité"}, letter) == name


# Setting an S


def test_cell_takes_an_s_where_the_project_offers_it(team: Team) -> None:
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    data = {"duty": duty.pk, "position": position.pk, "letter": "S", "seen": ""}
    url = reverse("cells", args=[team.project.pk])
    answer = team.client("editor").post(url, data, headers={"HX-Request": "true"})
    assert answer.status_code == 400
    assert "RASCI" in answer.content.decode()
    turn(team, support=True)
    answer = team.client("editor").post(url, data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'class="l l-s"' in answer.content.decode()


def test_bulk_and_fill_take_an_s_where_the_project_offers_it(team: Team) -> None:
    position = team.project.positions.all()[0]
    query = {"kind": "letter", "position": str(position.pk), "letter": "S"}
    assert 'name="digest"' not in page(team, "fill", **query)
    turn(team, support=True)
    assert 'name="digest"' in page(team, "fill", **query)


def test_row_takes_an_s_where_the_project_offers_it(team: Team) -> None:
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    url = reverse("duty-row", args=[team.project.pk, duty.pk])
    data = {f"letter-{position.pk}": "S", f"seen-{position.pk}": ""}
    assert team.client("editor").post(url, data).status_code == 400
    turn(team, support=True)
    assert 'value="S"' in team.client("editor").get(url).content.decode()
    assert team.client("editor").post(url, data).status_code == 302
    assert letters(team)[0] == "S"


def test_undo_that_would_bring_s_back_is_refused(team: Team) -> None:
    turn(team, support=True)
    put(team, "S")
    put(team, "C")
    turn(team)
    with pytest.raises(LetterNotOffered):
        undo(team.project.pk, team.users["editor"])
    answer = team.client("editor").post(reverse("undo", args=[team.project.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "RASCI" in answer.content.decode()
    assert letters(team)[0] == "C"


def test_redo_that_would_bring_s_back_is_refused(team: Team) -> None:
    turn(team, support=True)
    put(team, "S")
    undo(team.project.pk, team.users["editor"])
    turn(team)
    with pytest.raises(LetterNotOffered):
        redo(team.project.pk, team.users["editor"])
    assert letters(team)[0] == ""


def test_duty_that_applies_again_brings_no_s_into_raci(team: Team) -> None:
    turn(team, support=True)
    put(team, "S")
    duty = team.project.duties.all()[0]
    set_applicable(team.project.pk, team.users["owner"], duty.pk, "Hors mandat")
    turn(team)
    set_applicable(team.project.pk, team.users["owner"], duty.pk, "")
    assert letters(team)[0] == ""


def test_suggested_s_goes_only_where_the_project_offers_it() -> None:
    duty = row(1, ("", ""), suggested={"technicien": "S", "universitaire": "AR"})
    positions = [column(1, profile="technicien"), column(2, profile="universitaire")]
    assert [change.letter for change in suggest(matrix_of([duty], positions)).changes] == ["AR"]
    offered = suggest(matrix_of([duty], positions, {"support": True}))
    assert [change.letter for change in offered.changes] == ["S", "AR"]


# What an S means to the checks


def keys(*lines: str) -> set[str]:
    return {finding.key for finding in check(rows(*lines))}


def test_check_s_is_a_part_but_neither_does_nor_approves_nor_informs() -> None:
    found = keys("S . .", "AR S C")
    assert "H4-d1" in found  # nobody decided
    assert "V4-p102" in found  # S alone: neither R nor A
    assert "V5-p102" not in found
    assert "H8-d1" in keys("AR S .")
    assert "H9-d1" in keys("A R C I S")
    assert "V3-p105" in keys("A R C I S")


def test_check_who_supports_could_step_in() -> None:
    assert "P5-d1" in keys("AR I")
    assert "P5-d1" not in keys("AR S")


# Pages and documents


def test_matrix_page_offers_s_in_picker_filter_and_legend(team: Team) -> None:
    assert 'data-letter="S"' not in page(team, "project")
    turn(team, support=True, name_s_fr="Appui <b>", name_a_fr="Autorité")
    html = page(team, "project")
    assert 'data-letter="S"' in html
    assert re.search(r'name="letter"\s+value="S"', html)
    assert html.count("Appui &lt;b&gt;") == 4  # legend, title and label of the filter, picker
    assert "Appui <b>" not in html
    assert "Autorité et réalisation" in html


def test_changes_bring_the_picker_of_rasci_to_open_pages(team: Team) -> None:
    version = Project.objects.get(pk=team.project.pk).version
    save(team, "owner", support="on")
    url = reverse("changes", args=[team.project.pk])
    assert 'data-letter="S"' in team.client("editor").get(url, {"since": version}).content.decode()
    assert 'data-letter="S"' not in team.client("viewer").get(url, {"since": version}).content.decode()


def test_past_frozen_and_compared_show_the_letters_of_then(team: Team) -> None:
    save(team, support="on", name_a_fr="Autorité")
    put(team, "S")
    baseline = freeze(team.project.pk, team.users["owner"], "Avec soutien")
    version = Project.objects.get(pk=team.project.pk).version
    save(team, support=None, instead="C", name_a_fr="")
    assert letters(team)[0] == "C"
    for then in (matrix_at(team.project.pk, version), frozen_matrix(baseline)):
        assert shown_letters(then) == RASCI
        assert letter_name(then.rules, Letter.A) == "Autorité"
        assert then.duties[0].letters[0] == "S"
    html = team.client("viewer").get(reverse("version", args=[team.project.pk, version])).content.decode()
    assert "Autorité" in html
    assert "Soutien" in html
    html = page(team, "compare", "viewer", **{"from": str(version), "to": "now"})
    assert 'class="l l-s s"' in html
    assert "lettre S, soutien (RASCI)" in html


def test_documents_name_the_letters_as_the_project_does(team: Team) -> None:
    turn(team, support=True, name_a_fr="Autorité", name_s_fr="=Appui")
    put(team, "S")
    matrix = load_matrix(team.project.pk)
    book = load_workbook(io.BytesIO(Export(matrix, Order(Format.XLSX, date(2026, 11, 25))).body()))
    legend = [[cell.value for cell in line[:2]] for line in book["Légende"].iter_rows(min_row=4, max_row=9)]
    assert ["A", "Autorité"] in legend
    assert ["S", "=Appui"] in legend
    assert book["Légende"]["B9"].data_type == "s"
    (choice,) = book["Matrice"].data_validations.dataValidation
    assert choice.formula1 == '"R,A,A/R,C,I,S"'
    pdf = PdfReader(io.BytesIO(Export(matrix, Order(Format.PDF, date(2026, 11, 25))).body()))
    text = " ".join(pdf.pages[0].extract_text().split())
    assert "(RASCI)" in text
    assert "Autorité" in text
    assert "=Appui" in text


# A lone A that counts as R, beyond the checks


LONE = {"lone_a_counts_as_r": True}


def test_lone_a_is_no_gap_of_r_where_it_counts() -> None:
    matrix = rows("A .", "C .")
    assert [duty.code for duty in lacking(matrix, "R")] == ["D01", "D02"]
    assert [duty.code for duty in lacking(replace(matrix, rules=LONE), "R")] == ["D02"]


def test_lone_a_is_no_open_duty_of_the_suggestions_where_it_counts() -> None:
    matrix = rows("A .")
    assert suggest(matrix).without_r
    assert not suggest(replace(matrix, rules=LONE)).without_r


def test_lone_a_makes_up_for_an_absent_r_where_it_counts() -> None:
    matrix = rows("R A")
    lost = absence_plan(matrix, 1, Thresholds()).lines
    assert [line.lost for line in lost] == ["R"]
    assert absence_plan(matrix, 1, Thresholds(lone_a_counts_as_r=True)).lines == ()
    assert [line.lost for line in absence_plan(rows("A C"), 1, Thresholds(lone_a_counts_as_r=True)).lines] == ["A"]


def test_lone_a_is_complete_in_documents_where_it_counts(team: Team) -> None:
    for place in range(6):
        put(team, "A", place)
    for rules, words in (({}, "0 tâche sur 6"), (LONE, "6 tâches sur 6")):
        turn(team, **rules)
        matrix = load_matrix(team.project.pk)
        pdf = PdfReader(io.BytesIO(Export(matrix, Order(Format.PDF, date(2026, 11, 25))).body()))
        assert words in " ".join(pdf.pages[0].extract_text().split()).replace("\u00a0", " ")
