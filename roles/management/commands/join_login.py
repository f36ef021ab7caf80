"""Join somebody of the directory with their account: `manage.py join_login EMAIL`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roles.enums import LoginChangeKind
from roles.people.domain.logins import AlreadyJoined, account_of, join, with_email


class Command(BaseCommand):
    help = "Make the account that has confirmed an email the login of the person whom the directory has with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the email of both")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        person = with_email(email).first()
        if person is None:
            raise CommandError(f"Nobody of the directory has this email: {email}")
        account = account_of(person)
        if account is None:
            raise CommandError(f"No account has confirmed this email: {email}")
        try:
            join(person, account, change=LoginChangeKind.JOINED_ON_SERVER)
        except AlreadyJoined as joined:
            raise CommandError(f"{person.name} has another login, or the account is that of somebody else.") from joined
        self.stdout.write(f"{person.name} has the account of {account.email} as their login.")
