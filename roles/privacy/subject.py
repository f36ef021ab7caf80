"""Whose data it is: somebody of the directory and their login, or an account that nobody of the directory has."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import Lower

from aispec.web.models import KeptMail
from phases.models import Invitation
from roles.models import Person

NOBODY = 0  # the id of who is not there


@dataclass(frozen=True, slots=True)
class Subject:
    """One human being, as the product knows them."""

    person: Person | None
    user: User | None

    @classmethod
    def of(cls, person: Person) -> "Subject":
        """Somebody of the directory."""
        return cls(person, person.user)

    @classmethod
    def of_account(cls, user: User) -> "Subject":
        """The reader of an account."""
        return cls(Person.objects.filter(user=user).first(), user)

    @property
    def person_id(self) -> int:
        """Their id in the directory."""
        return self.person.pk if self.person else NOBODY

    @property
    def login(self) -> int:
        """The id of their account."""
        return self.user.pk if self.user else NOBODY

    def ids(self) -> set[int | None]:
        """Who they are and were in the directory."""
        if self.person is None:
            return set()
        merged = self.person.former_names.exclude(merged_id=None)
        return {self.person.pk, *merged.values_list("merged_id", flat=True)}

    def names(self) -> set[str]:
        """Every name that they have and had, in the directory and as an account."""
        names = {self.user.get_full_name()} if self.user else set()
        if self.person:
            names |= {self.person.name, *self.person.former_names.values_list("name", flat=True)}
        return names - {""}

    def emails(self) -> set[str]:
        """Every e-mail that they have and had, in the same way, in small letters; none that they only say is theirs."""
        emails: set[str] = set()
        if self.person:
            emails |= {self.person.email, *self.person.former_names.values_list("email", flat=True)}
        if self.user:
            addresses = dict(EmailAddress.objects.filter(user=self.user).values_list("email", "verified"))
            emails |= {email for email in (*addresses, self.user.email) if addresses.get(email, True)}
        return {email.lower() for email in emails if email}

    def invitations(self) -> QuerySet[Invitation]:
        """Those that were sent to them."""
        return Invitation.objects.alias(lower=Lower("email")).filter(lower__in=self.emails())

    def mail(self) -> QuerySet[KeptMail]:
        """Mail to them that the demonstration has kept."""
        return KeptMail.objects.filter(to__in=self.emails())  # kept in small letters
