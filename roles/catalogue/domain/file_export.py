"""A framework as the data of its file, whole and in both languages: loading it again changes nothing."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from phases.models import Framework, Phase
from roles.catalogue.domain.file_format import FORMAT, FRAMEWORK, PHASES, PROFILES, RULES, SCHEMA, STATEMENTS, Section
from roles.enums import Letter
from roles.models import Responsibility, RoleProfile, SuggestionRule


def catalogue_data(framework_id: int) -> dict[str, Any]:
    """What the file says. Six queries. Raises Framework.DoesNotExist."""
    owner = {"framework_id": framework_id}
    framework = _rows(FRAMEWORK, Framework.objects.filter(pk=framework_id), "source").get()
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        FRAMEWORK.name: _entry(FRAMEWORK, framework) | _given("source", _lines(framework["source"])),
        PHASES.name: _entries(PHASES, Phase.objects.filter(**owner).order_by("order", "id")),
        PROFILES.name: _entries(PROFILES, RoleProfile.objects.filter(**owner).order_by("order", "id")),
        RULES.name: _entries(RULES, SuggestionRule.objects.filter(**owner).order_by("id")),
        STATEMENTS.name: _statements(framework_id),
    }


def _statements(framework_id: int) -> list[dict[str, Any]]:
    """The responsibilities in their order; a pair is said on both sides."""
    statements = Responsibility.objects.filter(phase__framework_id=framework_id)
    fields = ("id", "suggested", "phase__slug", "profile__slug", "rule__code")
    rows = list(_rows(STATEMENTS, statements, *fields).order_by("order", "id"))
    places = {row["id"]: place for place, row in enumerate(rows)}
    links = Responsibility.pairs_with.through.objects.filter(from_responsibility_id__in=list(places))
    pairs: dict[int, list[int]] = {}
    for start, end in links.values_list("from_responsibility_id", "to_responsibility_id"):
        if end in places:
            pairs.setdefault(start, []).append(places[end])
    return [
        _entry(STATEMENTS, row)
        | {"phase": row["phase__slug"], "profile": row["profile__slug"]}
        | _given("suggested", {slug: Letter(letter).shown for slug, letter in row["suggested"].items()})
        | _given("rule", row["rule__code"])
        | _given("pairs_with", [rows[place]["code"] for place in sorted(pairs.get(row["id"], ()))])
        for row in rows
    ]


def _rows(section: Section, rows: QuerySet[Any], *also: str) -> Any:
    """The fields of a section, both languages by name: otherwise values() gives those of the active language."""
    return rows.values(section.key, *also, *(name for _word, name, _required in section.texts_of()))


def _entries(section: Section, rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return [_entry(section, row) for row in _rows(section, rows)]


def _entry(section: Section, row: Mapping[str, Any]) -> dict[str, Any]:
    """The name of an entry and its texts; a text that is not there is left out."""
    texts = ((word, row[name]) for word, name, _required in section.texts_of())
    return {section.key: row[section.key]} | {word: _lines(text) for word, text in texts if text}


def _lines(text: str) -> str:
    """A text with the line ends of a file, not of a browser."""
    return text.replace("\r\n", "\n")


def _given(word: str, value: Any) -> dict[str, Any]:
    return {word: value} if value else {}
