"""Sheets made for tests: a matrix in any layout that is read, with what spoils such sheets, and the truth about it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import assume
from hypothesis import strategies as st

from roles.formats.reading.table import Table

DUTIES = (
    "Creuser la tranchée",
    "Poser le drain",
    "Monter le mur",
    "Peindre la porte",
    "Couper le bois",
    "Fermer le site",
)
POSITIONS = ("Cheffe", "Équipe Nord", "Arpenteuse", "Anne Roy", "Plombier", "Voisins")
PHASES = ("Sol", "Murs", "Finition")
NOTES = ("Note : à revoir", "Mise à jour : 12 mars", "Voir le dossier", "Approuvé par : Lou Côté")
ASIDES = (
    ("Statut", ("fait", "ouvert", "fait")),
    ("Gravité", ("Forte", "Faible", "Forte")),
    ("Livrable", ("Plan", "Rapport", "Avis")),
    ("", ("urgent", "", "à voir")),
    ("État", ("A", "I", "A")),
    ("Début", ("08:30", "10:15", "13:00")),
)
INVISIBLE = ("\u200b", "\ufeff", "\u00ad", "\u202e")
Truth = dict[tuple[int, int], tuple[str, str, str, str]]  # by cell the phase, the duty, the position, the letter


@dataclass
class Sheet:
    """Rows that can still be changed; `truth` moves with them. Cells are not shared."""

    rows: list[list[str]]
    truth: Truth
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    header: int = 0

    def insert(self, at: int, row: list[str]) -> None:
        """A row more, with all that is below moved down."""
        self.rows.insert(at, row)
        self.truth = {(r + (r >= at), c): said for (r, c), said in self.truth.items()}
        self.merges = [(t + (t >= at), left, b + (b >= at), right) for t, left, b, right in self.merges]
        self.header += at <= self.header

    def table(self) -> Table:
        """The sheet as it is read from a file."""
        return Table("Feuille", tuple(map(tuple, self.rows)), merges=tuple(self.merges))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet in some layout, spoilt in up to three ways."""
    sheet = draw(st.sampled_from([_letters, _letters, _names, _ticks, _turned]))(draw)
    for _time in range(draw(st.integers(0, 3))):
        assume(sheet.truth)
        draw(st.sampled_from(SPOILERS))(draw, sheet)
    return sheet


def _matrix(draw: st.DrawFn) -> tuple[list[str], list[str], list[list[str]], list[str]]:
    """Duties, positions, their letters, and the phase of each duty, "" for none."""
    duties = draw(st.lists(st.sampled_from(DUTIES), min_size=2, max_size=6, unique=True))
    positions = draw(st.lists(st.sampled_from(POSITIONS), min_size=2, max_size=5, unique=True))
    letters = []
    for _duty in duties:
        row = draw(
            st.lists(st.sampled_from(["R", "R", "C", "I", ""]), min_size=len(positions), max_size=len(positions))
        )
        row[draw(st.integers(0, len(positions) - 1))] = draw(st.sampled_from(["A", "A", "A/R"]))
        letters.append(row)
    cuts = sorted(draw(st.lists(st.integers(0, len(duties) - 1), max_size=2)))
    phases = [PHASES[sum(cut <= at for cut in cuts)] if cuts else "" for at in range(len(duties))]
    return duties, positions, letters, phases


def _letters(draw: st.DrawFn) -> Sheet:
    """Duties down, positions across; codes, phases in a column or in rows of their own, other columns beside them."""
    duties, positions, letters, phases = _matrix(draw)
    style = draw(st.sampled_from(["column", "once", "rows", "merged"])) if phases[0] else "none"
    coded, own = draw(st.booleans()), style in ("column", "once")
    left = draw(st.lists(st.sampled_from(ASIDES), max_size=1))
    right = draw(st.lists(st.sampled_from(ASIDES), max_size=1))
    before = ["Phase"] * own + ["No"] * coded + ["Tâche"] + [title for title, _texts in left]
    width, start = len(before) + len(positions) + len(right), len(before)
    sheet = Sheet([[*before, *positions, *(title for title, _texts in right)]], {})
    for at, (duty, row, phase) in enumerate(zip(duties, letters, phases, strict=True)):
        if style in ("rows", "merged") and (at == 0 or phases[at - 1] != phase):
            sheet.rows.append([*[""] * (before.index("Tâche")), phase, *[""] * (width - before.index("Tâche") - 1)])
            if style == "merged":
                sheet.merges.append((len(sheet.rows) - 1, before.index("Tâche"), len(sheet.rows) - 1, width - 1))
        named = phase if style == "column" or at == 0 or phases[at - 1] != phase else ""
        sheet.rows.append(
            [*[named] * own, *[str(at + 1)] * coded, duty, *(texts[at % 3] for _title, texts in left), *row]
            + [texts[at % 3] for _title, texts in right]
        )
        _note(sheet, start, (phase, duty), positions, row)
    return sheet


def _note(sheet: Sheet, start: int, said: tuple[str, str], positions: list[str], row: list[str]) -> None:
    """Keep what the cells of the last row say."""
    for column, (position, letter) in enumerate(zip(positions, row, strict=True), start):
        if letter:
            sheet.truth[len(sheet.rows) - 1, column] = (*said, position, letter.replace("A/R", "AR"))


def _names(draw: st.DrawFn) -> Sheet:
    """Letters across, names in the cells."""
    duties, positions, letters, phases = _matrix(draw)
    words = draw(st.sampled_from([("R", "A", "C", "I"), ("Réalise", "Approuve", "Consulté", "Informé")]))
    sheet = Sheet([["Phase", "Tâche", *words]], {})
    for duty, row, phase in zip(duties, letters, phases, strict=True):
        found = {
            letter: position for position, letter in zip(positions, row, strict=True) if letter in ("R", "A", "C", "I")
        }
        sheet.rows.append([phase, duty, *(found.get(letter, "") for letter in "RACI")])
        for column, letter in enumerate("RACI", 2):
            if letter in found:
                sheet.truth[len(sheet.rows) - 1, column] = (phase, duty, found[letter], letter)
    return sheet


def _ticks(draw: st.DrawFn) -> Sheet:
    """R, A, C and I under each name, ticks below."""
    duties, positions, letters, _phases = _matrix(draw)
    tick = draw(st.sampled_from(["x", "✓", "X", "●"]))
    above = ["Tâche"] + [text for position in positions for text in (position, "", "", "")]
    sheet = Sheet([above, ["", *"RACI" * len(positions)]], {}, header=1)
    if draw(st.booleans()):
        sheet.merges += [(0, 1 + 4 * at, 0, 4 + 4 * at) for at in range(len(positions))]
    for duty, row in zip(duties, letters, strict=True):
        ticked = [4 * at + "RACI".index(one) for at, letter in enumerate(row) for one in letter.replace("/", "")]
        sheet.rows.append([duty, *(tick if at in ticked else "" for at in range(4 * len(positions)))])
        said = [("", duty, position, letter.replace("/", "")) for position, letter in zip(positions, row, strict=True)]
        sheet.truth |= {(len(sheet.rows) - 1, at + 1): said[at // 4] for at in ticked}
    return sheet


def _turned(draw: st.DrawFn) -> Sheet:
    """Positions down, duties across."""
    duties, positions, letters, _phases = _matrix(draw)
    sheet = Sheet([["Rôle", *duties]], {})
    for at, position in enumerate(positions):
        sheet.rows.append([position, *(row[at] for row in letters)])
        for column, (duty, row) in enumerate(zip(duties, letters, strict=True), 1):
            if row[at]:
                sheet.truth[at + 1, column] = ("", duty, position, row[at].replace("A/R", "AR"))
    return sheet


def _empty_row(draw: st.DrawFn, sheet: Sheet) -> None:
    sheet.insert(draw(st.integers(0, len(sheet.rows))), [])


def _notes(draw: st.DrawFn, sheet: Sheet) -> None:
    """A line of text above or below."""
    at = draw(st.sampled_from([0, len(sheet.rows)]))
    sheet.insert(at, [draw(st.sampled_from(NOTES))])


def _legend(draw: st.DrawFn, sheet: Sheet) -> None:
    """The legend above or below, in one cell or in two columns."""
    entries = [("R", "Réalise"), ("A", "Approuve"), ("C", "Consulté"), ("I", "Informé")]
    at = draw(st.sampled_from([0, len(sheet.rows)]))
    if draw(st.booleans()):
        sheet.insert(at, [", ".join(f"{letter} = {words}" for letter, words in entries)])
    else:
        for letter, words in reversed(entries):
            sheet.insert(at, [letter, words])
    sheet.insert(len(sheet.rows) - len(entries) if at else at, [])


def _groups(draw: st.DrawFn, sheet: Sheet) -> None:
    """Groups above the headings."""
    width = len(sheet.rows[sheet.header])
    at = draw(st.integers(1, max(1, width - 1)))
    sheet.insert(sheet.header, [*[""] * at, "Chantier", *[""] * (width - at - 1)])


def _second(draw: st.DrawFn, sheet: Sheet) -> None:
    """Another matrix below."""
    other = draw(st.sampled_from([_letters, _names]))(draw)
    gap = draw(st.integers(0, 2))
    start = len(sheet.rows) + gap
    sheet.rows += [[] for _row in range(gap)] + other.rows
    sheet.truth |= {(row + start, column): said for (row, column), said in other.truth.items()}
    sheet.merges += [(top + start, left, low + start, right) for top, left, low, right in other.merges]


def _foreign(draw: st.DrawFn, sheet: Sheet) -> None:
    """A letter that nobody has explained."""
    cell = draw(st.sampled_from(sorted(sheet.truth)))
    sheet.rows[cell[0]][cell[1]] = draw(st.sampled_from(["D", "V", "Q", "R,A,Q", "O", "Z?"]))
    del sheet.truth[cell]


def _invisible(draw: st.DrawFn, sheet: Sheet) -> None:
    """What no reader sees, in every cell of a row."""
    sign = draw(st.sampled_from(INVISIBLE))
    row = sheet.rows[draw(st.integers(0, len(sheet.rows) - 1))]
    row[:] = [f"{sign}{text}{sign}" if text else "" for text in row]


def _loose(draw: st.DrawFn, sheet: Sheet) -> None:
    """Lower case and spaces in a letter."""
    cell = draw(st.sampled_from(sorted(sheet.truth)))
    if len(sheet.rows[cell[0]][cell[1]]) < 4:
        sheet.rows[cell[0]][cell[1]] = f" {sheet.rows[cell[0]][cell[1]].lower()}  "


def _untitled(draw: st.DrawFn, sheet: Sheet) -> None:
    """A heading that is missing."""
    row = sheet.rows[sheet.header]
    at = draw(st.integers(0, len(row) - 1))
    sheet.truth = {
        cell: (phase, "" if duty == row[at] else duty, "" if position == row[at] else position, letter)
        for cell, (phase, duty, position, letter) in sheet.truth.items()
    }
    row[at] = ""


def _wordless(draw: st.DrawFn, sheet: Sheet) -> None:
    """A duty without words: its letters belong to nobody."""
    row = draw(st.sampled_from(sorted(sheet.truth)))[0]
    texts = sheet.rows[row]
    texts[:] = ["" if text in DUTIES or text in POSITIONS else text for text in texts]
    sheet.truth = {cell: said for cell, said in sheet.truth.items() if cell[0] != row}


def _merged(draw: st.DrawFn, sheet: Sheet) -> None:
    """A cell merged with the one below or beside it, as far as that is empty."""
    row, column = draw(st.sampled_from(sorted(sheet.truth)))
    down = draw(st.booleans())
    other = (row + down, column + (not down))
    inside = other[0] < len(sheet.rows) and other[1] < len(sheet.rows[other[0]])
    taken = any(top <= at <= low for top, _left, low, _right in sheet.merges for at in (row, other[0]))
    if inside and not taken and not sheet.rows[other[0]][other[1]]:
        sheet.merges.append((row, column, *other))


def _stray(draw: st.DrawFn, sheet: Sheet) -> None:
    """Letters somewhere below the matrix, and a total."""
    sheet.rows += draw(st.sampled_from([[[], ["", "R"]], [["Total", "1", "2", "3"]], [[], ["Autre", "A", "R"]]]))


def _heading_again(draw: st.DrawFn, sheet: Sheet) -> None:
    sheet.insert(
        draw(st.integers(sheet.header + 2, max(sheet.header + 2, len(sheet.rows)))), [*sheet.rows[sheet.header]]
    )


SPOILERS: tuple[Callable[[st.DrawFn, Sheet], None], ...] = (
    _empty_row, _notes, _legend, _groups, _second, _foreign, _invisible, _loose, _untitled, _wordless, _merged, _stray,
    _heading_again,
)  # fmt: skip
