"""Matrix objects made in memory, for tests that need no database."""

from collections.abc import Sequence

from roles.matrix.holders import Holder
from roles.matrix.matrix import DutyRow, Matrix, PhaseBand, PositionColumn


def matrix_of(
    rows: Sequence[Sequence[str]],
    *,
    titles: Sequence[str] | None = None,
    holders: Sequence[str] | None = None,
    texts: Sequence[str] | None = None,
    descriptions: Sequence[str] | None = None,
    name: str = "Prévision",
    language: str = "fr",
) -> Matrix:
    """A matrix of two phases with these letters; an empty holder is a vacant position."""
    width = len(rows[0]) if rows else len(titles or ())
    titles = titles or [f"Poste {index}" for index in range(1, width + 1)]
    holders = holders or [""] * width
    texts = texts or [f"Tâche {index}" for index in range(1, len(rows) + 1)]
    phases = tuple(
        PhaseBand(index, index, f"etape-{index}", f"Étape {index}", f"Étape {index}", "") for index in (1, 2)
    )
    positions = tuple(
        PositionColumn(100 + index, title, None, "", (Holder(index, holder),) if holder else ())
        for index, (title, holder) in enumerate(zip(titles, holders, strict=True), start=1)
    )
    descriptions = descriptions or [""] * len(rows)
    half = (len(rows) + 1) // 2
    duties = tuple(
        DutyRow(
            1000 + index,
            f"T{index:02}",
            text,
            "",
            1 if index <= half else 2,
            None,
            True,
            True,
            "",
            {},
            "",
            tuple(row),
            description,
        )
        for index, (row, text, description) in enumerate(zip(rows, texts, descriptions, strict=True), start=1)
    )
    return Matrix(7, name, "Service d'essai", 12, language, {}, phases, positions, duties)
