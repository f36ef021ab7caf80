"""The page of an account: the name, asked for once at the first sign-in, and the language."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from aispec.web.account.domain import language_of, set_language
from tests.conftest import READERS, Team
from tests.factories import PASSWORD, UserFactory, account

SIGN_UP = {"email": "nouvelle@example.org", "password1": PASSWORD, "password2": PASSWORD}


def sign_in(client: Client, user: User, page: str = "", language: str = "fr") -> str:
    user.set_password(PASSWORD)
    user.save()
    answers = {"login": user.email, "password": PASSWORD, "next": page}
    return client.post(f"/{language}/accounts/login/", answers)["Location"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", ["settings/", "name/"])
def test_account_is_for_whoever_has_signed_in(team: Team, reader: str, path: str) -> None:
    client = team.client(reader)
    allowed = reader != "anonymous"
    assert client.get(f"/fr/accounts/{path}").status_code == (200 if allowed else 302)
    client.post(f"/fr/accounts/{path}", {"name": "Zoé Côté", "language": "en"})
    assert User.objects.filter(first_name="Zoé", last_name="Côté").count() == allowed


def test_account_saved_is_answered_in_the_language_chosen(team: Team) -> None:
    client = team.client("viewer")
    response = client.post("/fr/accounts/settings/", {"name": " Zoé  De  Côté ", "language": "en"}, follow=True)
    assert response.redirect_chain == [("/en/accounts/settings/", 302)]
    assert "Your account is up to date." in response.content.decode()
    team.users["viewer"].refresh_from_db()
    assert team.users["viewer"].get_full_name() == "Zoé De Côté"


@pytest.mark.parametrize(
    ("data", "field"),
    [({"name": "\u00ad", "language": "fr"}, "name"), ({"name": "Z" * 121, "language": "fr"}, "name"),
     ({"name": "Zoé", "language": "de"}, "language")],
)  # fmt: skip
def test_account_bad_input_changes_nothing(team: Team, data: dict[str, str], field: str) -> None:
    response = team.client("viewer").post("/fr/accounts/settings/", data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert User.objects.filter(first_name="Alex").count() == 4


def test_account_lists_its_own_addresses_only(team: Team) -> None:
    EmailAddress.objects.create(user=team.users["viewer"], email="mienne@example.org")
    EmailAddress.objects.create(user=team.users["editor"], email="autre@example.org", verified=True)
    page = team.client("viewer").get("/fr/accounts/settings/").content.decode()
    assert ("mienne@example.org" in page, "autre@example.org" in page) == (True, False)


def test_name_is_asked_at_the_first_sign_in_only(db: None, client: Client) -> None:
    response = client.post("/fr/accounts/signup/?next=/fr/profiles/", SIGN_UP)
    assert response["Location"] == "/fr/accounts/name/?next=%2Ffr%2Fprofiles%2F"
    assert 'href="/fr/profiles/"' in client.get(response["Location"]).content.decode()
    client.post("/fr/accounts/logout/")
    assert sign_in(client, User.objects.get()) == "/fr/"


def test_name_given_leads_on(db: None, client: Client) -> None:
    way = client.post("/fr/accounts/signup/?next=/fr/profiles/", SIGN_UP)["Location"]
    assert client.post(way, {"name": ""}).status_code == 422
    assert client.post(way, {"name": "Zoé Côté"})["Location"] == "/fr/profiles/"
    assert User.objects.get().get_full_name() == "Zoé Côté"


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "http://[", ""])
def test_name_leads_to_no_foreign_page(team: Team, page: str) -> None:
    response = team.client("viewer").post(f"/fr/accounts/name/?next={page}", {"name": "Zoé"})
    assert response["Location"] == "/fr/"


def test_account_with_a_name_is_not_asked(db: None, client: Client) -> None:
    assert sign_in(client, UserFactory.create(), "/fr/projects/") == "/fr/projects/"


@pytest.mark.parametrize(
    ("page", "leads"),
    [("", "/en/"), ("/fr/projects/?q=a", "/en/projects/?q=a"), ("/admin/", "/admin/"), ("/en/", "/en/")],
)
def test_sign_in_begins_in_the_language_of_the_account(db: None, client: Client, page: str, leads: str) -> None:
    user: User = UserFactory.create()
    set_language(user, "en")
    assert sign_in(client, user, page) == leads


def test_demonstration_begins_in_the_language_that_was_chosen(db: None, client: Client) -> None:
    """Its accounts are many people's: only what somebody has chosen counts."""
    lead: User = UserFactory.create(username="lead@demo.example")
    one_click = ("/fr/accounts/demo/", {"reader": "lead", "next": "/fr/projects/"})
    assert client.post(*one_click)["Location"] == "/fr/projects/"
    client.post("/en/accounts/demo/", {"reader": "lead"})
    assert client.post(*one_click)["Location"] == "/fr/projects/"
    set_language(lead, "en")
    assert client.post(*one_click)["Location"] == "/en/projects/"


def test_first_sign_in_keeps_the_language_of_its_page(db: None, client: Client) -> None:
    client.post("/en/accounts/signup/", SIGN_UP)
    assert language_of("Nouvelle@example.org") == "en"


def test_mail_is_in_the_language_of_the_account(db: None, client: Client) -> None:
    user = account()
    set_language(user, "fr")
    client.post("/en/accounts/password/reset/", {"email": user.email})
    assert "Un nouveau mot de passe" in mail.outbox[0].body


@pytest.mark.parametrize("demo", [True, False])
def test_new_address_counts_as_confirmed_in_the_demonstration_only(
    db: None, client: Client, settings: Settings, demo: bool
) -> None:
    settings.DEMO, settings.ACCOUNT_EMAIL_VERIFICATION = demo, "none"
    client.post("/fr/accounts/signup/", SIGN_UP)
    assert EmailAddress.objects.get().verified is demo


@pytest.mark.parametrize("action", ["add", "remove", "primary"])
def test_address_changes_once_the_password_is_given_anew(team: Team, action: str) -> None:
    user = team.users["owner"]
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email="autre@example.org", verified=True)
    before = set(EmailAddress.objects.values_list("email", "primary"))
    client, form = team.client("owner"), {f"action_{action}": "", "email": "autre@example.org"}
    if action == "add":
        form["email"] = "nouvelle@example.org"
    entrance = client.post("/fr/accounts/email/", form)["Location"]
    assert set(EmailAddress.objects.values_list("email", "primary")) == before
    client.post(entrance, {"password": PASSWORD, "next": "/fr/accounts/email/"})
    assert set(EmailAddress.objects.values_list("email", "primary")) != before
