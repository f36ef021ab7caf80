"""Matrix objects made without a database, for tests of pure functions."""

from collections.abc import Mapping, Sequence
from typing import Any

from roles.matrix.holders import Holder
from roles.matrix.matrix import DutyRow, Matrix, PhaseBand, PositionColumn


def column(
    number: int,
    *,
    profile: str = "",
    holder: str = "",
    active: bool = True,
    title: str = "",
    others: Sequence[Holder] = (),
) -> PositionColumn:
    """Position 101, 102, …; "" as holder is vacant; `others` hold it too."""
    return PositionColumn(
        id=100 + number,
        title=title or f"Poste {number}",
        profile_id=None,
        profile_slug=profile,
        holders=(Holder(number, holder, active), *others) if holder else (),
    )


def row(
    number: int,
    letters: Sequence[str],
    *,
    phase: int = 1,
    applicable: bool = True,
    suggested: Mapping[str, str] | None = None,
) -> DutyRow:
    """Duty 1, 2, … with its letters in column order."""
    return DutyRow(
        id=number,
        code=f"D{number:02}",
        text=f"Analyse les besoins {number}",
        posting="",
        phase_id=phase,
        profile_id=None,
        own=not suggested,
        applicable=applicable,
        reason="" if applicable else "Hors mandat",
        suggested=suggested or {},
        rule="",
        letters=tuple(letters),
    )


def matrix_of(
    duties: Sequence[DutyRow],
    positions: Sequence[PositionColumn] | int = 0,
    rules: Mapping[str, Any] | None = None,
    phases: int = 2,
) -> Matrix:
    """A matrix of these rows; `positions` may be a number of held positions."""
    if isinstance(positions, int):
        positions = [column(number, holder=f"Personne {number}") for number in range(1, positions + 1)]
    bands = [PhaseBand(n, n, f"phase-{n}", f"Étape {n}", f"Étape {n}", "") for n in range(1, phases + 1)]
    return Matrix(
        project_id=1,
        name="Essai",
        organization="",
        version=1,
        language="fr",
        rules=rules or {},
        phases=tuple(bands),
        positions=tuple(positions),
        duties=tuple(sorted(duties, key=lambda duty: duty.phase_id)),
    )


def rows(*lines: str) -> Matrix:
    """A matrix from lines such as "R A . C": one duty a line, "." for an empty cell, everybody held."""
    cells = [["" if cell == "." else cell for cell in line.split()] for line in lines]
    return matrix_of([row(n, line) for n, line in enumerate(cells, 1)], len(cells[0]) if cells else 0)
