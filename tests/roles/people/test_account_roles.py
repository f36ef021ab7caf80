"""Roles are given and taken on their page; the first administrator is made by a command."""

import re
from io import StringIO
from time import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from aispec.web.words.sorting import alphabetical
from roles.people.domain.account_roles import AccountRole, accounts, give_role, has_role, last_changes
from roles.people.domain.permissions import hr_group
from tests.conftest import Team
from tests.factories import PersonFactory, UserFactory

EVERYBODY = ("administrator", "hr", "owner", "outsider", "anonymous")
LINK = re.compile(r"http://127\.0\.0\.1:8000(\S+)")


@pytest.fixture
def readers(team: Team) -> Team:
    none = make_password(None)  # as of another identity provider: nothing asks for it anew
    team.users["hr"] = UserFactory.create(username="hr", is_staff=True, password=none)
    team.users["hr"].groups.add(hr_group())
    team.users["administrator"] = UserFactory.create(
        username="administrator", is_staff=True, is_superuser=True, password=none
    )
    return team


def page_of(account: User, role: str) -> str:
    return reverse("account-role", args=[account.pk, role])


@pytest.mark.parametrize("reader", EVERYBODY)
def test_roles_readers(readers: Team, reader: str) -> None:
    response = readers.client(reader).get(reverse("account-roles"))
    assert response.status_code == {"owner": 403, "outsider": 403, "anonymous": 302}.get(reader, 200)
    if response.status_code == 200:
        assert (page_of(readers.users["viewer"], "administrator") in response.content.decode()) is (reader != "hr")


@pytest.mark.parametrize("reader", EVERYBODY)
@pytest.mark.parametrize("role", AccountRole)
def test_role_changes_readers(readers: Team, reader: str, role: AccountRole) -> None:
    may: dict[str, list[str]] = {"administrator": AccountRole.values, "hr": [AccountRole.HR]}
    allowed = may.get(reader, [])
    account, client = readers.users["viewer"], readers.client(reader)
    refused = 302 if reader == "anonymous" else 403
    assert client.get(page_of(account, role)).status_code == (200 if role in allowed else refused)
    assert client.post(page_of(account, role), {"give": "1"}).status_code == (302 if role in allowed else refused)
    assert has_role(User.objects.get(pk=account.pk), role) is (role in allowed)
    client.post(page_of(account, role), {"give": "0"})
    kept = User.objects.get(pk=account.pk)
    assert (has_role(kept, role), kept.is_staff) == (False, False)
    assert len(last_changes(9)) == (2 if role in allowed else 0)


def test_role_changes_once_the_password_is_given_anew(readers: Team) -> None:
    administrator, url = readers.users["administrator"], page_of(readers.users["viewer"], "hr")
    administrator.set_password("un-bon-long-mot")
    administrator.save()
    client = readers.client("administrator")
    entrance = client.post(url, {"give": "1"})["Location"]
    assert entrance.startswith("/fr/accounts/reauthenticate/")
    assert client.post(entrance, {"password": "non"}).status_code == 200
    assert not has_role(User.objects.get(pk=readers.users["viewer"].pk), AccountRole.HR)
    client.post(entrance, {"password": "un-bon-long-mot", "next": url})
    assert has_role(User.objects.get(pk=readers.users["viewer"].pk), AccountRole.HR)


def test_sign_in_is_no_password_given_anew_and_one_is_good_for_five_minutes(
    readers: Team, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator, url = readers.users["administrator"], page_of(readers.users["viewer"], "hr")
    administrator.set_password("un-bon-long-mot")
    administrator.save()
    client.post("/fr/accounts/login/", {"login": administrator.email, "password": "un-bon-long-mot"})
    assert client.get(reverse("account-roles")).status_code == 200
    assert client.get(url).status_code == 302
    client.post("/fr/accounts/reauthenticate/", {"password": "un-bon-long-mot", "next": url})
    given, found = time(), []
    for later in (280, 310):
        monkeypatch.setattr("time.time", lambda later=later: given + later)
        found.append(client.get(url).status_code)
    assert found == [200, 302]


def test_account_in_the_administration_opens_once_the_password_is_given_anew(readers: Team) -> None:
    administrator, url = readers.users["administrator"], f"/admin/auth/user/{readers.users['viewer'].pk}/change/"
    assert readers.client("administrator").get(url).status_code == 200
    administrator.set_password("un-bon-long-mot")
    administrator.save()
    client = readers.client("administrator")
    assert "/accounts/reauthenticate/" in client.post(url, {"username": "x", "is_superuser": "on"})["Location"]
    assert User.objects.filter(is_superuser=True).count() == 1


def test_administrator_is_not_unmade_by_hr(readers: Team) -> None:
    response = readers.client("hr").post(page_of(readers.users["administrator"], "administrator"), {"give": "0"})
    assert response.status_code == 403
    assert User.objects.filter(is_superuser=True).count() == 1


def test_last_administrator_stays(readers: Team) -> None:
    account = readers.users["administrator"]
    UserFactory.create(is_superuser=True, is_active=False)
    response = readers.client("administrator").post(page_of(account, "administrator"), {"give": "0"})
    assert response.status_code == 422
    assert "dernier compte d’administration" in response.content.decode()
    assert User.objects.get(pk=account.pk).is_superuser
    assert not last_changes(9)


def test_administrator_among_others_may_go(readers: Team) -> None:
    account, other = readers.users["administrator"], readers.users["owner"]
    client = readers.client("administrator")
    client.post(page_of(other, "administrator"), {"give": "1"})
    response = client.post(page_of(account, "administrator"), {"give": "0"})
    assert response["Location"] == "/fr/"  # the page of roles is no longer theirs
    assert [one.id for one in accounts() if one.administrator] == [other.pk]


def test_hr_who_is_an_administrator_stays_in_the_administration(readers: Team) -> None:
    account = readers.users["administrator"]
    for give in "10":
        readers.client("administrator").post(page_of(account, "hr"), {"give": give})
    assert User.objects.get(pk=account.pk).is_staff


def test_role_given_twice_is_noted_once(readers: Team) -> None:
    for _ in range(2):
        give_role(readers.users["hr"], readers.users["viewer"], AccountRole.HR)
    [change] = last_changes(9)
    assert (change.given, change.role, change.by) == (True, AccountRole.HR, readers.users["hr"].get_full_name())


@pytest.mark.parametrize(("role", "account"), [("owner", 0), ("hr", 987_654), ("hr", 10**30)])
def test_unknown_role_or_account_is_not_found(readers: Team, role: str, account: int) -> None:
    response = readers.client("administrator").post(reverse("account-role", args=[account, role]), {"give": "1"})
    assert response.status_code == 404 if role == "hr" else 403


def test_accounts_are_searched_without_regard_to_accents(db: None) -> None:
    found = UserFactory.create(first_name="Élodie", last_name="Bérubé")
    UserFactory.create(first_name="Éric")
    UserFactory.create(first_name="Élodie", last_name="Bérubé", is_active=False)
    assert [one.id for one in accounts("berube ELODIE @example")] == [found.pk]


def test_accounts_with_a_role_stand_first_and_all_others_by_name(readers: Team) -> None:
    late = UserFactory.create(first_name="Zoé", last_name="Roy", is_superuser=True)
    UserFactory.create(first_name="Élise", last_name="Roy")
    UserFactory.create(first_name="", last_name="", email="eloi@example.org")
    named = UserFactory.create(first_name="Ève", last_name="Roy")
    named.first_name = "Fabien"
    named.save(update_fields=["first_name"])
    found = [one.name or one.email for one in accounts()]
    roles = {readers.users["administrator"].get_full_name(), late.get_full_name()}
    assert set(found[:2]) == roles
    assert found[2] == readers.users["hr"].get_full_name()
    assert found[3:] == sorted(found[3:], key=alphabetical)
    assert found.index("Élise Roy") < found.index("eloi@example.org") < found.index("Fabien Roy")
    assert [one.name for one in accounts("fabien")] == ["Fabien Roy"]


@pytest.mark.parametrize("others", [9, 60])
def test_roles_ask_as_often_whatever_their_number(
    readers: Team, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    UserFactory.create_batch(others)
    for account in User.objects.all()[:8]:
        give_role(readers.users["administrator"], account, AccountRole.HR)
    client = readers.client("hr")
    # Session, user, whether HR; accounts with a role, how many others, a page of them, twice; changes, notices, people.
    with django_assert_num_queries(10):
        assert client.get(reverse("account-roles")).status_code == 200


def first_administrator(*arguments: str) -> str:
    out = StringIO()
    call_command("first_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_first_administrator_chooses_the_password_once(db: None, client: Client) -> None:
    person = PersonFactory.create(email="chef@example.org")
    link = LINK.search(first_administrator("Chef@Example.org"))
    assert link
    page = client.get(link[1], follow=True)
    password = {"password1": "un-bon-long-mot", "password2": "un-bon-long-mot"}
    client.post(page.redirect_chain[-1][0], password)
    answers = {"login": "chef@example.org", "password": "un-bon-long-mot", "next": "/fr/roles/"}
    assert client.post("/fr/accounts/login/", answers)["Location"].endswith("/fr/roles/")
    assert client.get("/fr/roles/").status_code == 200
    assert "set-password" not in Client().get(link[1], follow=True).request["PATH_INFO"]
    person.refresh_from_db()
    assert person.user == User.objects.get()
    assert [change.by for change in last_changes(9)] == [None]


def test_first_administrator_is_refused_where_there_is_one(db: None) -> None:
    first_administrator("chef@example.org")
    with pytest.raises(CommandError, match="There is an administrator"):
        first_administrator("autre@example.org")
    first_administrator("autre@example.org", "--another")
    assert User.objects.filter(is_superuser=True, is_staff=True).count() == 2


def test_first_administrator_needs_an_address(db: None) -> None:
    with pytest.raises(CommandError, match="no email address"):
        first_administrator("chef")


def test_first_administrator_keeps_the_other_addresses_of_an_account(db: None) -> None:
    account: User = UserFactory.create(email="chef@example.org")
    EmailAddress.objects.create(user=account, email="chef@ailleurs.example", verified=True, primary=True)
    first_administrator("chef@example.org")
    assert dict(EmailAddress.objects.values_list("email", "verified")) == {
        "chef@ailleurs.example": True,
        "chef@example.org": True,
    }


@pytest.mark.parametrize("confirmed", [True, False])
def test_password_of_an_account_stays_only_where_its_address_is_confirmed(db: None, confirmed: bool) -> None:
    account: User = UserFactory.create(email="chef@example.org")
    account.set_password("un-bon-long-mot")
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=confirmed, primary=True)
    first_administrator("chef@example.org")
    kept = User.objects.get()
    assert (kept.is_superuser, kept.check_password("un-bon-long-mot")) == (True, confirmed)
