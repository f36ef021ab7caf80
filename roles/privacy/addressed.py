"""What was sent to somebody, by every e-mail that they have and had."""

from django.db.models import QuerySet
from django.db.models.functions import Lower

from aispec.web.models import KeptMail
from phases.models import Invitation
from roles.models import Person


def emails_of(person: Person) -> list[str]:
    """Every e-mail that they have and had."""
    return [email for email in {person.email, *person.former_names.values_list("email", flat=True)} if email]


def invitations_to(person: Person) -> QuerySet[Invitation]:
    """The invitations that were sent to them."""
    return Invitation.objects.alias(lower=Lower("email")).filter(lower__in=map(str.lower, emails_of(person)))


def mail_to(person: Person) -> QuerySet[KeptMail]:
    """Mail to them that the demonstration has kept."""
    return KeptMail.objects.filter(to__in=map(str.lower, emails_of(person)))  # kept in small letters
