"""Who may make an account, and with which password."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from aispec.web.account.sign_up import admits
from phases.access.invitations import ACCEPTED, invite, revoke, token_of
from phases.enums import Role
from tests.conftest import Team
from tests.factories import PASSWORD, UserFactory, account

SIGN_UP = "/fr/accounts/signup/"


@pytest.fixture(autouse=True)
def production(settings: Settings) -> None:
    settings.DEMO, settings.ACCOUNT_EMAIL_VERIFICATION = False, "mandatory"


def sign_up(client: Client, email: str, password: str = PASSWORD) -> bool:
    """Whether an account is made."""
    client.post(SIGN_UP, {"email": email, "password1": password, "password2": password})
    return User.objects.filter(email=email).exists()


@pytest.mark.parametrize("policy", [["invited"], ["closed"]])
def test_nobody_signs_up_where_that_is_closed(db: None, client: Client, settings: Settings, policy: list[str]) -> None:
    settings.SIGNUP = policy
    assert 'name="password1"' not in client.get(SIGN_UP).content.decode()
    assert SIGN_UP not in client.get("/fr/accounts/login/").content.decode()
    assert not sign_up(client, "zoe@example.org")


@pytest.mark.parametrize(("policy", "made"), [("invited", True), ("ecole.example", True), ("closed", False)])
def test_whoever_is_invited_makes_an_account_for_that_address_only(
    team: Team, client: Client, settings: Settings, policy: str, made: bool
) -> None:
    invitation = invite(team.project.pk, team.users["owner"], "zoe@example.org", Role.EDITOR, "fr")
    settings.SIGNUP = [policy]
    client.post(f"/fr/invitations/{token_of(invitation)}/")
    assert not sign_up(client, "autre@example.org")
    assert sign_up(client, "zoe@example.org") == made


def test_address_of_a_domain_makes_an_account(db: None, client: Client, settings: Settings) -> None:
    settings.SIGNUP = ["ecole.example"]
    assert "ecole.example" in client.get(SIGN_UP).content.decode()
    assert [sign_up(client, f"zoe@{domain}") for domain in ("autre.ecole.example", "ecole.example.org")] == [False] * 2
    assert sign_up(client, "zoe@Ecole.example".lower())
    assert not EmailAddress.objects.get().verified


def test_address_that_is_not_admitted_is_refused_alike_with_and_without_an_account(
    db: None, client: Client, settings: Settings
) -> None:
    UserFactory.create(email="la@example.org")
    settings.SIGNUP = ["ecole.example"]
    pages = []
    for email in ("la@example.org", "pa@example.org"):
        answers = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
        pages.append(client.post(SIGN_UP, answers).context["form"].errors.as_json())
    assert pages[0] == pages[1]
    assert not mail.outbox


def test_closed_site_invites_accounts_only(team: Team, settings: Settings) -> None:
    settings.SIGNUP = ["closed"]
    response = team.client("owner").post(
        f"/fr/projects/{team.project.pk}/members/new/", {"email": "zoe@example.org", "role": "2"}
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])
    assert not mail.outbox


def test_known_address_hashes_the_password_too(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory.create(email="zoe@example.org")
    hashed: list[str] = []
    monkeypatch.setattr("aispec.web.account.forms.make_password", hashed.append)
    sign_up(client, "zoe@example.org")
    sign_up(client, "nouvelle@example.org")
    assert hashed == [PASSWORD]
    assert [message.to for message in mail.outbox] == [["zoe@example.org"], ["nouvelle@example.org"]]


@pytest.mark.parametrize(
    "password",
    ["notre-RACI-2026", "la Matrice du groupe", "mätrîx-mätrîx", "testserver-2026", "bonjour-tremblay", "ecole-ecole"],
)
def test_password_with_a_word_of_the_site_or_the_address_is_refused(db: None, client: Client, password: str) -> None:
    assert not sign_up(client, "zoe.tremblay@ecole.example", password)
    response = client.post(
        SIGN_UP, {"email": "zoe.tremblay@ecole.example", "password1": password, "password2": password}
    )
    assert list(response.context["form"].errors) == ["password1"]


def test_password_with_a_short_part_of_the_address_is_good(db: None, client: Client) -> None:
    assert sign_up(client, "zo@ici.example", "mezzo-soprano-ici")


def test_five_wrong_passwords_lock_nobody_out_who_signs_in_elsewhere(db: None, client: Client) -> None:
    user = account("zoe@example.org")

    def enter(password: str, address: str) -> bool:
        answers = {"login": user.email, "password": password}
        return client.post("/fr/accounts/login/", answers, REMOTE_ADDR=address).status_code == 302

    assert not any(enter("non", "192.0.2.1") for _ in range(6))
    assert not enter(PASSWORD, "192.0.2.1")  # who tries is stopped
    assert enter(PASSWORD, "192.0.2.2")


def test_policy_closed_admits_nobody(team: Team, client: Client, settings: Settings) -> None:
    invitation = invite(team.project.pk, team.users["owner"], "a@example.org", Role.EDITOR, "fr")
    request = client.get("/healthz").wsgi_request
    request.session = {ACCEPTED: invitation.nonce}  # type: ignore[assignment]
    found = []
    for settings.SIGNUP in (["closed"], ["invited"]):
        found.append(admits(request, "a@example.org"))
    assert found == [False, True]


@pytest.mark.parametrize("policy", ["invited", "open"])
def test_invitation_that_was_revoked_admits_and_confirms_nobody(
    team: Team, client: Client, settings: Settings, policy: str
) -> None:
    settings.SIGNUP = [policy]
    invitation = invite(team.project.pk, team.users["owner"], "zoe@example.org", Role.EDITOR, "fr")
    client.post(f"/fr/invitations/{token_of(invitation)}/")
    revoke(invitation, team.users["owner"])
    assert sign_up(client, "zoe@example.org") == (policy == "open")
    assert not EmailAddress.objects.filter(verified=True).exists()


@pytest.mark.parametrize("address", ["192.0.2.{}", "2001:db8:{}::1"])
def test_nobody_keeps_another_from_a_new_password(db: None, client: Client, address: str) -> None:
    account("ken@example.org")
    cache.clear()
    for number in range(7):
        answers = {"email": "\N{KELVIN SIGN}EN@example.org"}  # a letter that only looks like one
        answer = client.post("/fr/accounts/password/reset/", answers, REMOTE_ADDR=address.format(number))
        assert answer["Location"] == "/fr/accounts/password/reset/done/"
    assert [message.to for message in mail.outbox] == [["ken@example.org"]] * 5


def test_attempts_count_for_a_network_of_ipv6_and_whatever_else_is_counted(db: None, client: Client) -> None:
    account("zoe@example.org")
    cache.clear()
    for number in range(5):
        answers = {"login": "zoe@example.org", "password": "non"}
        client.post("/fr/accounts/login/", answers, REMOTE_ADDR=f"2001:db8::{number}")
    for number in range(400):
        cache.set(f"other-{number}", 1)
    answers = {"login": "zoe@example.org", "password": PASSWORD}
    assert client.post("/fr/accounts/login/", answers, REMOTE_ADDR="2001:db8::77").status_code == 200
    assert client.post("/fr/accounts/login/", answers, REMOTE_ADDR="2001:db8:1::").status_code == 302
