"""A project keeps an owner whoever writes to the database, by SQL too, and whoever leaves at the same time.

Both engines look when a transaction ends, so that a project may go with all its accesses. SQLite can defer nothing but
foreign keys: a project that has lost its last owner is noted in a table, by a row that refers to nothing, until it has
another. The triggers go before migrations and come back after them: SQLite renames no table that a trigger names.
"""

from typing import Any

from django.db import connections

from phases.enums import Role
from phases.models import Membership, Project

_ACCESS, _PROJECT = Membership._meta.db_table, Project._meta.db_table
_ALONE = "phases_without_owner"  # SQLite's table
_OWNERS = f"SELECT 1 FROM {_ACCESS} WHERE role = {Role.OWNER:d} AND project_id = OLD.project_id"  # noqa: S608
_LOST = f"OLD.role = {Role.OWNER:d} AND NOT EXISTS ({_OWNERS})"
_LOST += f" AND EXISTS (SELECT 1 FROM {_PROJECT} WHERE id = OLD.project_id)"  # noqa: S608
_NOTE = f"INSERT OR IGNORE INTO {_ALONE} VALUES (OLD.project_id, -1)"  # noqa: S608
_FORGET = f"DELETE FROM {_ALONE} WHERE project_id ="  # noqa: S608
_GIVEN = f"NEW.role = {Role.OWNER:d}"

_TABLE = f"""
CREATE TABLE IF NOT EXISTS {_ALONE} (
    project_id bigint NOT NULL PRIMARY KEY,
    owner_id bigint NOT NULL REFERENCES {_ALONE} (project_id) DEFERRABLE INITIALLY DEFERRED
)
"""
_TRIGGERS = {  # of SQLite, by name
    "deleted": f"AFTER DELETE ON {_ACCESS} WHEN {_LOST} BEGIN {_NOTE}; END",
    "changed": f"AFTER UPDATE ON {_ACCESS} WHEN {_LOST} BEGIN {_NOTE}; END",
    "given": f"AFTER INSERT ON {_ACCESS} WHEN {_GIVEN} BEGIN {_FORGET} NEW.project_id; END",
    "raised": f"AFTER UPDATE ON {_ACCESS} WHEN {_GIVEN} BEGIN {_FORGET} NEW.project_id; END",
    "gone": f"AFTER DELETE ON {_PROJECT} BEGIN {_FORGET} OLD.id; END",
}

# The row of the project is locked, so that two who leave at once see each other.
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {_ALONE}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM {_PROJECT} WHERE id = OLD.project_id FOR UPDATE;
    IF FOUND AND NOT EXISTS ({_OWNERS}) THEN
        RAISE EXCEPTION 'project % keeps an owner', OLD.project_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS {_ALONE} ON {_ACCESS};
CREATE CONSTRAINT TRIGGER {_ALONE} AFTER UPDATE OR DELETE ON {_ACCESS} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.role = {Role.OWNER:d}) EXECUTE FUNCTION {_ALONE}();
"""


def let_go(using: str, **_signal: Any) -> None:
    """Drop the triggers, for migrations."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_ALONE}_{name}")
        else:
            cursor.execute(f"DROP FUNCTION IF EXISTS {_ALONE} CASCADE")


def keep_last_owner(using: str, **_signal: Any) -> None:
    """Make the triggers, where there are accesses to keep."""
    connection = connections[using]
    if _ACCESS not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_TABLE)
            for name, what in _TRIGGERS.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {_ALONE}_{name} {what}")
        else:
            cursor.execute(_POSTGRESQL)
