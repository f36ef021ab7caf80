"""Who is invited, and by what."""

from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from phases.access.invitations import invite, token_of
from phases.enums import Role
from phases.models import Invitation, Membership
from tests.conftest import Team

EMAIL = "zoe@example.org"


def invited(team: Team, role: Role = Role.EDITOR, **values: Any) -> Invitation:
    invitation = invite(team.project.pk, team.users["owner"], EMAIL, role, "fr")
    Invitation.objects.filter(pk=invitation.pk).update(**values)
    return Invitation.objects.get(pk=invitation.pk)


def address(invitation: Invitation) -> str:
    return reverse("invitation", args=[token_of(invitation)])


def role_of(user: User) -> int | None:
    return Membership.objects.filter(user=user).values_list("role", flat=True).first()
