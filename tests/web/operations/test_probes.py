"""What an operator asks a process."""

import threading
import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from aispec.web.models import SentForm

MIN = timezone.now() - timedelta(days=1)


def test_healthz_needs_no_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_reaches_the_database(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready")


@pytest.mark.django_db
def test_readyz_without_database_is_503(client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=DatabaseError("refused\nmore")):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database unreachable: refused")


@pytest.mark.django_db
def test_readyz_names_a_migration_that_is_missing(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("roles", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations missing: roles.0001_initial")


@pytest.mark.django_db
def test_readyz_names_a_column_and_a_table_that_are_gone(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE web_sentform RENAME COLUMN answer TO answered")
        cursor.execute("ALTER TABLE django_session RENAME TO sessions")
    response = client.get("/readyz")
    gone = "django_session.expire_date, django_session.session_data, django_session.session_key, web_sentform.answer"
    assert (response.status_code, response.content.decode()) == (503, f"missing in the database: {gone}")


@pytest.mark.django_db
def test_readyz_says_that_nothing_can_be_written(client: Client) -> None:
    with patch.object(SentForm.objects, "create", side_effect=OperationalError("database or disk is full")):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"nothing can be written: database or disk is full")


@pytest.mark.django_db
def test_readyz_leaves_nothing_behind(client: Client) -> None:
    client.get("/readyz")
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_readyz_says_that_nobody_works(client: Client, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    waiting = DBTaskResult.objects.create(task_path="x", backend_name="default", args_kwargs={}, run_after=MIN)
    assert client.get("/readyz").status_code == 200
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(minutes=3))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content.startswith(b"no worker: a task waits since")


@pytest.mark.django_db(transaction=True)
def test_readyz_does_not_wait_for_who_writes(client: Client) -> None:
    """Another writer keeps SQLite for itself; PostgreSQL lets both write."""
    inside, done = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            SentForm.objects.create(key="long")
            inside.set()
            done.wait(20)
        connections.close_all()

    other = threading.Thread(target=write)
    other.start()
    inside.wait(20)
    connection.close()  # as each request has one of its own
    start = time.monotonic()
    status = client.get("/readyz").status_code
    took = time.monotonic() - start
    done.set()
    other.join()
    assert took < 4
    assert status == (503 if connection.vendor == "sqlite" else 200)
