"""Who is an HR manager or an administrator: given and taken by those who are.

Each change is noted in the log of the administration, which is Django's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from aispec.db.listed import Listed
from phases.access.members import name_of
from roles.models import AccountName
from roles.people.domain.account_names import BY_NAME, called
from roles.people.domain.holders import HR, is_hr
from roles.people.domain.permissions import hr_group


class AccountRole(models.TextChoices):
    """What an account may do beyond its own projects."""

    HR = "hr", _("HR manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class LastAdministrator(Exception):
    """The change would leave nobody who can make administrators."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account in the list: its name, "" when it has none."""

    id: int
    name: str
    email: str
    administrator: bool
    hr: bool


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that was given or taken; `by` is None when the server's own command has given it."""

    at: datetime
    account: str
    role: AccountRole
    given: bool
    by: str | None


def gives_roles(user: User) -> bool:
    """Whether somebody sees who has a role, and may make HR managers."""
    return user.is_superuser or is_hr(user)


def may_give(user: User, role: AccountRole) -> bool:
    """Whether somebody may give and take this role: administrators are made by administrators only."""
    return user.is_superuser or (role == AccountRole.HR and is_hr(user))


def has_role(account: User, role: AccountRole) -> bool:
    """Whether an account has this role."""
    return account.is_superuser if role == AccountRole.ADMINISTRATOR else is_hr(account)


@transaction.atomic
def give_role(by: User, account: User, role: AccountRole) -> None:
    """Give an account a role; one that has it keeps it."""
    if has_role(account, role):
        return
    if role == AccountRole.ADMINISTRATOR:
        account.is_superuser = True
    else:
        account.groups.add(hr_group())
    _note(by, account, role, ADDITION)


@transaction.atomic
def take_role(by: User, account: User, role: AccountRole) -> None:
    """Take a role from an account. Raises LastAdministrator."""
    last = last_administrator(account)
    if not has_role(account, role):
        return
    if role == AccountRole.ADMINISTRATOR:
        if last:
            raise LastAdministrator
        account.is_superuser = False
    else:
        account.groups.remove(hr_group())
    _note(by, account, role, DELETION)


def last_administrator(account: User) -> bool:
    """Whether an account is the only active administrator's; inside a transaction, none changes until it ends."""
    return list(User.objects.select_for_update().filter(is_superuser=True, is_active=True)) == [account]


def _note(by: User, account: User, role: AccountRole, what: int) -> None:
    """Keep the change; both roles open the administration, each to what it may edit there."""
    account.is_staff = account.is_superuser or is_hr(account)
    account.save(update_fields=["is_superuser", "is_staff"])
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(account.pk),
        object_repr=name_of(account)[:200],
        action_flag=what,
        change_message=role.value,
    )


def accounts(query: str = "") -> Sequence[Account]:
    """Active accounts whose name and address have all words of the query: those with a role, then all by name.

    Only who has a role is read whole, and of the others a page (four queries).
    """
    administrators = User.objects.filter(is_superuser=True).order_by().values("pk")
    roles = administrators.union(_hr().values("user_id"))
    found = called(query).filter(user__is_active=True)
    first = sorted(_accounts(found.filter(pk__in=roles)), key=lambda one: (not one.administrator, not one.hr))
    others = found.exclude(pk__in=[one.id for one in first])

    def made(ids: list[int]) -> list[Account]:
        return _accounts(AccountName.objects.filter(pk__in=ids))

    return Listed(others.order_by(*BY_NAME).values_list("pk", flat=True), made, first)


def _accounts(names: QuerySet[AccountName]) -> list[Account]:
    rows = names.annotate(hr=Exists(_hr().filter(user_id=OuterRef("pk")))).order_by(*BY_NAME)
    of_user = ("first_name", "last_name", "email", "is_superuser")
    return [
        Account(pk, f"{first} {last}".strip(), email, administrator, hr)
        for pk, first, last, email, administrator, hr in rows.values_list(
            "pk", *(f"user__{name}" for name in of_user), "hr"
        )
    ]


def _hr() -> QuerySet[Any]:
    """Which accounts are HR managers'."""
    return User.groups.through.objects.filter(group__name=HR)


def last_changes(count: int) -> list[RoleChange]:
    """The roles that were last given and taken, the last one first (one query)."""
    kind = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(content_type=kind, change_message__in=AccountRole.values)
    return [_change(entry) for entry in entries.select_related("user").order_by("-action_time", "-pk")[:count]]


def _change(entry: LogEntry) -> RoleChange:
    by_itself = entry.object_id == str(entry.user_id)
    role, given = AccountRole(entry.change_message), entry.action_flag == ADDITION
    by_command = by_itself and given and role == AccountRole.ADMINISTRATOR
    return RoleChange(entry.action_time, entry.object_repr, role, given, None if by_command else name_of(entry.user))
