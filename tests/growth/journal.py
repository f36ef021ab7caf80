"""The journal of a project that is made in bulk."""

from datetime import datetime, timedelta
from typing import Any

from phases.enums import ChangeKind
from phases.models import ProjectChange
from tests.growth.loading import Row


class Lines:
    """The journal of a project, a version for each line."""

    def __init__(self, project: int, created: datetime, owner: int) -> None:
        self.project, self.at, self.owner, self.version = project, created, owner, 0
        self.all: list[ProjectChange] = []

    def add(
        self, kind: ChangeKind, label: str, old: str = "", new: str = "", *, by: int | None = None, **more: Any
    ) -> None:
        self.version += 1
        self.at += timedelta(minutes=7)
        by = by or self.owner
        self.all.append(
            ProjectChange(
                project_id=self.project,
                version=self.version,
                at=self.at,
                by_id=by,
                author=by,
                kind=kind,
                label=label,
                old=old,
                new=new,
                **more,
            )
        )


_FIELDS = [field.attname for field in ProjectChange._meta.concrete_fields]


def values_of(line: ProjectChange) -> Row:
    return tuple(getattr(line, name) for name in _FIELDS)
