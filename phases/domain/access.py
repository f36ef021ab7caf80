"""Who may reach a project: the one place that loads and authorises."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from phases.enums import Role
from phases.models import Membership


def membership_for(user: AbstractBaseUser | AnonymousUser, project_id: int, at_least: Role) -> Membership:
    """The user's membership, with its project and framework loaded (one query).

    Raises Http404 for an outsider, the same as for a project that does not exist, and PermissionDenied
    for a member whose role is too small.
    """
    membership = (
        Membership.objects.select_related("project__framework")
        .filter(project_id=project_id, user_id=user.pk or 0)
        .first()
    )
    if membership is None:
        raise Http404
    if membership.role < at_least:
        raise PermissionDenied
    return membership
