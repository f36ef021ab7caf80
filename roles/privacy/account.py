"""The account of whoever is erased: it goes with them, where no rule of the site stands against it."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q

from phases.access.members import is_only_owner, remove_member
from phases.models import Membership
from roles.models import SecurityEvent


def may_go(account: User, by: User | None) -> bool:
    """Whether somebody may erase an account: administrators may, but for one that must stay."""
    return bool(by and by.is_superuser) and not must_stay(account)


def must_stay(account: User) -> bool:
    """Whether an account is an administrator's, or the only owner of a project: that is changed first."""
    return account.is_superuser or is_only_owner(account)


def withdraw(account: User, by: User | None) -> None:
    """Take its accesses, which the journals of the projects tell. Raises LastOwner."""
    for membership in Membership.objects.filter(user=account):
        remove_member(membership.project_id, by, membership.pk)


def delete(account: User) -> None:
    """Delete the account with its settings, notices, factors and files, and end its sessions."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in UserSession.objects.filter(user=account).values_list("session_key", flat=True):
        store(key).delete()
    SecurityEvent.objects.filter(Q(by=account) | Q(account=account)).update(network="")
    account.delete()
