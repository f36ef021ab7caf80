"""Ada, with one duty or two, and with Bo beside her."""

import pytest

from tests.conftest import Team
from tests.roles.acceptance.crew import Crew
from tests.roles.acceptance.holder import Holder


@pytest.fixture
def ada(team: Team) -> Holder:
    return Holder(team)


@pytest.fixture
def two(ada: Holder) -> Holder:
    """Ada with two duties."""
    ada.set(2, ada.position, "C")
    return ada


@pytest.fixture
def crew(team: Team) -> Crew:
    return Crew(team)
