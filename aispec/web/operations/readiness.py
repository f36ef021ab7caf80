"""What keeps an installation from serving people, in words for its operator."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from secrets import token_hex

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from aispec.patience import patience
from aispec.web.models import SentForm

PATIENCE = 1.2  # seconds for the database; half of one more to tell it that nobody waits any longer
COLUMNS = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_xinfo(t.name) AS c",
    "postgresql": (
        "SELECT t.relname, c.attname FROM pg_attribute AS c JOIN pg_class AS t ON t.oid = c.attrelid"
        " WHERE c.attnum > 0 AND NOT c.attisdropped AND pg_table_is_visible(t.oid)"
    ),
}
WAITING = timedelta(minutes=2)  # that no task waits where somebody works


def troubles() -> list[str]:
    """What is wrong: the database, its schema, writing, the work in the background. Nothing is left behind."""
    with patience(PATIENCE):
        return list(_troubles())


def _troubles() -> Iterator[str]:
    try:
        if missing := _expected() - MigrationRecorder(connection).applied_migrations().keys():
            yield f"migrations missing: {', '.join('.'.join(each) for each in sorted(missing))}"
            return
        if gone := _columns() - _found():
            yield f"missing in the database: {', '.join('.'.join(each) for each in sorted(gone))}"
            return
    except DatabaseError as error:
        yield f"database unreachable: {_line(error)}"
        return
    try:
        with transaction.atomic():  # committed, for a change that is taken back never reaches a full disk
            note = SentForm.objects.create(key=token_hex())
        note.delete()
    except DatabaseError as error:
        yield f"nothing can be written: {_line(error)}"
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        oldest = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
        if oldest and timezone.now() - oldest > WAITING:
            yield f"no worker: a task waits since {oldest.isoformat(timespec='seconds')}"


@cache
def _expected() -> set[tuple[str, str]]:
    """The migrations of this release."""
    return set(MigrationExecutor(connection).loader.disk_migrations)


@cache
def _columns() -> set[tuple[str, str]]:
    """The columns that our models read, each after its table."""
    models = apps.get_models(include_auto_created=True)
    metas = [model._meta for model in models if model._meta.managed and not model._meta.proxy]
    return {(meta.db_table, field.column) for meta in metas for field in meta.local_concrete_fields if field.column}


def _found() -> set[tuple[str, str]]:
    """Those that the database has; in one statement, for a probe asks often."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        return set(cursor.fetchall())


def _line(error: Exception) -> str:
    """The first line of what a driver says, which names no password."""
    return str(error).strip().partition("\n")[0]
