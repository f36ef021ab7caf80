"""Holding records against lines: what all the checks of records share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from phases.enums import ChangeKind
from phases.models import ProjectChange

Data = Mapping[str, Any]
Lines = list[ProjectChange]
_SAME = timedelta(minutes=1)  # a record and its line are written in one transaction, one a little after the other


def of_kinds(lines: Iterable[ProjectChange], *kinds: ChangeKind) -> Iterator[tuple[ChangeKind, ProjectChange, Data]]:
    """The lines of these kinds, each with its kind and data."""
    return ((ChangeKind(line.kind), line, line.data or {}) for line in lines if line.kind in kinds)


def compared(what: str, said: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    """The records that are there and not said, said and not there, or otherwise than said."""
    for key in [*said, *(key for key in found if key not in said)]:
        if key not in found:
            yield f"{what} {key}: the journal says {said[key]}, and it is not there"
        elif key not in said:
            yield f"{what} {key}: it is there ({found[key]}), and no line says so"
        elif said[key] != found[key]:
            yield f"{what} {key}: the journal says {said[key]}, and {found[key]} is found"


def written(what: str, lines: Mapping[Any, ProjectChange], rows: Mapping[Any, Any]) -> Iterator[str]:
    """The records that name another author or time than the line that made them; rows may lack either."""
    for key in lines.keys() & rows.keys():
        line, row = lines[key], rows[key]
        if getattr(row, "by_id", line.by_id) != line.by_id:
            yield f"{what} {key}: the journal names user {line.by_id}, and user {row.by_id} is found"
        if not same_moment(getattr(row, "at", line.at), line.at):
            yield f"{what} {key}: the journal says {line.at.isoformat()}, and {row.at} is found"


def same_moment(found: datetime | None, said: datetime | None) -> bool:
    """Whether a record was written when its line says; None where there is no such moment."""
    return found == said if found is None or said is None else abs(found - said) <= _SAME


def sealed(row: Any, seal: Callable[[Any], str]) -> str:
    """What stands, where a line of before these seals says nothing."""
    return "" if row is None else seal(row)
