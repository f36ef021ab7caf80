"""Where PostgreSQL does not allow an extension, a migration goes on and says it."""

from types import SimpleNamespace

import pytest
from django.db import ProgrammingError

from aispec.db.parts_of_words import EXTENSION, index_parts_of_words


@pytest.mark.django_db
def test_index_that_is_refused_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(_sql: str) -> None:
        raise ProgrammingError("permission denied to create extension\nHINT: ask")

    editor = SimpleNamespace(connection=SimpleNamespace(vendor="postgresql", alias="default"), execute=refuse)
    index_parts_of_words("person_searched", "roles_person", "searched")(None, editor)
    said = capsys.readouterr().err
    assert "roles_person has no index of parts of words" in said
    assert "permission denied to create extension\n" in said
    assert f"{EXTENSION}; CREATE INDEX IF NOT EXISTS person_searched ON roles_person" in said
