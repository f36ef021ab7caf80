"""Databases for programs of their own: the test's, or a new one; and those of a process that runs without pytest."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from django.test.utils import get_runner
from django_tasks_db.models import DBTaskResult


def this_database() -> str:
    """The URL of the database of the test that is running, so that it sees what the programs do."""
    one = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{one['NAME']}"
    user, password = quote(one["USER"]), quote(one["PASSWORD"])
    return f"postgres://{user}:{password}@{one['HOST']}:{one['PORT']}/{one['NAME']}"


def empty_database(name: str) -> str:
    """The URL of a new database of the PostgreSQL on this machine."""
    program = settings.BASE_DIR / ".ci/postgres"
    url = subprocess.run([program], check=True, capture_output=True, text=True).stdout.strip()
    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def databases_of_tests() -> Iterator[None]:
    """Those that the settings of tests name, made for this process and dropped afterwards."""
    runner = get_runner(settings)(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(made)


def all_is_due(url: str) -> None:
    """Have the time of every task that waits in this database come."""
    update = f"UPDATE {DBTaskResult._meta.db_table} SET run_after = CURRENT_TIMESTAMP WHERE status = 'READY'"  # noqa: S608
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)) as database, database:
            database.execute(update)
    else:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(update)
