"""A disk that takes no changes: what reads is answered, what writes is asked to come again."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from unittest.mock import patch

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from aispec.settings import cache_of
from aispec.web.account.activity import ACTIVE_AT
from roles.formats.cache import kept
from tests.hostile.asker import Asker
from tests.hostile.bodies import bodies
from tests.hostile.routes import is_own, routes
from tests.hostile.world import World

pytestmark = pytest.mark.django_db


@contextmanager
def read_only() -> Iterator[None]:
    """The database as on a disk that was mounted read-only, and no transaction around a request, as in life."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        with patch("django.db.transaction.mark_for_rollback_on_error", lambda using=None: nullcontext()):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.once  # PostgreSQL goes on after no error in a test
def test_reading_goes_on_where_nothing_can_be_written(world: World) -> None:
    asker = Asker(world)
    session = asker.clients["owner"].session
    session[ACTIVE_AT] = 0  # so that a page would note that its reader is there
    session.save()
    failed = []
    with read_only():
        for route in filter(is_own, routes()):
            for reader in ("owner", "anonymous"):
                response = asker.ask(reader, "GET", route.sent_to(world))
                if response.status_code >= 500 and route.name != "readyz":
                    failed.append((reader, route.name))
        path = f"/fr/projects/{world.project.pk}/changes/?since={world.project.version}"
        assert asker.ask("viewer", "GET", path).status_code in (200, 204)
    assert not failed


@pytest.mark.once  # PostgreSQL goes on after no error in a test
def test_writing_is_asked_to_come_again_where_nothing_can_be_written(world: World) -> None:
    """Nothing is said to be done; what is refused for another reason is refused."""
    asker = Asker(world)
    paths = {route.name: route.sent_to(world) for route in reversed(routes())}
    with read_only():
        answers = {name: asker.ask("owner", "POST", paths[name], name) for name in bodies(world)}
    for name, response in answers.items():
        assert response.status_code < 500 or (response.status_code, response["Retry-After"]) == (503, "30"), name
    away = {name for name, response in answers.items() if response.status_code == 503}
    assert {"cells", "comment", "member-new", "settings-save", "project-delete", "baseline-new"} <= away


def test_document_that_cannot_be_kept_is_made() -> None:
    for failing in ("_folder", "_write", "_prune"):
        with patch(f"roles.formats.cache.{failing}", side_effect=OSError("No space left on device")):
            assert kept("no-such-document.pdf", lambda: b"%PDF") == b"%PDF"


def test_cache_that_is_away_keeps_nobody_from_their_work(world: World, settings: Settings) -> None:
    """What is counted, such as attempts to sign in and invitations, cannot be then; all else goes on."""
    settings.CACHES = {"default": cache_of("redis://127.0.0.1:1/0")}
    asker = Asker(world)
    failed = set()
    for route in (route for route in routes() if is_own(route) or route.name == "account_login"):
        for reader, method in (("owner", "GET"), ("owner", "POST"), ("anonymous", "POST")):
            response = asker.ask(reader, method, route.sent_to(world), route.name)
            if response.status_code >= 500:
                failed.add(route.name)
                assert (response.status_code, response["Retry-After"]) == (503, "30"), route.name
    assert failed == {"account_login", "acceptance-ask", "invitation-again", "member-new", "stop-reading"}
