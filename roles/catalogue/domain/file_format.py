"""A framework's file: what it may say (to others: `raci-catalogue-1.schema.json`), and what a checked one says."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from phases.models import Framework, Phase
from roles.models import Responsibility, RoleProfile, SuggestionRule

LANGUAGES = ("fr", "en")
FORMAT, SCHEMA = "raci-catalogue", 1
SCHEMA_FILE = Path(__file__).parent / f"{FORMAT}-{SCHEMA}.schema.json"


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

    def texts_of(self) -> Iterator[tuple[str, str, bool]]:
        """Each text of the file in each language: its word there, its field of the model, whether it must be given."""
        for text, name in self.texts.items():
            for language in LANGUAGES:
                yield f"{text}_{language}", f"{name}_{language}", text in self.required and language == LANGUAGES[0]


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
SECTIONS = (FRAMEWORK, PHASES, PROFILES, RULES, STATEMENTS)


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


def schema() -> dict[str, Any]:
    """The document that says what a file holds."""
    return json.loads(SCHEMA_FILE.read_text("utf-8"))  # type: ignore[no-any-return]
