"""Two-factor authentication: an app, recovery codes, keys; and roles that ask for it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from roles.people.domain.permissions import hr_group
from tests.conftest import READERS, Team
from tests.factories import PASSWORD, account

HOME = "/fr/accounts/2fa/"
SET_UP = "/fr/accounts/2fa/totp/activate/"
CODES = "/fr/accounts/2fa/recovery-codes/"


@pytest.fixture(autouse=True)
def production(settings: Settings, db: None) -> None:
    settings.DEMO = False
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    return account()


def sign_in(client: Client, user: User) -> str:
    answers = {"login": user.email, "password": PASSWORD, "next": "/fr/projects/"}
    return client.post("/fr/accounts/login/", answers)["Location"]


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def reauthenticate(client: Client, url: str) -> None:
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD, "next": url})


def set_up(client: Client) -> str:
    """The secret of the app that is now asked for."""
    reauthenticate(client, SET_UP)
    page = client.get(SET_UP).content.decode()
    assert '<img class="qr" src="data:image/svg+xml;base64,' in page
    assert "style=" not in page
    secret = re.search(r'id="secret"[^>]* value="([A-Z2-7]+)"|value="([A-Z2-7]+)"[^>]* id="secret"', page)
    assert secret
    found = secret[1] or secret[2]
    assert client.post(SET_UP, {"code": code_of(found)})["Location"] == CODES
    return found


def test_app_is_set_up_and_asked_for(user: User, client: Client) -> None:
    sign_in(client, user)
    secret = set_up(client)
    cache.clear()  # a code is good once
    other = Client()
    assert sign_in(other, user) == "/fr/accounts/2fa/authenticate/"
    assert other.get("/fr/projects/").status_code == 302
    assert other.post("/fr/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert other.get("/fr/projects/").status_code == 302
    other.post("/fr/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert other.get("/fr/projects/").status_code == 200


def test_recovery_code_signs_in_once(user: User, client: Client) -> None:
    sign_in(client, user)
    set_up(client)
    code = re.findall(r"<code>(\d+)</code>", client.get(CODES).content.decode())[0]
    entered = []
    for _ in range(2):
        other = Client()
        sign_in(other, user)
        other.post("/fr/accounts/2fa/authenticate/", {"code": code})
        entered.append(other.get("/fr/projects/").status_code)
    assert entered == [200, 302]


@pytest.mark.parametrize("path", ["totp/activate/", "totp/deactivate/", "recovery-codes/generate/", "webauthn/add/"])
def test_two_factors_change_once_the_password_is_given_anew(user: User, client: Client, path: str) -> None:
    client.force_login(user)
    if path == "totp/deactivate/":
        Authenticator.objects.create(user=user, type="totp", data={"secret": "A"})
    for response in (client.get(HOME + path), client.post(HOME + path, {"code": "1"})):
        assert response["Location"].startswith("/fr/accounts/reauthenticate/?next=")


@pytest.mark.parametrize("reader", READERS)
def test_two_factors_are_for_whoever_has_signed_in(team: Team, reader: str) -> None:
    for path in ("", "webauthn/"):
        status = team.client(reader).get(HOME + path).status_code
        assert status == (302 if reader == "anonymous" else 200)


def test_key_of_another_is_not_found(team: Team) -> None:
    key = Authenticator.objects.create(user=team.users["owner"], type="webauthn", data={"name": "K", "credential": {}})
    for do in ("remove", "edit"):
        assert team.client("editor").get(f"{HOME}webauthn/keys/{key.pk}/{do}/").status_code == 404
        assert team.client("editor").post(f"{HOME}webauthn/keys/{key.pk}/{do}/", {"name": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("roles", "of", "led"),
    [
        ([], "administrator", False),
        (["administrator"], "administrator", True),
        (["administrator"], "hr", False),
        (["administrator", "hr"], "hr", True),
        (["administrator", "hr"], "", False),
    ],
)
def test_role_that_asks_for_two_factors_leads_to_set_them_up(
    user: User, client: Client, settings: Settings, roles: list[str], of: str, led: bool
) -> None:
    settings.MFA_REQUIRED_ROLES = roles
    user.is_superuser = user.is_staff = of == "administrator"
    user.save()
    if of == "hr":
        user.groups.add(hr_group())
    sign_in(client, user)
    for path in ("/fr/projects/", "/fr/roles/", "/admin/", "/fr/accounts/settings/"):
        assert (client.get(path).get("Location") == HOME) == led
    if led:
        assert client.get("/fr/projects/", headers={"HX-Request": "true"})["HX-Redirect"] == HOME
        set_up(client)
        assert client.get("/fr/projects/").status_code == 200


def test_login_page_offers_a_passkey_except_in_the_demonstration(db: None, client: Client, settings: Settings) -> None:
    shown = []
    for settings.DEMO in (True, False):
        shown.append('id="passkey_login"' in client.get("/fr/accounts/login/").content.decode())
    assert shown == [False, True]
