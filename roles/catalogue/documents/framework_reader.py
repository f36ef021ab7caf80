"""A framework's file, JSON or workbook, as data for `roles.catalogue.domain.file_validation`, which judges it.

The sheets and headings of the workbook may be in either language, and stand in any order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from roles.catalogue.documents.framework_sheets import (
    EXAMPLES,
    SHEETS,
    Column,
    WorkbookSheet,
    compared,
    letter_heading,
    spellings,
)
from roles.catalogue.domain.file_format import FRAMEWORK, PROFILES, RULES, STATEMENTS, CatalogueError, parse_json
from roles.catalogue.domain.file_validation import Source
from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.limits import SIZE
from roles.formats.reading.table import Table
from roles.formats.reading.upload import read_tables

_LOOKED_AT = 20  # rows in which the headings may stand
_JSON = (b"{", b"[", b"\xef\xbb\xbf")


@dataclass(frozen=True)
class CatalogueUpload:
    """What a file says, how its places are called, and what is wrong with its layout."""

    data: dict[str, Any]
    source: Source
    problems: tuple[str, ...] = ()


def read_upload(content: bytes, name: str) -> CatalogueUpload:
    """What a file says, not judged yet. Raises CatalogueError when it says nothing at all."""
    if len(content) > SIZE:
        raise CatalogueError([_("The file is larger than 5 MB.")])
    if name.lower().endswith(".json") or content.lstrip()[:3].startswith(_JSON):
        return CatalogueUpload(parse_json(content), Source())
    try:
        return from_tables(read_tables(content))
    except FileRefused as refused:
        raise CatalogueError([str(refused)]) from refused


def from_tables(tables: Sequence[Table]) -> CatalogueUpload:
    """What the sheets of a workbook say."""
    reader = _Tables()
    for sheet in SHEETS:
        titles = spellings(partial(str, sheet.title))
        table = next((table for table in tables if compared(table.name) in titles), None)
        if table:
            reader.sheet(sheet, table)
        elif sheet.section is not RULES:
            reader.problems.append(_("There is no sheet “%(name)s”.") % {"name": sheet.title})
    return CatalogueUpload(reader.data, Places(reader.rows), tuple(reader.problems))


@dataclass(frozen=True)
class Places(Source):
    """Places as a reader of the workbook finds them: sheet and row, heading of the column."""

    rows: Mapping[str, Sequence[int]]

    def section(self, section: str) -> str:
        """The title of a sheet."""
        return str(next(sheet.title for sheet in SHEETS if sheet.section.name == section))

    def place(self, section: str, index: int | None = None) -> str:
        """A sheet and a row, from 1."""
        words = {"sheet": self.section(section), "row": self.rows[section][index or 0] + 1}
        return _("%(sheet)s, row %(row)d") % words

    def field(self, section: str, name: str) -> str:
        """The heading of a column."""
        columns = (column for sheet in SHEETS if sheet.section.name == section for column in sheet.columns)
        return next((column.heading for column in columns if column.word == name), _("Letter"))


@dataclass
class _Tables:
    """Takes one sheet after the other; profiles come before the responsibilities that give them letters."""

    data: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def sheet(self, sheet: WorkbookSheet, table: Table) -> None:
        """The entries of a sheet; what stands beside its columns is named, for nobody would miss it otherwise."""
        key = spellings(lambda: sheet.columns[0].heading)
        top = next((row for row in range(min(len(table.rows), _LOOKED_AT)) if key & set(_heads(table, row))), None)
        if top is None:
            words = {"sheet": table.name, "heading": sheet.columns[0].heading}
            self.problems.append(_("%(sheet)s: no row has the heading “%(heading)s”.") % words)
            return
        at = next(column for column, heading in enumerate(_heads(table, top)) if heading in key)
        rows = [row for row in range(top + 1, len(table.rows)) if not table.cell(row, at).startswith(EXAMPLES)]
        columns = self.columns(sheet, table, top, rows)
        entries, self.rows[sheet.section.name] = [], []
        for row in rows:
            if entry := dict(_entry(table, row, columns)):
                entries.append(entry)
                self.rows[sheet.section.name].append(row)
        if sheet.section is not FRAMEWORK:
            self.data[sheet.section.name] = entries
        elif entries:
            self.data[FRAMEWORK.name] = entries[0]
            if len(entries) > 1:
                self.problems.append(_("%(sheet)s: a file holds one framework.") % {"sheet": table.name})

    def columns(self, sheet: WorkbookSheet, table: Table, top: int, rows: Sequence[int]) -> dict[int, str]:
        """The word of the file for each column; letters have `suggested` and the profile."""
        known = {heading: column.word for column in sheet.columns for heading in _headings(column)}
        if sheet.section is STATEMENTS:
            for slug in (str(profile.get("slug", "")) for profile in self.data.get(PROFILES.name, [])):
                known |= dict.fromkeys(spellings(partial(letter_heading, slug)), f"suggested {slug}")
        found: dict[int, str] = {}
        heads = _heads(table, top)
        for column in range(max(map(len, table.rows))):
            heading = heads[column] if column < len(heads) else ""
            word = known.get(heading, "")
            shown = {"sheet": table.name, "heading": table.cell(top, column).strip()}
            if word in found.values():
                self.problems.append(_("%(sheet)s: two columns are headed “%(heading)s”.") % shown)
            elif word:
                found[column] = word
            elif not word and any(table.cell(row, column).strip() for row in rows):
                self.problems.append(_("%(sheet)s: the column headed “%(heading)s” is not known.") % shown)
        return found


def _headings(column: Column) -> set[str]:
    return spellings(lambda: column.heading)


def _heads(table: Table, row: int) -> list[str]:
    """The headings of a row."""
    return [compared(text) for text in table.rows[row]]


def _entry(table: Table, row: int, columns: Mapping[int, str]) -> Iterator[tuple[str, Any]]:
    """What a row says; an empty cell says nothing."""
    suggested = {}
    for column, word in columns.items():
        text = table.cell(row, column)
        if not text.strip():
            continue
        if word.startswith("suggested "):
            suggested[word.removeprefix("suggested ")] = text
        elif word == "pairs_with":
            yield word, text.replace(";", ",").replace(",", " ").split()
        else:
            yield word, text.strip() if word in ("slug", "code", "phase", "profile", "rule") else text
    if suggested:
        yield "suggested", suggested
