"""Invitations as where mail confirms addresses, and none counted yet."""

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def no_invitations_counted(db: None) -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def production(settings: Settings) -> None:
    """As where mail confirms addresses."""
    settings.DEMO, settings.ACCOUNT_EMAIL_VERIFICATION = False, "mandatory"
