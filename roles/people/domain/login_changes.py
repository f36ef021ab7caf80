"""Each change of whose account a person has: written in the journal of logins, and told to both by mail.

The work in the background has the address and numbers, and makes the words as it is done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from aispec.web.account.domain import language_of
from aispec.web.mail import delivers, send_mail
from phases.access.members import name_of
from roles.enums import LoginChangeKind
from roles.models import FormerName, LoginChange, Person
from roles.people.domain.login_journal import write

TEMPLATE = "roles/people/mail/login"
AGAIN = timedelta(minutes=10)
ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Noted:
    """A change as the page of the person tells it."""

    at: datetime
    change: LoginChangeKind
    by: str | Promise


def note_login(kind: LoginChangeKind, person: Person, account: User, by: User | None) -> None:
    """Keep that a person and an account were joined or parted, and tell both; `by` is None for the server."""
    addresses = {person.email, account.email} | set(
        EmailAddress.objects.filter(user=account, verified=True, primary=True).values_list("email", flat=True)
    )
    _tell_all(write(kind, person, account, by), {address.lower() for address in addresses if address})


def note_moved(person: Person, was: str, by: User | None) -> None:
    """Keep that a person has another e-mail, by which another account may become theirs, and tell the one of before."""
    if was and was.lower() != person.email.lower():
        _tell_all(write(LoginChangeKind.MOVED, person, person.user, by), {was.lower()})


def _tell_all(line: LoginChange, addresses: Iterable[str]) -> None:
    if delivers():
        for address in sorted(addresses):
            tell_of.enqueue(line.pk, address)


def last_changes(person: Person, count: int) -> Sequence[Noted]:
    """The changes of the login of a person, and of whoever was merged with them, the last one first (three queries)."""
    merged = person.former_names.exclude(merged_id=None).values_list("merged_id", flat=True)
    lines = list(LoginChange.objects.filter(person__in=[person.pk, *merged]).order_by("-pk")[:count])
    authors = User.objects.in_bulk({line.by for line in lines if line.by})
    return [Noted(line.at, LoginChangeKind(line.kind), _author(line, authors.get(line.by or 0))) for line in lines]


def _author(line: LoginChange, user: User | None) -> str | Promise:
    """Who has made a change."""
    if user:
        return name_of(user)
    return _("an account that is gone") if line.by else _("a command of the server")


@task()
def tell_of(number: int, address: str, attempt: int = 1) -> None:
    """Send the message of a change to one of both; when it cannot leave, try again later."""
    line = LoginChange.objects.filter(pk=number).first()
    name = _name(line.person) if line else ""
    if line is None or not name:
        return
    author = _author(line, User.objects.filter(pk=line.by or 0).first())
    sent = send_mail(TEMPLATE, address, language_of(address), {"name": name, "change": line.kind, "by": author})
    if not sent and attempt < ATTEMPTS and tell_of.get_backend().supports_defer:
        tell_of.using(run_after=timezone.now() + AGAIN).enqueue(number, address, attempt + 1)


def _name(person_id: int) -> str:
    """What somebody is called now, or was before they were merged with somebody else; "" for who is gone."""
    now = Person.objects.filter(pk=person_id).values_list("name", flat=True)
    before = FormerName.objects.filter(merged_id=person_id).values_list("person__name", flat=True)
    return now.first() or before.first() or ""
