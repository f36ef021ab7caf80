"""Two web servers and two workers around one database and one cache: whoever is killed, nothing is lost or doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.arrangement.arrangement import Arrangement
from tests.arrangement.databases import this_database
from tests.conftest import Team

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
LEAN = ("--workers", "1")


@pytest.fixture
def running(transactional_db: None, tmp_path: Path) -> Iterator[Arrangement]:
    arrangement = Arrangement(tmp_path, this_database(), webs=2, workers=2, cached=True, gunicorn=LEAN)
    with arrangement:
        yield arrangement


def test_page_is_answered(running: Arrangement, team: Team) -> None:
    owner = running.visitor(team.users["owner"])
    for number in range(2):
        owner.base = running.url(number)
        assert owner.get(f"/fr/projects/{team.project.pk}/").status_code == 200
    running.webs[1].kill()
    running.webs[1].start()
    assert owner.get(f"/fr/projects/{team.project.pk}/").status_code == 200
