"""A foreign sheet as its page shows it: columns and marks with their choices, what would come, what is in doubt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from roles.enums import Letter
from roles.formats.reading.table import Table
from roles.formats.xlsx.cells import column_name
from roles.imports.domain.sheet_project import phase_names, phases_in_use
from roles.imports.forms.sheet import NOTHING, SheetReading
from roles.imports.sheet_reading.doubts_text import SURES, doubt_groups, part_words, sheet_words
from roles.imports.sheet_reading.model import NO_PHASE, Block, ImportedDuty, ImportPlan, Mark, Part, Sure

ROWS_SHOWN = 6  # below the heading
HEADINGS, GROUPS = 30, 3  # rows that may be chosen as the heading, and above it
CELL, LINE = 80, 60  # characters of a cell and of a choice
PREVIEW = 30  # duties
DOUBTS = 50  # of one kind

Choices = list[tuple[str, str, bool]]  # value, words, chosen


@dataclass(frozen=True)
class ColumnOf:
    """A column above which its part is chosen."""

    field: str
    name: str
    label: str
    choices: Choices
    part: Part
    sure: Sure

    @property
    def how_sure(self) -> str:
        """How sure the guess is, in words."""
        return str(SURES[self.sure])

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look."""
        return self.sure is Sure.GUESS


@dataclass(frozen=True)
class BlockOf:
    """A table on its sheet; `rows` are the first ones, each with its number and whether it is the heading."""

    prefix: str
    block: Block
    name: str
    headings: Choices
    groups: Choices
    columns: list[ColumnOf]
    rows: list[tuple[int, bool, list[str]]]
    more: int
    count: int  # rows of its sheet

    @property
    def how_sure(self) -> str:
        """How sure it is that this is a matrix."""
        return str(SURES[self.block.sure])


@dataclass(frozen=True)
class MarkOf:
    """A mark that is asked about."""

    mark: Mark
    choices: Choices

    @property
    def how_sure(self) -> str:
        """How sure the guess is; a mark without a meaning has to be checked."""
        return str(SURES[Sure.GUESS if self.mark.letter is None else self.mark.sure])


def reading_context(read: SheetReading) -> dict[str, Any]:
    """What the template of a reading needs."""
    tables, blocks = read.source.tables, read.reading.blocks
    doubts = doubt_groups(read.plan.doubts, tables)
    return {
        "source": read.source,
        "plan": read.plan,
        "phase_count": sum(place != NO_PHASE for place in phases_in_use(read.plan)),
        "blocks": [_block(f"b{number}", block, tables[block.table]) for number, block in enumerate(blocks)],
        "marks": [MarkOf(mark, _meanings(mark)) for mark in read.reading.marks],
        "doubts": [(group, group.lines[:DOUBTS], len(group.lines) - DOUBTS) for group in doubts],
        "doubt_count": len(read.plan.doubts),
        "preview": list(_preview(read.plan)),
        "preview_more": max(0, len(read.plan.duties) - PREVIEW),
    }


def _block(prefix: str, block: Block, table: Table) -> BlockOf:
    top = max(0, block.header if block.groups is None else min(block.groups, block.header))
    last = min(block.last, len(table.rows) - 1)
    shown = range(top, min(max(block.header, 0) + ROWS_SHOWN, last) + 1)
    width = len(block.columns)
    rows = [
        (row + 1, row == block.header, [_cut(table.cell(row, column), CELL) for column in range(width)])
        for row in shown
    ]
    return BlockOf(
        prefix=prefix,
        block=block,
        name=sheet_words(table) or _("Table"),
        headings=list(_headings(block, table)),
        groups=list(_groups(block, table)),
        columns=list(_columns(prefix, block, table)),
        rows=rows,
        more=last - shown.stop + 1 if shown else 0,
        count=len(table.rows),
    )


def _headings(block: Block, table: Table) -> Iterator[tuple[str, str, bool]]:
    """The rows that may name the columns, with their first words."""
    for row in sorted({*range(min(HEADINGS, len(table.rows))), max(block.header, 0)}):
        if (words := _row_words(table, row)) or row == block.header:
            yield str(row), f"{row + 1}. {words}", row == block.header


def _groups(block: Block, table: Table) -> Iterator[tuple[str, str, bool]]:
    """The rows above the heading that may name groups of positions."""
    yield "", _("None"), block.groups is None
    for row in sorted({*range(max(0, block.header - GROUPS), block.header), *_given(block.groups)}):
        if (words := _row_words(table, row)) or row == block.groups:
            yield str(row), f"{row + 1}. {words}", row == block.groups


def _given(row: int | None) -> list[int]:
    return [] if row is None else [row]


def _row_words(table: Table, row: int) -> str:
    """The texts of a row, cut."""
    texts = table.rows[row] if 0 <= row < len(table.rows) else ()
    return _cut(" · ".join(" ".join(text.split()) for text in texts if text.strip()), LINE)


def _columns(prefix: str, block: Block, table: Table) -> Iterator[ColumnOf]:
    sures = block.sures or (block.sure,) * len(block.columns)
    for place, (part, sure) in enumerate(zip(block.columns, sures, strict=True)):
        name, heading = column_name(place + 1), " ".join(table.cell(max(block.header, 0), place).split())
        label = _("Column %(name)s: %(heading)s") if heading else _("Column %(name)s")
        choices = [(str(each), part_words(each), each is part) for each in Part]
        yield ColumnOf(f"{prefix}-c{place}", name, label % {"name": name, "heading": heading}, choices, part, sure)


def _meanings(mark: Mark) -> Choices:
    letters = [(letter.value, f"{letter.shown} – {letter.label}", mark.letter == letter) for letter in Letter]
    return [("", _("Choose…"), mark.letter is None), (NOTHING, _("No part"), mark.letter == ""), *letters]


def _preview(plan: ImportPlan) -> Iterator[tuple[str, list[tuple[ImportedDuty, list[str]]]]]:
    """The first duties by phase, each with a letter or "" a position."""
    left, columns = PREVIEW, range(len(plan.positions))
    for place, name in phase_names(plan).items():
        duties = [duty for duty in plan.duties if duty.phase == place][:left]
        left -= len(duties)
        if duties:
            yield name, [(duty, [duty.letters.get(column, "") for column in columns]) for duty in duties]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
