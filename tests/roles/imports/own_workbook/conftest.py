"""A project whose workbook goes out and comes back."""

import pytest

from tests.conftest import Team
from tests.roles.imports.own_workbook.file import File


@pytest.fixture
def file(team: Team) -> File:
    """Row 8, 9, 10 are the duties of the first phase; columns E and F the positions."""
    return File(team)
