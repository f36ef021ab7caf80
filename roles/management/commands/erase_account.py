"""Erase whoever has an account: `manage.py erase_account EMAIL --for-good`."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from roles.privacy.erasure import AccountStays, erase_account
from roles.privacy.subject import Subject


class Command(BaseCommand):
    help = "Erase an account, and its person of the directory; without --for-good, say which words would go."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail that the account signs in with")
        parser.add_argument("--for-good", action="store_true", help="do it: it cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        login = User.objects.filter(email__iexact=options["email"]).first()
        if login is None:
            raise CommandError(_("No account has the email “%(email)s”.") % {"email": options["email"]})
        subject = Subject.of_account(login)
        self.stdout.write("; ".join(sorted(subject.names() | subject.emails())))
        if options["for_good"]:
            try:
                erase_account(login)
            except AccountStays as stays:
                raise CommandError(
                    _("An administrator’s account, and the only owner of a project, are not erased: change that first.")
                ) from stays
