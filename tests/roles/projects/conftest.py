"""Somebody who is signed in and belongs to no project."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import (
    UserFactory,
)


@pytest.fixture
def user(db: None) -> User:
    return UserFactory.create()


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
