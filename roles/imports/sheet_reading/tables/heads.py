"""How the titles of columns read: with the names above them, across merged cells, or as a person said."""

from collections.abc import Collection, Container, Mapping, Sequence

from roles.formats.marks import heading_letter
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import Block, ColumnKind


def heads(grid: Grid, block: Block) -> dict[int, tuple[str, int]]:
    """The title of each column of positions, and the first column of the position that it belongs to.

    One name merged over several columns of letters, or above R, A, C and I, is one position.
    """
    columns = [index for index, kind in enumerate(block.columns) if kind is ColumnKind.POSITION]
    ticked = bool(ticked_letters(grid, block))
    named = _names_above(grid, block, columns) if ticked else _own_names(grid, block, columns)
    said = set(block.titles.values())
    found: dict[int, tuple[str, int]] = {}
    starts: dict[object, int] = {}
    for column, (read, start) in named.items():
        title = block.titles.get(column, read)
        found[column] = (title, starts.setdefault(title if title in said else start, column))
    return found


def _own_names(grid: Grid, block: Block, columns: Sequence[int]) -> dict[int, tuple[str, int]]:
    """The title of each column, and the column where its cell starts if that is merged."""
    headed = titles(grid, block.header, block.groups, set(columns))
    shown = [grid.shown(block.header, column) for column in range(grid.width)]
    return {
        column: (headed[column], grid.start(block.header, column) if headed[column] == shown[column] else column)
        for column in columns
    }


def _names_above(grid: Grid, block: Block, columns: Sequence[int]) -> dict[int, tuple[str, int]]:
    """The names above letters, and the column in which each begins."""
    groups = _groups(grid, -1 if block.groups is None else block.groups, set(columns))
    starts = [column for column in range(grid.width) if column == 0 or groups[column] != groups[column - 1]]
    return {column: (groups[column], max(start for start in starts if start <= column)) for column in columns}


def ticked_letters(grid: Grid, block: Block) -> Mapping[int, str]:
    """The letter that a tick stands for, by column, where letters stand under the names of positions."""
    if block.groups is None:
        return {}
    letters = {
        column: heading_letter(grid.text(block.header, column))
        for column, kind in enumerate(block.columns)
        if kind is ColumnKind.POSITION
    }
    return {column: letter.value for column, letter in letters.items() if letter} if all(letters.values()) else {}


def titles(grid: Grid, header: int, groups: int | None, positions: Collection[int]) -> list[str]:
    """The headings of all columns; one that is empty, comes twice, or holds a name under a title, has the upper too."""
    own = [grid.shown(header, column) for column in range(grid.width)]
    if groups is None:
        return own
    over = _groups(grid, groups, positions)
    inside = [column for column in positions if 0 <= column < grid.width]
    each = _name_each(grid, groups, [column for column in inside if own[column]])
    if each and any(grid.start(header, column) != column for column in inside):  # then the lower ones are groups
        return [grid.text(groups, column) if column in positions else own[column] for column in range(grid.width)]
    return [
        _joined(group, title, both=own.count(title) > 1 or (each and at in positions))
        for at, (title, group) in enumerate(zip(own, over, strict=True))
    ]


def _name_each(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    """Whether a row has another name over each of several columns, so that it names no groups."""
    names = [grid.text(row, column) for column in columns]
    return len(names) > 1 and all(names) and len(set(names)) == len(names)


def _joined(group: str, title: str, *, both: bool) -> str:
    """A title, with the name of its group where that tells it from others."""
    return f"{group} – {title}" if both and group and title and group != title else title or group


def _groups(grid: Grid, row: int, positions: Container[int]) -> list[str]:
    """The name of the group above each column; a name counts to the next one, over positions."""
    found: list[str] = []
    current = ""
    for column in range(grid.width):
        text = grid.text(row, column)
        current = text or (current if column in positions else "")
        found.append(current)
    return found
