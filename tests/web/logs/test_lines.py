"""The log of a production: one JSON object a line, with numbers and without anybody's words."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings as site
from django.db import IntegrityError, connection
from django.test import Client
from pytest_django import Settings

from aispec.web.logs.lines import JsonFormatter, masked
from aispec.web.logs.middleware import HEADER
from aispec.web.logs.slow_statements import connect
from tests.conftest import Team


class Lines(logging.Handler):
    """What would stand in the log."""

    def __init__(self) -> None:
        super().__init__()
        self.formatter = JsonFormatter()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def named(self, logger: str) -> list[dict[str, object]]:
        return [found for found in map(json.loads, self.lines) if found["logger"] == logger]


@pytest.fixture
def log() -> Iterator[Lines]:
    handler = Lines()
    loggers = [logging.getLogger(name) for name in ("", "aispec.requests")]
    levels = [logger.level for logger in loggers]
    logging.getLogger().addHandler(handler)
    loggers[1].setLevel(logging.INFO)
    yield handler
    logging.getLogger().removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def test_request_is_noted_with_its_number_its_reader_and_its_route(team: Team, log: Lines) -> None:
    response = team.client("viewer").get(f"/fr/projects/{team.project.pk}/?q=zoe@example.org")
    [line] = log.named("aispec.requests")
    assert line["request"] == response[HEADER]
    assert line["user"] == team.users["viewer"].pk
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["route"] == "fr/projects/<int:project_id>/"
    assert "zoe" not in "".join(log.lines)


def test_unknown_link_and_its_token_are_not_in_the_log(client: Client, log: Lines, db: None) -> None:
    token = "Xy7_" * 11
    assert client.get(f"/fr/s/{token}/").status_code == 404
    [line] = log.named("django.request")
    assert line["message"] == "Not Found: fr/s/<str:token>/"
    assert token not in "".join(log.lines)


def test_fault_tells_where_it_was_and_the_reader_its_number(team: Team, log: Lines) -> None:
    client = team.client("owner")
    client.raise_request_exception = False
    with patch("roles.grid.views.page.load_matrix", side_effect=ValueError("no letter: 'Zoé Secret'")):
        response = client.get(f"/en/projects/{team.project.pk}/")
    [line] = log.named("django.request")
    assert f"<code>{response[HEADER]}</code>" in response.content.decode()
    assert line["request"] == response[HEADER]
    error = line["error"]
    assert isinstance(error, list)
    assert error[0] == "ValueError: no letter: …"
    assert any("roles/grid/views/page.py:" in part for part in error)
    assert "Secret" not in "".join(log.lines)


def test_row_that_a_database_quotes_is_left_out(log: Lines) -> None:
    try:
        raise IntegrityError(
            'duplicate key of constraint "person_email"\nDETAIL:  Key (email)=(zoe@example.org) exists.'
        )
    except IntegrityError:
        logging.getLogger("x").exception("Not sent to %s", "zoe@example.org")
    [line] = log.named("x")
    assert line["message"] == "Not sent to …"
    assert line["error"][0] == 'IntegrityError: duplicate key of constraint "person_email"'  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("GET /fr/a/17:abcdefgh:1uXyZ-abcdefghijklm/", "GET /fr/a/…/"),
        (
            "Invalid request from ip=203.0.113.7: Invalid chunk size: b'Zoé'",
            "Invalid request from ip=…: Invalid chunk size: b…",
        ),
        ("It can't be: 'Zoé Roy', 'l", "It can't be: …, …"),
        ('invalid input syntax for type integer: "zoe"', "invalid input syntax for type integer: …"),
        ('not « Zoé Roy », not “Zoé”, not "Zoé d\'Ivry"', "not …, not …, not …"),
        ("Max retries exceeded with url: /token?code=Zoe&state=x", "Max retries exceeded with url: /token…"),
        ('SELECT "a"."id" FROM "a" WHERE b = \'Zoé\'', 'SELECT "a"."id" FROM "a" WHERE b = …'),
        ("mail to <zoe.côté@exemple.ca>, again", "mail to <…>, again"),
        ("/fr/projects/12/export/pdf/", "/fr/projects/12/export/pdf/"),
    ],
)
def test_emails_and_tokens_are_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.django_db
def test_slow_statement_is_noted_without_its_values(log: Lines, settings: Settings) -> None:
    connect()
    for limit, count in ((60_000, 0), (-1, 1)):
        settings.SLOW_STATEMENT_MS = limit
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["Zoé Secret"])
        assert len(log.named("aispec.web.logs.slow_statements")) == count
    assert "Secret" not in "".join(log.lines)


def test_warnings_and_what_nobody_caught_are_lines_too() -> None:
    code = (
        "from aispec.web.logs.lines import begin, logging_of; import threading, warnings\n"
        "begin(logging_of(production=True)); warnings.warn('of Zoé')\n"
        "def fail(): raise ValueError(\"of: 'Zoé'\")\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join(); fail()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=site.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["logger"], line.get("error", [""])[0]) for line in lines] == [
        ("py.warnings", ""), ("aispec", "ValueError: of: …"), ("aispec", "ValueError: of: …")
    ]  # fmt: skip


def test_gunicorn_of_a_production_writes_the_same_lines(tmp_path: Path) -> None:
    code = (
        "from gunicorn.app.wsgiapp import WSGIApplication as A; import sys;"
        "sys.argv = ['gunicorn', '-c', 'python:aispec.server', 'x'];"
        "from gunicorn.glogging import Logger; Logger(A().cfg).info('Listening at: %s', 'here')"
    )
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SECRET_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stderr)["message"] == "Listening at: here"
