"""The login of a person of the directory: they and the account that has confirmed the same e-mail are one.

Whichever comes to be last joins the two: a person who gets an e-mail, or an address that is confirmed. An address that
is not confirmed says nothing of whose it is. What somebody has parted stays parted until somebody joins it again.

Whoever writes addresses into the directory could write their own beside another's name and answer as them. So their own
account becomes the login of nobody who was there before: another who changes the directory joins the two, or a command
of the server does.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.db.models.signals import post_save

from aispec.web.account.domain import set_name
from roles.enums import LoginChangeKind
from roles.models import Person
from roles.people.domain import login_journal
from roles.people.domain.login_changes import note_login
from roles.people.domain.names import same_name

EDITS = "roles.change_person"  # the permission of those who change the directory


class AlreadyJoined(Exception):
    """The person has another login, or the account is that of another person."""


class OwnAccount(Exception):
    """Nobody makes their own account the login of somebody who is in the directory already."""


def join_by_email(people: QuerySet[Person], by: User | None = None, *, new: bool = False) -> None:
    """Join each of these people who has no login with the account that has confirmed their e-mail.

    `by` is who wrote the e-mails, and `new` says that the people were not there before. One query when there is nothing
    to join. Neither a person nor an account is taken over.
    """
    parted = Person.parted_from.through.objects.filter(person_id=OuterRef(OuterRef("pk")), user_id=OuterRef("user_id"))
    confirmed = EmailAddress.objects.filter(verified=True, email=Lower(OuterRef("email")), user__person=None)
    account = confirmed.exclude(Exists(parted)).values("user_id")[:1]
    waiting = people.filter(user=None).exclude(email="").annotate(account=Subquery(account)).exclude(account=None)
    for person in waiting.order_by("pk"):
        account = User.objects.get(pk=person.account)
        if not _is_trusted(person, account, by, new=new):
            continue
        try:
            join(person, account, by)
        except AlreadyJoined:  # by somebody else at this moment, or by another address of the same account
            continue


def _is_trusted(person: Person, account: User, by: User | None, *, new: bool) -> bool:
    """Whether an e-mail is proof enough: not that of its writer, but for an entry of their own name."""
    own_name = not account.get_full_name() or same_name(person.name, account.get_full_name())
    if account.has_perm(EDITS):
        return new and own_name
    return account != by or own_name


def with_email(email: str) -> QuerySet[Person]:
    """Whoever has an e-mail, compared as the database compares when it refuses a second person."""
    with_one = Person.objects.exclude(email="")  # as the index says that holds them apart
    return with_one.alias(lower=Lower("email")).filter(lower=Lower(Value(email)))


def account_of(person: Person) -> User | None:
    """The account that has confirmed a person's e-mail, whether the two are joined or were parted."""
    confirmed = EmailAddress.objects.filter(verified=True, email=person.email.lower()).exclude(email="")
    found = confirmed.select_related("user").order_by("pk").first()
    return found.user if found else None


def join(person: Person, user: User, by: User | None = None, change: LoginChangeKind = LoginChangeKind.JOINED) -> None:
    """Give a person this login; an account without a name takes theirs. Raises AlreadyJoined.

    `by` is None where the account did it itself, by confirming its address, or where `change` says that the server did.
    """
    try:
        with transaction.atomic():
            joined = Person.objects.filter(pk=person.pk, user=None).update(user=user)
            person.parted_from.remove(user)
            if joined:
                note_login(change, person, user, None if change == LoginChangeKind.JOINED_ON_SERVER else by or user)
    except IntegrityError as taken:
        raise AlreadyJoined from taken
    if not joined and not Person.objects.filter(pk=person.pk, user=user).exists():
        raise AlreadyJoined
    person.user = user
    if not user.get_full_name():
        set_name(user, person.name)


def join_again(person: Person, user: User, by: User) -> None:
    """Join somebody with an account, as another says. Raises AlreadyJoined and OwnAccount."""
    if user == by:
        raise OwnAccount
    join(person, user, by)


@transaction.atomic
def part(person: Person, by: User) -> None:
    """Take a person's login away; their e-mail does not join the two again."""
    account = person.user
    if account and Person.objects.filter(pk=person.pk, user=account).update(user=None):
        note_login(LoginChangeKind.PARTED, person, account, by)
        person.parted_from.add(account)
    person.user = None


def connect() -> None:
    """Listen for addresses: one may be confirmed by its mail, by an invitation or by the administration.

    allauth tells of the first only, so it is the address itself that is listened to.
    """
    post_save.connect(_address_saved, EmailAddress, dispatch_uid="join-by-email")
    login_journal.connect()


def _address_saved(instance: EmailAddress, **_signal: Any) -> None:
    if instance.verified:
        join_by_email(with_email(instance.email))
