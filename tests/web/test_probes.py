"""What an operator asks a process."""

from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.test import Client


def test_healthz_needs_no_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_reaches_the_database(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready")


@pytest.mark.django_db
def test_readyz_without_database_is_503(client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=DatabaseError):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database unreachable")
