"""The account of a file in the words of the active language: how many letters and rows ended as what, and why."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roles.formats.reading.table import Table
from roles.imports.sheet_reading.account.counts import Account, Fate, Item, Why
from roles.imports.sheet_reading.doubts_text import place_words
from roles.imports.sheet_reading.model import RowKind

_FATES: Mapping[Fate, Callable[[int], str]] = {
    Fate.TAKEN: lambda n: ngettext("%(n)s is taken", "%(n)s are taken", n),
    Fate.TURNED: lambda n: ngettext("%(n)s becomes another letter", "%(n)s become other letters", n),
    Fate.ASKED: lambda n: ngettext("%(n)s is asked about", "%(n)s are asked about", n),
    Fate.LEGEND: lambda n: ngettext("%(n)s is in a legend", "%(n)s are in a legend", n),
    Fate.HEADING: lambda n: ngettext("%(n)s is in a heading", "%(n)s are in headings", n),
    Fate.LEFT: lambda n: ngettext("%(n)s is left out", "%(n)s are left out", n),
}
_WHYS: Mapping[Why, Any] = {
    Why.TWO_A: gettext_lazy("The row has several A’s"),
    Why.STRONGER: gettext_lazy("The stronger of several letters is taken"),
    Why.MEANING: gettext_lazy("The mark means this letter"),
    Why.NO_PART: gettext_lazy("The mark means no part"),
    Why.NO_TEXT: gettext_lazy("The row has no duty"),
    Why.NO_TITLE: gettext_lazy("The column has no title"),
    Why.COLUMN: gettext_lazy("The column is left aside"),
    Why.COVERED: gettext_lazy("A merged cell covers it"),
    Why.ROW: gettext_lazy("The row is no duty"),
    Why.TABLE: gettext_lazy("The table is not taken"),
    Why.OUTSIDE: gettext_lazy("Outside of the tables that are taken"),
    Why.LOST: gettext_lazy("Lost in this reading"),
}
_ROWS: Mapping[RowKind, Callable[[int], str]] = {
    RowKind.DUTY: lambda n: ngettext("%(n)s is a duty", "%(n)s are duties", n),
    RowKind.PHASE: lambda n: ngettext("%(n)s begins a phase", "%(n)s begin phases", n),
    RowKind.UNDER_PHASE: lambda n: ngettext(
        "%(n)s begins a phase inside another", "%(n)s begin phases inside others", n
    ),
    RowKind.HEADING: lambda n: ngettext("%(n)s is a heading", "%(n)s are headings", n),
    RowKind.GROUPS: lambda n: ngettext("%(n)s names groups", "%(n)s name groups", n),
    RowKind.TOTAL: lambda n: ngettext("%(n)s is a total", "%(n)s are totals", n),
    RowKind.LEGEND: lambda n: ngettext("%(n)s is a legend", "%(n)s are a legend", n),
    RowKind.ABOVE: lambda n: ngettext("%(n)s is above a table", "%(n)s are above a table", n),
    RowKind.NOTE: lambda n: ngettext("%(n)s is a note", "%(n)s are notes", n),
    RowKind.LEFT: lambda n: ngettext("%(n)s is left out", "%(n)s are left out", n),
}


def letters_line(account: Account) -> str:
    """`161 letters in the sheet: 154 are taken, 4 are asked about, 3 are left out`."""
    whole = len(account.items)
    words = ngettext("%(n)s letter in the file", "%(n)s letters in the file", whole) % {"n": whole}
    return _with_parts(words, [_FATES[fate](n) % {"n": n} for fate in Fate if (n := account.counts.get(fate, 0))])


def rows_line(account: Account) -> str:
    """`52 rows with a text: 40 are duties, 8 begin phases, 4 are left out`."""
    whole = len(account.rows)
    words = ngettext("%(n)s row with a text", "%(n)s rows with a text", whole) % {"n": whole}
    return _with_parts(words, [_ROWS[kind](n) % {"n": n} for kind in _ROWS if (n := account.row_counts.get(kind, 0))])


def _with_parts(words: str, parts: Sequence[str]) -> str:
    return _("%(whole)s: %(parts)s") % {"whole": words, "parts": ", ".join(parts)} if parts else words


def left_groups(account: Account, tables: Sequence[Table]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is left out or became another, by its reason: each with its place and its text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in account.items:
        if item.why:
            found.setdefault(_title(item), []).append((place_words(item.place, tables), item.text))
    rows = [(place_words(place, tables), row_words(tables[place.table], place.row)) for place in account.left_rows()]
    groups = [(_("Rows that are left out"), rows)] if rows else []
    for title, places in (
        (_("Counts for several duties or positions, for its cell is merged"), account.shared),
        (_("Taken twice, or not there"), account.faults),
    ):
        if places:
            groups.append((title, [(place_words(each, tables), "") for each in places]))
    return [*groups, *found.items()]


def _title(item: Item) -> str:
    words = _("Left out: %(why)s") if item.fate is Fate.LEFT else _("Becomes another: %(why)s")
    return words % {"why": _WHYS[item.why or Why.LOST]}


def row_words(table: Table, row: int) -> str:
    """The texts of a row on one line."""
    texts = table.rows[row] if 0 <= row < len(table.rows) else ()
    return " · ".join(" ".join(text.split()) for text in texts if text.strip())
