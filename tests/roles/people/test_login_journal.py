"""Whose login an account became, and was no more, is kept in a chain, in the security log, and proven."""

from collections.abc import Callable
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection

from roles.directory.domain.merge import merge
from roles.models import LoginChange, Person, SecurityEvent
from roles.people.domain.login_changes import last_changes
from roles.people.domain.login_journal import login_faults
from roles.people.domain.logins import join, join_again, part
from roles.people.domain.permissions import hr_group
from roles.privacy.erasure import erase, erase_account
from tests.factories import PersonFactory, UserFactory, account


class Logins:
    """Three people who have logins by three ways, one of whom was parted and joined again."""

    def __init__(self) -> None:
        self.hr: User = UserFactory.create(first_name="Luc", last_name="Hébert", is_superuser=True)
        self.hr.groups.add(hr_group())
        self.zoe, self.ann, self.ida = (PersonFactory.create(email=f"{name}@example.org") for name in ("z", "a", "i"))
        self.users = [account(person.email) for person in (self.zoe, self.ann, self.ida)]
        part(self._now(self.zoe), self.hr)
        join_again(self._now(self.zoe), self.users[0], self.hr)

    def _now(self, person: Person) -> Person:
        return Person.objects.get(pk=person.pk)

    def line(self, number: int) -> LoginChange:
        return LoginChange.objects.order_by("pk")[number]


@pytest.fixture
def logins(db: None) -> Logins:
    return Logins()


def kinds() -> list[tuple[str, int, int | None]]:
    return list(LoginChange.objects.values_list("kind", "person", "account"))


def test_each_change_is_in_the_journal_and_in_the_security_log(logins: Logins) -> None:
    zoe, user = logins.zoe.pk, logins.users[0].pk
    assert kinds()[-2:] == [("parted", zoe, user), ("joined", zoe, user)]
    events = SecurityEvent.objects.filter(kind="login").order_by("pk")
    assert [(one.detail, one.by, one.account) for one in events[2:]] == [
        ("joined", logins.users[2], None),
        ("parted", logins.hr, logins.users[0]),
        ("joined", logins.hr, logins.users[0]),
    ]
    assert list(login_faults()) == []


def test_login_goes_on_where_two_people_are_merged(logins: Logins) -> None:
    kept = PersonFactory.create()
    merge(logins.hr, kept.pk, logins.ann.pk)
    assert Person.objects.get(pk=kept.pk).user == logins.users[1]
    merge(logins.hr, kept.pk, logins.ida.pk)
    assert [change.change for change in last_changes(kept, 9)][:3] == ["parted", "joined", "parted"]
    assert list(login_faults()) == []


def by_erasure(logins: Logins) -> None:
    erase(logins.ann, logins.hr)


def by_command(logins: Logins) -> None:
    erase_account(logins.users[1])


def by_account(logins: Logins) -> None:
    logins.users[1].delete()


def by_person(logins: Logins) -> None:
    Person.objects.filter(pk=logins.ann.pk).delete()


@pytest.mark.parametrize("way", [by_erasure, by_command, by_account, by_person])
def test_login_of_who_is_deleted_ends(logins: Logins, way: Callable[[Logins], None]) -> None:
    logins.ann.refresh_from_db()
    person, account = logins.ann.pk, logins.users[1].pk
    way(logins)
    assert kinds()[-1] == ("ended", person, account)
    assert list(login_faults()) == []


def swap(logins: Logins) -> None:
    first, second = logins.line(0), logins.line(1)
    LoginChange.objects.filter(pk=first.pk).update(person=second.person, account=second.account, hash=second.hash)
    LoginChange.objects.filter(pk=second.pk).update(person=first.person, account=first.account, hash=first.hash)


def insert(logins: Logins) -> None:
    LoginChange.objects.create(kind="joined", person=logins.ann.pk, account=logins.hr.pk, hash="0" * 64)
    Person.objects.filter(pk=logins.ann.pk).update(user=logins.hr)


def alike(logins: Logins) -> None:
    behind(logins, account=logins.hr.pk)
    Person.objects.filter(pk=logins.ann.pk).update(user=logins.hr)


def behind(logins: Logins, **fields: object) -> None:
    LoginChange.objects.filter(pk=logins.line(1).pk).update(**fields)


TAMPERED: dict[str, Callable[[Logins], object]] = {
    "login of somebody else": lambda life: Person.objects.filter(pk=life.ann.pk).update(user=life.hr),
    "login taken away": lambda life: Person.objects.filter(pk=life.ann.pk).update(user=None),
    "login out of nothing": lambda life: Person.objects.create(name="X", user=life.hr),
    "person away": lambda life: Person.objects.filter(pk=life.ann.pk)._raw_delete("default"),
    "line says another person": lambda life: behind(life, person=life.hr.pk + 99),
    "line says another account": lambda life: behind(life, account=life.hr.pk),
    "login and line alike": alike,
    "line says another author": lambda life: behind(life, by=None),
    "line says another time": lambda life: behind(life, at=life.line(0).at),
    "line says another kind": lambda life: behind(life, kind="joined_on_server"),
    "line away": lambda life: life.line(3).delete(),
    "first line away": lambda life: life.line(0).delete(),
    "last line away": lambda life: life.line(4).delete(),
    "all lines away": lambda _life: LoginChange.objects.all().delete(),
    "lines swapped": swap,
    "line inserted": insert,
}  # fmt: skip


@pytest.mark.parametrize("tampered", TAMPERED)
def test_what_is_changed_behind_the_journal_is_noticed(logins: Logins, tampered: str) -> None:
    TAMPERED[tampered](logins)
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", "--all", stdout=said)
    assert said.getvalue().startswith("Logins: ")


def test_seal_notices_a_tail_that_was_cut_with_all_it_is_about(logins: Logins, tmp_path: Path) -> None:
    sealed = StringIO()
    call_command("seal_history", "--all", stdout=sealed)
    (tmp_path / "seals").write_text(sealed.getvalue())
    check = ("verify_history", "--all", "--seals", str(tmp_path / "seals"))
    call_command(*check, stdout=StringIO())
    last = logins.line(4).pk
    LoginChange.objects.filter(pk=last).delete()
    Person.objects.filter(pk=logins.zoe.pk).update(user=None)
    assert list(login_faults()) == []
    said = StringIO()
    with pytest.raises(CommandError):
        call_command(*check, stdout=said)
    assert f"Logins: version {last} was sealed, and its lines are gone." in said.getvalue()


def test_journal_begins_with_what_the_administration_had_kept(logins: Logins) -> None:
    """What the migration does where there was none."""
    LoginChange.objects.all().delete()
    person = ContentType.objects.get_for_model(Person)
    gone = {"content_type": person, "action_flag": 2, "user": logins.hr}
    for who, login, what in ((logins.ann.pk, logins.users[1].pk, "joined"), (987, 986, "joined"), (985, "", "moved")):
        LogEntry.objects.create(object_id=str(who), object_repr=str(login), change_message=what, **gone)
    migration = import_module("roles.migrations.0020_login_changes")
    migration.begin_the_journal(apps, SimpleNamespace(connection=connection))
    assert kinds() == [
        ("joined", logins.ann.pk, logins.users[1].pk),
        ("joined", 987, 986),
        ("moved", 985, None),
        ("ended", 987, 986),
        ("found", logins.zoe.pk, logins.users[0].pk),
        ("found", logins.ida.pk, logins.users[2].pk),
    ]
    assert list(login_faults()) == []
    join(PersonFactory.create(), logins.hr)
    assert list(login_faults()) == []
