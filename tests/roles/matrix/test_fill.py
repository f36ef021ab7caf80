"""Filling by a rule: a letter down the duties, the letters of another position, and their page."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from roles.matrix.bulk_changes import plan_bulk
from roles.matrix.fill import copy_column, letter_down
from roles.matrix.matrix import load_matrix
from tests.conftest import Team
from tests.roles.matrix.test_bulk import Sheet


@pytest.fixture
def sheet(team: Team) -> Sheet:
    return Sheet(team)


def ask(sheet: Sheet, reader: str = "editor", **query: Any) -> HttpResponse:
    url = reverse("fill", args=[sheet.team.project.pk])
    return sheet.team.client(reader).get(url, query)  # type: ignore[return-value]


def field(html: str, name: str) -> str:
    """The value of a hidden field of the preview."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1].replace("&quot;", '"')


def test_letter_down_a_phase_leaves_what_is_there(sheet: Sheet) -> None:
    sheet.put(0, 0, "C")
    sheet.team.project.duties.filter(pk=sheet.duties[1]).update(applicable=False, reason="Hors mandat")
    phase = sheet.matrix.phases[0]
    wishes = letter_down(sheet.matrix, sheet.positions[0], "I", phase_id=phase.id)
    assert [wish.duty_id for wish in wishes] == [sheet.duties[2]]
    every = letter_down(sheet.matrix, sheet.positions[0], "I", only_empty=False)
    assert len(every) == len(sheet.duties) - 1
    assert every[0].seen == "C"


def test_copied_column_takes_no_approval(sheet: Sheet) -> None:
    for row, letter in enumerate(("AR", "A", "R", "C")):
        sheet.put(row, 0, letter)
    sheet.put(3, 1, "I")
    wishes = copy_column(sheet.matrix, *sheet.positions[:2])
    assert [(wish.duty_id, wish.text) for wish in wishes] == [(sheet.duties[0], "R"), (sheet.duties[2], "R")]
    assert plan_bulk(sheet.matrix, wishes).harmless
    over = copy_column(sheet.matrix, *sheet.positions[:2], only_empty=False)
    assert [wish.text for wish in over] == ["R", "R", "C"]


def test_fill_of_an_unknown_position_is_a_key_error(sheet: Sheet) -> None:
    with pytest.raises(KeyError):
        letter_down(sheet.matrix, 987, "R")
    with pytest.raises(KeyError):
        copy_column(sheet.matrix, sheet.positions[0], 987)


def test_fill_is_previewed_then_applied_as_one_step(sheet: Sheet) -> None:
    sheet.put(0, 0, "R")
    page = ask(sheet, kind="letter", position=sheet.positions[0], phase="", letter="I", only_empty="on")
    html = page.content.decode()
    assert page.status_code == 200
    assert sheet.matrix.version == 1
    cells, digest = field(html, "cells"), field(html, "digest")
    done = sheet.post(cells, htmx=False, digest=digest)
    assert done.status_code == 302
    assert sheet.matrix.version == 2
    assert [sheet.held(row)[0] for row in range(len(sheet.duties))] == ["R"] + ["I"] * (len(sheet.duties) - 1)


def test_fill_copies_a_column(sheet: Sheet) -> None:
    sheet.put(0, 0, "AR")
    sheet.put(1, 0, "C")
    html = ask(sheet, kind="copy", source=sheet.positions[0], position=sheet.positions[1]).content.decode()
    sheet.post(field(html, "cells"), htmx=False, digest=field(html, "digest"))
    assert [sheet.held(0), sheet.held(1)] == [("AR", "R"), ("C", "C")]


def test_fill_that_has_nothing_to_do_says_so(sheet: Sheet) -> None:
    html = ask(sheet, kind="copy", source=sheet.positions[0], position=sheet.positions[1]).content.decode()
    assert "bulk-title" in html
    assert ">Appliquer<" not in html
    assert "Apply" not in html


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "letter"},
        {"kind": "letter", "position": "x", "letter": "R"},
        {"kind": "letter", "position": "1", "letter": "S"},
        {"kind": "letter", "position": "1", "letter": "R", "phase": "9999"},
        {"kind": "copy", "source": "1\x00", "position": "1"},
        {"kind": "nothing"},
    ],
)
def test_fill_of_garbage_previews_nothing(sheet: Sheet, query: dict[str, str]) -> None:
    answer = ask(sheet, **query)
    assert answer.status_code == 200
    assert 'name="digest"' not in answer.content.decode()


def test_fill_from_a_position_to_itself_is_refused(sheet: Sheet) -> None:
    one = sheet.positions[0]
    html = ask(sheet, kind="copy", source=one, position=one).content.decode()
    assert 'class="notice err' in html
    assert 'name="digest"' not in html


def test_fill_proposes_the_position_it_was_opened_for(sheet: Sheet) -> None:
    html = ask(sheet, position=sheet.positions[1]).content.decode()
    assert html.count(f'value="{sheet.positions[1]}" selected') == 2


def test_fill_changes_nothing_by_itself(sheet: Sheet) -> None:
    before = load_matrix(sheet.team.project.pk)
    ask(sheet, kind="letter", position=sheet.positions[0], letter="R")
    assert load_matrix(sheet.team.project.pk) == before
    assert sheet.team.client("editor").post(reverse("fill", args=[sheet.team.project.pk])).status_code == 405
