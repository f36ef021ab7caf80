"""A matrix of an imported file as its page shows it: what was read of its corners, columns and rows, to correct."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roles.formats.reading.table import Table
from roles.formats.xlsx.cells import column_name
from roles.imports.forms.corrections import ROW_KINDS
from roles.imports.sheet_reading.account.counts import Fate
from roles.imports.sheet_reading.account.text import row_words
from roles.imports.sheet_reading.corrected import BlockCorrection
from roles.imports.sheet_reading.doubts_text import CERTAINTY_WORDS, kind_words, row_kind_words, sheet_words
from roles.imports.sheet_reading.interpret import Interpretation
from roles.imports.sheet_reading.model import Block, Certainty, ColumnKind
from roles.imports.sheet_reading.tables.heads import heads

WINDOW = 25  # rows that are shown at once
HEADINGS, GROUPS = 30, 3  # rows that may be chosen as the heading, and above it
CELL, LINE = 80, 60  # characters of a cell and of a choice

Choices = list[tuple[str, str, bool]]  # value, words, chosen


@dataclass(frozen=True)
class ColumnChoices:
    """A column above which is chosen what it holds and, for a position, how its title reads."""

    field: str
    name: str
    label: str
    choices: Choices
    kind: ColumnKind
    certainty: Certainty
    was: ColumnKind
    title_field: str
    title: str  # as it is read, "" for what is no position
    said: str  # by a person

    @property
    def how_sure(self) -> str:
        """How sure the guess is, in words."""
        return str(CERTAINTY_WORDS[self.certainty])

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look."""
        return self.certainty is Certainty.GUESS

    @property
    def read(self) -> str:
        """What was read where a person says otherwise, "" where they do not."""
        return kind_words(self.was) if self.was is not self.kind else ""


@dataclass(frozen=True)
class RowChoices:
    """A row of the sheet, and what became of it; no `choices` where nothing can be said. A cell has its fate."""

    number: int
    field: str
    heading: bool
    became: str
    choices: Choices
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class BlockChoices:
    """A matrix in its table. `kept` are the fields of what a person said and the page does not show."""

    prefix: str
    block: Block
    read: Block
    guessed: Block
    name: str
    turned: bool
    was_turned: bool
    headings: Choices
    groups: Choices
    left: str
    right: str
    columns: list[ColumnChoices]
    windows: Choices
    rows: list[RowChoices]
    kept: list[tuple[str, str]]
    corrected: bool
    ended: bool  # by a person

    @property
    def read_last(self) -> int:
        """The last row where a person said nothing of it, counted from 1."""
        return (self.guessed.last if self.ended else self.block.last) + 1

    @property
    def end(self) -> str:
        """The last column of the table."""
        return column_name(len(self.block.columns))

    @property
    def how_sure(self) -> str:
        """How sure it is that this is a matrix, and that nothing of it is lost."""
        return str(CERTAINTY_WORDS[self.block.certainty])


def block_choices(found: Interpretation, number: int, data: Mapping[str, str]) -> BlockChoices:
    """A matrix with all that can be said of it; `data` says which rows to show."""
    prefix, block, read, guessed = f"b{number}", found.blocks[number], found.read[number], found.guessed[number]
    table, said = found.tables[block.table], found.said.blocks.get(number, BlockCorrection())
    windows = list(_windows(block, table, data.get(f"{prefix}-from", "")))
    first = next((int(value) for value, _words, chosen in windows if chosen), 0)
    after = next((int(value) for value, _words, _chosen in windows if int(value) > first), len(table.rows))
    shown = range(first, after) if block.used else range(0)
    return BlockChoices(
        prefix=prefix,
        block=block,
        read=read,
        guessed=guessed,
        name=sheet_words(table) or _("Table"),
        turned=table.turned,
        was_turned=table.turned if said.turned is None else not table.turned,
        headings=list(_headings(block, table)),
        groups=list(_groups(block, table)),
        left="" if said.left is None else column_name(said.left + 1),
        right="" if said.right is None else column_name(said.right + 1),
        columns=list(_columns(prefix, block, read, found)),
        windows=windows,
        rows=list(_rows(prefix, block, shown, found)),
        kept=list(_kept(prefix, said, shown, block)),
        corrected=said != BlockCorrection(used=said.used),
        ended=said.last is not None,
    )


def _windows(block: Block, table: Table, asked: str) -> Iterator[tuple[str, str, bool]]:
    """The parts of a table that can be looked at, the one with the heading first chosen."""
    top = max(0, block.header if block.groups is None else min(block.groups, block.header))
    starts = [*range(0, top, WINDOW), *range(top, len(table.rows), WINDOW)]
    chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else top
    chosen = max((start for start in starts if start <= chosen), default=0)
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        words = _("%(first)s to %(last)s") % {"first": start + 1, "last": end}
        yield str(start), words, start == chosen


def _headings(block: Block, table: Table) -> Iterator[tuple[str, str, bool]]:
    """The rows that may name the columns, with their first words."""
    for row in sorted({*range(min(HEADINGS, len(table.rows))), max(block.header, 0)}):
        if (words := _cut(row_words(table, row), LINE)) or row == block.header:
            yield str(row), f"{row + 1}. {words}", row == block.header


def _groups(block: Block, table: Table) -> Iterator[tuple[str, str, bool]]:
    """The rows above the heading that may name groups of positions."""
    yield "", _("None"), block.groups is None
    rows = {block.groups, *range(max(0, block.header - GROUPS), block.header)}
    for row in sorted(row for row in rows if row is not None):
        if (words := _cut(row_words(table, row), LINE)) or row == block.groups:
            yield str(row), f"{row + 1}. {words}", row == block.groups


def _columns(prefix: str, block: Block, read: Block, found: Interpretation) -> Iterator[ColumnChoices]:
    table = found.tables[block.table]
    titled = heads(found.grids[block.table], block)
    for place, (kind, certainty) in enumerate(zip(block.columns, block.certainties, strict=True)):
        name, heading = column_name(place + 1), " ".join(table.cell(max(block.header, 0), place).split())
        label = _("Column %(name)s: %(heading)s") if heading else _("Column %(name)s")
        yield ColumnChoices(
            field=f"{prefix}-c{place}",
            name=name,
            label=label % {"name": name, "heading": heading},
            choices=[(str(each), kind_words(each), each is kind) for each in ColumnKind],
            kind=kind,
            certainty=certainty,
            was=read.columns[place],
            title_field=f"{prefix}-t{place}" if place in titled else "",
            title=titled[place][0] if place in titled else "",
            said=block.titles.get(place, ""),
        )


def _rows(prefix: str, block: Block, shown: range, found: Interpretation) -> Iterator[RowChoices]:
    """The rows that are looked at; those below the heading may be said to be something else."""
    table = found.tables[block.table]
    fates = {
        (item.place.row, item.place.column): item.fate
        for item in found.account.items
        if item.place.table == block.table and item.place.row in shown
    }
    for row in shown:
        kind = found.account.rows.get((block.table, row))
        said = block.rows.get(row)
        became = row_kind_words(kind) if kind else ""
        first = _("As read") if said else became
        choices = [(each.value, row_kind_words(each), each is said) for each in ROW_KINDS]
        filled = row > block.header and any(table.rows[row])
        cells = [
            (_cut(table.cell(row, column), CELL), _fate_class(fates.get((row, column))))
            for column in range(len(block.columns))
        ]
        yield RowChoices(
            number=row + 1,
            field=f"{prefix}-r{row}",
            heading=row == block.header,
            became=became,
            choices=[("", first, said is None), *choices] if filled else [],
            cells=cells,
        )


def _fate_class(fate: Fate | None) -> str:
    """The look of a cell that somebody should see."""
    return f"is-{fate}" if fate in (Fate.LEFT, Fate.ASKED) else ""


def _kept(prefix: str, said: BlockCorrection, shown: range, block: Block) -> Iterator[tuple[str, str]]:
    """What a person said of rows and titles that are not shown and, for a table that is not taken, of all else."""
    rows = ((row, kind) for row, kind in said.rows.items() if row not in shown or row <= block.header)
    yield from ((f"{prefix}-r{row}", kind.value) for row, kind in rows)
    titled = {place for place, kind in enumerate(block.columns) if kind is ColumnKind.POSITION and block.used}
    yield from ((f"{prefix}-t{place}", title) for place, title in said.titles.items() if place not in titled)
    if not block.used:
        yield from _all_else(prefix, said)


def _all_else(prefix: str, said: BlockCorrection) -> Iterator[tuple[str, str]]:
    """What a person said of a table's columns and corners."""
    yield from ((f"{prefix}-c{place}", kind.value) for place, kind in said.columns.items())
    if said.last is not None:
        yield f"{prefix}-last", str(said.last + 1)
    if said.groups is not None:
        yield f"{prefix}-groups", str(said.groups) if said.groups >= 0 else ""
    corners = (("left", said.left), ("right", said.right))
    yield from ((f"{prefix}-{name}", column_name(place + 1)) for name, place in corners if place is not None)
    if said.bands is not None:
        yield (f"{prefix}-bands" if said.bands else f"was-{prefix}-bands"), "on"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
