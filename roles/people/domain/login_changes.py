"""Each change of whose account a person has: kept in the log of the administration, and told to both by mail.

The log holds numbers and no names; the work in the background has the address too, and makes the words as it is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from aispec.web.account.domain import language_of
from aispec.web.mail import delivers, send_mail
from phases.access.members import name_of
from roles.models import Person

TEMPLATE = "roles/people/mail/login"
AGAIN = timedelta(minutes=10)
ATTEMPTS = 6


class LoginChange(models.TextChoices):
    """What became of the login of a person."""

    JOINED = "joined", _("joined with an account")
    JOINED_ON_SERVER = "joined_on_server", _("joined with an account")
    PARTED = "parted", _("parted from an account")
    MOVED = "moved", _("email changed")


@dataclass(frozen=True, slots=True)
class Noted:
    """A change as the page of the person tells it."""

    at: datetime
    change: LoginChange
    by: str | Promise


def note_login(change: LoginChange, person: Person, account: User, by: User | None) -> None:
    """Keep that a person and an account were joined or parted, and tell both."""
    addresses = {person.email, account.email} | set(
        EmailAddress.objects.filter(user=account, verified=True, primary=True).values_list("email", flat=True)
    )
    _note(change, person, by or account, {address.lower() for address in addresses if address}, str(account.pk))


def note_moved(person: Person, was: str, by: User | None) -> None:
    """Keep that a person has another e-mail, by which another account may become theirs, and tell the one of before."""
    if by and was and was.lower() != person.email.lower():
        _note(LoginChange.MOVED, person, by, {was.lower()})


def _note(change: LoginChange, person: Person, by: User, addresses: set[str], account: str = "") -> None:
    entry = LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=account,  # its number
        action_flag=CHANGE,
        change_message=change.value,
    )
    if delivers():
        for address in sorted(addresses):
            tell.enqueue(entry.pk, address)


def last_changes(person: Person, count: int) -> Sequence[Noted]:
    """The changes of a person's login, the last one first (one query)."""
    kind = ContentType.objects.get_for_model(Person)
    entries = LogEntry.objects.filter(
        content_type=kind, object_id=str(person.pk), change_message__in=LoginChange.values
    )
    return [
        Noted(entry.action_time, LoginChange(entry.change_message), _author(entry))
        for entry in entries.select_related("user").order_by("-action_time", "-pk")[:count]
    ]


def _author(entry: LogEntry) -> str | Promise:
    """Who has made a change."""
    on_server = entry.change_message == LoginChange.JOINED_ON_SERVER
    return _("a command of the server") if on_server else name_of(entry.user)


@task()
def tell(entry_id: int, address: str, attempt: int = 1) -> None:
    """Send the message of a change to one of both; when it cannot leave, try again later."""
    entry = LogEntry.objects.select_related("user").filter(pk=entry_id).first()
    person = Person.objects.filter(pk=entry.object_id or 0).first() if entry else None
    if entry is None or person is None:
        return
    words = {"name": person.name, "change": entry.change_message, "by": _author(entry)}
    sent = send_mail(TEMPLATE, address, language_of(address), words)
    if not sent and attempt < ATTEMPTS and tell.get_backend().supports_defer:
        tell.using(run_after=timezone.now() + AGAIN).enqueue(entry_id, address, attempt + 1)
