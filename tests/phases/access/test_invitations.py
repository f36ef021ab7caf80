"""Invitations: sent, said again, revoked; opened and accepted with an account, and by way of one."""

import re
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from phases.access.invitations import (
    MOST_AN_HOUR,
    AlreadyInvited,
    InvitationClosed,
    NotInvited,
    accept,
    invite,
    revoke,
    token_of,
)
from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.models import Invitation, Membership, ProjectChange
from tests.conftest import READERS, Team
from tests.factories import PASSWORD, PersonFactory, UserFactory, account, small_project

EMAIL = "zoe@example.org"
LINK = re.compile(r"http://testserver(/\S+/invitations/\S+)")


@pytest.fixture(autouse=True)
def no_invitations_counted(db: None) -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def production(settings: Settings) -> None:
    """As where mail confirms addresses."""
    settings.DEMO, settings.ACCOUNT_EMAIL_VERIFICATION = False, "mandatory"


def invited(team: Team, role: Role = Role.EDITOR, **values: Any) -> Invitation:
    invitation = invite(team.project.pk, team.users["owner"], EMAIL, role, "fr")
    Invitation.objects.filter(pk=invitation.pk).update(**values)
    return Invitation.objects.get(pk=invitation.pk)


def address(invitation: Invitation) -> str:
    return reverse("invitation", args=[token_of(invitation)])


def give(team: Team, email: str = EMAIL, **data: str) -> Any:
    url = reverse("member-new", args=[team.project.pk])
    return team.client("owner").post(url, {"email": email, "role": "2", **data}, follow=True)


def role_of(user: User) -> int | None:
    return Membership.objects.filter(user=user).values_list("role", flat=True).first()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["invitation-again", "invitation-revoke"])
def test_invitation_changes_readers(team: Team, reader: str, name: str, mailoutbox: list[EmailMessage]) -> None:
    invitation = invited(team)
    response = team.client(reader).post(reverse(name, args=[team.project.pk, invitation.pk]))
    statuses = {"owner": 302, "editor": 403, "viewer": 403, "outsider": 404, "anonymous": 302}
    assert response.status_code == statuses[reader]
    changed = Invitation.objects.get().revoked_at if name == "invitation-revoke" else mailoutbox
    assert bool(changed) is (reader == "owner")


@pytest.mark.parametrize("reader", READERS)
def test_invitations_are_listed_for_owners(team: Team, reader: str) -> None:
    invited(team)
    page = team.client(reader).get(reverse("members", args=[team.project.pk])).content.decode()
    assert (EMAIL in page) is (reader == "owner")
    assert "/invitations/Z" not in page


@pytest.mark.parametrize("name", ["invitation-again", "invitation-revoke"])
def test_invitation_of_another_project_is_not_found(team: Team, name: str) -> None:
    foreign = Membership.objects.create(project=small_project(), user=UserFactory.create(), role=Role.OWNER)
    invitation = invite(foreign.project_id, foreign.user, EMAIL, Role.VIEWER, "fr")
    assert team.client("owner").post(reverse(name, args=[team.project.pk, invitation.pk])).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Pour l’accepter"), ("en", "To accept"), ("", "Pour l’accepter")]
)
def test_address_without_account_is_invited(
    team: Team, mailoutbox: list[EmailMessage], language: str, said: str
) -> None:
    page = give(team, EMAIL.upper(), language=language).content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.sent_at is None) == (EMAIL, Role.EDITOR, False)
    assert EMAIL in page
    [mail] = mailoutbox
    link = LINK.search(str(mail.body))
    assert link
    with override(language or "fr"):
        assert link[1] == address(invitation)
    assert (mail.to, mail.reply_to) == ([EMAIL], [team.users["owner"].email])
    assert team.project.name in mail.subject
    assert said in mail.body
    html, kind = mail.alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert f'href="{link[0]}"' in html
    assert f"<title>{mail.subject}</title>" in html
    line = ProjectChange.objects.get()
    assert (line.kind, line.label, line.new) == (ChangeKind.MEMBER_INVITED, "", "editor")
    assert EMAIL not in str(line.data)


@pytest.mark.parametrize("verified", [True, False])
def test_account_is_added_only_when_its_address_is_confirmed(team: Team, verified: bool) -> None:
    user = account(verified=verified)
    give(team)
    assert (role_of(user), Invitation.objects.count()) == ((Role.EDITOR, 0) if verified else (None, 1))


def test_address_is_invited_once(team: Team, mailoutbox: list[EmailMessage]) -> None:
    give(team)
    response = give(team, EMAIL.upper())
    assert response.status_code == 422
    assert len(mailoutbox) == 1
    revoke(Invitation.objects.get(), team.users["owner"])
    assert give(team).status_code == 200
    assert len(mailoutbox) == 2


def test_mail_that_cannot_leave_is_said(team: Team) -> None:
    with patch("django.core.mail.EmailMessage.send", side_effect=SMTPException("down")):
        page = give(team).content.decode()
    assert "n’a pas pu être envoyée" in page
    assert Invitation.objects.get().sent_at is None
    again = reverse("invitation-again", args=[team.project.pk, Invitation.objects.get().pk])
    team.client("owner").post(again)
    assert Invitation.objects.get().sent_at


@pytest.mark.parametrize("demo", [True, False])
def test_link_is_shown_in_a_demonstration_without_mail_only(team: Team, settings: Settings, demo: bool) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = demo, "django.core.mail.backends.console.EmailBackend"
    page = give(team).content.decode()
    assert (address(Invitation.objects.get()) in page) is demo
    assert ("copiez le lien" in page, "aucun serveur de courriel" in page) == (demo, not demo)
    assert Invitation.objects.get().sent_at is None


def test_invitation_sent_again_lasts_anew(team: Team, mailoutbox: list[EmailMessage]) -> None:
    invitation = invited(team, expires_at=timezone.now() - timedelta(days=1))
    assert Client().get(address(invitation)).status_code == 404
    team.client("owner").post(reverse("invitation-again", args=[team.project.pk, invitation.pk]))
    assert address(invitation) in mailoutbox[0].body
    assert Client().get(address(invitation)).status_code == 200


def test_invitations_said_again_are_limited(team: Team, mailoutbox: list[EmailMessage]) -> None:
    again = reverse("invitation-again", args=[team.project.pk, invited(team).pk])
    client = team.client("owner")
    for _ in range(MOST_AN_HOUR + 1):
        client.post(again)
    assert len(mailoutbox) == MOST_AN_HOUR


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


def test_invite_twice_is_refused(team: Team) -> None:
    invited(team)
    with pytest.raises(AlreadyInvited):
        invited(team)


@pytest.mark.parametrize("number", [1, 12])
def test_members_ask_as_often_whatever_the_invitations(
    team: Team, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(number):
        invite(team.project.pk, team.users["owner"], f"z{place}@example.org", Role.VIEWER, "fr")
    client = team.client("owner")
    with django_assert_num_queries(6):  # session, user, membership, invitations, members, notices
        client.get(reverse("members", args=[team.project.pk]))
