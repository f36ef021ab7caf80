"""Columns that follow from others of their row, kept so that the database can sort and search by them.

They are made anew whenever a row is saved whole or created in bulk; who updates in bulk calls `derive`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models


class _Derived(models.Field[Any, Any]):
    """`of` makes the value from the instance; migrations know nothing of it."""

    empty: Any

    def __init__(self, *args: Any, of: Callable[[Any], Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": self.empty, **kwargs, "editable": False})
        self.of = of

    def deconstruct(self) -> Any:
        """As a plain field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"{__name__}.{type(self).__name__}", args, kwargs

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        """The value of now."""
        if self.of:
            setattr(instance, self.attname, self.of(instance))
        return super().pre_save(instance, add)


class DerivedText(_Derived, models.TextField[Any, Any]):
    """A text that follows from its row."""

    empty = ""


class DerivedBytes(_Derived, models.BinaryField[Any, Any]):
    """Bytes that follow from their row."""

    empty = b""


def derive(rows: Iterable[models.Model]) -> list[str]:
    """Make these columns anew; their names, for an update in bulk."""
    names: list[str] = []
    for row in rows:
        derived = [field for field in row._meta.concrete_fields if isinstance(field, _Derived)]
        for field in derived:
            field.pre_save(row, add=False)
        names = [field.attname for field in derived]
    return names
