"""How the titles of columns read: with the names above them, across merged cells, or as a person said."""

from collections.abc import Collection, Container, Mapping

from roles.formats.marks import heading_letter
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import Block, ColumnKind


def heads(grid: Grid, block: Block) -> dict[int, tuple[str, int]]:
    """The title of each column of positions, and the first column of the position that it belongs to.

    One name merged over several columns of letters, or above R, A, C and I, is one position.
    """
    columns = [index for index, kind in enumerate(block.columns) if kind is ColumnKind.POSITION]
    headed = titles(grid, block.header, block.groups, set(columns))
    ticked = ticked_letters(grid, block)
    groups = _groups(grid, block.groups, set(columns)) if ticked and block.groups is not None else []
    found: dict[int, tuple[str, int]] = {}
    starts: dict[object, int] = {}
    for column in columns:
        title, key = headed[column], grid.start(block.header, column)
        key = column if title != grid.shown(block.header, column) else key
        if column in ticked and groups[column]:
            title = groups[column]
            key = next(at for at in range(column, -1, -1) if at == 0 or groups[at - 1] != title)
        said = block.titles.get(column)
        found[column] = (said or title, starts.setdefault(said or key, column))
    return found


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
    upper = [grid.text(groups, column) for column in inside if own[column]]
    each = len(upper) > 1 and all(upper) and len(set(upper)) == len(upper)  # then these are no groups
    if each and any(grid.start(header, column) != column for column in inside):  # then the lower ones are groups
        return [grid.text(groups, column) if column in positions else own[column] for column in range(grid.width)]
    named = []
    for column, (title, group) in enumerate(zip(own, over, strict=True)):
        both = group and title and group != title and (own.count(title) > 1 or (each and column in positions))
        named.append(f"{group} – {title}" if both else title or group)
    return named


def _groups(grid: Grid, row: int, positions: Container[int]) -> list[str]:
    """The name of the group above each column; a name counts to the next one, over positions."""
    found: list[str] = []
    current = ""
    for column in range(grid.width):
        text = grid.text(row, column)
        current = text or (current if column in positions else "")
        found.append(current)
    return found
