"""No page, no change and no work in the background reads a table that grows from end to end.

The statements are those that are really sent; on PostgreSQL and on SQLite.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.growth.actions import actions
from tests.growth.plans import avoid_reading_all, read_whole
from tests.growth.worlds import make_world

EXPLAINED = ("SELECT", "(SELECT", "UPDATE", "DELETE")
# What is counted, and so read in an index from end to end, or is still read whole: docs/growth.md tells what it costs.
PEOPLE, ACCOUNTS = {"roles_person"}, {"auth_user"}
KNOWN: dict[str, set[str]] = {
    "HR: first page": {"roles_posting"},
    "HR: postings": {"roles_posting"},
    "HR: people": PEOPLE,
    "HR: people, everybody": PEOPLE,
    "HR: people, last page": PEOPLE,
    "HR: people, searched": PEOPLE,
    "HR: people without positions": PEOPLE,
    "HR: possible doubles": PEOPLE,
    "load of people across projects": PEOPLE,
    "load of people, last page": PEOPLE,
    "administrator: administration of accounts": ACCOUNTS,
    "administrator: roles of accounts": ACCOUNTS,
    "administrator: roles of accounts, searched": ACCOUNTS,
    "administrator: security log": {"roles_securityevent"},
    "administrator: security log, searched": {"roles_securityevent", *ACCOUNTS},
    "send_notices": {"phases_project", "roles_acceptancerequest", "roles_posting"},
    "verify_history of a project": ACCOUNTS,
}


def whole_tables() -> dict[str, set[str]]:
    """By action, the tables that it reads from end to end."""
    found: dict[str, set[str]] = {}
    for name, act in actions().items():
        with CaptureQueriesContext(connection) as captured:
            act()
        sent = {query["sql"] for query in captured.captured_queries if query["sql"].startswith(EXPLAINED)}
        if tables := set().union(*(read_whole(sql) for sql in sent)):
            found[name] = tables
    return found


@pytest.mark.django_db
def test_statements_read_no_table_that_grows_from_end_to_end() -> None:
    make_world(12)
    avoid_reading_all()
    found = whole_tables()
    assert {
        name: tables - KNOWN.get(name, set()) for name, tables in found.items() if tables - KNOWN.get(name, set())
    } == {}
