"""An imported file in the words of the active language: places, what they are taken for, what is in doubt."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from roles.enums import Letter
from roles.formats.reading.table import Table
from roles.formats.xlsx.cells import column_name
from roles.imports.sheet_reading.model import NAME_KINDS, Certainty, ColumnKind, Doubt, DoubtKind, Place, RowKind

_KIND_WORDS: Mapping[ColumnKind, Any] = {
    ColumnKind.ASIDE: gettext_lazy("Leave aside"),
    ColumnKind.DUTY: gettext_lazy("Duty"),
    ColumnKind.CODE: gettext_lazy("Code"),
    ColumnKind.PHASE: gettext_lazy("Phase"),
    ColumnKind.POSITION: gettext_lazy("Position"),
}
_ROW_WORDS: Mapping[RowKind, Any] = {
    RowKind.DUTY: gettext_lazy("Duty"),
    RowKind.MORE: gettext_lazy("Goes on with the duty above"),
    RowKind.PHASE: gettext_lazy("Begins a phase"),
    RowKind.UNDER_PHASE: gettext_lazy("Begins a phase inside that one"),
    RowKind.HEADING: gettext_lazy("Heading"),
    RowKind.GROUPS: gettext_lazy("Groups of positions"),
    RowKind.TOTAL: gettext_lazy("Total"),
    RowKind.LEGEND: gettext_lazy("Legend"),
    RowKind.ABOVE: gettext_lazy("Above the table"),
    RowKind.NOTE: gettext_lazy("Note"),
    RowKind.LEFT: gettext_lazy("Leave out"),
}
CERTAINTY_WORDS: Mapping[Certainty, Any] = {
    Certainty.SURE: pgettext_lazy("how sure a guess is", "sure"),
    Certainty.LIKELY: pgettext_lazy("how sure a guess is", "likely"),
    Certainty.GUESS: pgettext_lazy("how sure a guess is", "please check"),
}


def kind_words(kind: ColumnKind) -> str:
    """What a column holds."""
    if kind in NAME_KINDS:
        return _("Names for %(letter)s") % {"letter": Letter(kind.value).shown}
    return str(_KIND_WORDS[kind])


def row_kind_words(kind: RowKind) -> str:
    """What a row is."""
    return str(_ROW_WORDS[kind])


def sheet_words(table: Table) -> str:
    """The workbook sheet, "" for a text that is none."""
    return _("Sheet “%(name)s”") % {"name": table.name} if table.name else ""


def place_words(place: Place, tables: Sequence[Table]) -> str:
    """Where something stands: `Sheet “RACI”, row 12, column C`."""
    row, column = (place.column, place.row) if tables[place.table].turned else (place.row, place.column)
    words = [sheet_words(tables[place.table])]
    if row is not None:
        words.append(_("row %(number)s") % {"number": row + 1})
    if column is not None:
        words.append(_("column %(name)s") % {"name": column_name(column + 1)})
    joined = ", ".join(filter(None, words))
    return joined[:1].upper() + joined[1:]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """Everything of one kind that is in doubt; a line has its place and the text that is in the way."""

    kind: DoubtKind
    title: str
    help: str
    lines: tuple[tuple[str, str], ...]


def doubt_groups(doubts: Iterable[Doubt], tables: Sequence[Table]) -> list[DoubtGroup]:
    """The doubts by kind: what leaves something out first."""
    found: dict[DoubtKind, list[Doubt]] = {}
    for doubt in doubts:
        found.setdefault(doubt.kind, []).append(doubt)
    return [_group(kind, found[kind], tables) for kind in _KINDS if kind in found]


def _group(kind: DoubtKind, doubts: Sequence[Doubt], tables: Sequence[Table]) -> DoubtGroup:
    title, said = _KINDS[kind]
    lines = tuple((place_words(doubt.place, tables), doubt.text) for doubt in doubts)
    return DoubtGroup(kind, title(len(doubts)) % {"n": len(doubts)}, str(said), lines)


# What an encoding is called: by the systems that wrote it.
ENCODINGS: Mapping[str, Any] = {
    "cp1252": gettext_lazy("Windows, Western Europe"),
    "mac_roman": gettext_lazy("old Mac, Western Europe"),
    "cp850": gettext_lazy("DOS, Western Europe"),
    "cp437": gettext_lazy("DOS, United States"),
    "iso8859_15": gettext_lazy("old Linux, Western Europe (ISO 8859-15)"),
    "cp1250": gettext_lazy("Windows, Central Europe"),
    "cp1251": gettext_lazy("Windows, Cyrillic"),
    "cp1253": gettext_lazy("Windows, Greek"),
    "cp1254": gettext_lazy("Windows, Turkish"),
}
_KINDS: Mapping[DoubtKind, tuple[Callable[[int], str], Any]] = {
    DoubtKind.TWO_A: (
        lambda n: ngettext("%(n)s duty with several A’s", "%(n)s duties with several A’s", n),
        gettext_lazy("A duty has one A. None of them is taken; of an A/R the R stays. Choose it in the matrix."),
    ),
    DoubtKind.UNKNOWN: (
        lambda n: ngettext("%(n)s cell with an unknown mark", "%(n)s cells with an unknown mark", n),
        gettext_lazy("The cell stays empty until you say above what the mark means."),
    ),
    DoubtKind.SEVERAL: (
        lambda n: ngettext("%(n)s cell with several letters", "%(n)s cells with several letters", n),
        gettext_lazy("A cell holds one letter, or A/R. What is taken is shown above, among the marks."),
    ),
    DoubtKind.ENCODING: (
        lambda n: ngettext("%(n)s text in doubt of its encoding", "%(n)s texts in doubt of their encoding", n),
        gettext_lazy("The file does not tell how its accents are written. If these words look wrong, choose another."),
    ),
    DoubtKind.JOINED: (
        lambda n: ngettext("%(n)s duty of several rows", "%(n)s duties of several rows", n),
        gettext_lazy("All their letters, or the duty itself, are merged over these rows: they are one duty."),
    ),
    DoubtKind.EMPTY_PHASE: (
        lambda n: ngettext("%(n)s phase without a duty", "%(n)s phases without a duty", n),
        gettext_lazy("No phase is made of it. If it holds those below it, say beside their rows that they are inside."),
    ),
    DoubtKind.HIDDEN_PART: (
        lambda n: ngettext("%(n)s hidden row or column", "%(n)s hidden rows or columns", n),
        gettext_lazy("The sheet hides it. It is taken as all others are."),
    ),
    DoubtKind.TWICE: (
        lambda n: ngettext("%(n)s name twice in a row", "%(n)s names twice in their rows", n),
        gettext_lazy("The row gives the name different letters: the stronger one is taken, or A/R."),
    ),
    DoubtKind.NO_TEXT: (
        lambda n: ngettext("%(n)s row without a duty", "%(n)s rows without a duty", n),
        gettext_lazy("There are letters here but no text. The row is left out."),
    ),
    DoubtKind.NO_TITLE: (
        lambda n: ngettext("%(n)s column without a title", "%(n)s columns without a title", n),
        gettext_lazy("There are letters here but no title. The column is left out."),
    ),
    DoubtKind.HIDDEN: (
        lambda n: ngettext("%(n)s hidden sheet", "%(n)s hidden sheets", n),
        gettext_lazy("It is not taken unless you tick it."),
    ),
    DoubtKind.LEGEND: (
        lambda n: ngettext("%(n)s letter with another meaning", "%(n)s letters with another meaning", n),
        gettext_lazy("The legend of the sheet gives the letter another meaning than this matrix does."),
    ),
    DoubtKind.NO_A: (
        lambda n: ngettext("%(n)s duty without an A", "%(n)s duties without an A", n),
        gettext_lazy("It is taken as it is; the checks of the matrix will say so too."),
    ),
    DoubtKind.NO_PHASE: (
        lambda n: ngettext("%(n)s table with duties in no phase", "%(n)s tables with duties in no phase", n),
        gettext_lazy("You choose below where they go."),
    ),
    DoubtKind.DUPLICATE: (
        lambda n: ngettext("%(n)s duty that is there already", "%(n)s duties that are there already", n),
        gettext_lazy("The same words are above, in the same phase. Both are taken."),
    ),
    DoubtKind.SAME_TITLE: (
        lambda n: ngettext("%(n)s column with the title of another", "%(n)s columns with the title of another", n),
        gettext_lazy("Each becomes a position of its own."),
    ),
    DoubtKind.LOOKALIKE: (
        lambda n: ngettext("%(n)s letter of another alphabet", "%(n)s letters of another alphabet", n),
        gettext_lazy("It is taken for the letter that it looks like."),
    ),
    DoubtKind.TOO_LONG: (
        lambda n: ngettext("%(n)s text that is too long", "%(n)s texts that are too long", n),
        gettext_lazy("It is cut: 500 characters for a duty, 200 for a title."),
    ),
}
