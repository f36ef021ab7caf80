"""The journal of logins: which account is whose, as a chain of its own that proves it.

Who answers in the projects depends on it, and a login is joined before its person holds anything: so it is one journal
for the whole site. Each line carries a hash over what it says and over the line before it.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models.signals import pre_delete

from aispec.web.account.domain import reader
from phases.projects.chain import digest_of, moment
from phases.projects.seal import sealed_as
from roles.enums import LoginChangeKind
from roles.models import LoginChange, Person

LOGINS = "logins"  # in the name of a seal
ENDING = (LoginChangeKind.PARTED, LoginChangeKind.ENDED)


def write(kind: LoginChangeKind, person: Person, account: User | None, by: User | None) -> LoginChange:
    """Add a line, in the transaction of what it tells."""
    numbers = {name: user.pk if user else None for name, user in (("account", account), ("by", by))}
    with transaction.atomic():
        one_at_a_time()
        line = LoginChange(kind=kind, person=person.pk, **numbers)
        line.hash = link(LoginChange.objects.values_list("hash", flat=True).last() or "", line)
        line.save()
    return line


def one_at_a_time() -> None:
    """Let others who write lines wait until this transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {LoginChange._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def link(before: str, line: Any) -> str:
    """The hash of a line whose predecessor has the hash `before`, "" for the first one."""
    return digest_of(before, moment(line.at), line.kind, line.person, line.account, line.by)


def connect() -> None:
    """Listen for people and accounts that are deleted, by whatever way: their login ends."""
    for model in (Person, User):
        pre_delete.connect(_deleted, model, dispatch_uid=f"login-{model.__name__}")


def _deleted(instance: Person | User, **_signal: Any) -> None:
    of = {"pk": instance.pk} if isinstance(instance, Person) else {"user": instance}
    for person in Person.objects.filter(**of).exclude(user=None).select_related("user"):
        write(LoginChangeKind.ENDED, person, person.user, reader())


def login_faults() -> Iterator[str]:
    """What is wrong with the lines, from the first on, and whose login is not the one that they leave."""
    said: dict[int, int | None] = {}
    before = ""
    for line in LoginChange.objects.order_by("pk").iterator():
        if line.hash != link(before, line):
            yield f"{line}: it is not the line that was written here"
        before = line.hash
        if line.kind in ENDING:
            said.pop(line.person, None)
        elif line.kind != LoginChangeKind.MOVED:
            said[line.person] = line.account
    found = dict(Person.objects.exclude(user=None).values_list("pk", "user_id"))
    for person in sorted(said.keys() | found.keys()):
        if said.get(person) != found.get(person):
            yield f"person {person}: the journal says account {said.get(person)}, and {found.get(person)} is found"


def login_seal() -> tuple[int, str]:
    """The number of the last line and the seal of all lines up to it."""
    last = LoginChange.objects.values_list("pk", flat=True).last() or 0
    return last, sealed_as(LOGINS, last, hash_at(last))


def hash_at(number: int) -> str:
    """The hash of a line, "" where there is none."""
    return LoginChange.objects.filter(pk=number).values_list("hash", flat=True).first() or ""
