"""Reading a framework's file: everything is checked before anything is written, and named all at once."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from roles.catalogue.domain.file_format import (
    FORMAT,
    FRAMEWORK,
    PHASES,
    PROFILES,
    RULES,
    SCHEMA,
    SECTIONS,
    STATEMENTS,
    CatalogueError,
    CatalogueFile,
    Entry,
    Section,
    StatementEntry,
)
from roles.enums import APPROVING
from roles.formats.json_schema import short
from roles.formats.marks import read_letter

MOST = 10_000  # entries of a list
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
# Codes are anchors of the page, whose own ids are lower case: the two can never meet.
_CODE = re.compile(r"[A-Z][A-Z0-9_.-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class Source:
    """What the places and the fields of a file are called, for its problems; those of JSON here."""

    def section(self, section: str) -> str:
        """A list of entries."""
        return section

    def place(self, section: str, index: int | None = None) -> str:
        """An entry by its place in its list, from 0; the framework is no list."""
        return section if index is None else f"{section}[{index}]"

    def field(self, section: str, name: str) -> str:
        """A field of an entry of a list."""
        return name


def read_catalogue(data: dict[str, Any], source: Source | None = None, problems: Sequence[str] = ()) -> CatalogueFile:
    """Check what a file says and return it. Raises CatalogueError, which names every problem, those given first."""
    return _Reader(source or Source(), list(problems)).read(data)


@dataclass
class _Reader:
    source: Source
    problems: list[str]

    def read(self, data: dict[str, Any]) -> CatalogueFile:
        if (data.get("format", FORMAT), data.get("schema", SCHEMA)) != (FORMAT, SCHEMA):
            words = _("This is not a “%(format)s” file of schema %(schema)d.") % {"format": FORMAT, "schema": SCHEMA}
            raise CatalogueError([words])
        self.unknown(data, {"format", "schema", *(section.name for section in SECTIONS)}, _("file"))
        framework = self.framework(data.get(FRAMEWORK.name))
        phases, profiles, rules = (self.entries(data, section) for section in (PHASES, PROFILES, RULES))
        names = {section: {entry.key for entry in found} for section, found in
                 (("phase", phases), ("profile", profiles), ("rule", rules))}  # fmt: skip
        statements = self.statements(data, names)
        if not phases or not profiles:
            self.problems.append(_("A framework needs at least one phase and one profile."))
        if self.problems:
            raise CatalogueError(self.problems)
        return CatalogueFile(framework, tuple(phases), tuple(profiles), tuple(rules), tuple(statements))

    def framework(self, row: object) -> Entry:
        if not isinstance(row, dict):
            self.problems.append(_("“%(section)s” is missing.") % {"section": self.source.section(FRAMEWORK.name)})
            return Entry("", {})
        place = self.source.place(FRAMEWORK.name)
        entry = self.entry(row, FRAMEWORK, place)
        source = self.text(row, "source", FRAMEWORK, place)
        return Entry(entry.key, {**entry.values, "source": source or ""})

    def entries(self, data: Mapping[str, Any], section: Section) -> list[Entry]:
        found = []
        for order, (place, row) in enumerate(self.rows(data, section), 1):
            entry = self.entry(row, section, place)
            found.append(Entry(entry.key, {**entry.values, "order": order}) if "order" in section.also else entry)
        return found

    def statements(self, data: Mapping[str, Any], names: Mapping[str, set[str]]) -> list[StatementEntry]:
        rows = list(self.rows(data, STATEMENTS))
        profile_of = {str(row.get("code")): row.get("profile") for _place, row in rows}
        found = []
        for order, (place, row) in enumerate(rows, 1):
            entry = self.entry(row, STATEMENTS, place)
            for name in ("phase", "profile", "rule"):
                if (name != "rule" or row.get(name) is not None) and not _among(row.get(name), names[name]):
                    self.unknown_value(place, name, row.get(name))
            suggested = self.suggested(row, place, names["profile"])
            found.append(
                StatementEntry(
                    key=entry.key,
                    values={**entry.values, "order": order, "suggested": suggested},
                    phase=str(row.get("phase")),
                    profile=str(row.get("profile")),
                    rule=row.get("rule"),
                    pairs=self.pairs(row, place, profile_of),
                )
            )
        return found

    def rows(self, data: Mapping[str, Any], section: Section) -> Iterator[tuple[str, dict[str, Any]]]:
        """The entries of a list with their places, in their order, each key once."""
        rows = data.get(section.name, [])
        if not isinstance(rows, list):
            self.problems.append(_("“%(section)s” must be a list.") % {"section": self.source.section(section.name)})
            return
        if len(rows) > MOST:
            words = {"section": self.source.section(section.name), "n": MOST}
            raise CatalogueError([*self.problems, _("“%(section)s” has more than %(n)d entries.") % words])
        places = {}
        for index, row in enumerate(rows):
            place = self.source.place(section.name, index)
            if not isinstance(row, dict):
                self.wrong(place, _("must be an object"))
                continue
            key = str(row.get(section.key, ""))
            places[index] = (f"{place} ({key})" if key else place, row)
        self.once(places.values(), section)
        yield from sorted(places.values(), key=lambda found: self.order(*found))

    def order(self, place: str, row: Mapping[str, Any]) -> int:
        order = row.get("order", 0)
        if isinstance(order, bool) or not isinstance(order, int) or not 0 <= order <= 32_767:
            self.wrong(place, _("“order” must be a whole number up to 32,767"))
            return 0
        return order

    def once(self, places: Collection[tuple[str, Mapping[str, Any]]], section: Section) -> None:
        for name in (section.key, "order"):
            seen: dict[Any, str] = {}
            for place, row in places:
                value = str(row.get(name))
                if name in row and value in seen:
                    words = {"field": self.source.field(section.name, name), "value": value, "first": seen[value]}
                    self.wrong(place, _("“%(field)s” %(value)s is already that of %(first)s") % words)
                seen.setdefault(value, place)

    def entry(self, row: Mapping[str, Any], section: Section, place: str) -> Entry:
        self.unknown(row, section.keys, place)
        key = row.get(section.key)
        shape = _SLUG if section.key == "slug" else _CODE
        limit = section.limit(section.key)
        if not isinstance(key, str) or not shape.fullmatch(key) or len(key) > (limit or 0):
            words = {"field": self.source.field(section.name, section.key), "n": limit}
            said = (
                _("“%(field)s” must be small letters without accents, digits and hyphens, at most %(n)d characters")
                if section.key == "slug"
                else _("“%(field)s” must be capital letters, digits, . _ or -, at most %(n)d")
            )
            self.wrong(place, said % words)
        values = {}
        for word, name, required in section.texts_of():
            value = self.text(row, word, section, place, section.limit(name))
            if required and not value:
                words = {"field": self.source.field(section.name, word)}
                self.wrong(place, _("“%(field)s” is missing: every text needs its French") % words)
            # A text that a language lacks is nothing there, so that the other language stands in.
            values[name] = value or ("" if name.endswith("_fr") else None)
        return Entry(str(key), values)

    def text(
        self, row: Mapping[str, Any], name: str, section: Section, place: str, limit: int | None = None
    ) -> str | None:
        value = row.get(name)
        if value is None:
            return None
        words = {"field": self.source.field(section.name, name), "n": limit}
        if not isinstance(value, str) or (_CONTROL if limit else _CONTROL_IN_LINES).search(value):
            self.wrong(place, _("“%(field)s” must be text without control characters") % words)
            return None
        if limit and len(value) > limit:
            self.wrong(place, _("“%(field)s” has more than %(n)d characters") % words)
        return value if value.strip() else None

    def suggested(self, row: Mapping[str, Any], place: str, profiles: set[str]) -> dict[str, str]:
        given = {} if row.get("suggested") is None else row["suggested"]
        if not isinstance(given, dict):
            self.wrong(
                place, _("“%(field)s” must be an object") % {"field": self.source.field(STATEMENTS.name, "suggested")}
            )
            return {}
        letters: dict[str, str] = {}
        for profile, mark in given.items():
            if profile not in profiles:
                self.unknown_value(place, "profile", profile)
            letter = read_letter(mark, {}) if isinstance(mark, str) else None
            if letter is not None:
                letters[profile] = letter
            else:
                self.wrong(place, _("“%(value)s” is not a letter of the matrix") % {"value": short(mark)})
        if sum(letter in APPROVING for letter in letters.values()) > 1:
            self.wrong(place, _("two profiles approve (A): a duty has one"))
        return {profile: letter for profile, letter in letters.items() if letter}

    def pairs(self, row: Mapping[str, Any], place: str, profile_of: Mapping[str, Any]) -> tuple[str, ...]:
        given = [] if row.get("pairs_with") is None else row["pairs_with"]
        if not isinstance(given, list):
            self.wrong(
                place, _("“%(field)s” must be a list") % {"field": self.source.field(STATEMENTS.name, "pairs_with")}
            )
            return ()
        for code in given:
            if not _among(code, profile_of):
                self.unknown_value(place, "pairs_with", code)
            elif profile_of[code] == row.get("profile"):
                self.wrong(place, _("%(value)s is of the same profile: a pair joins two") % {"value": code})
        return tuple(code for code in given if isinstance(code, str))

    def unknown(self, row: Mapping[str, Any], known: Collection[str], place: str) -> None:
        for name in row.keys() - known:
            self.wrong(place, _("unknown field “%(field)s”") % {"field": short(name)})

    def unknown_value(self, place: str, name: str, value: object) -> None:
        words = {"field": self.source.field(STATEMENTS.name, name), "value": short(value)}
        self.wrong(place, _("unknown %(field)s “%(value)s”") % words)

    def wrong(self, place: str, problem: str) -> None:
        self.problems.append(_("%(place)s: %(problem)s.") % {"place": place, "problem": problem})


def _among(value: object, names: Collection[str]) -> bool:
    """Whether a value of the file, of any type, is one of these names."""
    return isinstance(value, str) and value in names
