"""How long a session lasts, and the list of one's sessions."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from aispec.web.account.activity import ACTIVE_AT
from aispec.web.account.sessions import browser_of
from tests.conftest import READERS, Team
from tests.factories import PASSWORD

PAGE = "/fr/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(user: User, agent: str = FIREFOX) -> Client:
    """Another browser of the same reader, known to the list."""
    client = Client(HTTP_USER_AGENT=agent)
    client.force_login(user)
    client.get(PAGE)
    return client


def long_ago(client: Client) -> None:
    session = client.session
    session[ACTIVE_AT] -= settings.SESSION_COOKIE_AGE // 2
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=60))


@pytest.mark.parametrize(
    ("method", "headers", "lasts"),
    [
        ("get", {"Sec-Fetch-Mode": "navigate"}, True),
        ("get", {}, True),
        ("post", {"Sec-Fetch-Mode": "cors"}, True),
        ("get", {"Sec-Fetch-Mode": "cors"}, False),
    ],
)
def test_session_lasts_by_what_its_reader_does(team: Team, method: str, headers: dict[str, str], lasts: bool) -> None:
    client = team.client("owner")
    long_ago(client)
    response = getattr(client, method)("/fr/accounts/settings/", headers=headers)
    assert (settings.SESSION_COOKIE_NAME in response.cookies) == lasts
    assert (Session.objects.get().expire_date > timezone.now() + timedelta(hours=1)) == lasts


def test_activity_is_not_noted_at_every_request(team: Team) -> None:
    client = team.client("owner")
    assert settings.SESSION_COOKIE_NAME not in client.get("/fr/accounts/settings/").cookies


def test_session_is_new_at_sign_in_and_ends_with_the_password(team: Team, client: Client) -> None:
    user: User = team.users["owner"]
    user.set_password(PASSWORD)
    user.save()
    session = client.session
    session["before"] = True
    session.save()
    key = session.session_key
    client.post("/fr/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.session.session_key != key
    other = signed_in(user)
    asked = {"oldpassword": PASSWORD, "password1": "un-autre-long-mot", "password2": "un-autre-long-mot"}
    client.post("/fr/accounts/password/change/", asked)
    assert [each.get(PAGE).status_code for each in (client, other)] == [200, 302]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(PAGE).status_code == 302


def test_sessions_end_once_the_password_is_given_anew(team: Team) -> None:
    team.users["owner"].set_password(PASSWORD)
    team.users["owner"].save()
    client, other = signed_in(team.users["owner"]), signed_in(team.users["owner"])
    assert "/accounts/reauthenticate/" in client.post(PAGE, {"session": "others"})["Location"]
    assert other.get(PAGE).status_code == 200
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    assert other.get(PAGE).status_code == 302


@pytest.mark.parametrize("reader", READERS)
def test_sessions_are_listed_for_their_own_reader(team: Team, reader: str) -> None:
    signed_in(team.users["owner"])
    response = team.client(reader).get(PAGE)
    assert response.status_code == (302 if reader == "anonymous" else 200)
    assert ("Firefox, Linux" in response.content.decode()) == (reader == "owner")


@pytest.mark.parametrize("reader", READERS)
def test_session_is_ended_by_its_own_reader_only(team: Team, reader: str) -> None:
    other = signed_in(team.users["owner"])
    session = UserSession.objects.get()
    response = team.client(reader).post(PAGE, {"session": str(session.pk)})
    assert response.status_code == (302 if reader in ("owner", "anonymous") else 404)
    assert UserSession.objects.filter(pk=session.pk).exists() == (reader != "owner")
    assert (other.get("/fr/accounts/settings/").status_code == 200) == (reader != "owner")


def test_other_sessions_are_ended_and_this_one_stays(team: Team) -> None:
    others = [signed_in(team.users["owner"]) for _ in range(2)]
    stranger, client = signed_in(team.users["editor"]), signed_in(team.users["owner"])
    client.post(PAGE, {"session": "others"})
    pages = [one.get("/fr/accounts/settings/").status_code for one in (*others, stranger, client)]
    assert pages == [302, 302, 200, 200]


def test_current_session_ended_signs_out(team: Team) -> None:
    client = signed_in(team.users["owner"])
    response = client.post(PAGE, {"session": str(UserSession.objects.get().pk)})
    assert response["Location"] == "/fr/"
    assert client.get("/fr/accounts/settings/").status_code == 302


@pytest.mark.parametrize("chosen", ["", "x", "9" * 30, "²", "0"])
def test_session_that_is_not_there_is_not_found(team: Team, chosen: str) -> None:
    assert team.client("owner").post(PAGE, {"session": chosen}).status_code == 404


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_browser_is_said_as_readers_call_it(agent: str, said: str) -> None:
    assert browser_of(agent) == said
