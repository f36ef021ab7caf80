"""Who may see and change a project; a project always keeps an owner."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from phases.enums import ChangeKind, Role
from phases.models import OPEN_INVITATION, Invitation, Membership
from phases.projects.journal import Journal, project_change


class LastOwner(Exception):
    """The change would leave the project without an owner."""


class AlreadyMember(Exception):
    """This account has access to the project already."""


def name_of(user: User) -> str:
    """The name people know somebody by, the e-mail when there is none."""
    return user.get_full_name() or user.email


def editors_of(projects: Iterable[int]) -> dict[int, list[int]]:
    """By project, the accounts that may change it (one query)."""
    found: dict[int, list[int]] = {}
    rows = Membership.objects.filter(project__in=list(projects), role__gte=Role.EDITOR, user__is_active=True)
    for project, user in rows.values_list("project_id", "user_id"):
        found.setdefault(project, []).append(user)
    return found


def account_with(email: str) -> User | None:
    """The active account that signs in with this e-mail; where mail confirms addresses, it must be confirmed.

    Otherwise somebody could sign up with a colleague's address, be given the access meant for that colleague, and
    wait for the confirmation.
    """
    accounts = User.objects.filter(email__iexact=email.strip(), is_active=True)
    if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory":
        confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), email__iexact=email.strip(), verified=True)
        accounts = accounts.filter(Exists(confirmed))
    return accounts.order_by("pk").first()


def add_member(project_id: int, by: User, user: User, role: Role) -> None:
    """Give an account access to a project; an open invitation of theirs has come to its end. Raises AlreadyMember."""
    with project_change(project_id, by) as journal:
        _, created = Membership.objects.get_or_create(project_id=project_id, user=user, defaults={"role": role})
        if not created:
            raise AlreadyMember
        _close_invitation(journal, user)
        journal.add(ChangeKind.MEMBER_ADDED, name_of(user), new=role.name.lower(), data={"user": user.pk})


def _close_invitation(journal: Journal, user: User) -> None:
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    offered = Invitation.objects.filter(OPEN_INVITATION, project_id=journal.project_id)
    for invitation in offered.filter(email__in=[user.email.lower(), *confirmed]):
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
        note_ended(journal, invitation)


def note_ended(journal: Journal, invitation: Invitation) -> None:
    """Note that an invitation opens nothing any more, inside the change that this journal is of."""
    data = {"invitation": invitation.pk}
    journal.add(ChangeKind.MEMBER_UNINVITED, "", old=Role(invitation.role).name.lower(), data=data)


def set_role(project_id: int, by: User, membership_id: int, role: Role) -> None:
    """Change a member's role. Raises LastOwner and Membership.DoesNotExist."""
    with project_change(project_id, by) as journal:
        membership = _member(project_id, membership_id)
        old = Role(membership.role)
        if old == role:
            return
        if old == Role.OWNER:
            _keep_an_owner(membership)
        Membership.objects.filter(pk=membership.pk).update(role=role)
        journal.add(
            ChangeKind.MEMBER_EDITED,
            name_of(membership.user),
            old.name.lower(),
            role.name.lower(),
            data={"user": membership.user_id},
        )


def remove_member(project_id: int, by: User | None, membership_id: int) -> None:
    """Withdraw a member's access. Raises LastOwner and Membership.DoesNotExist."""
    with project_change(project_id, by) as journal:
        membership = _member(project_id, membership_id)
        if membership.role == Role.OWNER:
            _keep_an_owner(membership)
        role = Role(membership.role).name.lower()
        journal.add(ChangeKind.MEMBER_REMOVED, name_of(membership.user), old=role, data={"user": membership.user_id})
        membership.delete()


def _member(project_id: int, membership_id: int) -> Membership:
    return Membership.objects.select_related("user").get(pk=membership_id, project_id=project_id)


def is_owner(project_id: int, user_id: int | None) -> bool:
    """Whether this user is an owner of the project now."""
    return Membership.objects.filter(project_id=project_id, user_id=user_id or 0, role=Role.OWNER).exists()


def is_only_owner(user: User) -> bool:
    """Whether some project has no other owner than this user."""
    others = _active_owners().filter(project=OuterRef("project")).exclude(user=user)
    return Membership.objects.filter(~Exists(others), user=user, role=Role.OWNER).exists()


def _keep_an_owner(leaving: Membership) -> None:
    """Counted inside the change, which holds the project's row: two owners cannot leave at once."""
    if not _active_owners().filter(project_id=leaving.project_id).exclude(pk=leaving.pk).exists():
        raise LastOwner


def _active_owners() -> QuerySet[Membership]:
    """The owners who count: an account that is deactivated opens nothing."""
    return Membership.objects.filter(role=Role.OWNER, user__is_active=True)
