"""What a timer does for notices: all that a task has missed, that came to nothing, or that has its hour."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from roles.enums import Delivery
from roles.notices.documents.mail import NotSent, mail_daily, mail_now
from roles.notices.domain.making import forget_notices, unread_journals
from roles.notices.domain.outgoing import daily_due, waiting
from roles.notices.tasks import CALM, read


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages left, and how many could not."""

    sent: int
    failed: int


def catch_up() -> Sent:
    """Read the journals that are ahead, and send what waits and what is due today."""
    forget_notices()
    for project_id in unread_journals():
        read.call(project_id)
    now = timezone.now()
    at_once = _each(waiting(now - CALM, Delivery.MAIL), mail_now)
    daily = _each(daily_due(now), lambda reader: mail_daily(reader, now))
    return Sent(at_once.sent + daily.sent, at_once.failed + daily.failed)


def _each(readers: Iterable[int], send: Callable[[int], bool]) -> Sent:
    """Send to each; one whom the server does not take keeps nobody else waiting."""
    sent = failed = 0
    for reader in readers:
        try:
            sent += send(reader)
        except NotSent:
            failed += 1
    return Sent(sent, failed)
