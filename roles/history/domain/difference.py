"""What differs between two matrices of one project: a pure function of the two."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from roles.matrix.matrix import DutyRow, Matrix, PhaseBand, PositionColumn


class _WithId(Protocol):
    @property
    def id(self) -> int: ...


Item = TypeVar("Item", bound=_WithId)


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell and its letter before and after; "" where it was empty or not there."""

    duty_id: int
    position_id: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Items(Generic[Item]):
    """The duties, positions or phases that came, went, say something else or stand elsewhere."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]
    moved: tuple[Item, ...]
    order: tuple[int, ...]  # the ids of all that stand after

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)


@dataclass(frozen=True)
class Difference:
    """What turns one matrix into the other; `after` is the other without its positions and duties."""

    after: Matrix
    about: tuple[tuple[str, str, str], ...]  # a field of the project, before, after
    phases: Items[PhaseBand]
    positions: Items[PositionColumn]
    duties: Items[DutyRow]
    cells: tuple[CellDifference, ...]  # those of added and removed rows and columns too

    def __bool__(self) -> bool:
        return bool(self.about or self.phases or self.positions or self.duties or self.cells)

    @property
    def letters(self) -> tuple[CellDifference, ...]:
        """The cells whose duty and position stand in both matrices."""
        partial = {item.id for items in (self.duties.added, self.duties.removed) for item in items}
        columns = {item.id for items in (self.positions.added, self.positions.removed) for item in items}
        return tuple(cell for cell in self.cells if cell.duty_id not in partial and cell.position_id not in columns)


def difference(before: Matrix, after: Matrix) -> Difference:
    """What was added, removed, changed and moved."""
    return Difference(
        after=replace(after, positions=(), duties=()),
        about=tuple(_about(before, after)),
        phases=_items(before.phases, after.phases, lambda phase: phase.number),
        positions=_items(before.positions, after.positions, position_says),
        duties=_items(before.duties, after.duties, duty_says, lambda duty: duty.phase_id),
        cells=tuple(_cells(before, after)),
    )


def position_says(position: PositionColumn) -> Mapping[str, str]:
    """What a reader sees of a position, by field."""
    return {"title": position.title, "profile": position.profile_slug, "holder": position.holder}


def duty_says(duty: DutyRow) -> Mapping[str, str]:
    """What a reader sees of a duty, by field; its phase by id."""
    return {
        "text": duty.text,
        "posting": duty.posting,
        "description": duty.description,
        "phase": str(duty.phase_id),
        "reason": duty.reason,
        "code": duty.code,
    }


def applied(before: Matrix, change: Difference) -> Matrix:
    """The matrix after; `before` is the one that the difference was made from."""
    columns = {item.id: item for item in (*before.positions, *change.positions.added)}
    columns |= {new.id: new for _old, new in change.positions.changed}
    rows = {item.id: item for item in (*before.duties, *change.duties.added)}
    rows |= {new.id: new for _old, new in change.duties.changed}
    letters = _letters(before)
    for cell in change.cells:
        letters[cell.duty_id, cell.position_id] = cell.new
    order = change.positions.order
    return replace(
        change.after,
        positions=tuple(columns[pk] for pk in order),
        duties=tuple(
            rows[pk]._replace(letters=tuple(letters.get((pk, column), "") for column in order))
            for pk in change.duties.order
        ),
    )


def merged(before: Iterable[int], after: Iterable[int]) -> list[int]:
    """All ids, in the order after; what went stands behind what it stood behind before."""
    order = list(after)
    known, previous = set(order), None
    for pk in before:
        if pk not in known:
            order.insert(0 if previous is None else order.index(previous) + 1, pk)
        previous = pk
    return order


def _about(before: Matrix, after: Matrix) -> Iterable[tuple[str, str, str]]:
    for field in ("name", "organization"):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield field, old, new
    for rule in sorted(before.rules.keys() | after.rules.keys()):
        was, shall = before.rules.get(rule), after.rules.get(rule)
        if was != shall:
            yield rule, "" if was is None else str(was), "" if shall is None else str(shall)


def _items(
    before: Sequence[Item],
    after: Sequence[Item],
    says: Callable[[Item], object],
    home: Callable[[Item], Hashable] = lambda _item: None,
) -> Items[Item]:
    """`home` is where an item belongs: one that has another home has changed, not moved."""
    old = {item.id: item for item in before}
    new = {item.id: item for item in after}
    kept = [item for item in after if item.id in old and home(old[item.id]) == home(item)]
    place = {item.id: index for index, item in enumerate(before)}
    still = longest_rising([place[item.id] for item in kept])
    return Items(
        added=tuple(item for item in after if item.id not in old),
        removed=tuple(item for item in before if item.id not in new),
        changed=tuple((old[i.id], i) for i in after if i.id in old and says(old[i.id]) != says(i)),
        moved=tuple(item for item in kept if place[item.id] not in still),
        order=tuple(new),
    )


def longest_rising(places: Sequence[int]) -> set[int]:
    """The longest rising subsequence of these places: the items that need not have moved."""
    ends: list[int] = []
    chains: list[int] = []
    parents: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        parents[place] = chains[at - 1] if at else None
        ends[at : at + 1] = [place]
        chains[at : at + 1] = [place]
    found: set[int] = set()
    last = chains[-1] if chains else None
    while last is not None:
        found.add(last)
        last = parents[last]
    return found


def _letters(matrix: Matrix) -> dict[tuple[int, int], str]:
    return {
        (duty.id, position.id): letter
        for duty in matrix.duties
        for position, letter in zip(matrix.positions, duty.letters, strict=True)
    }


def _cells(before: Matrix, after: Matrix) -> Iterable[CellDifference]:
    """In the order of the matrix after, then what went."""
    old, new = _letters(before), _letters(after)
    for cell in dict.fromkeys([*new, *old]):
        was, letter = old.get(cell, ""), new.get(cell, "")
        if was != letter:
            yield CellDifference(*cell, was, letter)
