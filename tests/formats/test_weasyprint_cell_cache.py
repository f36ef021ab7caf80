"""What the PDF makes once: the file is the same as without, and the libraries still call what is replaced."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

import pydyf
import pytest
from weasyprint.layout import block
from weasyprint.text import line_break
from weasyprint.urls import FatalURLFetchingError

from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_pdf import matrix_pdf
from roles.formats.paper import Mode, Paper
from roles.formats.pdf import render
from roles.matrix.matrix import Matrix
from tests.roles.matrices import matrix_of

ROW = ["A", "R", "", "", "C", "I", "AR", "R", "", "C", "S", "I"]
LONG = matrix_of([ROW[turn % 12 :] + ROW[: turn % 12] for turn in range(90)], holders=["Maïka Essai", ""] * 6)
WORDY = matrix_of(
    [["A", "", "R"]] * 30, texts=["Une tâche qui prend plusieurs lignes, " * 9] * 30, titles=["Spécialiste"] * 3
)
OFF = replace(LONG, duties=tuple(duty._replace(applicable=not duty.code.endswith("3")) for duty in LONG.duties))


def made(matrix: Matrix, mode: Mode = Mode.INTERNAL, paper: Paper = Paper.AUTO) -> bytes:
    return matrix_pdf(prepare(matrix, check(matrix), mode=mode, day=date(2026, 11, 23)), paper)


@pytest.mark.parametrize(
    ("matrix", "mode", "paper"),
    [
        pytest.param(LONG, Mode.INTERNAL, Paper.LETTER, id="long"),
        pytest.param(LONG, Mode.POSTING, Paper.A3, id="posting"),
        pytest.param(WORDY, Mode.INTERNAL, Paper.LETTER, id="wordy"),
        pytest.param(OFF, Mode.INTERNAL, Paper.A3, id="off"),
    ],
)
def test_file_is_the_same_byte_for_byte(
    matrix: Matrix, mode: Mode, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = made(matrix, mode, paper)
    monkeypatch.setattr(render, "repeats_made_once", nullcontext)
    assert made(matrix, mode, paper) == own


def calls_of(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often one document calls each function that is replaced, or spared by it."""
    counted: Counter[str] = Counter()

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            counted[name] += 1
            return function(*args, **named)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(block, "block_container_layout", counting("layout", block.block_container_layout))
        patch.setattr(line_break.Layout, "setup", counting("setup", line_break.Layout.setup))
        references = pydyf.PDF.page_references.fget
        patch.setattr(pydyf.PDF, "page_references", property(counting("references", references)))
        made(LONG)
    return counted


def test_cells_texts_and_references_are_made_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    own = calls_of(monkeypatch)
    monkeypatch.setattr(render, "repeats_made_once", nullcontext)
    plain = calls_of(monkeypatch)
    assert 0 < own["layout"] < plain["layout"] / 3
    assert 0 < own["setup"] < plain["setup"] / 3
    assert 0 < own["references"] < 5 < plain["references"] / 100


def test_libraries_are_as_they_were_after_a_render_that_failed() -> None:
    before = block.block_container_layout, pydyf.PDF.page_references
    root, body = render.document("fr", "Essai", "Titre")
    render.h(body, "img", alt="x", src="file:///etc/passwd")
    with pytest.raises(FatalURLFetchingError):
        render.render_pdf(root)
    assert (block.block_container_layout, pydyf.PDF.page_references) == before
