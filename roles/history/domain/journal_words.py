"""A line of the journal with the titles in it as its reader calls them; the journal itself keeps what was noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.checks.domain.rules.registry import RULES
from roles.matrix.titles import Titles

_NAMING = ("cell", "position", "duty", "comment", "posting")  # kinds whose label is a place of the matrix or a posting
_NAMED = ("phase", "profile")  # fields whose old and new texts are titles


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of the journal."""

    kind: ChangeKind
    label: str
    old: str
    new: str
    data: Mapping[str, Any]


def line_of(change: ProjectChange, titles: Titles) -> JournalLine:
    """A change as its reader reads it."""
    return told(JournalLine(ChangeKind(change.kind), change.label, change.old, change.new, change.data or {}), titles)


def told(line: JournalLine, titles: Titles) -> JournalLine:
    """The line with the titles that it names in the reader's language; what somebody typed stays as it was typed."""
    return JournalLine(line.kind, _label(line, titles), *_texts(line, titles), line.data)


def _label(line: JournalLine, titles: Titles) -> str:
    if line.kind in (ChangeKind.FINDING_DISMISSED, ChangeKind.FINDING_RESTORED):
        return _finding(line, titles)
    return titles.told(line.label) if line.kind.partition(".")[0] in _NAMING else line.label


def _finding(line: JournalLine, titles: Titles) -> str:
    """The name of its rule, and its place."""
    code, _space, named = line.label.partition(" ")
    place = named.partition(": ")[2]
    if code not in RULES:
        return line.label
    return f"{code} {RULES[code].name}" + (f": {titles.told(place)}" if place else "")


def _texts(line: JournalLine, titles: Titles) -> tuple[str, str]:
    field = line.data.get("field")
    if field == "phases":
        return titles.told(line.old, ", "), titles.told(line.new, ", ")
    if field in _NAMED:
        return titles.told(line.old), titles.told(line.new)
    if line.kind == ChangeKind.DUTY_REMOVED or (line.kind == ChangeKind.DUTY_EDITED and "letters" in line.data):
        return titles.told(line.old), line.new
    if line.kind in (ChangeKind.PROJECT_CREATED, ChangeKind.DUTY_ADDED):
        return line.old, titles.told(line.new)
    return line.old, line.new
