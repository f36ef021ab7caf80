"""A matrix that was not written here, such as an office's own Excel workbook.

The file becomes tables of text (`roles.formats.reading.upload`). They are interpreted (`interpret`): `tables` finds
the matrices in them, `rows` what each row is, `marks` what to ask about; a person corrects them (`corrected`), `plan`
says what would come of it, and `account` what became of each letter. Each step is a pure function of what comes before.
Only a plan is written.

Rows and columns count from 0, as in the tables; people are told row 1 and column A.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

NO_PHASE = -1
Cell = tuple[int, int]  # row and column


class ColumnKind(StrEnum):
    """What a column holds. A letter's column holds the names of those who bear it."""

    ASIDE = "aside"  # a number, a date, a status, a remark: not taken
    DUTY = "duty"
    CODE = "code"
    PHASE = "phase"
    POSITION = "position"
    R = "R"
    A = "A"
    AR = "AR"
    C = "C"
    I = "I"  # noqa: E741
    S = "S"


NAME_KINDS = (ColumnKind.R, ColumnKind.A, ColumnKind.AR, ColumnKind.C, ColumnKind.I, ColumnKind.S)


class Certainty(IntEnum):
    """How sure a guess is."""

    GUESS = 1
    LIKELY = 2
    SURE = 3


class RowKind(StrEnum):
    """What a row of a sheet is."""

    DUTY = "duty"
    PHASE = "phase"
    UNDER_PHASE = "under-phase"  # a phase inside the phase above it
    MORE = "more"  # belongs to the duty above it
    HEADING = "heading"
    GROUPS = "groups"  # names of groups of positions, above the heading
    TOTAL = "total"
    LEGEND = "legend"
    ABOVE = "above"  # a title, or whatever else stands before the table
    NOTE = "note"
    LEFT = "left"  # left out


@dataclass(frozen=True, slots=True)
class Block:
    """A matrix in an imported table: which row names the columns, where the rows end, and what every column holds.

    `groups` is a second header row above `header` that names groups of positions, None when there is none.
    `bands` says whether rows with a text and no letter start phases: those that look like it, or all when a person
    said so (`all_bands`). `certainties` has how sure each column's part is. `rows` and `titles` are what a person said
    of single rows, and of how the titles of columns read, `settled` the columns of which they said what they hold.
    """

    table: int
    header: int
    last: int
    columns: tuple[ColumnKind, ...]
    groups: int | None = None
    bands: bool = True
    used: bool = True
    certainty: Certainty = Certainty.SURE
    certainties: tuple[Certainty, ...] = ()
    all_bands: bool = False
    rows: Mapping[int, RowKind] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    settled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in cells and is no plain letter: how often, its meaning in the file's legend, what it is taken for.

    `letter` is a stored letter, "" for no part in the duty, None while nobody has said.
    """

    text: str
    count: int
    legend: str = ""
    letter: str | None = None
    certainty: Certainty = Certainty.GUESS


@dataclass(frozen=True, slots=True)
class JoinedNames:
    """Names that one cell joins by "et", "&" or a slash: how often, and whether they are taken apart."""

    text: str
    count: int
    apart: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file; `column` is None for a whole row."""

    table: int
    row: int
    column: int | None = None


class DoubtKind(StrEnum):
    """What a person should look at: what is left empty, and what is taken though it may be meant otherwise."""

    TWO_A = "two-a"  # more than one A: none of them is taken
    NO_A = "no-a"
    DUPLICATE = "duplicate"  # the same duty stands above, in the same phase
    UNKNOWN = "unknown"  # a mark that nobody has explained: the cell stays empty
    SEVERAL = "several"  # letters that no one cell can hold: the strongest is proposed
    LOOKALIKE = "lookalike"  # taken for the letter it looks like
    LEGEND = "legend"  # the file's legend gives a letter another meaning
    NO_TEXT = "no-text"  # letters beside no duty: the row is left out
    NO_PHASE = "no-phase"
    TOO_LONG = "too-long"  # a text is cut
    NO_TITLE = "no-title"  # letters under no title: the column is left out
    SAME_TITLE = "same-title"  # two columns of one title
    HIDDEN_PART = "hidden-part"  # a row or column that the sheet hides is taken
    HIDDEN = "hidden"  # a hidden workbook sheet is not taken
    JOINED = "joined"  # several rows make one duty
    EMPTY_PHASE = "empty-phase"  # no duty stands in it
    ENCODING = "encoding"  # the text may be written in another one than it is read in
    TWICE = "twice"  # a name stands twice in a row with different letters: the stronger is taken


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at, where it is, and the text that is in the way."""

    kind: DoubtKind
    place: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class ImportedDuty:
    """A row to be made; `phase` and the keys of `letters` are places in the plan's phases and positions.

    `rows` are all the rows that it comes from when there are several, `cells` those that each letter comes from.
    """

    place: Place
    phase: int
    text: str
    code: str = ""
    letters: Mapping[int, str] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    cells: Mapping[int, tuple[Cell, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportPlan:
    """What would come of the file, and what is in doubt; `rows` has what each row is that becomes no duty."""

    title: str
    phases: tuple[str, ...]
    positions: tuple[str, ...]
    duties: tuple[ImportedDuty, ...]
    doubts: tuple[Doubt, ...] = ()
    rows: tuple[tuple[Place, RowKind], ...] = ()

    @property
    def letters(self) -> int:
        """How many cells would be filled."""
        return sum(len(duty.letters) for duty in self.duties)
