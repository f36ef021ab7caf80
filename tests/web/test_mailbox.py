"""The mailbox of the demonstration."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from aispec.web.mail import KEPT
from aispec.web.models import KeptMail
from tests.conftest import READERS, Team

PAGE = "/en/accounts/mailbox/"


@pytest.fixture
def box(settings: Settings) -> None:
    settings.EMAIL_BACKEND = KEPT


def send(*to: str, subject: str = "Bonjour") -> None:
    message = EmailMultiAlternatives(subject, "Voir http://127.0.0.1:8000/fr/ <b>", to=list(to))
    message.attach_alternative("<p>Voir</p>", "text/html")
    message.send()


def body(client: Client, query: str = "") -> str:
    return client.get(PAGE + query).content.decode()


def test_mailbox_shows_ones_own_mail_and_everybodys(team: Team, box: None) -> None:
    send("Owner@example.org", subject="À vous")
    send("viewer@example.org", "editor@example.org", subject="Aux autres")
    assert KeptMail.objects.count() == 3
    client = team.client("owner")
    assert "À vous" in body(client)
    assert "Aux autres" not in body(client)
    page = body(client, "?of=everybody")
    assert "À vous" in page
    assert page.count("Aux autres") == 2


def test_links_lead_to_where_the_reader_is_and_text_is_text(team: Team, box: None) -> None:
    send("owner@example.org")
    page = body(team.client("owner"))
    assert '<a href="http://testserver/fr/"' in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("reader", READERS)
def test_mailbox_is_for_whoever_has_signed_in(team: Team, box: None, reader: str) -> None:
    assert team.client(reader).get(PAGE).status_code == (302 if reader == "anonymous" else 200)


def test_there_is_no_mailbox_where_mail_leaves(team: Team) -> None:
    client = team.client("owner")
    assert client.get(PAGE).status_code == 404
    assert "mailbox" not in client.get("/en/accounts/settings/").content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_mailbox_asks_as_often_whatever_the_number(
    team: Team, box: None, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        send("owner@example.org")
    client = team.client("owner")
    with django_assert_num_queries(6):  # session, user, how many, messages, notices, the directory
        client.get(PAGE)
