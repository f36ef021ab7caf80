"""What accounts are called, as lists sort and search them: it follows whenever an account is saved."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.signals import post_save

from aispec.web.words.folding import fold
from roles.models import AccountName

BY_NAME = ("sorted_by", "pk")
_SAID = {"first_name", "last_name", "email"}


def connect() -> None:
    """Listen to accounts."""
    post_save.connect(_saved, User, dispatch_uid="account-names")


def called(query: str) -> QuerySet[AccountName]:
    """The accounts in whose name and address every word stands."""
    found = AccountName.objects.all()
    for word in fold(query).split():
        found = found.filter(searched__contains=word)
    return found


def _saved(instance: User, update_fields: frozenset[str] | None = None, **_signal: Any) -> None:
    if update_fields is None or _SAID & update_fields:
        AccountName(user=instance).save()
