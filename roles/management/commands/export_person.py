"""Print all that is kept about a person: `manage.py export_person EMAIL`."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from roles.enums import SecurityKind
from roles.models import Person
from roles.people.domain.holders import namesakes
from roles.people.domain.logins import with_email
from roles.people.domain.names import tidy
from roles.privacy.data_export import subject_data
from roles.privacy.subject import Subject
from roles.security_log.domain import note


class Command(BaseCommand):
    help = "Print, as JSON, all that is kept about a person or an account; exit 1 when nobody, or not one, is meant."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="the e-mail, or the name where one person alone bears it")

    def handle(self, *args: Any, **options: Any) -> None:
        data = subject_data(self.find(tidy(options["person"])))
        note(SecurityKind.EXPORTED, None, "export_person")
        self.stdout.write(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))

    def find(self, said: str) -> Subject:
        """Who is meant, in the directory or by an account; ends the command when it is not clear who."""
        found = list(with_email(said)) or namesakes(Person.objects.all(), said)
        if not found and (account := User.objects.filter(email__iexact=said, person=None).first()):
            return Subject.of_account(account)
        if len(found) != 1:
            words = (
                _("“%(said)s” is not in the directory.")
                if not found
                else _("Several are called “%(said)s”: give an email.")
            )
            raise CommandError(words % {"said": said})
        return Subject.of(found[0])
