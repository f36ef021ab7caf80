"""The matrix object: a project at one moment, frozen, which pages, checks and documents share.

It is read in three queries of plain values whatever the size, never from model instances, and kept: see `kept`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import get_language

from aispec.db.prepared_query import Row
from phases.models import Project
from roles.enums import APPROVING
from roles.formats.text import in_language
from roles.matrix.holders import Holder, holders_in
from roles.matrix.kept import Borrowed, keep, kept_at, stamp
from roles.matrix.queries import duty_rows, phase_rows, position_rows

EMPTY: Mapping[str, str] = {}
Cell = tuple[int, int]  # duty id, position id


@dataclass(frozen=True, slots=True)
class PhaseBand:
    """A phase as a band of the matrix; `number` is its place in the framework, from 1."""

    id: int
    number: int
    slug: str
    name: str
    short_name: str
    lead_in: str


class PositionColumn(NamedTuple):
    """A position as a column; of its holders the first one is named first, the others stand by name."""

    id: int
    title: str
    profile_id: int | None
    profile_slug: str
    holders: tuple[Holder, ...] = ()

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it."""
        return not self.holders

    @property
    def holder(self) -> str:
        """The names of all who hold it, "" when it is vacant."""
        return ", ".join([holder.name for holder in self.holders])

    @property
    def present(self) -> frozenset[int]:
        """The active people who hold it."""
        return frozenset([holder.id for holder in self.holders if holder.active])


class DutyRow(NamedTuple):
    """A duty as a row; `letters` has one stored letter or "" for each column, in order.

    `suggested` maps profile slugs to letters, from the responsibility; empty for a project's own duty.
    """

    id: int
    code: str
    text: str
    posting: str
    phase_id: int
    profile_id: int | None
    own: bool
    applicable: bool
    reason: str
    suggested: Mapping[str, str]
    rule: str
    letters: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell and the letter it shall have; "" clears it."""

    duty_id: int
    position_id: int
    letter: str

    @property
    def cell(self) -> Cell:
        """Its duty and its position."""
        return self.duty_id, self.position_id


@dataclass(frozen=True)
class Matrix:
    """A project at one version, in one language; duties stand in the order of their phases."""

    project_id: int
    name: str
    organization: str
    version: int
    language: str
    rules: Mapping[str, Any]
    phases: tuple[PhaseBand, ...]
    positions: tuple[PositionColumn, ...]
    duties: tuple[DutyRow, ...]
    dismissed: Mapping[str, str] = field(default_factory=dict)  # keys of findings, with the state they were left in
    borrowed: Borrowed = field(default=(), compare=False, repr=False)  # what it shows that is not the project's own
    derived: dict[type, Any] = field(init=False, compare=False, repr=False, default_factory=dict)  # found out about it
    former: dict[type, Any] = field(init=False, compare=False, repr=False, default_factory=dict)  # before a change

    @cached_property
    def column_of(self) -> Mapping[int, int]:
        """Position id to column index, from 0."""
        return {position.id: index for index, position in enumerate(self.positions)}

    @cached_property
    def row_of(self) -> Mapping[int, int]:
        """Duty id to row index, from 0."""
        return {duty.id: index for index, duty in enumerate(self.duties)}

    @cached_property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The letters of the duties that apply, one tuple a position."""
        rows = [duty.letters for duty in self.duties if duty.applicable]
        return tuple(zip(*rows, strict=True)) if rows else tuple(() for _ in self.positions)

    @cached_property
    def counts(self) -> tuple[Mapping[str, int], ...]:
        """How many duties that apply hold each letter, one count a position."""
        return tuple(map(Counter, self.columns))

    @cached_property
    def duties_of(self) -> Mapping[int, tuple[DutyRow, ...]]:
        """Phase id to its duties, every phase of the matrix included."""
        groups: dict[int, list[DutyRow]] = {phase.id: [] for phase in self.phases}
        for duty in self.duties:
            groups[duty.phase_id].append(duty)
        return {phase_id: tuple(duties) for phase_id, duties in groups.items()}

    def duty(self, duty_id: int) -> DutyRow:
        """Raises KeyError for a duty that is not in this matrix."""
        return self.duties[self.row_of[duty_id]]

    def position(self, position_id: int) -> PositionColumn:
        """Raises KeyError for a position that is not in this matrix."""
        return self.positions[self.column_of[position_id]]

    def letter(self, duty_id: int, position_id: int) -> str:
        """The letter of a cell, "" when empty. Raises KeyError for a cell that is not in this matrix."""
        return self.duty(duty_id).letters[self.column_of[position_id]]

    def letters_under(self, changes: Iterable[CellChange]) -> dict[Cell, str]:
        """The letters that these changes would replace, by cell; raises KeyError for a cell that is not in it."""
        return {change.cell: self.letter(*change.cell) for change in changes}

    def approvers(self, duty_id: int) -> dict[int, str]:
        """The positions that approve a duty, by id, with their letters: A or A/R."""
        row = zip(self.positions, self.duty(duty_id).letters, strict=True)
        return {position.id: letter for position, letter in row if letter in APPROVING}

    def with_changes(self, changes: Iterable[CellChange], version: int | None = None) -> "Matrix":
        """The matrix as it would be, at this version; raises KeyError for a cell that is not in it."""
        return self.with_letters({change.cell: change.letter for change in changes}, version)

    def with_letters(self, letters: Mapping[Cell, str], version: int | None = None) -> "Matrix":
        """The same with these letters; what was found out about the others is not found out again."""
        rows: dict[int, list[str]] = {}
        for (duty_id, position_id), letter in letters.items():
            index = self.row_of[duty_id]
            rows.setdefault(index, list(self.duties[index].letters))[self.column_of[position_id]] = letter
        duties = list(self.duties)
        for index, row in rows.items():
            duties[index] = duties[index]._replace(letters=tuple(row))
        after = replace(self, duties=tuple(duties), version=self.version if version is None else version)
        after.former.update(self.derived or self.former)
        vars(after).update(row_of=self.row_of, column_of=self.column_of)
        counts = list(self.counts)
        for column in {self.column_of[position_id] for _duty_id, position_id in letters}:
            counts[column] = Counter([duty.letters[column] for duty in duties if duty.applicable])
        vars(after)["counts"] = tuple(counts)
        return after

    def without_names(self) -> "Matrix":
        """The matrix without any name; it does not say either whether a position is vacant."""
        return replace(self, positions=tuple(position._replace(holders=()) for position in self.positions))


def load_matrix(project_id: int, language: str | None = None) -> Matrix:
    """A project's matrix; `language` is fr or en, the active one by default. Raises Project.DoesNotExist."""
    language = language or get_language() or "fr"
    version, borrowed = now = stamp(project_id)
    kept = kept_at(project_id, language, version, borrowed)
    if kept is not None:
        return kept
    matrix = _read(project_id, language, borrowed)
    # What three statements read is one matrix if no change came between; inside a transaction it may be taken back.
    if not connection.in_atomic_block and stamp(project_id) == now:
        keep(matrix)
    return matrix


def matrix_before(project_id: int, version: int) -> Matrix:
    """The matrix that the change which makes this version finds, before it writes; in the active language."""
    language, (_raised, borrowed) = get_language() or "fr", stamp(project_id)
    kept = kept_at(project_id, language, version - 1, borrowed)
    return kept or replace(_read(project_id, language, borrowed), version=version - 1)


def _read(project_id: int, language: str, borrowed: Borrowed) -> Matrix:
    phases = phase_rows(project_id)  # at least one
    if not phases:
        raise Project.DoesNotExist(project_id)
    # A phase may come between the three statements of a reader, who is in no transaction: then it is not there yet.
    bands = {phase["phase_id"] for phase in phases}
    duties = [duty for duty in duty_rows(project_id) if duty["phase_id"] in bands]
    return replace(matrix_from(project_id, language, phases, position_rows(project_id), duties), borrowed=borrowed)


def matrix_from(
    project_id: int, language: str | None, phases: Sequence[Row], positions: Sequence[Row], duties: Sequence[Row]
) -> Matrix:
    """The matrix that these rows hold; the first phase says what the project itself says."""
    language = language or get_language() or "fr"
    project = phases[0]
    return Matrix(
        project_id=project_id,
        name=project["project__name"],
        organization=project["project__organization"],
        version=project["project__version"],
        language=language,
        rules=project["project__rules"],
        phases=tuple(
            PhaseBand(
                id=row["phase_id"],
                number=row["phase__order"],
                slug=row["phase__slug"],
                name=in_language(row, "phase__name", language),
                short_name=in_language(row, "phase__short_name", language) or in_language(row, "phase__name", language),
                lead_in=in_language(row, "phase__lead_in", language),
            )
            for row in phases
        ),
        positions=tuple([_position_from(row, language) for row in positions]),
        duties=_duties_from(duties, language, tuple(str(row["id"]) for row in positions)),
        dismissed=_dismissed(project.get("dismissed")),
    )


def _dismissed(joined: str | None) -> Mapping[str, str]:
    """Keys of findings and their states, from "H8-d12:5d2f…,V4-p3:81c0…"."""
    return dict([pair.split(":") for pair in joined.split(",")]) if joined else EMPTY


def _position_from(row: Row, language: str) -> PositionColumn:
    title, slug = in_language(row, "title", language), row["profile__slug"] or ""
    return PositionColumn(row["id"], title, row["profile_id"], slug, holders_in(row))


def _duties_from(rows: Sequence[Row], language: str, position_ids: tuple[str, ...]) -> tuple[DutyRow, ...]:
    text, posting, described = (f"{field}_{language}" for field in ("text", "posting", "description"))
    return tuple(
        [
            DutyRow(
                row["id"],
                row["code"],
                row[text] or row["text_fr"] or row["text_en"] or "",
                row[posting] or row["posting_fr"] or row["posting_en"] or "",
                row["phase_id"],
                row["profile_id"],
                row["responsibility_id"] is None,
                row["applicable"],
                row["reason"],
                row["responsibility__suggested"] or EMPTY,
                row["responsibility__rule__code"] or "",
                _letters(row["cells"], position_ids),
                row.get(described) or row.get("description_fr") or row.get("description_en") or "",
            )
            for row in rows
        ]
    )


def _letters(joined: str | None, position_ids: tuple[str, ...]) -> tuple[str, ...]:
    """The letters of a duty in column order, from "12:R,14:AR"."""
    if not joined:
        return ("",) * len(position_ids)
    of_position = dict([cell.split(":") for cell in joined.split(",")])
    return tuple([of_position.get(position_id, "") for position_id in position_ids])
