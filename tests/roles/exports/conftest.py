"""Documents that are made in no time."""

import pytest


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of no content, for tests that look at what becomes of them."""
    monkeypatch.setattr("roles.exports.documents.export.Export.make", lambda export: export.file_name.encode())
