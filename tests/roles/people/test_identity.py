"""Nobody who changes the directory or the accounts can answer in the name of somebody else."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from roles.acceptance.domain.personal_links import make_link, token_of
from roles.directory.domain.people import person_fingerprint
from roles.models import Answer, Assignment, LoginChange, Person
from roles.people.domain.directory_import import apply_people
from roles.people.domain.directory_plan import PersonRow, plan_people
from roles.people.domain.holders import holder_named
from roles.people.domain.logins import join_by_email
from roles.people.domain.permissions import hr_group
from roles.people.domain.renames import OwnName
from tests.conftest import Team
from tests.factories import AssignmentFactory, PersonFactory, UserFactory, account

ZOE, MINE = "Zoé Roy", "hr@example.org"


@pytest.fixture
def hr(team: Team) -> User:
    """An HR manager who has confirmed their address, and owns the project besides."""
    user: User = team.users["owner"]
    user.groups.add(hr_group())
    user.first_name, user.last_name, user.is_staff = "Luc", "Hébert", True
    user.save()
    EmailAddress.objects.create(user=user, email=MINE, verified=True, primary=True)
    return user


@pytest.fixture
def zoe(team: Team) -> Person:
    """Somebody who holds a position with a duty, and has no account."""
    person = PersonFactory.create(name=ZOE)
    position = team.project.positions.all()[0]
    position.holder = person
    position.save()
    AssignmentFactory.create(duty=team.project.duties.all()[0], position=position)
    return person


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit(client: Client, person: Person, name: str, email: str) -> int:
    """The status of the answer to the form of a person."""
    seen = person_fingerprint(Person.objects.get(pk=person.pk))
    return client.post(f"/fr/people/{person.pk}/", {"name": name, "email": email, "seen": seen}).status_code


def by_email(client: Client, hr: User, zoe: Person) -> None:
    assert edit(client, zoe, ZOE, MINE) == 302


def by_email_then_confirmation(client: Client, hr: User, zoe: Person) -> None:
    assert edit(client, zoe, ZOE, "second@example.org") == 302
    EmailAddress.objects.create(user=hr, email="second@example.org", verified=True)


def by_joining(client: Client, hr: User, zoe: Person) -> None:
    by_email(client, hr, zoe)
    client.post(f"/fr/people/{zoe.pk}/login/", {"do": "join"})


def by_merging(client: Client, hr: User, zoe: Person) -> None:
    own = PersonFactory.create(user=hr)
    for kept, gone in ((zoe, own), (own, zoe)):
        page = client.get(f"/fr/people/{kept.pk}/merge/?with={gone.pk}")
        client.post(f"/fr/people/{kept.pk}/merge/", {"with": gone.pk, "seen": page.context["moves"].seen})


def by_a_file(client: Client, hr: User, zoe: Person) -> None:
    rows = [PersonRow("1", ZOE, MINE)]
    plan = plan_people(rows)
    apply_people(rows, {line.key: "same" for line in plan.lines}, plan.seen, hr)


def by_naming_a_holder(client: Client, hr: User, zoe: Person) -> None:
    holder_named(zoe.positions.all()[0].project_id, hr, ZOE, MINE)


def by_own_page(client: Client, hr: User, zoe: Person) -> None:
    cell = Assignment.objects.get()
    body = {"cell": f"{cell.duty_id}-{cell.position_id}-x", "answer": "accept", "person": zoe.pk}
    client.post(f"/fr/projects/{cell.position.project_id}/mine/", body)


def by_their_link(client: Client, hr: User, zoe: Person) -> None:
    project = zoe.positions.all()[0].project_id
    address = f"/fr/a/{token_of(make_link(project, hr, zoe.pk))}/"
    part = client.get(address).context["part"]
    client.post(address, {"cell": [one.value for one in part.open], "answer": "accept"})


ATTACKS = [by_email, by_email_then_confirmation, by_joining, by_merging, by_a_file, by_naming_a_holder, by_own_page,
           by_their_link]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("administrator", [False, True])
def test_no_way_leads_to_the_answers_of_somebody_else(hr: User, zoe: Person, attack: Any, administrator: bool) -> None:
    User.objects.filter(pk=hr.pk).update(is_superuser=administrator)
    attack(signed_in(hr), hr, zoe)
    assert Person.objects.get(pk=zoe.pk).user != hr
    assert not Answer.objects.exists()


def test_own_entry_takes_no_other_name(hr: User, team: Team) -> None:
    own = PersonFactory.create(user=hr, name="Luc Hebert", email=MINE)
    client = signed_in(hr)
    assert edit(client, own, ZOE, MINE) == 422
    assert edit(client, own, "Luc Hébert", MINE) == 302
    rows = [PersonRow("1", ZOE, MINE)]
    with pytest.raises(OwnName):
        apply_people(rows, {}, plan_people(rows).seen, hr)


def test_link_of_somebody_with_an_account_asks_them_to_sign_in(hr: User, zoe: Person, team: Team) -> None:
    zoe.user = team.users["viewer"]
    zoe.save()
    address = f"/fr/a/{token_of(make_link(team.project.pk, hr, zoe.pk))}/"
    for client in (Client(), signed_in(hr)):
        for response in (client.get(address), client.post(address, {"answer": "accept"})):
            assert response["Location"] == f"/fr/projects/{team.project.pk}/mine/"
    assert signed_in(team.users["viewer"]).get(address, follow=True).status_code == 200


def test_own_entry_under_own_name_is_joined(hr: User, team: Team) -> None:
    person = holder_named(team.project.pk, hr, "Luc Hébert", MINE)
    assert person
    assert Person.objects.get(pk=person.pk).user == hr


def test_another_manager_joins_and_parts_and_both_are_told(hr: User, zoe: Person) -> None:
    other = UserFactory.create()
    other.groups.add(hr_group())
    Person.objects.filter(pk=zoe.pk).update(email=MINE)
    client = signed_in(other)
    client.post(f"/fr/people/{zoe.pk}/login/", {"do": "join"})
    assert Person.objects.get(pk=zoe.pk).user == hr
    client.post(f"/fr/people/{zoe.pk}/login/", {"do": "part"})
    assert list(LoginChange.objects.values_list("kind", "by")) == [("joined", other.pk), ("parted", other.pk)]
    assert {message.to[0] for message in mail.outbox} == {MINE, hr.email}
    assert "Zoé Roy" in mail.outbox[0].body
    page = client.get(f"/en/people/{zoe.pk}/").content.decode()
    assert "joined with an account" in page
    assert "parted from an account" in page


def test_another_email_is_told_to_the_one_before(hr: User, zoe: Person) -> None:
    Person.objects.filter(pk=zoe.pk).update(email="zoe@example.org")
    assert edit(signed_in(hr), zoe, ZOE, "z@elsewhere.example") == 302
    assert [message.to for message in mail.outbox] == [["zoe@example.org"]]


def test_confirming_an_address_is_kept_as_ones_own_doing(zoe: Person, team: Team) -> None:
    Person.objects.filter(pk=zoe.pk).update(email="zoe@example.org")
    user = account("zoe@example.org")
    join_by_email(Person.objects.all())
    assert LoginChange.objects.get().by == user.pk
    assert [message.to for message in mail.outbox] == [["zoe@example.org"]]


def test_logins_and_erasure_ask_for_the_password_anew(hr: User, zoe: Person) -> None:
    other, second = UserFactory.create(), PersonFactory.create()
    other.groups.add(hr_group())
    other.set_password("un-bon-long-mot")
    other.save()
    Person.objects.filter(pk=zoe.pk).update(email=MINE)
    client = signed_in(other)
    for path in (f"erase/?name={ZOE}", f"merge/?with={second.pk}", "login/"):
        for ask in (client.get, client.post):
            assert "/accounts/reauthenticate/" in ask(f"/fr/people/{zoe.pk}/{path}")["Location"]
    page = client.post(f"/fr/people/{zoe.pk}/login/", {"do": "join"})["Location"]
    assert Person.objects.get(pk=zoe.pk).user is None
    client.post(page, {"password": "un-bon-long-mot", "next": f"/fr/people/{zoe.pk}/login/"})
    assert Person.objects.get(pk=zoe.pk).user == hr  # what was pressed is done then


class TestAdministration:
    """Django's own pages open no account of somebody else."""

    @pytest.fixture
    def client(self, db: None) -> Client:
        return signed_in(UserFactory.create(is_staff=True, is_superuser=True, password="!"))

    def test_nothing_that_opens_an_account_is_there(self) -> None:
        models = {model._meta.label for model in admin.site._registry}
        assert not {label for label in models if label.split(".")[0] in ("account", "mfa", "socialaccount", "sessions")}

    def test_account_keeps_its_address_name_and_password(self, client: Client) -> None:
        user = UserFactory.create(password="!kept")
        path = f"/admin/auth/user/{user.pk}"
        spoilt = {"email": MINE, "first_name": "X", "username": "x", "password": "x", "is_active": "on"}
        assert client.post(f"{path}/change/", spoilt).status_code == 302
        assert client.post(f"{path}/password/", {"password1": "x", "password2": "x"}).status_code in (302, 404)
        now = User.objects.get(pk=user.pk)
        assert [now.email, now.first_name, now.username, now.password] == [
            user.email, user.first_name, user.username, user.password]  # fmt: skip

    def test_new_account_has_no_password_and_no_confirmed_address(self, client: Client) -> None:
        body = {"email": "New@example.org", "first_name": "Ann", "last_name": "Roy", "password1": "a", "password2": "a"}
        assert client.post("/admin/auth/user/add/", body).status_code == 302
        user = User.objects.get(email="new@example.org")
        assert not user.has_usable_password()
        assert not EmailAddress.objects.get(user=user).verified
        assert client.post("/admin/auth/user/add/", body).status_code == 200
