"""What each column of an imported table holds, by its heading and by what stands under it."""

import itertools
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aispec.web.words.folding import fold
from roles.formats.marks import is_mark, is_number, read_mark
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.model import Certainty, ColumnKind
from roles.imports.sheet_reading.tables.headings import Heading, heading, heads_positions

_CODE = re.compile(r"[A-Za-z]{0,4}[\s.-]?\d+(?:[.\-]\d+)*\.?")
_EACH = 1.5  # strength of a column where every row has its own text, more than that of a heading `Livrable`
_NEARLY = 1.4  # that of one where few texts come twice
_MARK = 3  # characters of a mark before the first position; longer ones name something else, such as a place
_ANSWERS = frozenset({"oui", "non", "yes", "no", "ok"})
_CHIEF = 2  # a strength above which a heading of phases needs nothing else
_SHORT = 24  # characters of a code
_TIMES = (
    *("janv", "fevr", "mars", "avril", "juin", "juil", "aout", "sept", "octob", "novem", "decem", "janua", "febru"),
    *("march", "april", "augus", "semaine", "week", "mois", "month", "trimestre", "quarter", "lundi", "mardi"),
    *("mercredi", "jeudi", "vendredi", "samedi", "dimanche", "monday", "tuesday", "wednesday", "thursday", "friday"),
)
_UNITS = frozenset(
    word
    for words in ("s w q t j d sem jour day", "jan feb fev mar apr avr may mai jun jul aug aou oct nov dec")
    for word in words.split()
)
Guess = tuple[ColumnKind, Certainty]


class Column(NamedTuple):
    """What stands under a heading: how many texts of each kind."""

    at: int
    title: str
    filled: int
    letters: int
    marks: int  # other short texts, dashes and the like included
    words: int
    codes: int
    length: int  # characters of all texts
    distinct: frozenset[str]  # the texts without repetition
    met: int  # rows with letters that have a text
    own: int  # different texts among those
    runs: int  # how often that text changes from one to the next
    lone: bool  # whether it has a text in a row without letters, and that row no other
    lists: bool  # whether its texts are the titles of other columns

    @property
    def says(self) -> Heading | None:
        """What the heading says."""
        return heading(self.title)

    def is_headed(self, kind: ColumnKind, *, whole: bool = False) -> bool:
        """Whether the heading says this, in every word when `whole`."""
        says = self.says
        return says is not None and says.kind is kind and (says.whole or not whole)

    @property
    def lettered(self) -> bool:
        """Whether it holds letters, and hardly anything else."""
        return self.letters > 0 and (self.letters + self.marks) * 2 >= self.filled

    @property
    def marked(self) -> bool:
        """Whether it holds nothing but letters and marks; an empty one too."""
        return self.letters + self.marks == self.filled

    @property
    def wordy(self) -> bool:
        """Whether it mostly holds words."""
        return self.words > 0 and self.words * 2 >= self.filled

    @property
    def is_aside(self) -> bool:
        """Whether the heading surely says that nothing here is taken; `Risk` may be a team."""
        return self.is_headed(ColumnKind.ASIDE, whole=True) and self.says is not None and self.says.strength > 1

    @property
    def is_phases(self) -> bool:
        """Whether it is headed as phases and holds words, be one of them `Réalisation`, which may name a letter."""
        return self.is_headed(ColumnKind.PHASE, whole=True) and any(len(text) > _MARK for text in self.distinct)

    def may_be_title(self, *, inside: bool) -> bool:
        """Whether the heading may be somebody's title; not that of a question, answered with yes and no.

        Inside, between positions, `Risk` may be, and with nothing but dashes under it.
        """
        answers = self.filled > 0 and {text.casefold() for text in self.distinct} <= _ANSWERS
        dashes = self.filled > 0 and all(read_mark(text).nothing for text in self.distinct)
        team = (inside or dashes) and self.is_headed(ColumnKind.ASIDE, whole=True) and not self.is_aside
        return bool(self.title) and (self.says is None or team) and not answers and not is_time(self.title)

    def gathers(self, rows: int) -> bool:
        """Whether the rows with letters stand together under its texts, as under phases; one a row would be no phase.

        A text that comes again after others sorts the rows, by their risk for instance.
        """
        return (self.own < rows and self.runs == self.own) if self.met else self.filled > 0


def read_column(grid: Grid, index: int, heads: Sequence[str], first: int, rows: Sequence[int]) -> Column:
    """The figures of a column from a row on to the last of those with letters; `heads` has the titles of all."""
    texts = list(grid.column(index, first, rows[-1]))
    letters = sum(map(grid.is_letter, texts))
    marks = sum(not grid.is_letter(text) and (read_mark(text).nothing or is_mark(text)) for text in texts)
    codes = sum(len(text) <= _SHORT and bool(_CODE.fullmatch(text)) for text in texts)
    words = sum(map(is_words, texts))
    met = [text for row in rows if (text := grid.shown(row, index))] if words else []
    lone = any(grid.filled(row) == [index] for row in set(range(first, rows[-1])).difference(rows)) if words else False
    return Column(
        index,
        heads[index],
        len(texts),
        letters,
        marks,
        words,
        codes,
        sum(map(len, texts)),
        frozenset(texts),
        len(met),
        len(set(met)),
        sum(before != text for before, text in itertools.pairwise(["", *met])),
        lone,
        bool(met) and {fold(text) for text in met} <= {fold(head) for at, head in enumerate(heads) if at != index},
    )


def is_time(title: str) -> bool:
    """Whether a heading is a day, a week, a month or a number: that of a calendar, nobody's title."""
    words = re.findall(r"[^\W\d_]+", fold(title))
    return is_number(title) or (bool(words) and all(word.startswith(_TIMES) or word in _UNITS for word in words))


def is_sequence(texts: Iterable[str]) -> bool:
    """Whether single letters count the rows: A, B, C, D; no column of a matrix does that."""
    found = [text.strip().upper().rstrip(".)") for text in texts]
    single = all(len(text) == 1 and text.isalpha() for text in found)
    return single and found == sorted(set(found)) and any(text not in "RACIS" for text in found)


def column_kinds(
    columns: Sequence[Column], names: Mapping[int, ColumnKind], lettered: Container[int], rows: int
) -> dict[int, Guess]:
    """Return what each column of a table holds; `names` are the columns known to hold names."""
    finder = _KindFinder(columns, rows, {index: (kind, Certainty.SURE) for index, kind in names.items()})
    if not names:
        finder.find_positions(lettered)
    finder.find_duties()
    finder.find_phases()
    finder.find_codes()
    if not names:
        finder.find_empty_positions()
    return {column.at: finder.found.get(column.at, (ColumnKind.ASIDE, _aside(column))) for column in columns}


def _as_position(column: Column) -> Certainty:
    """How sure it is that a column of letters is a position; without a title that is a guess."""
    if not column.title or column.is_headed(ColumnKind.ASIDE):
        return Certainty.GUESS
    return Certainty.SURE if column.marked else Certainty.LIKELY


def _aside(column: Column) -> Certainty:
    """How sure it is that a column is left aside; without a heading that is a guess."""
    if column.is_headed(ColumnKind.ASIDE):
        return Certainty.LIKELY if column.lettered else Certainty.SURE
    return Certainty.LIKELY if column.filled == 0 else Certainty.GUESS


@dataclass
class _KindFinder:
    """The columns of one table and what has been found so far, one kind after the other."""

    columns: Sequence[Column]
    rows: int
    found: dict[int, Guess]

    def rest(self) -> list[Column]:
        """The columns of which nothing is known yet."""
        return [column for column in self.columns if column.at not in self.found]

    def duty_index(self) -> int:
        """The column of duties, -1 as long as there is none."""
        return next((index for index, (kind, _certainty) in self.found.items() if kind is ColumnKind.DUTY), -1)

    def find_positions(self, lettered: Container[int]) -> None:
        """Find the columns of letters; between two positions even `Priority` is one of them."""
        columns = [column for column in self.columns if column.at in lettered and column.lettered]
        plain = [column.at for column in columns if not column.is_aside and not column.is_phases]
        between = range(plain[0], plain[-1]) if plain else ()
        for column in columns:
            if column.at in plain:
                self.found[column.at] = (ColumnKind.POSITION, _as_position(column))
            elif column.at in between and column.marked:
                self.found[column.at] = (ColumnKind.POSITION, Certainty.GUESS)

    def find_duties(self) -> None:
        """Find the one column of duties."""
        first = min(self.found, default=0)
        candidates = [column for column in self.rest() if column.words and not column.lists]
        if not candidates:
            return
        best = max(candidates, key=lambda column: self._as_duty(column, before=column.at < first))
        says = best.says
        if heads_positions(best.title):
            certainty = Certainty.GUESS
        elif says and says.kind is ColumnKind.DUTY and says.strength > 1:
            certainty = Certainty.SURE
        else:
            certainty = Certainty.LIKELY if sum(column.wordy for column in candidates) == 1 else Certainty.GUESS
        self.found[best.at] = (ColumnKind.DUTY, certainty)

    def _as_duty(self, column: Column, *, before: bool) -> tuple[float, bool, float]:
        """How much a column looks like one of duties: by its heading, otherwise when every row has its own text."""
        whole = column.wordy and column.met >= self.rows > 1
        strength = self._headed_duty(column, before=before, whole=whole)
        if before and whole and column.lone:  # phases stand among the duties
            strength += 1
        return strength, before and column.wordy, column.length / max(column.filled, 1)

    def _headed_duty(self, column: Column, *, before: bool, whole: bool) -> float:
        """What the heading of a column says for its being that of duties, and whether every row has its own text."""
        says, each = column.says, before and whole and column.own == column.met
        if says is None:
            nearly = _NEARLY if whole and column.own * 2 > column.met else 0
            return (_EACH if each else nearly) if before else -2
        if says.kind is ColumnKind.DUTY:
            return says.strength - (2 if whole and column.own * 2 < column.met else 0)
        if says.kind is ColumnKind.PHASE:
            return _EACH / says.strength if each else -1
        return -2

    def find_phases(self) -> None:
        """Find the column of phases, if one looks like it."""
        duty = self.duty_index()
        best = max(self.rest(), key=lambda column: self._as_phase(column, duty), default=None)
        if best is not None and self._as_phase(best, duty) > 0:
            certainty = Certainty.SURE if best.is_headed(ColumnKind.PHASE) and best.wordy else Certainty.LIKELY
            self.found[best.at] = (ColumnKind.PHASE, certainty)

    def _as_phase(self, column: Column, duty: int) -> float:
        """How much a column looks like one of phases; 0 for not at all."""
        gathers = column.gathers(self.rows)
        if not column.filled or not (column.wordy or column.is_phases or (column.codes and gathers)):
            return 0
        if column.is_headed(ColumnKind.ASIDE) or column.is_headed(ColumnKind.CODE):
            return 0
        says = column.says
        if says and says.kind is ColumnKind.PHASE:
            return 10 * says.strength + gathers if gathers or says.strength > _CHIEF else 0
        return 1 + 1 / (2 + column.at) if column.at < duty and gathers else 0

    def find_codes(self) -> None:
        """Find the column of codes, if there is one."""
        duty = self.duty_index()
        coded = [c for c in self.rest() if c.filled and not c.is_headed(ColumnKind.ASIDE) and _as_code(c, duty)]
        if coded:
            best = max(coded, key=lambda column: (column.is_headed(ColumnKind.CODE), column.at < duty, -column.at))
            certainty = Certainty.SURE if best.is_headed(ColumnKind.CODE) else Certainty.LIKELY
            self.found[best.at] = (ColumnKind.CODE, certainty)

    def find_empty_positions(self) -> None:
        """Find columns among positions, or right beside them, that hold no letter though their heading is a title."""
        places = [index for index, (kind, _certainty) in self.found.items() if kind is ColumnKind.POSITION]
        if not places:
            return
        first, last = min(places), max(places)
        left = min(self.duty_index(), first)
        for column in self.rest():
            inside = first < column.at < last
            short = column.at > first or all(len(text) <= _MARK for text in column.distinct)
            titled = column.may_be_title(inside=inside) and column.marked and short
            if titled and left < column.at <= last + 1:
                certainty = Certainty.LIKELY if inside or column.filled else Certainty.GUESS
                self.found[column.at] = (ColumnKind.POSITION, certainty)
                last = max(last, column.at)


def _as_code(column: Column, duty: int) -> bool:
    """Numbers or short codes that a heading calls so, or that stand before the duties."""
    short = column.length <= _SHORT * column.filled
    if column.is_headed(ColumnKind.CODE):
        return short
    return column.at < duty and (column.codes * 2 >= column.filled or column.lettered)
