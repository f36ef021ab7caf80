"""Sign-in by an OpenID Connect provider, which the tests start."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from oidc_provider_mock import run_server_in_thread
from pytest_django.fixtures import Settings

from aispec.web.account.oidc import provider_of
from tests.factories import account

# The provider's own, which fails where warnings are errors.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")
LOGIN = "/fr/accounts/oidc/oidc/login/"


@dataclass(frozen=True)
class Provider:
    """A provider that answers for whoever a test names."""

    url: str

    def knows(self, sub: str, **claims: Any) -> None:
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=5).raise_for_status()

    def sign_in(self, client: Client, sub: str) -> str:
        """Where the reader is led at last, by way of the provider's own page."""
        to_provider = client.post(LOGIN, {"next": "/fr/projects/"})["Location"]
        assert to_provider.startswith(self.url)
        assert "code_challenge" in parse_qs(urlsplit(to_provider).query)
        back = requests.post(to_provider, data={"sub": sub}, allow_redirects=False, timeout=5).headers["Location"]
        parts = urlsplit(back)
        return str(client.get(f"{parts.path}?{parts.query}", follow=True).request["PATH_INFO"])


@pytest.fixture
def provider(db: None, settings: Settings) -> Iterator[Provider]:
    settings.DEMO, settings.ACCOUNT_EMAIL_VERIFICATION = False, "mandatory"
    cache.clear()
    with run_server_in_thread() as server:
        url = f"http://localhost:{server.server_port}"
        settings.SOCIALACCOUNT_PROVIDERS = provider_of(url, "raci", "secret", "École")
        yield Provider(url)


def test_new_reader_gets_an_account(provider: Provider, client: Client) -> None:
    assert "École" in client.get("/fr/accounts/login/").content.decode()
    provider.knows("zoe", email="zoe@example.org", email_verified=True, given_name="Zoé", family_name="Côté")
    assert provider.sign_in(client, "zoe") == "/fr/projects/"
    user = User.objects.get(email="zoe@example.org")
    assert (client.session["_auth_user_id"], user.get_full_name()) == (str(user.pk), "Zoé Côté")
    assert EmailAddress.objects.get(user=user).verified


@pytest.mark.parametrize("verified", [True, False])
def test_confirmed_address_joins_the_account_that_has_it(provider: Provider, client: Client, verified: bool) -> None:
    user = account("zoe@example.org", verified=verified)
    provider.knows("zoe", email="zoe@example.org", email_verified=True)
    assert provider.sign_in(client, "zoe") == ("/fr/projects/" if verified else "/fr/accounts/confirm-email/")
    assert SocialAccount.objects.get().user == user
    user.refresh_from_db()
    assert user.has_usable_password() == verified  # who made it without that address may not come in beside


@pytest.mark.parametrize(
    "said", [{"email_verified": False}, {}, {"email_verified": "false"}, {"email_verified": "true"}]
)
def test_address_that_the_provider_does_not_vouch_for_joins_nothing(
    provider: Provider, client: Client, said: dict[str, Any]
) -> None:
    account("zoe@example.org")
    provider.knows("zoe", email="zoe@example.org", **said)
    provider.sign_in(client, "zoe")
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email_verified": "false"}])
def test_new_address_that_the_provider_does_not_vouch_for_is_confirmed_by_mail(
    provider: Provider, client: Client, said: dict[str, Any]
) -> None:
    provider.knows("zoe", email="zoe@example.org", **said)
    assert provider.sign_in(client, "zoe") == "/fr/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("said", [{"email": "zoe@example.org", "email_verified": False}, {}], ids=["known", "asked"])
def test_message_that_cannot_be_sent_leaves_no_half_account(
    provider: Provider, client: Client, settings: Settings, said: dict[str, Any]
) -> None:
    settings.EMAIL_BACKEND = "aispec.web.mail.NoServer"
    provider.knows("zoe", **said)
    to_provider = client.post(LOGIN)["Location"]
    back = requests.post(to_provider, data={"sub": "zoe"}, allow_redirects=False, timeout=5).headers["Location"]
    answer = client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")
    if not said:
        answer = client.post(answer["Location"], {"email": "zoe@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    assert "_auth_user_id" not in client.session


def test_provider_takes_the_place_of_no_second_factor_and_opens_no_closed_account(
    provider: Provider, client: Client
) -> None:
    user = account("zoe@example.org")
    TOTP.activate(user, generate_totp_secret())
    provider.knows("zoe", email="zoe@example.org", email_verified=True)
    assert provider.sign_in(client, "zoe") == "/fr/accounts/2fa/authenticate/"
    User.objects.update(is_active=False)
    assert provider.sign_in(Client(), "zoe") == "/fr/accounts/inactive/"
    assert client.get("/fr/projects/").status_code == 302


@pytest.mark.parametrize(
    ("policy", "made"),
    [("open", True), ("example.org", True), ("ecole.example", False), ("invited", False), ("closed", False)],
)
def test_policy_of_sign_up_holds_for_the_provider(
    provider: Provider, client: Client, settings: Settings, policy: str, made: bool
) -> None:
    settings.SIGNUP = [policy]
    provider.knows("zoe", email="zoe@example.org", email_verified=True)
    provider.sign_in(client, "zoe")
    assert User.objects.filter(email="zoe@example.org").exists() == made


def test_known_reader_signs_in_where_sign_up_is_closed(provider: Provider, client: Client, settings: Settings) -> None:
    account("zoe@example.org")
    settings.SIGNUP = ["closed"]
    provider.knows("zoe", email="zoe@example.org", email_verified=True)
    assert provider.sign_in(client, "zoe") == "/fr/projects/"


def test_answer_of_another_session_is_refused(provider: Provider, client: Client) -> None:
    provider.knows("zoe", email="zoe@example.org", email_verified=True)
    to_provider = client.post(LOGIN)["Location"]
    back = requests.post(to_provider, data={"sub": "zoe"}, allow_redirects=False, timeout=5).headers["Location"]
    other = Client()
    other.get(f"{urlsplit(back).path}?{urlsplit(back).query}", follow=True)
    assert "_auth_user_id" not in other.session
    assert not User.objects.exists()


def test_provider_that_is_away_is_told(db: None, client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = provider_of("http://localhost:9", "raci", "secret", "École")
    response = client.post(LOGIN, follow=True)
    assert response.status_code == 401
    assert '<header class="top">' in response.content.decode()


def test_without_a_provider_there_is_no_such_way(db: None, client: Client) -> None:
    assert client.post(LOGIN).status_code == 404
    assert "/oidc/" not in client.get("/fr/accounts/login/").content.decode()
