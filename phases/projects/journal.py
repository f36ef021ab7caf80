"""Changing a project: every change raises its version and writes the journal, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.dispatch import Signal

from phases.enums import ChangeKind
from phases.models import Project, ProjectChange
from phases.projects.chain import chain

# Sent once a change is committed, with its `journal`, to whoever reads journals without being asked by a page.
project_changed = Signal()


@dataclass
class Journal:
    """The lines of one change; nothing is written for a change that has none."""

    project_id: int
    user_id: int | None
    version: int
    undoes: int | None = None
    lines: list[ProjectChange] = field(default_factory=list)

    def add(
        self,
        kind: ChangeKind,
        label: str,
        old: str = "",
        new: str = "",
        *,
        duty_id: int | None = None,
        position_id: int | None = None,
        data: Any = None,
    ) -> None:
        """Note one line; `label` names its subject in the words it has now."""
        self.lines.append(
            ProjectChange(
                project_id=self.project_id,
                version=self.version,
                by_id=self.user_id,
                author=self.user_id,
                undoes=self.undoes,
                kind=kind,
                label=label[:600],
                old=old,
                new=new,
                duty_id=duty_id,
                position_id=position_id,
                data=data,
            )
        )


@contextmanager
def project_change(project_id: int, user: AbstractBaseUser | None, *, undoes: int | None = None) -> Iterator[Journal]:
    """Run a change of a project alone, then write its journal lines under the new version.

    The first statement writes the project's row, so writers of one project queue behind each other and
    whoever is inside reads the truth. Any exception, and a body that notes no line, leaves no trace.
    Raises Project.DoesNotExist.
    """
    with transaction.atomic():
        journal = Journal(project_id, user.pk if user else None, _raise_version(project_id), undoes)
        yield journal
        if journal.lines:
            _write(journal)
            transaction.on_commit(lambda: project_changed.send(Journal, journal=journal), robust=True)
        else:
            Project.objects.filter(pk=project_id).update(version=journal.version - 1)


_FIELDS = [field for field in ProjectChange._meta.concrete_fields if not field.primary_key]
_COLUMNS = ", ".join(str(field.column) for field in _FIELDS)
# What bulk_create would write, twice as slowly; see the statement of a cell in `roles.matrix.changes`.
_INSERT = (
    f"INSERT INTO {ProjectChange._meta.db_table} ({_COLUMNS}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(_FIELDS))})"
)
_LAST = (
    f"SELECT hash FROM {ProjectChange._meta.db_table} WHERE project_id = %s "  # noqa: S608
    "ORDER BY version DESC, id DESC LIMIT 1"
)


def _write(journal: Journal) -> None:
    """Chain the lines to the last one that stands: read now, for a change that was waited for has written it since."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [journal.project_id])
        [before] = cursor.fetchone() or [""]
        chain(before, journal.lines)
        cursor.executemany(
            _INSERT,
            [[field.get_db_prep_save(getattr(line, field.attname), connection) for field in _FIELDS]
             for line in journal.lines],
        )  # fmt: skip


def _raise_version(project_id: int) -> int:
    """Lock the project's row and return its new version, in one statement that the ORM cannot write (RETURNING)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Project._meta.db_table} SET version = version + 1 WHERE id = %s RETURNING version",  # noqa: S608
            [project_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise Project.DoesNotExist(project_id)
    return int(row[0])
