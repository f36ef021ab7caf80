"""Invitations sent, said again, revoked."""

import re
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from phases.access.invitations import MOST_AN_HOUR, AlreadyInvited, invite, revoke
from phases.enums import ChangeKind, Role
from phases.models import Invitation, Membership, ProjectChange
from tests.conftest import READERS, Team
from tests.factories import UserFactory, account, small_project
from tests.phases.access.invitations.invited import EMAIL, address, invited, role_of

LINK = re.compile(r"http://testserver(/\S+/invitations/\S+)")


def give(team: Team, email: str = EMAIL, **data: str) -> Any:
    url = reverse("member-new", args=[team.project.pk])
    return team.client("owner").post(url, {"email": email, "role": "2", **data}, follow=True)


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
