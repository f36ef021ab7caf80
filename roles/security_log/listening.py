"""Where the security log hears of what happens: the signals of Django, of allauth and of the journal."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import Signal

from aispec.web.account.domain import reader
from aispec.web.account.sessions import sessions_ended
from phases.enums import ChangeKind
from phases.projects.journal import Journal, project_changed
from roles.enums import SecurityKind
from roles.models import LoginChange
from roles.people.domain.account_roles import AccountRole
from roles.people.domain.holders import HR
from roles.security_log.domain import note

_OF_ACCOUNTS: Mapping[Signal, SecurityKind] = {
    user_logged_in: SecurityKind.SIGNED_IN,
    user_logged_out: SecurityKind.SIGNED_OUT,
    sessions_ended: SecurityKind.SESSIONS_ENDED,
    account.user_signed_up: SecurityKind.SIGNED_UP,
    account.password_changed: SecurityKind.PASSWORD_CHANGED,
    account.password_reset: SecurityKind.PASSWORD_CHANGED,
    account.password_set: SecurityKind.PASSWORD_CHANGED,
    account.email_added: SecurityKind.ADDRESS_CHANGED,
    account.email_changed: SecurityKind.ADDRESS_CHANGED,
    account.email_confirmed: SecurityKind.ADDRESS_CHANGED,
    account.email_removed: SecurityKind.ADDRESS_CHANGED,
    social.social_account_added: SecurityKind.PROVIDER_CHANGED,
    social.social_account_removed: SecurityKind.PROVIDER_CHANGED,
    mfa.authenticator_added: SecurityKind.FACTOR_ADDED,
    mfa.authenticator_reset: SecurityKind.FACTOR_ADDED,
    mfa.authenticator_removed: SecurityKind.FACTOR_REMOVED,
    mfa.authenticator_used: SecurityKind.FACTOR_USED,
    mfa.authentication_failed: SecurityKind.FACTOR_FAILED,
}
_OF_JOURNALS: Mapping[str, tuple[SecurityKind, str]] = {
    ChangeKind.MEMBER_ADDED: (SecurityKind.ACCESS_GIVEN, ""),
    ChangeKind.MEMBER_JOINED: (SecurityKind.ACCESS_GIVEN, ""),
    ChangeKind.MEMBER_EDITED: (SecurityKind.ACCESS_GIVEN, ""),
    ChangeKind.MEMBER_REMOVED: (SecurityKind.ACCESS_TAKEN, ""),
    ChangeKind.MEMBER_INVITED: (SecurityKind.LINK_MADE, "invitation"),
    ChangeKind.MEMBER_UNINVITED: (SecurityKind.LINK_REVOKED, "invitation"),
    ChangeKind.LINK_MADE: (SecurityKind.LINK_MADE, "share"),
    ChangeKind.LINK_REVOKED: (SecurityKind.LINK_REVOKED, "share"),
    ChangeKind.PERSONAL_LINK_MADE: (SecurityKind.LINK_MADE, "personal"),
    ChangeKind.PERSONAL_LINK_REVOKED: (SecurityKind.LINK_REVOKED, "personal"),
}


def connect() -> None:
    """Listen, once."""
    for number, (signal, kind) in enumerate(_OF_ACCOUNTS.items()):
        signal.connect(partial(_of_account, kind), weak=False, dispatch_uid=f"security-{number}")
    user_login_failed.connect(_refused, dispatch_uid="security-refused")
    project_changed.connect(_journaled, dispatch_uid="security-journal")
    m2m_changed.connect(_groups_changed, User.groups.through, dispatch_uid="security-groups")
    m2m_changed.connect(_rights_changed, Group.permissions.through, dispatch_uid="security-rights")
    post_delete.connect(_rights_changed, Group, dispatch_uid="security-group")
    pre_save.connect(_saved, User, dispatch_uid="security-user")
    post_delete.connect(_deleted, User, dispatch_uid="security-deleted")
    post_save.connect(_administered, LogEntry, dispatch_uid="security-administered")
    post_save.connect(_login_changed, LoginChange, dispatch_uid="security-login")


def _of_account(kind: SecurityKind, **signal: Any) -> None:
    """An event of an account, which most signals name and some name by what is its own."""
    own = (signal.get(name) for name in ("email_address", "sociallogin", "socialaccount"))
    user = signal.get("user") or next((each.user for each in own if each is not None), None)
    factor = signal.get("authenticator")
    note(kind, user, factor.type if factor else "")


def _refused(credentials: Mapping[str, Any], **_signal: Any) -> None:
    """Whose account it was tried with, if it is anybody's: what else was typed is not kept."""
    said = str(credentials.get("email") or credentials.get("username") or "")
    note(SecurityKind.SIGN_IN_FAILED, None, account=User.objects.filter(email__iexact=said).first() if said else None)


def _journaled(journal: Journal, **_signal: Any) -> None:
    """What the journal of a project says of accesses and links."""
    for line in journal.lines:
        if line.kind in _OF_JOURNALS:
            kind, detail = _OF_JOURNALS[line.kind]
            member = User.objects.filter(pk=(line.data or {}).get("user") or 0).first()
            note(kind, line.by, detail or line.new, account=member, project_id=line.project_id)


def _groups_changed(instance: Any, action: str, pk_set: set[int] | None, reverse: bool, **_signal: Any) -> None:
    """Who became an HR manager or is one no more, by whatever way."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    kind = SecurityKind.ROLE_GIVEN if action == "post_add" else SecurityKind.ROLE_TAKEN
    others = instance.user_set if reverse else instance.groups
    changed = others.all() if pk_set is None else others.model.objects.filter(pk__in=pk_set)
    users, groups = (changed, [instance]) if reverse else ([instance], changed.order_by("name"))
    for group in groups:
        for user in users:
            note(kind, reader(), _called(group), account=user)


def _rights_changed(instance: Any, action: str = "post_delete", **_signal: Any) -> None:
    """A group may do more or less than before, or is gone with what it might."""
    if action in ("post_add", "post_remove", "post_clear", "post_delete") and isinstance(instance, Group):
        note(SecurityKind.RIGHTS_CHANGED, reader(), _called(instance))


def _called(group: Group) -> str:
    """What the log says of a group: the role that the product knows it by, or its name."""
    return AccountRole.HR if group.name == HR else group.name


# What an account is or is not: the event of its end, that of its beginning, and about what.
_FLAGS: Mapping[str, tuple[SecurityKind, SecurityKind, str]] = {
    "is_superuser": (SecurityKind.ROLE_TAKEN, SecurityKind.ROLE_GIVEN, AccountRole.ADMINISTRATOR.value),
    "is_active": (SecurityKind.ACCOUNT_CLOSED, SecurityKind.ACCOUNT_OPENED, ""),
}


def _saved(instance: User, update_fields: frozenset[str] | None = None, raw: bool = False, **_signal: Any) -> None:
    """Who became an administrator or is one no more, and whose account opens nothing any more, by whatever way."""
    flags = [name for name in _FLAGS if update_fields is None or name in update_fields]
    was = User.objects.filter(pk=instance.pk).values(*flags).first() if flags and instance.pk and not raw else None
    for name, before in (was or {}).items():
        ended, begun, detail = _FLAGS[name]
        if before != getattr(instance, name):
            note(ended if before else begun, reader(), detail, account=instance)


def _deleted(instance: User, **_signal: Any) -> None:
    """An account is gone, with its name: the log keeps its number."""
    by = reader()
    note(SecurityKind.ACCOUNT_DELETED, None if by == instance else by, str(instance.pk))


def _administered(instance: LogEntry, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Something was changed in the administration: of which kind it is."""
    if created and not raw and instance.content_type:
        note(SecurityKind.ADMINISTERED, instance.user, ".".join(instance.content_type.natural_key()))


def _login_changed(instance: LoginChange, **_signal: Any) -> None:
    """Another account answers for somebody of the directory, or none any more."""
    users = User.objects.in_bulk({pk for pk in (instance.by, instance.account) if pk})
    by, login = users.get(instance.by or 0), users.get(instance.account or 0)
    note(SecurityKind.LOGIN_CHANGED, by, instance.kind, account=login)
