"""A foreign sheet between two turns: its tables in the form, sealed, and what a person corrected of their reading."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.signing import BadSignature
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.edit_conflict import fingerprint
from roles.enums import Letter
from roles.formats.reading.table import Table
from roles.formats.sealed_form import TooLarge, seal, unseal
from roles.imports.sheet_reading.grid import grids_of
from roles.imports.sheet_reading.interpret import guess, marks_of
from roles.imports.sheet_reading.model import Block, Mark, Part, Reading, Sure
from roles.imports.sheet_reading.plan import plan

KEPT_FOR = 12 * 3600  # seconds that a sheet may lie open before it has to be chosen again
ROWS, COLUMNS = 2_000, 100  # of a sheet that is taken
MOST_SIGNED = 850_000  # characters; a form may hold a million, and carries the choices too
MOST_PASTED = 500_000
NOTHING = "-"  # what a form sends for a mark that means no part
_SALT = "roles.foreign"


class SheetForm(forms.Form):
    """A file, or a table that was copied; which of them can be read is the reader's to say."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx), CSV or text with a table; 5 MB at most."),
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.md"}),
        required=False,
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste a table here"),
        help_text=gettext_lazy("Cells copied from a spreadsheet, or a Markdown table."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=MOST_PASTED,
        strip=False,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and a file before what is pasted."""
        data = self.cleaned_data
        if not self.errors and not data.get("file") and not (data.get("pasted") or "").strip():
            self.add_error("file", _("Choose a file, or paste a table."))
        return data


class SheetFile:
    """The tables of a file with its name, as a form carries them for one reader."""

    def __init__(self, name: str, tables: Sequence[Table]) -> None:
        self.name = name
        self.tables = tuple(tables)

    def sealed(self, user_id: int, project_id: int = 0) -> str:
        """For a hidden field: what is confirmed is what was read, and no server need keep it.

        Raises ValidationError for more than a form can carry.
        """
        tables = [[table.name, table.rows, table.hidden, table.merges] for table in self.tables]
        try:
            return seal([user_id, project_id, self.name, tables], _SALT, MOST_SIGNED)
        except TooLarge as large:
            words = _("The file holds too much text for one matrix. Keep the matrix alone in it.")
            raise forms.ValidationError(words) from large

    @classmethod
    def unsealed(cls, text: str, user_id: int, project_id: int = 0) -> "SheetFile":
        """What `sealed` gave this reader for this project. Raises BadSignature, also when it is too old."""
        user, project, name, tables = unseal(text, _SALT, KEPT_FOR)
        if (user, project) != (user_id, project_id):
            raise BadSignature
        return cls(name, [_table(*table) for table in tables])


def _table(name: str, rows: list[list[str]], hidden: bool, merges: list[list[int]]) -> Table:
    spans = tuple((top, left, bottom, right) for top, left, bottom, right in merges)
    return Table(name, tuple(map(tuple, rows)), hidden, spans)


class SheetReading:
    """What a file is taken for, with what a person corrected, and the plan that comes of it."""

    def __init__(self, source: SheetFile, data: QueryDict | None = None) -> None:
        self.source = source
        grids = grids_of(source.tables)
        guessed = guess(grids)
        blocks = (*guessed.blocks, *_others(source.tables, guessed.blocks))
        if data is not None:
            blocks = corrected_blocks(source.tables, blocks, data)
        marks = marks_of(grids, blocks)
        self.reading = Reading(blocks, corrected_marks(marks, data) if data is not None else marks)
        self.plan = plan(grids, self.reading)

    @property
    def seen(self) -> str:
        """The mark of the plan that was shown."""
        return fingerprint(repr(self.plan))


def _others(tables: Sequence[Table], found: Sequence[Block]) -> Iterator[Block]:
    """A block for every sheet in which no matrix was found, for a person who knows better."""
    known = {block.table for block in found}
    for number, table in enumerate(tables):
        filled = [row for row, texts in enumerate(table.rows) if any(texts)]
        if number not in known and filled:
            columns = (Part.ASIDE,) * max(map(len, table.rows))
            used = not found and number == 0
            yield Block(number, filled[0], filled[-1], columns, used=used, sure=Sure.GUESS)


def bounded(tables: Sequence[Table], reading: Reading) -> list[Table]:
    """The tables as far as a matrix can be that large; what is larger and not taken is emptied.

    Raises ValidationError for a table that is taken and larger.
    """
    taken = {block.table for block in reading.blocks if block.used}
    kept = []
    for number, table in enumerate(tables):
        large = len(table.rows) > ROWS or max(map(len, table.rows), default=0) > COLUMNS
        if large and number in taken:
            words = _("The table has more than 2,000 rows or 100 columns. Keep the matrix alone in it.")
            raise forms.ValidationError(words)
        kept.append(Table(table.name, (), table.hidden) if large else table)
    return kept


def corrected_blocks(tables: Sequence[Table], guessed: Sequence[Block], data: QueryDict) -> tuple[Block, ...]:
    """The blocks as the form has them; what it does not say, or says nonsense about, stays as it was guessed."""
    return tuple(_block(tables[block.table], block, f"b{number}", data) for number, block in enumerate(guessed))


def _block(table: Table, block: Block, prefix: str, data: QueryDict) -> Block:
    if f"{prefix}-header" not in data:
        return block
    header = _number(data.get(f"{prefix}-header", ""), len(table.rows), block.header)
    last = _number(data.get(f"{prefix}-last", ""), len(table.rows) + 1, block.last + 1) - 1  # people count from 1
    columns = list(block.columns)
    sures = list(block.sures or [block.sure] * len(columns))
    for place, part in enumerate(columns):
        chosen = data.get(f"{prefix}-c{place}", part)
        if chosen != part and chosen in list(Part):
            columns[place], sures[place] = Part(chosen), Sure.SURE
    return replace(
        block,
        header=header,
        groups=_groups(data.get(f"{prefix}-groups"), header, block.groups),
        last=last if header < last else len(table.rows) - 1,
        columns=tuple(columns),
        sures=tuple(sures),
        bands=f"{prefix}-bands" in data,
        used=f"{prefix}-used" in data,
    )


def _groups(text: str | None, header: int, otherwise: int | None) -> int | None:
    """The row above the heading that names groups; "" for none."""
    if text == "":
        return None
    row = _number(text or "", header, -1 if otherwise is None else otherwise)
    return row if 0 <= row < header else None


def corrected_marks(marks: Sequence[Mark], data: QueryDict) -> tuple[Mark, ...]:
    """The marks with the meanings that the form gives them."""
    said = dict(zip(data.getlist("mark"), data.getlist("means"), strict=False))
    return tuple(_mark(mark, said.get(mark.text)) for mark in marks)


def _mark(mark: Mark, said: str | None) -> Mark:
    meanings: dict[str, str | None] = {"": None, NOTHING: "", **{letter.value: letter.value for letter in Letter}}
    if said is None or said not in meanings or meanings[said] == mark.letter:
        return mark
    return replace(mark, letter=meanings[said], sure=Sure.SURE)


def _number(text: str, below: int, otherwise: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else below
    return number if number < below else otherwise
