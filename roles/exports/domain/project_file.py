"""A project as data, whole and in both languages, for a file that loads back: `raci-matrix-1.schema.json` says how."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Case, When
from django.utils.translation import override

from aispec.db.prepared_query import Row
from phases.models import Project
from roles.enums import Letter
from roles.history.domain.replay_catalogue import ReplayCatalogue
from roles.history.domain.snapshot import Snapshot
from roles.matrix.holders import Holder, holders_in
from roles.matrix.letters import LANGUAGES, letter_name
from roles.models import Person, Responsibility

FORMAT = "raci-matrix"
SCHEMA = 1
SCHEMA_FILE = Path(__file__).with_name(f"{FORMAT}-{SCHEMA}.schema.json")


@dataclass(frozen=True)
class ProjectData:
    """What the file says, and the ids of its duties in the same order, for a filter to choose from."""

    data: Mapping[str, Any]
    duty_ids: tuple[int, ...]


def project_data(snapshot: Snapshot, *, emails: bool) -> ProjectData:
    """The project of a snapshot; `emails` says whether its reader may see the directory. Four queries at most."""
    project = snapshot.project
    keys = {row["id"]: f"p{number}" for number, row in enumerate(snapshot.positions, start=1)}
    sources, origins = ReplayCatalogue(snapshot.project_id), _origins(snapshot)
    addresses = _addresses(snapshot) if emails else {}
    data = {
        "format": FORMAT,
        "schema": SCHEMA,
        "project": {
            "name": project["project__name"],
            "organization": project["project__organization"],
            "rules": project["project__rules"],
        },
        "framework": _framework(snapshot.project_id),
        "letters": {letter.shown: _names(letter, project["project__rules"]) for letter in Letter},
        "phases": [{"slug": row["phase__slug"], "name": _texts(row, "phase__name")} for row in snapshot.phases],
        "positions": [_position(row, keys[row["id"]], addresses) for row in snapshot.positions],
        "duties": [_duty(row, keys, snapshot, sources, origins) for row in snapshot.duties],
    }
    return ProjectData(data, tuple(row["id"] for row in snapshot.duties))


def _framework(project_id: int) -> str | None:
    catalogued = Case(When(framework__catalogued=True, then="framework__slug"))
    slug: str | None = Project.objects.values_list(catalogued, flat=True).get(pk=project_id)
    return slug


def _position(row: Row, key: str, addresses: Mapping[int, str]) -> dict[str, Any]:
    people = [_person(holder, addresses) for holder in holders_in(row)]
    position = {"key": key, "title": _texts(row, "title"), "profile": row["profile__slug"] or None}
    position["holder"] = people[0] if people else None
    return position | ({"co_holders": people[1:]} if people[1:] else {})


def _person(holder: Holder, addresses: Mapping[int, str]) -> dict[str, str]:
    named = {"name": holder.name}
    return named | {"email": addresses[holder.id]} if addresses.get(holder.id) else named


def _duty(
    row: Row,
    keys: Mapping[int, str],
    snapshot: Snapshot,
    sources: ReplayCatalogue,
    origins: Mapping[int, dict[str, str]],
) -> dict[str, Any]:
    phase = next(band["phase__slug"] for band in snapshot.phases if band["phase_id"] == row["phase_id"])
    letters = {str(position_id): letter for position_id, letter in row["letters"].items()}
    described = {language: row.get(f"description_{language}") or "" for language in LANGUAGES}
    return {
        "code": row["code"],
        "phase": phase,
        "text": _texts(row, "text"),
        "posting": _texts(row, "posting"),
        **({"description": described} if any(described.values()) else {}),
        "profile": sources.profile(row["profile_id"])["profile__slug"],
        "origin": origins.get(row["responsibility_id"]),
        "applicable": row["applicable"],
        "reason": row["reason"],
        "letters": {key: Letter(letters[str(pk)]).shown for pk, key in keys.items() if letters.get(str(pk))},
    }


def _texts(row: Row, name: str) -> dict[str, str]:
    return {language: row[f"{name}_{language}"] or "" for language in LANGUAGES}


def _names(letter: Letter, rules: Mapping[str, Any]) -> dict[str, str]:
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = letter_name(rules, letter)
    return names


def _origins(snapshot: Snapshot) -> dict[int, dict[str, str]]:
    ids = {row["responsibility_id"] for row in snapshot.duties} - {None}
    rows = Responsibility.objects.filter(pk__in=ids).values_list("pk", "profile__slug", "code")
    return {pk: {"profile": profile, "code": code} for pk, profile, code in rows}


def _addresses(snapshot: Snapshot) -> dict[int, str]:
    ids = {holder.id for row in snapshot.positions for holder in holders_in(row)}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "email"))
