"""Invitations opened and accepted with an account, and by way of one."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from phases.access.invitations import InvitationClosed, NotInvited, accept
from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.models import Invitation, Membership, ProjectChange
from tests.conftest import Team
from tests.factories import PASSWORD, PersonFactory, account
from tests.phases.access.invitations.invited import EMAIL, address, invited, role_of


def test_account_of_the_address_accepts(team: Team) -> None:
    invitation, user, client = invited(team), account(), Client()
    client.force_login(user)
    assert client.get(address(invitation)).status_code == 200
    assert role_of(user) is None
    assert client.post(address(invitation))["Location"] == reverse("project", args=[team.project.pk])
    assert role_of(user) == Role.EDITOR
    line = ProjectChange.objects.get(kind=ChangeKind.MEMBER_JOINED)
    owner = team.users["owner"].get_full_name()
    told = (line.kind, line.label, line.old, line.new, line.by)
    assert told == ("member.joined", user.get_full_name(), owner, "editor", user)
    assert client.get(address(invitation))["Location"] == reverse("project", args=[team.project.pk])
    history = client.get(reverse("history", args=[team.project.pk])).content.decode()
    assert f"envoyée par {owner}" in history


def test_nobody_signed_in_makes_the_account(team: Team, client: Client, mailoutbox: list[EmailMessage]) -> None:
    invitation, person = invited(team), PersonFactory.create(name="Zoé Côté", email=EMAIL)
    assert client.get(address(invitation)).status_code == 200
    way = client.post(address(invitation))["Location"]
    assert way.startswith("/fr/accounts/signup/?next=")
    assert f'value="{EMAIL}"' in client.get(way).content.decode()
    response = client.post(way, {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("project", args=[team.project.pk])
    user = User.objects.get(email=EMAIL)
    assert (role_of(user), EmailAddress.objects.get(user=user).verified) == (Role.EDITOR, True)
    [told] = mailoutbox  # whose login they are; the link has confirmed the address
    assert "Zoé Côté" in told.body
    person.refresh_from_db()
    assert person.user == user


def test_nobody_signed_in_signs_in(team: Team, client: Client) -> None:
    invitation, user = invited(team), account()
    way = client.post(address(invitation))["Location"]
    assert way.startswith("/fr/accounts/login/?next=")
    response = client.post(way, {"login": EMAIL, "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("project", args=[team.project.pk])
    assert role_of(user) == Role.EDITOR


def test_other_account_is_told_whose_the_invitation_is(team: Team) -> None:
    invitation, client = invited(team), team.client("outsider")
    assert EMAIL in client.get(address(invitation)).content.decode()
    assert client.post(address(invitation)).status_code == 409
    assert role_of(team.users["outsider"]) is None


def test_link_confirms_the_address_of_an_account(team: Team) -> None:
    invitation, user, client = invited(team), account(verified=False), Client()
    client.force_login(user)
    client.post(address(invitation))
    assert EmailAddress.objects.get().verified
    assert role_of(user) == Role.EDITOR


def test_address_that_another_account_has_confirmed_accepts_nothing(team: Team) -> None:
    invitation, first, second, client = invited(team), account(), account(verified=False), Client()
    client.force_login(second)
    assert client.post(address(invitation)).status_code == 409
    assert (role_of(first), role_of(second)) == (None, None)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"accepted_at": timezone.now()}, "déjà été acceptée"),
        ({"revoked_at": timezone.now()}, "révoquée"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expirée"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_invitation_that_is_over_says_why(team: Team, values: dict[str, Any], said: str, method: str) -> None:
    invitation, user, client = invited(team, **values), account(), Client()
    client.force_login(user)
    response = getattr(client, method)(address(invitation))
    assert response.status_code == 404
    assert said in response.content.decode()
    assert role_of(user) is None


@pytest.mark.parametrize("token", ["x", "x.y", "é", "."])
def test_invitation_of_a_spoilt_link_is_not_found(team: Team, token: str) -> None:
    assert Client().get(reverse("invitation", args=[token])).status_code == 404


def test_member_who_accepts_keeps_the_role(team: Team) -> None:
    user = account()
    invitation = invited(team, Role.VIEWER)
    Membership.objects.create(project=team.project, user=user, role=Role.OWNER)
    accept(invitation, user)
    assert role_of(user) == Role.OWNER
    assert ProjectChange.objects.latest("version").kind == ChangeKind.MEMBER_UNINVITED


def test_access_given_ends_the_invitation(team: Team) -> None:
    invited(team)
    add_member(team.project.pk, team.users["owner"], account(), Role.VIEWER)
    assert Invitation.objects.get().accepted_at


def test_accept_twice_or_with_another_address_is_refused(team: Team) -> None:
    invitation, user = invited(team), account()
    with pytest.raises(NotInvited):
        accept(invitation, team.users["outsider"])
    accept(invitation, user)
    with pytest.raises(InvitationClosed):
        accept(invitation, user)
    assert ProjectChange.objects.filter(kind=ChangeKind.MEMBER_JOINED).count() == 1
