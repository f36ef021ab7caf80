"""Texts that come from elsewhere, fit to be kept and compared: one kind of line end, no control or half characters."""

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from roles.formats.reading.readers.encodings import in_other_encoding


class Table(NamedTuple):
    """A workbook sheet, or a whole text file, as rows of text; a row ends with its last text.

    `merges` are first row, first column, last row and last column, inclusive. `turned` says that its rows are the
    columns of the sheet. `encoding` is the one that was guessed of a text which does not tell, `unsure` if it may well
    be another. `source` is what this app has written into the properties of its workbook.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    turned: bool = False
    encoding: str = ""
    unsure: bool = False
    source: str = ""

    def transposed(self) -> "Table":
        """The table with its rows as columns."""
        rows = tuple(_cut(list(texts)) for texts in itertools.zip_longest(*self.rows, fillvalue=""))
        merges = tuple((left, top, right, bottom) for top, left, bottom, right in self.merges)
        return self._replace(
            rows=rows,
            merges=merges,
            hidden_rows=self.hidden_columns,
            hidden_columns=self.hidden_rows,
            turned=not self.turned,
        )

    def in_encoding(self, encoding: str) -> "Table":
        """A table of a text whose encoding was guessed, as it reads in the one that a person names."""
        rows = tuple(
            tuple(cleaned(in_other_encoding(text, self.encoding, encoding)) for text in texts) for texts in self.rows
        )
        return self._replace(rows=rows, encoding=encoding, unsure=False)

    def foreign_words(self, most: int) -> list[str]:
        """The first words that another encoding would spell otherwise."""
        words = (word for texts in self.rows for text in texts for word in text.split() if not word.isascii())
        return list(itertools.islice(dict.fromkeys(words), most))

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, "" beyond the edge."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def cleaned_table(
    name: str,
    rows: Iterable[Iterable[str]],
    hidden: bool = False,
    merges: Iterable[Sequence[int]] = (),
    unseen: tuple[Iterable[int], Iterable[int]] = ((), ()),
) -> Table:
    """The table, each row up to its last text; `unseen` are its hidden rows and columns."""
    kept = [_cut([cleaned(text) for text in row]) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    ranges = tuple((top, left, bottom, right) for top, left, bottom, right in merges)
    rows_hidden, columns_hidden = (tuple(places) for places in unseen)
    return Table(cleaned(name), tuple(kept), hidden, ranges, rows_hidden, columns_hidden)


def cleaned(text: str) -> str:
    """The text without what cannot be stored or seen; its spaces and line breaks stay."""
    if text.isprintable():
        return text
    return _CONTROL.sub(" ", whole(_LINE_END.sub("\n", text)))


def whole(text: str) -> str:
    """The text with a mark in place of each half character, which no encoding has."""
    return _SURROGATE.sub("\ufffd", text)


def _cut(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
