"""The French of Django and allauth is this site's where readers meet it."""

from pathlib import Path

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import gettext, override

from aispec.web.library_words import LIBRARY_WORDS
from tests.factories import UserFactory

DJANGO, ALLAUTH = (Path(str(library.__file__)).parent for library in (django, allauth))
CATALOGUES = (
    DJANGO / "conf/locale/fr/LC_MESSAGES/django.po",
    DJANGO / "contrib/auth/locale/fr/LC_MESSAGES/django.po",
    ALLAUTH / "locale/fr/LC_MESSAGES/django.po",
)


def test_words_of_libraries_are_still_theirs() -> None:
    theirs: set[str] = set()
    for path in CATALOGUES:
        with path.open("rb") as file:
            theirs |= {str(message.id) for message in read_po(file)}
    assert set(LIBRARY_WORDS) <= theirs


def test_words_of_libraries_are_said_in_the_french_of_this_site() -> None:
    with override("fr"):
        assert gettext("Enter a valid email address.") == "Saisissez une adresse courriel valide."


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "email", "password/change", "password/set"])
def test_account_page_says_courriel(client: Client, path: str) -> None:
    user: User = UserFactory.create()
    if path == "password/set":
        user.set_unusable_password()
        user.save()
    if path in ("email", "password/change", "password/set"):
        client.force_login(user)
    page = client.get(f"/fr/accounts/{path}/")
    assert page.status_code == 200
    assert "e-mail" not in page.content.decode().lower()


@pytest.mark.django_db
def test_mail_to_choose_a_new_password_says_courriel_and_who_wrote(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    user: User = UserFactory.create()
    for address in (user.email, "nobody@example.org"):
        client.post("/fr/accounts/password/reset/", {"email": address})
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        said = f"{mail.subject}\n{mail.body}".lower()
        assert "e-mail" not in said
        assert "email" not in said.replace("/email", "")
        assert "'" not in said
