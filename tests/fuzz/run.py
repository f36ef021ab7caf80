"""A broken file on its way through the reader, the interpreter and the page, timed, with the database shut."""

import json
import re
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.upload import read_tables
from roles.imports.sheet_reading.interpret import interpret

LIMIT = 25.0  # seconds for one file: the child is stopped after 20


class Written(Exception):
    """A statement that changes data: a file is only looked at."""


def read_only(execute: Callable[..., object], sql: str, parameters: object, many: bool, context: object) -> object:
    """A wrapper of the database that lets nothing be written but a session."""
    if re.match(r"\s*(insert|update|delete|replace)\b", sql, re.IGNORECASE) and "django_session" not in sql:
        raise Written(sql[:100])
    return execute(sql, parameters, many, context)


def outcome(data: bytes) -> str:
    """How far a file comes: its refusal, or what was made of it. Anything else that is raised is a fault."""
    try:
        tables = read_tables(data)
    except FileRefused as refused:
        return re.sub(r"“.*”", "“…”", str(refused))[:60]
    json.dumps([table.rows for table in tables], ensure_ascii=False).encode()  # no half characters
    return "planned" if interpret(tables).plan.duties else "read, no matrix in it"


def posted(client: Client, name: str, data: bytes) -> str:
    """The answer of the page to a file."""
    answer = client.post(reverse("project-sheet"), {"file": SimpleUploadedFile(name, data)})
    if answer.status_code not in (200, 422):
        raise AssertionError(answer.status_code)
    return f"page {answer.status_code}"


@dataclass
class Tally:
    """What became of the files, the slowest of them, and the faults."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def run(self, label: str, what: Callable[[], str]) -> None:
        """One file, timed, with the database shut."""
        start = monotonic()
        try:
            with connection.execute_wrapper(read_only):
                self.outcomes[what()] += 1
        except Exception:  # whatever it is, it is a fault to tell
            self.faults.append(f"{label}\n{traceback.format_exc()}")
        took = monotonic() - start
        self.slowest = max(self.slowest, took)
        if took > LIMIT:
            self.faults.append(f"{label} took {took:.1f} s")
