"""What the product keeps is told to anybody, and everybody can have their own."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from phases.access.invitations import invite
from phases.enums import Role
from phases.models import ProjectChange
from roles.models import SecurityEvent
from tests.conftest import READERS, Team
from tests.factories import small_project

OWN = "/fr/accounts/data/"


@pytest.mark.parametrize("reader", READERS)
def test_own_data_is_for_whoever_signed_in_and_noted(team: Team, reader: str) -> None:
    response = team.client(reader).get(OWN)
    if reader == "anonymous":
        assert response.status_code == 302
        return
    data = json.loads(response.content)
    assert data["person"]["login"]["email"] == team.users[reader].email
    assert [row["role"] for row in data["access"]] == [] if reader == "outsider" else [Role[reader.upper()]]
    assert "attachment" in response["Content-Disposition"]
    event = SecurityEvent.objects.get(kind="export")
    assert (event.by, event.detail) == (team.users[reader], "own-data")


def test_own_data_asks_for_the_password_anew(team: Team) -> None:
    team.users["viewer"].set_password("un-bon-long-mot")
    team.users["viewer"].save()
    assert "/accounts/reauthenticate/" in team.client("viewer").get(OWN)["Location"]


def test_name_or_address_that_somebody_chooses_opens_nothing_of_others(team: Team) -> None:
    """Neither a common word as a name, nor an address that is not confirmed."""
    viewer, elsewhere = team.users["viewer"], small_project()
    viewer.first_name, viewer.last_name = "Poste", ""
    viewer.save()
    EmailAddress.objects.create(user=viewer, email="chef@example.org", verified=False)
    invite(elsewhere.pk, team.users["owner"], "chef@example.org", Role.OWNER, "fr")
    for project in (team.project, elsewhere):
        ProjectChange.objects.create(project=project, version=1, kind="cell", label="Poste", new="chef@example.org")
    data = json.loads(team.client("viewer").get(OWN).content)
    assert [row["project_name"] for row in data["journal"]] == [team.project.name]
    assert len(data["journal"]) == 1
    assert data["invitations"] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_privacy_page_tells_the_site_s_own_figures_and_is_linked(
    client: Client, settings: Settings, language: str, db: None
) -> None:
    settings.SECURITY_LOG_DAYS, settings.PRIVACY_CONTACT = 123, "Zoé Roy, vie-privee@example.org"
    page = client.get(f"/{language}/privacy/").content.decode()
    assert "123" in page
    assert "mailto:vie-privee@example.org" in page
    for path in (f"/{language}/", f"/{language}/accounts/signup/"):
        assert f'href="/{language}/privacy/"' in client.get(path).content.decode()
    assert client.post(reverse("privacy")).status_code == 405
