"""Who is an HR manager or an administrator: given and taken by those who are.

Each change is noted in the log of the administration, which is Django's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from aispec.web.words.folding import fold
from aispec.web.words.sorting import alphabetical
from phases.access.members import name_of
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
    """Active accounts whose name and address have all words of the query, those with a role first (one query)."""
    hr = User.groups.through.objects.filter(user_id=OuterRef("pk"), group__name=HR)
    rows = User.objects.filter(is_active=True).annotate(hr=Exists(hr))
    found = [
        Account(pk, f"{first} {last}".strip(), email, administrator, is_hr)
        for pk, first, last, email, administrator, is_hr in rows.values_list(
            "pk", "first_name", "last_name", "email", "is_superuser", "hr"
        )
    ]
    words = fold(query).split()
    found = [one for one in found if all(word in fold(f"{one.name} {one.email}") for word in words)]
    return sorted(found, key=lambda one: (not one.administrator, not one.hr, alphabetical(one.name or one.email)))


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
