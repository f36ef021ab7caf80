"""Django and allauth speak as this site does, where readers meet them."""

import re
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import gettext, override

from aispec.web.words.package_words import PACKAGE_WORDS
from tests.factories import UserFactory
from tests.web.reader import Reader

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
    assert set(PACKAGE_WORDS) <= theirs


@pytest.mark.parametrize(
    ("language", "theirs", "ours"),
    [
        ("fr", "Enter a valid email address.", "Saisissez une adresse courriel valide."),
        ("fr", "Make Primary", "Rendre principale"),
        ("en", "Make Primary", "Make primary"),
        ("en", "Enter a valid email address.", "Enter a valid email address."),
    ],
)
def test_words_of_libraries_are_said_as_this_site_says_them(language: str, theirs: str, ours: str) -> None:
    with override(language):
        assert gettext(theirs) == ours


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "email", "password/change", "password/set"])
def test_account_page_says_courriel(client: Client, path: str) -> None:
    user: User = UserFactory.create()
    if path == "password/change":
        user.set_password("un pont de bois")
        user.save()
    if path in ("email", "password/change", "password/set"):
        client.force_login(user)
    page = client.get(f"/fr/accounts/{path}/")
    assert page.status_code == 200
    assert not [text for text in Reader("fr", page.content).said if re.search("e-?mail", text, re.IGNORECASE)]


@pytest.mark.django_db
def test_mail_to_choose_a_new_password_says_courriel_and_who_wrote(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    user: User = UserFactory.create()
    for address in (user.email, "nobody@example.org"):
        client.post("/fr/accounts/password/reset/", {"email": address})
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        assert not re.search("e-?mail|'", f"{mail.subject}\n{mail.body}", re.IGNORECASE)
