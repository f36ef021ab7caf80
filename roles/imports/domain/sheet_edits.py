"""The plan of an imported table set against a project: which row is which duty, and what the table changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from roles.enums import Letter
from roles.imports.domain.edits import NEW, CellEdit, Edits, NewRow, TextEdit
from roles.imports.domain.matching import Match, best, match_texts
from roles.imports.sheet_reading.model import NO_PHASE, DoubtKind, ImportPlan
from roles.matrix.matrix import Matrix, PositionColumn

# Doubts that leave a cell of their row empty, which therefore does not say that it is empty.
_UNSAID = (DoubtKind.TWO_A, DoubtKind.UNKNOWN, DoubtKind.SEVERAL, DoubtKind.TWICE)
ADDED, ASIDE = 0, -1  # instead of an id: it becomes new here, it is left out


@dataclass(frozen=True)
class Matching:
    """What each duty and each position of a plan is here, as far as the words tell; phases by name, 0 for none."""

    duties: Sequence[Match]
    positions: Sequence[Match]
    phases: Mapping[int, int]


def match_project(plan: ImportPlan, matrix: Matrix) -> Matching:
    """Duties by their words, positions by title or holder; `matrix` is in the language of the table."""
    names = {phase.id: phase.name for phase in matrix.phases}
    alone = next(iter(names)) if len(names) == 1 else ADDED
    return Matching(
        match_texts([duty.text for duty in plan.duties], {duty.id: (duty.text,) for duty in matrix.duties}),
        match_texts(plan.positions, {each.id: _called(each) for each in matrix.positions}),
        {NO_PHASE: alone} | {at: best(name, names) or alone for at, name in enumerate(plan.phases)},
    )


def _called(position: PositionColumn) -> list[str]:
    """What a table may call a position: its title, all who hold it, or one of them."""
    names = [position.title, position.holder, *(holder.name for holder in position.holders)]
    return list(dict.fromkeys(names))


@dataclass(frozen=True)
class MatchChoices:
    """What a person says that each is: an id of the project, ADDED or ASIDE; `clear` lets empty cells clear."""

    duties: Sequence[int]
    positions: Sequence[int]
    phases: Mapping[int, int]
    clear: bool = False

    @classmethod
    def of(cls, matching: Matching, *, similar: bool, clear: bool = False) -> "MatchChoices":
        """What nobody has looked at: the very words, what is `similar` only if that is asked, the rest new."""
        duties, positions = (
            [ADDED if match.found is None else match.found if match.exact or similar else ASIDE for match in found]
            for found in (matching.duties, matching.positions)
        )
        return cls(duties, positions, matching.phases, clear)


def edits_of(plan: ImportPlan, matrix: Matrix, chosen: MatchChoices) -> Edits:
    """Return what the table says otherwise than the project at this version; words and titles that are here stay."""
    return _Comparison(plan, matrix, chosen).edits()


@dataclass(frozen=True)
class _Comparison:
    """The plan beside the matrix."""

    plan: ImportPlan
    matrix: Matrix
    chosen: MatchChoices

    def edits(self) -> Edits:
        found = {ref for ref in (*self.rows.values(), *self.columns.values()) if ref.isdecimal()}
        return Edits(
            version=self.matrix.version,
            language=self.matrix.language,
            cells=tuple(self._cells()),
            rows=tuple(self._new_rows()),
            columns=tuple(
                TextEdit(ref, "", self.plan.positions[at]) for at, ref in self.columns.items() if ref.startswith(NEW)
            ),
            gone_duties=tuple(duty.id for duty in self.matrix.duties if str(duty.id) not in found),
            gone_positions=tuple(each.id for each in self.matrix.positions if str(each.id) not in found),
            partial=True,
        )

    @cached_property
    def columns(self) -> dict[int, str]:
        """Positions of the plan by their place, as edits name them."""
        ids = enumerate(self.chosen.positions)
        return {at: str(pk) if pk > 0 else f"{NEW}{at + 1}" for at, pk in ids if pk != ASIDE}

    @cached_property
    def rows(self) -> dict[int, str]:
        """Duties of the plan by their place; a new one is named by its row in the file."""
        several = len({duty.place.table for duty in self.plan.duties}) > 1
        refs: dict[int, str] = {}
        taken: set[str] = set()
        for at, (duty, pk) in enumerate(zip(self.plan.duties, self.chosen.duties, strict=True)):
            if pk != ASIDE:
                table = f"{duty.place.table + 1}." if several else ""
                ref = str(pk) if pk > 0 else f"{NEW}{table}{duty.place.row + 1}"
                refs[at] = f"{ref}b" if ref in taken else ref  # of two tables side by side
                taken.add(ref)
        return refs

    @cached_property
    def unsaid(self) -> set[tuple[int, int]]:
        """The rows of which the plan does not know every cell."""
        return {(doubt.place.table, doubt.place.row) for doubt in self.plan.doubts if doubt.kind in _UNSAID}

    def _cells(self) -> Iterator[CellEdit]:
        for at, row in self.rows.items():
            duty = self.plan.duties[at]
            clears = self.chosen.clear and (duty.place.table, duty.place.row) not in self.unsaid
            for place, column in self.columns.items():
                letter, old = duty.letters.get(place, ""), self._here(row, column)
                if letter != old and (letter or clears):
                    yield CellEdit(row, column, old, Letter(letter).shown if letter else "")

    def _here(self, row: str, column: str) -> str:
        if row.startswith(NEW) or column.startswith(NEW) or not self.matrix.duty(int(row)).applicable:
            return ""
        return self.matrix.letter(int(row), int(column))

    def _new_rows(self) -> Iterator[NewRow]:
        for at, row in self.rows.items():
            duty = self.plan.duties[at]
            if row.startswith(NEW):
                yield NewRow(row, self.chosen.phases.get(duty.phase, ADDED), duty.text)
