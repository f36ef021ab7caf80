"""Snapshots: all that a matrix shows, in both languages, as plain values; baselines and replay are made of them."""

from dataclasses import dataclass
from typing import Any

from aispec.db.prepared_query import Row
from phases.models import Project
from roles.matrix.matrix import Matrix, matrix_from
from roles.matrix.queries import phase_rows, position_rows, rows_with_letters

SCHEMA = 1


class UnknownSchema(Exception):
    """A frozen snapshot of a format that this program does not know."""


@dataclass
class Snapshot:
    """A project at one version; each duty has its letters by position id, as text because JSON knows no other key."""

    project_id: int
    project: Row
    phases: list[Row]
    positions: list[Row]
    duties: list[Row]

    def matrix(self, language: str | None = None) -> Matrix:
        """The snapshot in one language, the active one by default."""
        phases = [row | self.project for row in self.phases]
        duties = [row | {"cells": _joined(row["letters"])} for row in self.duties]
        return matrix_from(self.project_id, language, phases, self.positions, duties)

    def to_json(self) -> dict[str, Any]:
        """What a baseline keeps."""
        return {
            "schema": SCHEMA,
            "project": self.project,
            "phases": self.phases,
            "positions": self.positions,
            "duties": self.duties,
        }

    @classmethod
    def from_json(cls, project_id: int, frozen: dict[str, Any]) -> "Snapshot":
        """What a baseline kept. Raises UnknownSchema."""
        if frozen.get("schema") != SCHEMA:
            raise UnknownSchema(frozen.get("schema"))
        return cls(project_id, frozen["project"], frozen["phases"], frozen["positions"], frozen["duties"])


def load_snapshot(project_id: int) -> Snapshot:
    """The project as it is, in three queries. Raises Project.DoesNotExist."""
    phases = phase_rows(project_id)
    if not phases:
        raise Project.DoesNotExist(project_id)
    names = [name for name in phases[0] if name.startswith("project__")]
    kept = [name for name in phases[0] if name.startswith("phase_")]  # findings dismissed are no part of the matrix
    return Snapshot(
        project_id,
        {name: phases[0][name] for name in names},
        [{name: row[name] for name in kept} for row in phases],
        position_rows(project_id),
        rows_with_letters(project_id),
    )


def _joined(letters: dict[str, str]) -> str:
    return ",".join(f"{position_id}:{letter}" for position_id, letter in letters.items())
