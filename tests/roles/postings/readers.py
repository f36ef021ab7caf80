"""HR managers and signed-in clients for the tests of postings."""

from django.contrib.auth.models import User
from django.test import Client

from roles.people.domain.permissions import hr_group
from tests.factories import UserFactory


def hr() -> User:
    """A new HR manager."""
    user: User = UserFactory.create()
    user.groups.add(hr_group())
    return user


def signed_in(user: User) -> Client:
    """A client of this user."""
    client = Client()
    client.force_login(user)
    return client
