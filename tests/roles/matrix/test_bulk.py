"""Many cells at once: what a block would do, and what the address that takes one answers."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.models import ProjectChange
from roles.grid.forms.block import MOST_DUTIES
from roles.grid.views.answers import MANY, RELOAD
from roles.matrix.bulk_changes import LIMIT, CellEntry, plan_bulk
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.undo.undo import undo
from tests.conftest import Team
from tests.factories import DutyFactory, PositionFactory

RELOAD_HEADER = json.dumps({RELOAD: {}})
ANSWERS = {"owner": 200, "editor": 200, "viewer": 403, "outsider": 404, "anonymous": 302}


class Sheet:
    """The matrix of a team: wishes and posts by row and column, from 0."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.duties = [duty.pk for duty in team.project.duties.all()]
        self.positions = [position.pk for position in team.project.positions.all()]

    @property
    def matrix(self) -> Matrix:
        return load_matrix(self.team.project.pk)

    def held(self, row: int) -> tuple[str, ...]:
        return self.matrix.duty(self.duties[row]).letters

    def put(self, row: int, column: int, letter: str, reader: str = "owner") -> None:
        change = CellChange(self.duties[row], self.positions[column], letter)
        set_cells(self.team.project.pk, self.team.users[reader], [change])

    def wish(self, row: int, column: int, text: str, seen: str | None = None) -> CellEntry:
        return CellEntry(self.duties[row], self.positions[column], text, seen)

    def block(self, *rows: str, seen: list[list[str]] | None = None, at: tuple[int, int] = (0, 0)) -> str:
        """The form field of a block at a cell, the top left one: letters of a row separated by commas."""
        texts = [row.split(",") for row in rows]
        looked = seen or [[""] * len(row) for row in texts]
        duties = [*self.duties[at[0] :], *[None] * len(rows)]
        positions = [*self.positions[at[1] :], *[None] * len(texts[0])][: len(texts[0])]
        lines = [[duty, *line] for duty, *line in zip(duties, texts, looked, strict=False)]
        return json.dumps({"positions": positions, "rows": lines})

    def post(self, cells: str, reader: str = "editor", htmx: bool = True, **body: Any) -> HttpResponse:
        url = reverse("cells-bulk", args=[self.team.project.pk])
        headers = {"HX-Request": "true"} if htmx else {}
        answer: HttpResponse = self.team.client(reader).post(url, {"cells": cells} | body, headers=headers)  # type: ignore[assignment]
        return answer

    def digest(self, cells: str) -> str:
        """What the form of the preview carries."""
        found = re.search(r'name="digest" value="(\w+)"', self.post(cells).content.decode())
        assert found
        return found[1]


@pytest.fixture
def sheet(team: Team) -> Sheet:
    return Sheet(team)


def test_plan_counts_what_is_new_overwritten_and_cleared(sheet: Sheet) -> None:
    sheet.put(0, 0, "C")
    sheet.put(1, 0, "I")
    sheet.put(2, 0, "R")
    wishes = [sheet.wish(0, 0, "r"), sheet.wish(1, 0, ""), sheet.wish(2, 0, "R"), sheet.wish(3, 0, "A")]
    plan = plan_bulk(sheet.matrix, wishes)
    assert plan.counts == {"overwritten": 1, "cleared": 1, "new": 1}
    assert not plan.harmless
    assert [change.letter for change in plan.changes(transfer=False)] == ["R", "", "A"]


def test_plan_is_harmless_when_it_fills_or_only_clears(sheet: Sheet) -> None:
    assert plan_bulk(sheet.matrix, [sheet.wish(0, 0, "R"), sheet.wish(1, 1, "A")]).harmless
    sheet.put(0, 0, "C")
    assert plan_bulk(sheet.matrix, [sheet.wish(0, 0, "", "C"), sheet.wish(1, 1, "")]).harmless
    assert not plan_bulk(sheet.matrix, [sheet.wish(0, 0, ""), sheet.wish(1, 1, "R")]).harmless


def test_plan_asks_before_a_transfer_and_leaves_the_r(sheet: Sheet) -> None:
    sheet.put(0, 0, "AR")
    plan = plan_bulk(sheet.matrix, [sheet.wish(0, 1, "A"), sheet.wish(1, 1, "R")])
    assert [change.letter for change in plan.contested] == ["A"]
    assert [change.letter for change in plan.changes(transfer=False)] == ["R"]
    moved = {(change.duty_id, change.position_id): change.letter for change in plan.changes(transfer=True)}
    assert moved[sheet.duties[0], sheet.positions[0]] == "R"
    assert moved[sheet.duties[0], sheet.positions[1]] == "A"


def test_plan_moves_an_approval_within_the_block(sheet: Sheet) -> None:
    sheet.put(0, 0, "A")
    plan = plan_bulk(sheet.matrix, [sheet.wish(0, 0, "C"), sheet.wish(0, 1, "A")])
    assert not plan.contested
    set_cells(sheet.team.project.pk, None, plan.plain)
    assert sheet.held(0) == ("C", "A")


def test_plan_never_guesses_which_of_two_approvals_is_meant(sheet: Sheet) -> None:
    sheet.put(0, 0, "A")
    plan = plan_bulk(sheet.matrix, [sheet.wish(0, 0, "A"), sheet.wish(0, 1, "A"), sheet.wish(1, 0, "A/R")])
    assert [change.position_id for change in plan.doubled] == [sheet.positions[1]]
    assert [change.duty_id for change in plan.changes(transfer=True)] == [sheet.duties[1]]


def test_plan_sets_apart_what_is_gone_or_no_letter(sheet: Sheet) -> None:
    sheet.team.project.duties.filter(pk=sheet.duties[0]).update(applicable=False, reason="Hors mandat")
    wishes = [sheet.wish(0, 0, "R"), CellEntry(10**30, sheet.positions[0], "R"), sheet.wish(1, 0, "oui")]
    plan = plan_bulk(sheet.matrix, wishes)
    assert (len(plan.gone), len(plan.unreadable), plan.plain) == (2, 1, ())


def test_block_is_a_post(sheet: Sheet) -> None:
    url = reverse("cells-bulk", args=[sheet.team.project.pk])
    assert sheet.team.client("owner").get(url).status_code == 405


def test_block_that_fills_is_one_version_and_one_step(sheet: Sheet) -> None:
    answer = sheet.post(sheet.block("R,A", "r/a,c"))
    assert answer.status_code == 200
    assert 'form="undo-form"' in answer.content.decode()
    assert [sheet.held(0), sheet.held(1)] == [("R", "A"), ("AR", "C")]
    assert sheet.matrix.version == 1
    assert ProjectChange.objects.filter(project=sheet.team.project).count() == 4
    undo(sheet.team.project.pk, sheet.team.users["editor"])
    assert [sheet.held(0), sheet.held(1)] == [("", ""), ("", "")]


def test_block_that_overwrites_is_previewed_then_applied(sheet: Sheet) -> None:
    sheet.put(0, 0, "C")
    cells = sheet.block("R,A", seen=[["C", ""]])
    asked = sheet.post(cells)
    assert asked.status_code == 422
    assert asked.headers["HX-Reswap"] == "beforeend"
    assert '<dialog id="bulk"' in asked.content.decode()
    assert sheet.held(0) == ("C", "")
    assert sheet.post(cells, digest=sheet.digest(cells)).status_code == 200
    assert sheet.held(0) == ("R", "A")


def test_block_previewed_then_changed_by_somebody_is_previewed_again(sheet: Sheet) -> None:
    sheet.put(0, 0, "C")
    cells = sheet.block("R,A", seen=[["C", ""]])
    digest = sheet.digest(cells)
    sheet.put(0, 0, "I")
    again = sheet.post(cells, digest=digest)
    assert again.status_code == 409
    assert again.headers["HX-Retarget"] == "#bulk"
    assert sheet.held(0) == ("I", "")
    assert sheet.post(cells, digest=sheet.digest(cells)).status_code == 200
    assert sheet.held(0) == ("R", "A")


def test_block_over_a_letter_nobody_saw_is_409(sheet: Sheet) -> None:
    sheet.put(0, 0, "C")
    answer = sheet.post(sheet.block("R,A"))
    assert answer.status_code == 409
    assert answer.headers["HX-Trigger"] == RELOAD_HEADER
    assert sheet.held(0) == ("C", "")


@pytest.mark.parametrize(("transfer", "after"), [("1", ("R", "A")), ("", ("AR", ""))])
def test_block_with_another_approval_is_decided_in_the_preview(
    sheet: Sheet, transfer: str, after: tuple[str, str]
) -> None:
    sheet.put(0, 0, "AR")
    cells = json.dumps({"positions": [sheet.positions[1]], "rows": [[sheet.duties[0], ["A"], [""]]]})
    answer = sheet.post(cells)
    assert answer.status_code == 422
    assert 'name="transfer" value="1" checked' in answer.content.decode()
    assert sheet.post(cells, digest=sheet.digest(cells), transfer=transfer).status_code == 200
    assert sheet.held(0) == after


def test_block_names_what_is_no_letter_and_what_has_no_place(sheet: Sheet) -> None:
    answer = sheet.post(sheet.block("R,<b>oui</b>", *["R,C"] * (5 + MOST_DUTIES + 1)))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sheet.matrix.duties[0].code in html
    assert "&lt;b&gt;oui&lt;/b&gt;" in html
    assert html.count('class="is-err"') == 2
    assert 'name="add"' not in html  # too many to add
    assert sheet.held(0) == ("", "")


@pytest.mark.parametrize("odd", ["\ud83d", "\x00", "\x1b", "\u202e"])
def test_block_leaves_out_what_nobody_types(sheet: Sheet, odd: str) -> None:
    """Half a character is left where a text was cut; no answer could carry it, and no database what is no text."""
    answer = sheet.post(sheet.block(f"R,Oui{odd}oui"))
    assert answer.status_code == 422
    assert "Ouioui" in answer.content.decode()
    cells = sheet.block(f"Chef,Cheffe,Ad{odd}jointe", f"{odd}R,C,I")
    assert sheet.post(cells, digest=sheet.digest(cells), add="1").status_code == 200
    assert [position.title for position in sheet.matrix.positions][2:] == ["Adjointe"]
    assert sheet.held(0) == ("R", "C", "I")


def test_block_without_htmx_is_a_page_then_a_redirect(sheet: Sheet) -> None:
    sheet.put(0, 0, "C")
    cells = sheet.block("R", seen=[["C"]])
    page = sheet.post(cells, htmx=False)
    assert page.status_code == 422
    assert "<h1>" in page.content.decode()
    done = sheet.post(cells, htmx=False, digest=sheet.digest(cells))
    assert done.status_code == 302
    assert sheet.held(0) == ("R", "")


def _too_many() -> str:
    return json.dumps({"positions": [1] * 251, "rows": [[1, [], []]] * 100})


@pytest.mark.parametrize(
    "cells",
    [
        "",
        "x",
        "[]",
        "1",
        "{}",
        '{"positions": [1], "rows": [[1, ["R"]]]}',
        '{"positions": [1], "rows": [[1, ["R", "A"], [""]]]}',
        '{"positions": [1], "rows": [[1, [1], [""]]]}',
        '{"positions": ["1"], "rows": [[1, ["R"], [""]]]}',
        '{"positions": [true], "rows": [[1, ["R"], [""]]]}',
        '{"positions": [1], "rows": [[null, ["R"], [""]]]}',
        '{"positions": [1], "rows": [[-1, ["R"], [""]]]}',
        '{"positions": [1], "rows": [[1.5, ["R"], [""]]]}',
        '{"positions": [1], "rows": {"a": 1}}',
        '{"positions": [null], "rows": [[1, ["R"], [""]]]}',
        '{"positions": [1, null, 2], "rows": [[1, ["R", "R", "R"], ["", "", ""]]]}',
        '{"positions": [1], "rows": [[null, ["R"], [""]], [1, ["R"], [""]]]}',
        "[" * 90_000,
        f"{{{'1' * 5000}}}",
        _too_many(),
    ],
)
def test_block_of_garbage_is_refused_readably(sheet: Sheet, cells: str) -> None:
    answer = sheet.post(cells)
    assert answer.status_code == 400
    assert "#refused > ul" in answer.content.decode()
    assert not ProjectChange.objects.exists()


def test_block_of_ids_that_are_nowhere_changes_nothing(sheet: Sheet) -> None:
    answer = sheet.post('{"positions": [99999999999999999999], "rows": [[1, ["R"], [""]]]}')
    assert answer.status_code == 422
    assert not ProjectChange.objects.exists()


def _grow(team: Team, rows: int, columns: int) -> Sheet:
    phase = team.project.phases.first()
    DutyFactory.create_batch(rows, project=team.project, phase=phase)
    PositionFactory.create_batch(columns, project=team.project)
    return Sheet(team)


def test_block_costs_the_same_queries_at_any_size(team: Team) -> None:
    counts = []
    for rows in (3, 60):
        sheet = _grow(team, rows, 0)
        cells = sheet.block(*["R,"] * len(sheet.duties), seen=[list(sheet.held(n)) for n in range(len(sheet.duties))])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert sheet.post(cells).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 34  # half of them sign in


def test_large_block_asks_for_the_grid(team: Team) -> None:
    sheet = _grow(team, 100, 4)
    width = len(sheet.positions)
    answer = sheet.post(sheet.block(*[",".join(["R"] * width)] * len(sheet.duties)))
    assert len(sheet.duties) * width > MANY
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == RELOAD_HEADER
    assert "nth-child" not in answer.content.decode()
    assert len(answer.content) < 20_000


def test_largest_block_fits_a_form(settings: Any) -> None:
    row = [123_456, ["A/R"] * 50, ["AR"] * 50]
    cells = json.dumps({"positions": [1234] * 50, "rows": [row] * 500})
    assert LIMIT == 50 * 500
    assert len(cells) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
