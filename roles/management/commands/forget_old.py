"""Delete what has been kept long enough: `manage.py forget_old`, once an hour, by a timer, on each machine."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from phases.archive.domain import forget_old
from roles.formats.cache import forget
from roles.postings.domain.publications import forget_old_publications
from roles.security_log.domain import forget_old_events


class Command(BaseCommand):
    help = (
        "Delete documents and archives of more than a day, sessions that ended, events older than SECURITY_LOG_DAYS, "
        "what was published longer ago than POSTING_YEARS."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        forget_old()
        forget()
        forget_old_events()
        forget_old_publications()
        call_command("clearsessions")
