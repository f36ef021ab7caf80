"""Reading a framework's file: everything is checked before anything is written."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from phases.models import Framework, Phase
from roles.enums import APPROVING, Letter
from roles.models import Responsibility, RoleProfile, SuggestionRule

LANGUAGES = ("fr", "en")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
# Codes are anchors of the page, whose own ids are lower case: the two can never meet.
_CODE = re.compile(r"[A-Z][A-Z0-9_.-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class CatalogueError(Exception):
    """Everything that is wrong with a file, one sentence a problem, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Section:
    """What the entries of one list of the file may say; `texts` maps words of the file to model fields."""

    name: str
    model: type[models.Model]
    key: str
    texts: Mapping[str, str]
    required: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> set[str]:
        """Every word that an entry may use."""
        return {self.key, *self.also} | {f"{text}_{language}" for text in self.texts for language in LANGUAGES}

    def limit(self, name: str) -> int | None:
        """How many characters the database holds in a field; None for any number."""
        field = self.model._meta.get_field(name)
        return field.max_length if isinstance(field, models.Field) else None


FRAMEWORK = Section("framework", Framework, "slug", {"title": "title", "subtitle": "subtitle"}, ("title",), ("source",))
PHASES = Section(
    "phases", Phase, "slug", {"name": "name", "short": "short_name", "lead_in": "lead_in"}, ("name",), ("order",)
)
PROFILES = Section("profiles", RoleProfile, "slug", {"name": "name", "title": "title"}, ("name", "title"), ("order",))
RULES = Section("rules", SuggestionRule, "code", {"name": "name", "condition": "condition"}, ("name", "condition"))
STATEMENTS = Section(
    "responsibilities", Responsibility, "code", {"text": "text", "posting": "posting", "note": "note"}, ("text",),
    ("order", "phase", "profile", "suggested", "rule", "pairs_with"),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One entry: its slug or code, and the values of its model's fields."""

    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class StatementEntry(Entry):
    """A responsibility; everything it names exists in the same file."""

    phase: str
    profile: str
    rule: str | None
    pairs: tuple[str, ...]


@dataclass(frozen=True)
class CatalogueFile:
    """A checked file, its entries in their order."""

    framework: Entry
    phases: tuple[Entry, ...]
    profiles: tuple[Entry, ...]
    rules: tuple[Entry, ...]
    statements: tuple[StatementEntry, ...]


def read_catalogue(content: bytes) -> CatalogueFile:
    """Check a file and return what it says. Raises CatalogueError, which names every problem."""
    return _Reader().read(parse_json(content))


def parse_json(content: bytes) -> dict[str, Any]:
    """The object of a JSON file. Raises CatalogueError."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CatalogueError([_("The file is not UTF-8 text (byte %(n)d).") % {"n": error.start}]) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise CatalogueError([_("The file is not JSON: line %(line)d, column %(column)d.") % place]) from error
    except RecursionError as error:
        raise CatalogueError([_("The file is nested too deeply.")]) from error
    except ValueError as error:  # a number of thousands of digits
        raise CatalogueError([_("The file holds a number that is too long.")]) from error
    if not isinstance(data, dict):
        raise CatalogueError([_("The file must be a JSON object.")])
    return data


@dataclass
class _Reader:
    problems: list[str] = field(default_factory=list)

    def read(self, data: dict[str, Any]) -> CatalogueFile:
        sections = (FRAMEWORK, PHASES, PROFILES, RULES, STATEMENTS)
        self.unknown(data, {section.name for section in sections}, _("file"))
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
            self.problems.append(_("“%(section)s” is missing.") % {"section": FRAMEWORK.name})
            return Entry("", {})
        entry = self.entry(row, FRAMEWORK, FRAMEWORK.name)
        source = self.text(row, "source", FRAMEWORK.name, None)
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
                    self.wrong(place, _("unknown %(field)s “%(value)s”") % {"field": name, "value": row.get(name)})
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
            self.problems.append(_("“%(section)s” must be a list.") % {"section": section.name})
            return
        places = {}
        for index, row in enumerate(rows):
            place = f"{section.name}[{index}]"
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
                    words = {"field": name, "value": value, "first": seen[value]}
                    self.wrong(place, _("“%(field)s” %(value)s is already that of %(first)s") % words)
                seen.setdefault(value, place)

    def entry(self, row: Mapping[str, Any], section: Section, place: str) -> Entry:
        self.unknown(row, section.keys, place)
        key = row.get(section.key)
        shape = _SLUG if section.key == "slug" else _CODE
        limit = section.limit(section.key)
        if not isinstance(key, str) or not shape.fullmatch(key) or len(key) > (limit or 0):
            words = {"field": section.key, "n": limit}
            self.wrong(place, _("“%(field)s” must be a slug of at most %(n)d characters") % words
                       if section.key == "slug" else
                       _("“%(field)s” must be capital letters, digits, . _ or -, at most %(n)d") % words)  # fmt: skip
        values = {}
        for text, name in section.texts.items():
            for language in LANGUAGES:
                value = self.text(row, f"{text}_{language}", place, section.limit(name))
                if language == "fr" and text in section.required and not value:
                    self.wrong(
                        place, _("“%(field)s” is missing: every text needs its French") % {"field": f"{text}_fr"}
                    )
                # A text that a language lacks is nothing there, so that the other language stands in.
                values[f"{name}_{language}"] = value or ("" if language == "fr" else None)
        return Entry(str(key), values)

    def text(self, row: Mapping[str, Any], name: str, place: str, limit: int | None) -> str | None:
        value = row.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or _CONTROL.search(value):
            self.wrong(place, _("“%(field)s” must be text without control characters") % {"field": name})
            return None
        if limit and len(value) > limit:
            words = {"field": name, "n": limit}
            self.wrong(place, _("“%(field)s” has more than %(n)d characters") % words)
        return value if value.strip() else None

    def suggested(self, row: Mapping[str, Any], place: str, profiles: set[str]) -> dict[str, str]:
        given = row.get("suggested") or {}
        if not isinstance(given, dict):
            self.wrong(place, _("“%(field)s” must be an object") % {"field": "suggested"})
            return {}
        letters: dict[str, str] = {}
        for profile, mark in given.items():
            if profile not in profiles:
                self.wrong(place, _("unknown %(field)s “%(value)s”") % {"field": "profile", "value": profile})
            try:
                letters[profile] = Letter.parse(mark if isinstance(mark, str) else "?")
            except ValueError:
                self.wrong(place, _("“%(value)s” is not a letter of the matrix") % {"value": mark})
        if sum(letter in APPROVING for letter in letters.values()) > 1:
            self.wrong(place, _("two profiles approve (A): a duty has one"))
        return {profile: letter for profile, letter in letters.items() if letter}

    def pairs(self, row: Mapping[str, Any], place: str, profile_of: Mapping[str, Any]) -> tuple[str, ...]:
        given = row.get("pairs_with") or []
        if not isinstance(given, list):
            self.wrong(place, _("“%(field)s” must be a list") % {"field": "pairs_with"})
            return ()
        for code in given:
            if not _among(code, profile_of):
                self.wrong(place, _("unknown %(field)s “%(value)s”") % {"field": "pairs_with", "value": code})
            elif profile_of[code] == row.get("profile"):
                self.wrong(place, _("%(value)s is of the same profile: a pair joins two") % {"value": code})
        return tuple(code for code in given if isinstance(code, str))

    def unknown(self, row: Mapping[str, Any], known: Collection[str], place: str) -> None:
        for name in row.keys() - known:
            self.wrong(place, _("unknown field “%(field)s”") % {"field": name})

    def wrong(self, place: str, problem: str) -> None:
        self.problems.append(_("%(place)s: %(problem)s.") % {"place": place, "problem": problem})


def _among(value: object, names: Collection[str]) -> bool:
    """Whether a value of the file, of any type, is one of these names."""
    return isinstance(value, str) and value in names
