"""No page, no change and no work in the background reads a table that grows from end to end.

The statements are those that are really sent; on PostgreSQL and on SQLite.
"""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roles.models import AccountName, Person
from tests.growth.actions import actions
from tests.growth.plans import avoid_reading_all, read_whole
from tests.growth.worlds import make_world

EXPLAINED = ("SELECT", "(SELECT", "UPDATE", "DELETE")
PEOPLE, ACCOUNTS = {"roles_person"}, {"roles_accountname"}
# SQLite counts and searches parts of words in an index, from end to end; it is for some hundred projects.
KNOWN_IN_SQLITE: dict[str, set[str]] = {
    "HR: people": PEOPLE,
    "HR: people, everybody": PEOPLE,
    "HR: people, last page": PEOPLE,
    "HR: people, searched": PEOPLE,
    "HR: possible doubles": PEOPLE,
    "load of people across projects": PEOPLE,
    "load of people, last page": PEOPLE,
    "administrator: administration of accounts": {"auth_user"},
    "administrator: roles of accounts": ACCOUNTS,
    "administrator: roles of accounts, searched": ACCOUNTS,
    "administrator: security log": {"roles_securityevent"},
    "administrator: security log, searched": {"phases_project"},
    "send_notices": {"phases_project", "roles_acceptancerequest", "roles_posting"},
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
    assert not Person.objects.filter(searched="").exists()  # or what searches it is measured in vain
    assert AccountName.objects.exclude(searched="").count() == User.objects.count()
    avoid_reading_all()
    found, known = whole_tables(), KNOWN_IN_SQLITE if connection.vendor == "sqlite" else {}
    unknown = {name: tables - known.get(name, set()) for name, tables in found.items()}
    assert {name: tables for name, tables in unknown.items() if tables} == {}
    assert set(known) <= set(found)  # what is mended is known no more
