"""Which tables a statement reads from end to end, as the database means to answer it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection

# What grows with the number of projects, of people or of changes; catalogues, groups and settings do not.
GROWING = {
    "account_emailaddress", "auth_user", "django_session", "phases_baseline", "phases_framework", "phases_invitation",
    "phases_membership", "phases_phase", "phases_project", "phases_project_phases", "phases_projectchange",
    "roles_acceptancerequest", "roles_accountname", "roles_answer", "roles_assignment", "roles_comment", "roles_duty",
    "roles_journalreading", "roles_notice", "roles_person", "roles_personallink", "roles_position",
    "roles_position_co_holders",
    "roles_posting", "roles_securityevent",
}  # fmt: skip
SMALL = "framework_catalogued"  # an index that holds a few of many rows


def avoid_reading_all() -> None:
    """Let PostgreSQL do so only where there is no other way: the tables of a test are small."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def read_whole(sql: str) -> set[str]:
    """The tables that grow and are read from end to end; the first lines of an index are no such thing."""
    return set(_of_postgresql(sql) if connection.vendor == "postgresql" else _of_sqlite(sql)) & GROWING


def _of_postgresql(sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (found,) = cursor.fetchone() or ("[]",)
    plan = json.loads(found) if isinstance(found, str) else found
    yield from _scanned(plan[0]["Plan"])


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    """Where there are a few rows, all of an index is as good as a place in it: what has no index is told alone."""
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _scanned(below)


def _of_sqlite(sql: str) -> Iterator[str]:
    aliases = {alias: table for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"), [])
        lines = [detail for *_numbers, detail in cursor.fetchall()]
    for line in lines:
        found = re.match(r"SCAN (\w+)( USING .*INDEX)?", line)
        if found and not (found[2] and (" LIMIT " in sql or SMALL in line)):
            yield str(aliases.get(found[1], found[1]))
