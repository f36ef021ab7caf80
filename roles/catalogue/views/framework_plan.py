"""What a framework's file would do, in the words of its workbook."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.catalogue.documents.framework_sheets import SHEETS
from roles.catalogue.domain.load_report import PAIRS, Effect, Line, LoadReport

SHOWN = 50  # entries of a group; the rest is counted


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry; `fields` are named as in the workbook."""

    key: str
    text: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries that one thing happens to, the first ones of them."""

    effect: Effect
    title: str
    count: int
    entries: tuple[ShownEntry, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A workbook sheet and what happens in it."""

    name: str
    title: str
    groups: tuple[Group, ...]


def plan_sections(report: LoadReport) -> list[PlanSection]:
    """Return the sections in which something happens, in the order of the workbook."""
    titles = {sheet.section.name: str(sheet.title) for sheet in SHEETS} | {PAIRS: _("Pairs")}
    by_section: dict[str, list[Line]] = defaultdict(list)
    for line in report.lines:
        by_section[line.section].append(line)
    return [
        PlanSection(name, title, tuple(_groups(by_section[name], _field_names(name))))
        for name, title in titles.items()
        if by_section[name]
    ]


def _groups(lines: Iterable[Line], names: Mapping[str, str]) -> Iterator[Group]:
    """What happens to the entries of a section; `names` are the words of their fields."""
    titles = {
        Effect.ADDED: pgettext("entries", "Added"),
        Effect.CHANGED: pgettext("entries", "Changed"),
        Effect.MOVED: pgettext("entries", "Moved to another place"),
        Effect.REMOVED: pgettext("entries", "Removed"),
        Effect.KEPT: _("No longer in the file, kept because projects or people use them"),
    }
    by_effect: dict[Effect, list[ShownEntry]] = {effect: [] for effect in titles}
    for line in lines:
        fields = tuple((names.get(name, name), old, new) for name, old, new in line.fields)
        by_effect[line.effect].append(ShownEntry(line.key, line.text, fields))
    for effect, entries in by_effect.items():
        if entries:
            yield Group(effect, titles[effect], len(entries), tuple(entries[:SHOWN]))


def _field_names(section: str) -> dict[str, str]:
    """The headings of a workbook sheet by the fields of its model; none for pairs, which have no sheet."""
    names = {"suggested": _("Suggested letters")}
    for sheet in SHEETS:
        if sheet.section.name == section:
            fields = {word: name for word, name, _required in sheet.section.texts_of()}
            fields |= {word: f"{word}_id" for word in ("phase", "profile", "rule")}
            names |= {fields.get(column.word, column.word): column.heading for column in sheet.columns}
    return names
