"""What keeps an installation from serving people, in words for its operator."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from secrets import token_hex

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from aispec.web.models import SentForm

WAITING = timedelta(minutes=2)  # that no task waits where somebody works


def troubles() -> Iterator[str]:
    """What is wrong: the database, its schema, writing, the work in the background. Nothing is left behind."""
    try:
        if missing := _expected() - MigrationRecorder(connection).applied_migrations().keys():
            yield f"migrations missing: {', '.join('.'.join(each) for each in sorted(missing))}"
            return
    except DatabaseError as error:
        yield f"database unreachable: {_line(error)}"
        return
    try:
        with _impatient(), transaction.atomic():
            SentForm.objects.create(key=token_hex())
            transaction.set_rollback(True)
    except DatabaseError as error:
        yield f"nothing can be written: {_line(error)}"
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        oldest = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
        if oldest and timezone.now() - oldest > WAITING:
            yield f"no worker: a task waits since {oldest.isoformat(timespec='seconds')}"


@contextmanager
def _impatient() -> Iterator[None]:
    """Wait two seconds at most for others who write, where people wait for longer."""
    waits = {"sqlite": ("PRAGMA busy_timeout = 2000", f"PRAGMA busy_timeout = {settings.BUSY * 1000}")}
    shorter, longer = waits.get(connection.vendor, ("SET statement_timeout = 2000", "SET statement_timeout = 0"))
    with connection.cursor() as cursor:
        cursor.execute(shorter)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(longer)


@cache
def _expected() -> set[tuple[str, str]]:
    """The migrations of this release."""
    return set(MigrationExecutor(connection).loader.disk_migrations)


def _line(error: Exception) -> str:
    """The first line of what a driver says, which names no password."""
    return str(error).strip().partition("\n")[0]
