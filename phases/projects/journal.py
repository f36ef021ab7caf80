"""Changing a project: every change raises its version and writes the journal, in one transaction.

What has no project, as a posting of the catalogue, is written in the journal of its framework in the same way.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Max
from django.dispatch import Signal

from phases.enums import ChangeKind
from phases.models import Framework, Project, ProjectChange
from phases.projects.chain import beginning, chain

# Sent once a change is committed, with its `journal`, to whoever reads journals without being asked by a page.
project_changed = Signal()


@dataclass
class Journal:
    """The lines of one change; nothing is written for a change that has none. `project_id` is 0 in a framework's."""

    project_id: int
    user_id: int | None
    version: int
    undoes: int | None = None
    framework_id: int | None = None
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
                project_id=self.project_id or None,
                framework_id=self.framework_id,
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


@contextmanager
def framework_change(framework_id: int, user: AbstractBaseUser | None) -> Iterator[Journal]:
    """Run a change of what a framework has without a project alone, then write its journal lines.

    The framework's row is locked, as a project's is; the version is that of its journal alone. Raises
    Framework.DoesNotExist.
    """
    with transaction.atomic():
        Framework.objects.select_for_update(no_key=True).only("pk").get(pk=framework_id)
        lines = ProjectChange.objects.filter(framework_id=framework_id)
        version = (lines.aggregate(last=Max("version"))["last"] or 0) + 1
        journal = Journal(0, user.pk if user else None, version, framework_id=framework_id)
        yield journal
        if journal.lines:
            _write(journal)


def change_of(
    project_id: int | None, framework_id: int | None, user: AbstractBaseUser | None
) -> AbstractContextManager[Journal]:
    """A change of a project, or of a framework where there is none."""
    return project_change(project_id, user) if project_id else framework_change(framework_id or 0, user)


_FIELDS = [field for field in ProjectChange._meta.concrete_fields if not field.primary_key]
_COLUMNS = ", ".join(str(field.column) for field in _FIELDS)
# What bulk_create would write, twice as slowly; see the statement of a cell in `roles.matrix.changes`.
_INSERT = (
    f"INSERT INTO {ProjectChange._meta.db_table} ({_COLUMNS}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(_FIELDS))})"
)
_LAST = (
    f"SELECT hash FROM {ProjectChange._meta.db_table} WHERE {{}} = %s "  # noqa: S608
    "ORDER BY version DESC, id DESC LIMIT 1"
)


def _write(journal: Journal) -> None:
    """Chain the lines to the last one that stands: read now, for a change that was waited for has written it since."""
    with connection.cursor() as cursor:
        of = "framework_id" if journal.framework_id else "project_id"
        cursor.execute(_LAST.format(of), [journal.framework_id or journal.project_id])
        [before] = cursor.fetchone() or [beginning(journal.framework_id)]
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
