"""What a framework's file would do, in the words of its workbook."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.catalogue.documents.framework_sheets import SHEETS, Sheet
from roles.catalogue.domain.load_report import PAIRS, Effect, Line, LoadReport

SHOWN = 50  # entries of a group; the rest is counted


@dataclass(frozen=True, slots=True)
class Told:
    """An entry; `fields` are named as in the workbook."""

    key: str
    text: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries that one thing happens to; `more` counts those that are not shown."""

    effect: Effect
    title: str
    count: int
    entries: tuple[Told, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A sheet of the workbook and what happens in it."""

    name: str
    title: str
    groups: tuple[Group, ...]


def plan_sections(report: LoadReport) -> list[PlanSection]:
    """The sections in which something happens, in the order of the workbook."""
    titles = {sheet.section.name: str(sheet.title) for sheet in SHEETS} | {PAIRS: _("Pairs")}
    found = []
    for name, title in titles.items():
        lines = [line for line in report.lines if line.section == name]
        if lines:
            groups = (_group(name, effect, [line for line in lines if line.effect is effect]) for effect in Effect)
            found.append(PlanSection(name, title, tuple(group for group in groups if group.count)))
    return found


def _group(section: str, effect: Effect, lines: list[Line]) -> Group:
    title = {
        Effect.ADDED: pgettext("entries", "Added"),
        Effect.CHANGED: pgettext("entries", "Changed"),
        Effect.MOVED: pgettext("entries", "Moved to another place"),
        Effect.REMOVED: pgettext("entries", "Removed"),
        Effect.KEPT: _("No longer in the file, kept because projects or people use them"),
    }[effect]
    names = _field_names(next((sheet for sheet in SHEETS if sheet.section.name == section), None))
    return Group(effect, title, len(lines), tuple(_told(line, names) for line in lines[:SHOWN]))


def _told(line: Line, names: dict[str, str]) -> Told:
    return Told(line.key, line.text, tuple((names.get(name, name), old, new) for name, old, new in line.fields))


def _field_names(sheet: Sheet | None) -> dict[str, str]:
    """The headings of a sheet by the fields of its model."""
    if sheet is None:
        return {}
    fields = {word: name for word, name, _required in sheet.section.texts_of()}
    foreign: Iterable[str] = ("phase", "profile", "rule")
    fields |= {word: f"{word}_id" for word in foreign}
    return {fields.get(column.word, column.word): column.heading for column in sheet.columns} | {
        "suggested": _("Suggested letters")
    }
