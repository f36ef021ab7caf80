"""The databases that are measured: one for each number of projects, used again while the schema is theirs."""

import os
import subprocess
import sys
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PREFIX = "growth_"  # nothing else is ever made or dropped


@dataclass(frozen=True)
class Database:
    """A database of so many projects: its URL, its size, and how long making it took, None where it was there."""

    projects: int
    url: str
    size: int
    seconds: float | None


def database_of(server: str, projects: int, *, anew: bool) -> Database:
    """The database beside the one that a URL names; made where it is missing, or of another schema, or `anew`."""
    name = f"{PREFIX}{projects}"
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    seconds = None
    if anew or not _fits(url):
        _create(server, name)
        start = perf_counter()
        _run(url, "fill", str(projects))
        seconds = perf_counter() - start
    with psycopg.connect(url, autocommit=True) as connection:
        (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
    return Database(projects, url, size, seconds)


def _fits(url: str) -> bool:
    """Whether it is there, whole and of this schema."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return _run(url, "fits", check=False)


def _create(server: str, name: str) -> None:
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _run(url: str, *do: str, check: bool = True) -> bool:
    """Do something to a database in a process of its own, whose settings name it."""
    environment = os.environ | {"TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.growth.settings"}
    command = [sys.executable, "-m", "tests.growth.filling", *do]
    return subprocess.run(command, env=environment, check=check).returncode == 0
