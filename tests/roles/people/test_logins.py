"""People of the directory and accounts with the same confirmed e-mail are joined, whichever comes first."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from roles.models import Person
from roles.people.domain.directory_import import apply_people
from roles.people.domain.directory_plan import PersonRow, plan_people
from roles.people.domain.holders import holder_named
from roles.people.domain.logins import AlreadyJoined, join, join_by_email, part
from tests.conftest import Team
from tests.factories import PersonFactory, UserFactory, account

EMAIL = "zoe@example.org"


def login_of(person: Person) -> User | None:
    return Person.objects.get(pk=person.pk).user


@pytest.mark.parametrize("verified", [True, False])
def test_address_joins_the_person_who_was_first(db: None, verified: bool) -> None:
    person = PersonFactory.create(email="Zoe@Example.org")
    user = account(verified=verified)
    assert login_of(person) == (user if verified else None)


def test_address_confirmed_later_joins(db: None) -> None:
    person, user = PersonFactory.create(email=EMAIL), account(verified=False)
    EmailAddress.objects.get().set_verified()
    assert login_of(person) == user


def test_sign_up_in_the_demonstration_joins(db: None, client: Client) -> None:
    person = PersonFactory.create(name="Zoé Côté", email=EMAIL)
    response = client.post(
        "/fr/accounts/signup/", {"email": EMAIL, "password1": "un-long-mot", "password2": "un-long-mot"}
    )
    user = login_of(person)
    assert user
    assert (user.email, user.get_full_name()) == (EMAIL, "Zoé Côté")
    assert response["Location"] == "/fr/"  # the name is known: it is not asked


@pytest.mark.parametrize("verified", [True, False])
def test_holder_joins_the_account_that_was_first(team: Team, verified: bool) -> None:
    user = account(verified=verified)
    person = holder_named(team.project.pk, team.users["owner"], "Zoé Côté", "ZOE@example.org")
    assert person
    assert login_of(person) == (user if verified else None)


def test_holder_who_gets_an_email_joins(team: Team) -> None:
    user, person = account(), PersonFactory.create(name="Zoé Côté")
    team.project.positions.update(holder=person)
    holder_named(team.project.pk, team.users["owner"], "Zoé Côté", EMAIL)
    assert login_of(person) == user


def test_imported_people_join(db: None) -> None:
    user, changed = account(), PersonFactory.create(name="Zoé Côté")
    other = account("luc@example.org")
    rows = [PersonRow("1", "Zoé Côté", EMAIL), PersonRow("2", "Luc Roy", "Luc@example.org")]
    apply_people(rows, {}, plan_people(rows).seen)
    assert login_of(changed) == user
    assert Person.objects.get(name="Luc Roy").user == other


def test_name_of_an_account_stays(db: None) -> None:
    person, user = PersonFactory.create(name="Zoé Côté", email=EMAIL), account(first_name="Zoé", last_name="")
    user.refresh_from_db()
    assert (login_of(person), user.get_full_name()) == (user, "Zoé")


def test_person_of_another_login_is_not_taken_over(db: None) -> None:
    first = UserFactory.create()
    person = PersonFactory.create(email=EMAIL, user=first)
    account()
    assert login_of(person) == first


def test_account_of_another_person_is_not_taken_over(db: None) -> None:
    user = account()
    first = PersonFactory.create(user=user)
    person = PersonFactory.create(email=EMAIL)
    join_by_email(Person.objects.all())
    assert (login_of(first), login_of(person)) == (user, None)


def test_two_addresses_of_one_account_join_one_person(db: None) -> None:
    people = [PersonFactory.create(email=email) for email in (EMAIL, "z@example.org")]
    user: User = UserFactory.create()
    addresses = [EmailAddress(user=user, email=person.email, verified=True) for person in people]
    EmailAddress.objects.bulk_create(addresses)
    join_by_email(Person.objects.all())
    assert [login_of(person) for person in people] == [user, None]


def test_parted_stays_parted_until_joined_again(db: None) -> None:
    user, person = account(), PersonFactory.create(email=EMAIL)
    join_by_email(Person.objects.all())
    part(Person.objects.get(), user)
    EmailAddress.objects.get().save()
    join_by_email(Person.objects.all())
    assert login_of(person) is None
    join(person, user)
    assert login_of(person) == user
    assert not person.parted_from.exists()


def test_parted_account_joins_somebody_else(db: None) -> None:
    user, person = account(), PersonFactory.create(email=EMAIL)
    join(person, user)
    part(person, user)
    Person.objects.update(email="")
    right = PersonFactory.create(email=EMAIL)
    join_by_email(Person.objects.all())
    assert login_of(right) == user


def test_part_without_login_changes_nothing(db: None) -> None:
    person = PersonFactory.create()
    part(person, UserFactory.create())
    assert not person.parted_from.exists()


@pytest.mark.parametrize("taken", ["person", "account"])
def test_join_takes_nobody_over(db: None, taken: str) -> None:
    user, person, other = account(), PersonFactory.create(), UserFactory.create()
    if taken == "person":
        join(person, other)
    else:
        PersonFactory.create(user=user)
    with pytest.raises(AlreadyJoined):
        join(person, user)
    assert login_of(person) == (other if taken == "person" else None)


def test_joining_the_whole_directory_asks_once_when_nobody_waits(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        PersonFactory.create(email=f"p{number}@example.org")
        account(f"a{number}@example.org")
    with django_assert_num_queries(1):
        join_by_email(Person.objects.all())


class TestCommand:
    """What nobody may do on the pages for their own account, whoever runs the server does."""

    @pytest.fixture
    def administrator(self, db: None) -> User:
        return account(first_name="Zoé", last_name="Roy", is_superuser=True, is_staff=True)

    def test_command_joins_the_only_administrator_who_was_in_the_directory(
        self, administrator: User, client: Client
    ) -> None:
        person = PersonFactory.create(name="Zoé Roy", email="Zoe@Example.org")
        join_by_email(Person.objects.all())
        assert login_of(person) is None
        call_command("join_login", "ZOE@example.org ")
        assert login_of(person) == administrator
        client.force_login(administrator)
        assert "joined with an account, a command of the server" in client.get(f"/en/people/{person.pk}/").text
        [message] = mail.outbox
        assert message.to == [EMAIL]
        assert "une commande du serveur" in message.body

    def test_command_joins_what_was_parted(self, administrator: User) -> None:
        person = PersonFactory.create(email=EMAIL, user=administrator)
        part(person, administrator)
        call_command("join_login", EMAIL)
        assert login_of(person) == administrator

    @pytest.mark.parametrize("case", ["nobody", "unconfirmed", "taken"])
    def test_command_joins_nothing_that_is_not_sure(self, db: None, case: str) -> None:
        user = account(verified=case != "unconfirmed")
        person = PersonFactory.create(email="" if case == "nobody" else EMAIL)
        if case == "taken":
            PersonFactory.create(user=user)
        with pytest.raises(CommandError):
            call_command("join_login", EMAIL)
        assert login_of(person) is None
