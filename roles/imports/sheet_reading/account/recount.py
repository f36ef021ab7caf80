"""Making the account: each table is gone through anew, and the plan's claims are held against it."""

import itertools
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from functools import lru_cache

from roles.enums import Letter
from roles.formats.marks import heading_letter, is_number, read_mark, shown_mark
from roles.imports.sheet_reading.account.counts import Account, Fate, Item, Why, is_counted
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import (
    NAME_KINDS,
    Block,
    Cell,
    Certainty,
    ColumnKind,
    DoubtKind,
    ImportedDuty,
    ImportPlan,
    Mark,
    Place,
    RowKind,
)
from roles.imports.sheet_reading.rows.phase_rows import is_note

Claim = tuple[int, str]  # a duty and its letter
_LOOK = 40  # rows under the headings of letters that are looked at for names
HEADS = (Fate.HEADING, None)
MARKS = (ColumnKind.POSITION, *NAME_KINDS)
TEXTS = (ColumnKind.DUTY, ColumnKind.CODE, ColumnKind.PHASE)


def account_of(
    grids: Sequence[Grid],
    blocks: Sequence[Block],
    plan: ImportPlan,
    marks: Collection[Mark],
    replaced: Container[int] = (),
) -> Account:
    """Hold a plan against the tables that it was made of; those that are `replaced` by others do not count."""
    claims, no_part = _claims(plan), [mark for mark in marks if mark.letter == ""]
    meant = {mark.text for mark in no_part}
    numbers = [number for number in range(len(grids)) if number not in replaced]
    parts = [_TableAccount(at, grids[at], blocks, plan, claims.get(at, {}), meant) for at in numbers]
    items = tuple(itertools.chain.from_iterable(part.items for part in parts))
    said = {mark.text for mark in no_part if mark.certainty is Certainty.SURE}
    settled = {item.place for item in items if item.why is Why.NO_PART and shown_mark(item.text) in said}
    return Account(
        items,
        dict(itertools.chain.from_iterable(part.rows() for part in parts)),
        tuple(itertools.chain.from_iterable(part.faults for part in parts)),
        tuple(itertools.chain.from_iterable(part.shared for part in parts)),
        frozenset(settled.union(*map(_settled, blocks))),
    )


def _settled(block: Block) -> Iterator[Place]:
    """The rows and columns of which a person said what they are."""
    yield from (Place(block.table, row) for row in block.rows)
    yield from (Place(block.table, -1, column) for column in block.settled)


def _rows(duty: ImportedDuty) -> tuple[int, ...]:
    return duty.rows or (duty.place.row,)


def _claims(plan: ImportPlan) -> dict[int, dict[Cell, list[Claim]]]:
    """By table and cell the duties, with their letter, for which the plan says that it stands there."""
    found: dict[int, dict[Cell, list[Claim]]] = {}
    for number, duty in enumerate(plan.duties):
        cells = found.setdefault(duty.place.table, {})
        for position, letter in duty.letters.items():
            for cell in duty.cells.get(position, ()):
                cells.setdefault(cell, []).append((number, letter))
    return found


class _TableAccount:
    """The letters and rows of one table."""

    def __init__(
        self,
        number: int,
        grid: Grid,
        blocks: Sequence[Block],
        plan: ImportPlan,
        claims: Mapping[Cell, list[Claim]],
        no_part: Container[str],
    ) -> None:
        self.number, self.grid, self.plan, self.no_part = number, grid, plan, no_part
        self.used = [block for block in blocks if block.table == number and block.used]
        self.unused = [block for block in blocks if block.table == number and not block.used]
        self.kinds = {place.row: kind for place, kind in plan.rows if place.table == number}
        self.duties = {row: duty for duty in plan.duties if duty.place.table == number for row in _rows(duty)}
        self.doubts = {(d.place.row, d.place.column, d.kind) for d in plan.doubts if d.place.table == number}
        self.legend = {row for row, _column in grid.legend.cells}
        self.faults: list[Place] = []
        self.shared: list[Place] = []
        self.claims = self._at_home(claims)
        self.items = list(self._items())

    def _at_home(self, claims: Mapping[Cell, list[Claim]]) -> dict[Cell, list[Claim]]:
        """The claims by the cell in which the text really stands; those on nothing, and twice on one, are faults."""
        home: dict[Cell, list[Claim]] = {}
        merges = self._merges_by_row()
        for cell, said in claims.items():
            at = self._origin(cell, merges)
            if at is None:
                self.faults.append(self._place(cell))
            else:
                home[at] = [*home[at], *said] if at in home else said
        several = (cell for cell, said in home.items() if len(said) > 1)
        self.shared += [self._place(cell) for cell in several if self._is_shared(cell, home[cell])]
        return home

    def _origin(self, cell: Cell, merges: Mapping[int, list[tuple[int, int, int, int]]]) -> Cell | None:
        """Where the text of a cell stands, which is elsewhere for a merged one; None when there is no text."""
        row, column = cell
        texts = self.grid.table.rows[row]
        if column < len(texts) and texts[column]:
            return cell
        over = (merge for merge in merges.get(row, ()) if merge[1] <= column <= merge[3])
        return next(((top, left) for top, left, _low, _right in over if self.grid.table.cell(top, left)), None)

    def _is_shared(self, cell: Cell, said: list[Claim]) -> bool:
        """Whether a cell counts for several duties, or for several positions that it does not itself name."""
        names = any(cell[1] < len(block.columns) and block.columns[cell[1]] in NAME_KINDS for block in self.used)
        return len({duty for duty, _letter in said}) > 1 or not names

    def _merges_by_row(self) -> dict[int, list[tuple[int, int, int, int]]]:
        merges: dict[int, list[tuple[int, int, int, int]]] = {}
        for merge in self.grid.table.merges:
            for row in range(merge[0], min(merge[2], len(self.grid.rows)) + 1):
                merges.setdefault(row, []).append(merge)
        return merges

    def _place(self, cell: Cell) -> Place:
        return Place(self.number, *cell)

    def _items(self) -> Iterator[Item]:
        """Each letter, mark and name under a letter, with its fate."""
        named = self._named_columns()
        for row in range(len(self.grid.table.rows)):
            around = [block for block in self.used if _top(block) <= row <= block.last]
            yield from self._row_items(row, around, {column for column, rows in named.items() if row in rows})

    def _row_items(self, row: int, around: Sequence[Block], under: set[int]) -> Iterator[Item]:
        """Those of one row; `under` are the columns headed by letters, outside of the tables `around`."""
        texts = self.grid.table.rows[row]
        kinds = _kinds(tuple(block.columns for block in around), len(texts))
        heads = any(row in (block.header, block.groups) for block in around)
        marked = {column for column, kind in enumerate(kinds) if kind in MARKS} if around and not heads else set()
        for column in self._counted(row, marked if around else under, kinds):
            place = Place(self.number, row, column)
            fate = HEADS if heads else self._fate(place, texts[column], kinds[column], bool(around))
            yield Item(place, texts[column], *fate)

    def _counted(self, row: int, under: set[int], kinds: Sequence[ColumnKind | None]) -> Iterator[int]:
        """The columns of a row that hold a letter, or anything where marks and names stand."""
        for column, text in enumerate(self.grid.table.rows[row]):
            if text and (column in under or is_counted(text)) and not self._says_nothing(row, text, kinds[column]):
                yield column

    def _says_nothing(self, row: int, text: str, kind: ColumnKind | None) -> bool:
        """A dash, a number in a row that only counts, and what the plan has as words of its row."""
        if read_mark(text).nothing or (is_number(text) and row not in self.duties):
            return True
        return kind in TEXTS and self._is_text(row, text)

    def _is_text(self, row: int, text: str) -> bool:
        """Whether the plan has a text as words of its row: a duty, a code or a phase."""
        duty = self.duties.get(row)
        shown = " ".join(text.split())
        phases = self.plan.phases
        return row in self.kinds or (
            duty is not None
            and (shown in (duty.code, duty.text) or (0 <= duty.phase < len(phases) and shown in phases[duty.phase]))
        )

    def _fate(self, place: Place, text: str, kind: ColumnKind | None, inside: bool) -> tuple[Fate, Why | None]:
        """What became of a letter in a cell."""
        row, column = place.row, place.column or 0
        if said := self.claims.get((row, column)):
            plain = len(said) == 1 and said[0][1] == text  # which most are
            return (Fate.TAKEN, None) if plain else self._taken(text, said, kind)
        if (row, column) in self.grid.legend.cells:
            return Fate.LEGEND, None
        if not inside:
            return Fate.LEFT, self._why_outside(row)
        if kind is None or kind in TEXTS:
            return Fate.LEFT, Why.COLUMN
        if kind in NAME_KINDS and read_mark(text) == read_mark(kind.value):  # it only says its heading again
            return HEADS
        asked = self._doubted(DoubtKind.UNKNOWN, row, column)
        return (Fate.ASKED, None) if asked else (Fate.LEFT, self._why(row, column, text))

    def _why_outside(self, row: int) -> Why:
        return Why.TABLE if any(_top(block) <= row <= block.last for block in self.unused) else Why.OUTSIDE

    def _taken(self, text: str, said: list[Claim], kind: ColumnKind | None) -> tuple[Fate, Why | None]:
        mark, letters = read_mark(text), {letter for _duty, letter in said}
        if kind in NAME_KINDS or letters == {mark.stored}:
            several = kind is ColumnKind.POSITION and len(mark.letters) > 1 and not mark.plain
            return (Fate.TURNED, Why.STRONGER) if several else (Fate.TAKEN, None)
        if letters == {Letter.AR} and mark.stored in (Letter.A, Letter.R):
            return Fate.TAKEN, None
        if letters == {Letter.R} and mark.stored == Letter.AR:
            return Fate.TURNED, Why.TWO_A
        return Fate.TURNED, Why.STRONGER if mark.letters else Why.MEANING

    def _why(self, row: int, column: int, text: str) -> Why:
        return next(self._whys(row, column, text), Why.LOST)

    def _whys(self, row: int, column: int, text: str) -> Iterator[Why]:
        """What the plan says of a letter that it does not have."""
        if (row, column) in self.grid.down or self.grid.rows[row][column] != text:
            yield Why.COVERED
        if shown_mark(text) in self.no_part:
            yield Why.NO_PART
        headers = {max(block.header, 0) for block in self.used if _top(block) <= row <= block.last}
        if any(self._doubted(DoubtKind.NO_TITLE, header, column) for header in headers):
            yield Why.NO_TITLE
        if self._doubted(DoubtKind.NO_TEXT, row):
            yield Why.NO_TEXT
        if row in self.kinds:
            yield Why.ROW
        duty = self.duties.get(row)
        if duty and self._doubted(DoubtKind.TWO_A, duty.place.row):
            yield Why.TWO_A

    def _doubted(self, kind: DoubtKind, row: int, column: int | None = None) -> bool:
        return (row, column, kind) in self.doubts

    def _named_columns(self) -> dict[int, set[int]]:
        """By column the rows outside of any table that stand under a heading of letters, as far as the next gap."""
        found: dict[int, set[int]] = {}
        rows = self.grid.table.rows
        for row, texts in enumerate(rows):
            letters = {} if any(_top(one) <= row <= one.last for one in self.used) else _lettered(texts)
            if len(set(letters.values())) > 1:
                below = range(row + 1, min(row + _LOOK, len(rows)))
                under = set(itertools.takewhile(lambda at: any(rows[at]), below))
                for column in letters:
                    found.setdefault(column, set()).update(under)
        return found

    def rows(self) -> Iterator[tuple[Cell, RowKind]]:
        """By table and row, what each row with a text is; nothing for a sheet without a matrix."""
        if not self.used:
            return
        texts = [[text for text in row if text] for row in self.grid.table.rows]
        for row, own in enumerate(texts):
            if own:
                yield (self.number, row), self._row_kind(row, own, texts)

    def _row_kind(self, row: int, own: list[str], texts: list[list[str]]) -> RowKind:
        if known := self._known(row):
            return known
        lone = len(own) == 1 or is_note(own[0])
        near = [at for at in range(row - 2, row + 3) if at != row and 0 <= at < len(texts)]
        apart = lone or not any(len(texts[at]) > 1 and self._known(at) is None for at in near)
        if not apart or any(_top(block) < row <= block.last for block in self.used):
            return RowKind.LEFT
        if row < min(map(_top, self.used)) or (lone and row < max(map(_top, self.used))):
            return RowKind.ABOVE
        return RowKind.NOTE if lone else RowKind.LEFT

    def _known(self, row: int) -> RowKind | None:
        """What a row is by the plan, its table's headings, or the legend."""
        if row in self.duties:
            return RowKind.DUTY
        if row in self.kinds:
            return self.kinds[row]
        if any(row == block.header for block in self.used):
            return RowKind.HEADING
        if any(row == block.groups for block in self.used):
            return RowKind.GROUPS
        return RowKind.LEGEND if row in self.legend else None


@lru_cache(maxsize=64)
def _kinds(columns: tuple[tuple[ColumnKind, ...], ...], width: int) -> list[ColumnKind | None]:
    """What each column of a row holds by the tables that stand there; None where it is left aside."""
    own = [[kinds[at] for kinds in columns if at < len(kinds)] for at in range(width)]
    return [next((kind for kind in kinds if kind is not ColumnKind.ASIDE), None) for kinds in own]


def _lettered(texts: Sequence[str]) -> dict[int, Letter]:
    """The columns that are headed by a letter in a row, with that letter."""
    letters = ((column, heading_letter(text)) for column, text in enumerate(texts) if text)
    return {column: letter for column, letter in letters if letter}


def _top(block: Block) -> int:
    return block.header if block.groups is None else min(block.groups, block.header)
