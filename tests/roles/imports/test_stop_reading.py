"""A reading that somebody stops from the page that waits for it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from roles.formats.reading.stopping import is_stopped, stoppable
from tests.conftest import READERS, Team


@pytest.mark.parametrize(("reader", "status"), list(zip(READERS, (204, 204, 204, 204, 302), strict=True)))
def test_anybody_signed_in_stops_the_reading_that_they_can_name(team: Team, reader: str, status: int) -> None:
    mine, path = uuid4(), "stop-reading"
    client = team.client(reader)
    assert client.get(reverse(path, args=[mine])).status_code == 405
    assert client.post(reverse(path, args=[mine])).status_code == status
    with stoppable(mine):
        assert is_stopped() is (status == 204)
    with stoppable(uuid4()):
        assert not is_stopped()


def test_form_that_was_refused_names_the_next_reading_anew(team: Team) -> None:
    client, path = team.client("owner"), reverse("project-sheet")
    first = client.get(path).context["form"].new_reading
    again = client.post(path, {"reading": first})
    assert str(first) not in again.content.decode()
    assert f'value="{again.context["form"].new_reading}"' in again.content.decode()
