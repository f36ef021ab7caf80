"""What a reader says of a sheet is done, not weighed: rows, columns, titles, corners, turning, meanings; and undone."""

import re
from typing import Any

import pytest
from django.test import Client

from phases.models import Project
from roles.matrix.matrix import load_matrix
from tests.conftest import Team
from tests.roles.imports.sheet_page import URL, fields, paste, sent

SHEET = """Tâche\tCheffe\tÉquipe\t\tNotes
Préparation\t\t\t\tCheffe : répond de tout
Creuser\tA\tR\t\t
Drainer\tR\tA\t\t
Murs\t\t\t\t
Monter\tA\tR\t\t
"""


@pytest.fixture
def client(team: Team) -> Client:
    return team.client("owner")


def duties(page: Any) -> list[tuple[str, str]]:
    """The phase and the words of each duty that would be made."""
    plan = page.context["plan"]
    return [(plan.phases[duty.phase] if duty.phase >= 0 else "", duty.text) for duty in plan.duties]


def test_row_is_what_its_reader_says(client: Client) -> None:
    page = paste(client, SHEET)
    assert duties(page) == [("Préparation", "Creuser"), ("Préparation", "Drainer"), ("Murs", "Monter")]
    page = sent(client, page, **{"b0-r1": "duty", "b0-r4": "left", "b0-r3": "under-phase"})
    assert duties(page) == [("", "Préparation"), ("", "Creuser"), ("Drainer", "Monter")]
    page = sent(client, page, **{"b0-r1": "phase", "b0-r4": "duty"})
    assert duties(page) == [
        ("Préparation", "Creuser"),
        ("Préparation – Drainer", "Murs"),
        ("Préparation – Drainer", "Monter"),
    ]


def test_row_goes_on_with_the_duty_above(client: Client) -> None:
    page = sent(client, paste(client, SHEET), **{"b0-r3": "more"})
    assert [text for _phase, text in duties(page)] == ["Creuser Drainer", "Monter"]


def test_each_thing_said_is_undone_alone_or_all_together(client: Client) -> None:
    first = paste(client, SHEET)
    page = sent(client, first, **{"b0-r2": "left", "b0-c2": "aside", "b0-t1": "Direction"})
    assert page.context["plan"].positions == ("Direction",)
    assert "Annuler mes corrections" in page.content.decode()
    back = sent(client, page, **{"b0-r2": "", "b0-c2": "position", "b0-t1": ""})
    assert back.context["seen"] == first.context["seen"]
    undone = sent(client, page, undo="b0")
    assert undone.context["seen"] == first.context["seen"]
    assert "Annuler mes corrections" not in undone.content.decode()


def test_rows_with_a_text_alone_start_phases_when_it_is_ticked(client: Client) -> None:
    page = paste(client, "Tâche\tCheffe\tÉquipe\nCreuser\tA\tR\nMurs\t\t\nToit\t\t\nMonter\tA\tR\n")
    assert [text for _phase, text in duties(page)] == ["Creuser", "Murs", "Toit", "Monter"]
    page = sent(client, page, **{"b0-bands": "on"})
    assert duties(page) == [("", "Creuser"), ("Toit", "Monter")]


def test_table_is_turned_and_turned_back(client: Client) -> None:
    page = paste(client, "Métier\tCreuser\tDrainer\nCheffe\tA\tA\nÉquipe\tR\tR\n")
    assert [text for _phase, text in duties(page)] == ["Cheffe", "Équipe"]
    turned = sent(client, page, **{"b0-turned": "on"})
    assert [text for _phase, text in duties(turned)] == ["Creuser", "Drainer"]
    assert turned.context["plan"].positions == ("Cheffe", "Équipe")
    assert duties(sent(client, turned)) == duties(turned)
    assert duties(sent(client, turned, URL, **{"b0-turned": None})) == duties(page)


def test_corners_of_a_matrix_are_those_that_are_given(client: Client) -> None:
    text = "Tâche\tCheffe\tÉquipe\tAutre\nCreuser\tA\tR\tC\nDrainer\tR\tA\tI\nMonter\tA\tR\tI\n"
    page = sent(client, paste(client, text), **{"b0-last": "3", "b0-right": "C"})
    assert page.context["plan"].positions == ("Cheffe", "Équipe")
    assert [words for _phase, words in duties(page)] == ["Creuser", "Drainer"]


def test_numbers_have_the_meaning_that_is_given(client: Client) -> None:
    page = paste(client, "Tâche\tCheffe\tÉquipe\nCreuser\t2\t1\nDrainer\t1\t2\n")
    page = sent(client, page, **{"b0-c0": "duty", "b0-c1": "position", "b0-c2": "position"})
    assert fields(page.content.decode())["mark"] == ["2", "1"]
    page = sent(client, page, means=["A", "R"])
    assert [dict(duty.letters) for duty in page.context["plan"].duties] == [{0: "A", 1: "R"}, {0: "R", 1: "A"}]


def test_matrix_is_pointed_at_where_none_was_found(client: Client) -> None:
    text = "Bonjour\nVoici qui fait quoi\n\nOuvrage\tCheffe\tÉquipe\nCreuser la tranchée\tx\to\nDrainer le sol\to\tx\n"
    page = paste(client, text)
    assert not page.context["plan"].duties
    page = sent(client, page, **{"b0-header": "3"})
    assert [words for _phase, words in duties(page)] == ["Creuser la tranchée", "Drainer le sol"]
    assert page.context["plan"].positions == ("Cheffe", "Équipe")


def test_create_is_not_offered_for_nothing(client: Client) -> None:
    offer = 'name="action" value="create"'
    assert offer not in paste(client, "Bonjour\nRien ici\n").content.decode()
    page = paste(client, SHEET)
    assert offer in page.content.decode()
    data = {**fields(page.content.decode()), "b0-c0": "aside"}
    emptied = client.post(URL, data, headers={"HX-Request": "true"}).content.decode()
    assert offer not in emptied
    assert 'id="make" hx-swap-oob="true"' in emptied


def test_corrections_of_a_table_that_is_not_taken_are_kept(client: Client) -> None:
    page = sent(
        client, paste(client, SHEET), **{"b0-c2": "aside", "b0-r2": "left", "b0-t1": "Direction", "b0-last": "5"}
    )
    wanted = page.context["seen"]
    away = sent(client, page, URL, **{"b0-used": None})
    assert not away.context["plan"].duties
    assert sent(client, away, **{"b0-used": "on"}).context["seen"] == wanted


def test_rows_far_down_are_shown_and_what_is_said_of_others_stays(client: Client) -> None:
    text = "Tâche\tCheffe\tÉquipe\n" + "".join(f"Poser la pierre {n}\tA\tR\n" for n in range(60))
    page = sent(client, paste(client, text), **{"b0-r2": "left"})
    below = sent(client, page, **{"b0-from": "50"})
    assert "Poser la pierre 55" in below.content.decode().split("preview-h")[0]
    assert 'name="b0-r55"' in below.content.decode()
    assert len(below.context["plan"].duties) == 59


def test_row_below_the_table_joins_it_when_it_is_said_to_be_a_duty(client: Client) -> None:
    page = paste(client, "Tâche\tCheffe\tÉquipe\nCreuser\tA\tR\n\nVoir ailleurs\n")
    assert len(page.context["plan"].duties) == 1
    page = sent(client, page, **{"b0-r3": "duty"})
    assert [words for _phase, words in duties(page)] == ["Creuser", "Voir ailleurs"]


def test_page_counts_what_became_of_each_letter_and_row(client: Client) -> None:
    page = paste(client, "Tâche\tCheffe\tÉquipe\tÉtat\nCreuser\tA\tR\tA\nDrainer\tx\tA\tI\n")
    text = page.content.decode()
    assert re.search(r"6 lettres dans le fichier\s*:\s*3 sont prises, 1 est à préciser, 2 sont laissées de côté", text)
    assert "3 lignes avec un texte" in text
    assert "La colonne est laissée de côté" in text
    assert re.search(r"La colonne est laissée de côté\s*<span class=\"badge\">2</span>", text)
    assert "rien à vérifier" not in text


def test_nothing_to_check_is_said_of_a_sheet_that_is_fully_read(client: Client) -> None:
    text = paste(client, "Phase\tTâche\tCheffe\tÉquipe\nSol\tCreuser\tA\tR\nSol\tDrainer\tR\tA\n").content.decode()
    assert "rien à vérifier" in text


def test_project_has_what_was_said(client: Client) -> None:
    page = sent(client, paste(client, SHEET), **{"b0-r2": "left", "b0-t1": "Direction"})
    assert sent(client, page, action="create", name="Chantier").status_code == 302
    matrix = load_matrix(Project.objects.get(name="Chantier").pk)
    assert [duty.text for duty in matrix.duties] == ["Drainer", "Monter"]
    assert [position.title for position in matrix.positions] == ["Direction", "Équipe"]
