"""Whatever stands in a column is proven by a journal, or docs/operations.md names it as not proven: no third way."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone

from tests.roles.history.proof.full_life import FullLife

pytestmark = [pytest.mark.django_db, pytest.mark.once]
Column = tuple[str, str]
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)
# An invitation that is gone invites nobody; of a project that is gone with all that was its own, a seal tells.
MAY_VANISH = {"phases_invitation", "phases_project"}


def tables() -> list[type[models.Model]]:
    """Those of projects, frameworks, postings and accesses: all that the two rooms have."""
    labels = ("phases", "roles")
    return [model for label in labels for model in apps.get_app_config(label).get_models(include_auto_created=True)]


def of(model: type[models.Model]) -> list[Any]:
    """The columns of a table."""
    return [*model._meta.concrete_fields]


def unproven() -> set[Column]:
    """The columns that the documentation names; `*` stands for all of a table."""
    text = (Path(settings.BASE_DIR) / "docs" / "operations.md").read_text()
    named = {table: re.findall(r"`([\w*]+)`", columns) for table, columns in ROW.findall(text)}
    of_table = {model._meta.db_table: [field.column for field in of(model)] for model in tables()}
    return {
        (table, column)
        for table in named.keys() & of_table.keys()
        for name in named[table]
        for column in (of_table[table] if name == "*" else [name])
    }


def others(field: Any, value: Any) -> Iterator[Any]:
    """Values that a column could have instead, the likeliest to be taken first."""
    if field.is_relation or field.primary_key:
        rows = (field.related_model or field.model)._base_manager.exclude(pk=value).order_by("-pk")
        yield from [*rows.values_list("pk", flat=True)[:3], *([None] if value and field.null else []), 990_001]
    elif field.choices:
        yield from (choice for choice, _label in field.choices if choice != value)
    elif isinstance(field, models.JSONField):
        yield from _other_json(value)
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.BinaryField):
        yield b"other"
    elif isinstance(field, models.DateField):
        now = timezone.now() if isinstance(field, models.DateTimeField) else timezone.localdate()
        yield (value or now) + timedelta(days=2)
    elif isinstance(field, models.IntegerField | models.DecimalField):
        yield (value or 0) + 1
    else:
        yield f"{value or ''}"[: (field.max_length or 99) - 1] + "x"


def _other_json(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from ({**value, name: "x"} for name in value)
    yield [*value, "x"] if isinstance(value, list) else {"x": "x"}


class Back(Exception):
    """What was done is taken back."""


def noticed(life: FullLife, rows: models.QuerySet[Any], **values: Any) -> bool | None:
    """Whether a change, or without values a deletion, is noticed or refused by the database."""
    try:
        with transaction.atomic():
            if values:
                rows.update(**values)
            else:
                rows._raw_delete(using="default")
            raise Back(any(life.faults))
    except Back as back:
        return bool(back.args[0])
    except DatabaseError:
        return None


def is_noticed(life: FullLife, model: type[models.Model], field: Any) -> bool:
    """Whether there is a row where another value in this column does not pass."""
    for row in model._base_manager.order_by("pk"):
        refused = True
        for value in others(field, getattr(row, field.attname)):
            found = noticed(life, models.QuerySet(model).filter(pk=row.pk), **{field.attname: value})
            if found:
                return True
            refused = refused and found is None
        if refused:
            return True
    return False


@pytest.fixture
def life(db: None) -> FullLife:
    return FullLife()


def test_every_column_is_proven_or_named_as_not_proven(life: FullLife) -> None:
    assert list(life.faults) == []
    of_docs = unproven()
    columns = {(model._meta.db_table, field.column): (model, field) for model in tables() for field in of(model)}
    assert of_docs <= columns.keys()
    missed = [at for at, column in columns.items() if at not in of_docs and not is_noticed(life, *column)]
    assert missed == []
    _rows_that_vanish(life, {table for table, _column in columns.keys() - of_docs} - MAY_VANISH)


def _rows_that_vanish(life: FullLife, proven: set[str]) -> None:
    for model in tables():
        if model._meta.db_table in proven:
            last: models.QuerySet[Any] = models.QuerySet(model).filter(pk=model._base_manager.latest("pk").pk)
            assert noticed(life, last) is not False, model


def test_column_that_is_named_as_not_proven_is_not(life: FullLife) -> None:
    """What is proven since leaves the list."""
    of_docs = unproven()
    for model in tables():
        for field in (field for field in of(model) if (model._meta.db_table, field.column) in of_docs):
            if field.is_relation or field.primary_key or field.unique:
                continue
            for row in model._base_manager.all():
                value = next(others(field, getattr(row, field.attname)), None)
                with suppress(IntegrityError), transaction.atomic():
                    models.QuerySet(model).filter(pk=row.pk).update(**{field.attname: value})
    assert list(life.faults) == []
