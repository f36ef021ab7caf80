"""Send what is due: `manage.py send_notices`, every few minutes, by a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from roles.acceptance.documents.ask_mail import remind
from roles.notices.sending import catch_up
from roles.postings.domain.closing import tell_closing
from roles.postings.domain.publications import forget_old


class Command(BaseCommand):
    help = (
        "Remind, tell of postings about to close, send the daily mail at its hour and what could not leave before, and"
        " let go of what was published longer ago than it is kept."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tell_closing()
        remind()
        forget_old()
        done = catch_up()
        self.stdout.write(f"{done.sent} sent, {done.failed} not sent: tried again the next time.")
