"""Send what is due: `manage.py send_notices`, every few minutes, by a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from roles.acceptance.documents.ask_mail import remind
from roles.notices.sending import catch_up
from roles.postings.domain.closing import tell_closing
from roles.projects.domain.review_due import tell_due


class Command(BaseCommand):
    help = (
        "Remind, tell of postings about to close and of reviews that are due, send the daily mail at its hour and what "
        "could not leave before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tell_closing()
        tell_due()
        remind()
        done = catch_up()
        self.stdout.write(f"{done.sent} sent, {done.failed} not sent: tried again the next time.")
