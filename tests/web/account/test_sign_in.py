"""Signing in and out, by e-mail and by one click in the demonstration."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from aispec.web.account.adapter import AccountAdapter
from aispec.web.sign_in import DEMO_READERS
from tests.conftest import Team
from tests.factories import PASSWORD, UserFactory

DEMO = "/fr/accounts/demo/"
ENTRANCE = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "confirm-email/",
    "inactive/",
]
SIGNED_IN = ["email/", "password/change/", "password/set/", "logout/", "reauthenticate/"]


@pytest.fixture
def demo_users(db: None) -> dict[str, User]:
    return {name: UserFactory.create(username=f"{name}@demo.example") for name in DEMO_READERS}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", ENTRANCE)
def test_entrance_page_is_in_the_look(client: Client, language: str, path: str) -> None:
    response = client.get(f"/{language}/accounts/{path}")
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}-CA"' in page
    assert '<header class="top">' in page


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", SIGNED_IN)
def test_account_page_is_in_the_look(team: Team, language: str, path: str) -> None:
    if path != "password/set/":
        team.users["owner"].set_password(PASSWORD)
        team.users["owner"].save()
    response = team.client("owner").get(f"/{language}/accounts/{path}", follow=True)
    assert response.status_code == 200
    assert '<header class="top">' in response.content.decode()


def test_sign_up_sign_out_and_in_again(db: None, client: Client) -> None:
    answers = {"email": "nouvelle@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/fr/accounts/signup/", answers).status_code == 302
    assert "_auth_user_id" in client.session
    client.post("/fr/accounts/logout/")
    assert "_auth_user_id" not in client.session
    response = client.post(
        "/fr/accounts/login/", {"login": "nouvelle@example.org", "password": PASSWORD, "next": "/fr/projects/"}
    )
    assert response["Location"] == "/fr/projects/"


@pytest.mark.parametrize("path", ["login/", "signup/"])
def test_who_signs_in_or_up_holds_no_transaction_that_others_would_wait_for(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Attempts are counted in the database, and a password takes its time."""
    outside, inside = len(connection.atomic_blocks), []
    for name in ("pre_authenticate", "clean_password"):
        note = lambda *_args, **_credentials: inside.append(len(connection.atomic_blocks))  # noqa: E731
        monkeypatch.setattr(AccountAdapter, name, note)
    password = {"password": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    client.post(f"/fr/accounts/{path}", {"login": "a@example.org", "email": "a@example.org", **password})
    assert set(inside) == {outside}


def test_wrong_password_is_explained(db: None, client: Client) -> None:
    response = client.post("/fr/accounts/login/", {"login": "a@example.org", "password": "non"})
    assert response.status_code == 200
    assert 'class="notice err summary" role="alert"' in response.content.decode()


def test_password_reset_of_an_unknown_address_tells_nothing(db: None, client: Client) -> None:
    response = client.post("/fr/accounts/password/reset/", {"email": "inconnue@example.org"})
    assert response["Location"] == "/fr/accounts/password/reset/done/"
    assert [message.to for message in mail.outbox] == [["inconnue@example.org"]]


@pytest.mark.parametrize("name", DEMO_READERS)
def test_demonstration_signs_in_by_one_click(client: Client, demo_users: dict[str, User], name: str) -> None:
    assert f'value="{name}"' in client.get("/fr/accounts/login/").content.decode()
    response = client.post(DEMO, {"reader": name, "next": "/fr/projects/"})
    assert response["Location"] == "/fr/projects/"
    assert client.session["_auth_user_id"] == str(demo_users[name].pk)


def test_demonstration_never_leads_away(client: Client, demo_users: dict[str, User]) -> None:
    response = client.post(DEMO, {"reader": "lead", "next": "https://evil.example/"})
    assert response["Location"] == "/fr/"


@pytest.mark.parametrize("name", ["", "owner", "lead@demo.example"])
def test_demonstration_knows_only_its_readers(client: Client, demo_users: dict[str, User], name: str) -> None:
    assert client.post(DEMO, {"reader": name}).status_code == 404


def test_demonstration_signs_in_by_post_only(client: Client, demo_users: dict[str, User]) -> None:
    assert client.get(DEMO).status_code == 405


def test_outside_the_demonstration_nobody_signs_in_by_one_click(
    client: Client, demo_users: dict[str, User], settings: Settings
) -> None:
    settings.DEMO = False
    assert client.post(DEMO, {"reader": "lead"}).status_code == 404
    assert "accounts/demo" not in client.get("/fr/accounts/login/").content.decode()


def test_form_sent_after_the_session_leads_back_to_its_page(team: Team) -> None:
    project = f"/fr/projects/{team.project.pk}/"
    response = team.client("anonymous").post(f"{project}undo/", headers={"Referer": f"http://testserver{project}?q=a"})
    assert response["Location"] == f"/fr/accounts/login/?next={project}%3Fq%3Da"


def test_htmx_request_after_the_session_leads_back_to_its_page(team: Team) -> None:
    project = f"/fr/projects/{team.project.pk}/"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{project}"}
    response = team.client("anonymous").post(f"{project}cells/", headers=headers)
    assert response["HX-Redirect"] == f"/fr/accounts/login/?next={project}"


def test_form_sent_from_elsewhere_leads_to_no_foreign_page(team: Team) -> None:
    headers = {"Referer": "https://evil.example/fr/"}
    response = team.client("anonymous").post(f"/fr/projects/{team.project.pk}/undo/", headers=headers)
    assert response["Location"] == "/fr/accounts/login/?next="


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["login/", "signup/"])
def test_an_address_that_cannot_be_read_leads_nowhere(client: Client, path: str) -> None:
    assert client.get(f"/fr/accounts/{path}", {"next": "http://["}).status_code == 200


def test_demonstration_takes_a_word_for_no_address(client: Client, demo_users: dict[str, User]) -> None:
    assert client.post(DEMO, {"reader": "lead", "next": "²"}).status_code == 302


@pytest.mark.parametrize(
    ("method", "headers", "sentence"),
    [
        ("post", {}, "Your session had ended, and nothing was saved."),
        ("post", {"HX-Request": "true"}, "Your session had ended: your last change is not saved."),
        ("get", {"HX-Request": "true"}, "Your session had ended."),
        ("get", {}, ""),
    ],
)
def test_whoever_signs_in_anew_reads_what_became_of_what_was_sent(
    client: Client, team: Team, method: str, headers: dict[str, str], sentence: str
) -> None:
    getattr(client, method)(f"/en/projects/{team.project.pk}/settings/", headers=headers)
    page = client.get("/en/accounts/login/").content.decode()
    assert ("Your session had ended" in page, sentence in page) == (bool(sentence), True)


@pytest.fixture
def no_mail_server(db: None, settings: Settings) -> None:
    """As a production that nobody has told of a mail server, or whose server is away."""
    settings.DEMO, settings.ACCOUNT_EMAIL_VERIFICATION = False, "mandatory"
    settings.EMAIL_BACKEND = "aispec.web.mail.NoServer"


@pytest.mark.usefixtures("no_mail_server")
def test_sign_up_whose_message_cannot_be_sent_makes_no_account(client: Client) -> None:
    answers = {"email": "nouvelle@example.org", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post("/fr/accounts/signup/", answers)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "n’a pas pu être envoyé" in response.content.decode()
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("no_mail_server")
@pytest.mark.parametrize("email", ["owner@example.org", "nobody@example.org"])
def test_new_password_whose_message_cannot_be_sent_says_so_alike_for_all(team: Team, email: str) -> None:
    User.objects.filter(pk=team.users["owner"].pk).update(email="owner@example.org")
    response = Client().post("/fr/accounts/password/reset/", {"email": email})
    assert response.status_code == 503


@pytest.mark.usefixtures("no_mail_server")
def test_address_whose_message_cannot_be_sent_is_not_added(team: Team) -> None:
    client = team.client("owner")
    response = client.post("/fr/accounts/email/", {"action_add": "", "email": "autre@example.org"})
    assert response.status_code == 503
    assert not EmailAddress.objects.filter(email="autre@example.org").exists()
    assert "_auth_user_id" in client.session
