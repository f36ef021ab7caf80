"""Attempts are counted where all processes see them, whatever cache is named."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from pytest_django.fixtures import Settings

from aispec.settings import cache_of
from tests.arrangement import services
from tests.conftest import cannot_run
from tests.factories import UserFactory


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a server of its own."""
    if not services.can_cache():
        cannot_run("Neither Valkey nor Redis is installed.")
    server = services.cache(tmp_path)
    server.start()
    yield server.port
    server.stop()


def answers() -> list[str]:
    """What signing in with a wrong password says, time after time; each writes the name of the site another way."""
    UserFactory.create(username="zoe", email="zoe@example.org")
    form = {"login": "zoe@example.org", "password": "non"}
    hosts = [f"testserver:{port}" for port in range(8000, 8007)]
    return [Client().post("/en/accounts/login/", form, headers={"host": host}).content.decode() for host in hosts]


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["redis", "valkey"])
def test_documented_cache_counts_attempts(settings: Settings, port: int, scheme: str) -> None:
    settings.CACHES = {"default": cache_of(f"{scheme}://127.0.0.1:{port}/0")}
    cache.set("who", "é")
    assert caches["default"].get("who") == "é"
    said = ["Too many" in answer for answer in answers()]
    assert (said[0], said[-1]) == (False, True)


@pytest.mark.parametrize("scheme", ["redis", "valkey"])
def test_cache_is_named_by_a_socket_whatever_it_is_called(scheme: str) -> None:
    assert cache_of(f"{scheme}:///run/valkey/valkey.sock")["LOCATION"] == "unix:///run/valkey/valkey.sock"


@pytest.mark.django_db(transaction=True)
def test_count_without_any_cache_is_in_the_database() -> None:
    """Another thread has another connection, as another process has."""
    assert isinstance(caches["default"], DatabaseCache)
    cache.set("tries", 3)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_read).result() == 3


def _read() -> object:
    from django.db import connections  # noqa: PLC0415

    found = caches["default"].get("tries")
    connections.close_all()
    return found
