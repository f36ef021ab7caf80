"""Readers of every kind, and a project they do or do not belong to."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck
from hypothesis import settings as effort

from phases.enums import Role
from phases.models import Project
from tests.factories import MembershipFactory, UserFactory, small_project

# A busy machine makes slow examples, which says nothing of what is tested.
effort.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
effort.load_profile("any machine")

READERS = ("owner", "editor", "viewer", "outsider", "anonymous")


def cannot_run(reason: str) -> None:
    """Skip with the reason; fail with it where nothing may be skipped, as in continuous integration."""
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, or the others wait for it at the end.

    On another database than the usual one, run what may differ there: what touches a database, and is not of one alone.
    On the usual one, all but what is about a server of databases.
    """
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)
    belongs = _may_differ if os.environ.get("TEST_DATABASE_URL") else _needs_no_server
    config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
    items[:] = filter(belongs, items)


def _needs_no_server(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is None


def _may_differ(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    touches = item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(names)
    touches |= item.get_closest_marker("postgresql") is not None
    return touches and item.get_closest_marker("once") is None


@pytest.fixture(autouse=True, scope="session")
def documents_are_waited_for() -> None:
    """However busy the machine is: a test of one that is put off says so."""
    from roles.formats.pdf import large  # noqa: PLC0415

    large.PATIENCE = 120


@pytest.fixture(autouse=True)
def first_language() -> Iterator[None]:
    """French, as where nobody has chosen: a request leaves its language behind."""
    with override(settings.LANGUAGE_CODE):
        yield


@dataclass
class Team:
    """A project with one member a role; `client` gives a signed-in client of any reader in READERS."""

    project: Project
    users: dict[str, User]

    def user(self, reader: str) -> User | AnonymousUser:
        return self.users.get(reader, AnonymousUser())

    def client(self, reader: str) -> Client:
        client = Client()
        if reader in self.users:
            client.force_login(self.users[reader])
        return client


@pytest.fixture
def team(db: None) -> Team:
    return make_team()


def make_team() -> Team:
    """A project with one member a role, and an outsider."""
    project = small_project()
    users = {reader: UserFactory.create(username=reader) for reader in READERS if reader != "anonymous"}
    for role in Role:
        MembershipFactory.create(project=project, user=users[role.name.lower()], role=role)
    return Team(project, users)
