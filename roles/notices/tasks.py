"""The work of notices in the background: journals are read soon after a change, and mail leaves soon after that."""

from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from time import monotonic
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from aispec.web.background.thread import ThreadBackend
from phases.projects.journal import Journal, project_changed
from roles.notices.documents.mail import NotSent, mail_now
from roles.notices.domain.concern import CONCERNS, Concern
from roles.notices.domain.making import read_journal, tell

SOON = timedelta(seconds=6)  # changes of a moment are read together
CALM = timedelta(minutes=1)  # notices of a minute leave together
EVERY = timedelta(minutes=10)
RETRIES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 60))  # afterwards, `send_notices` tries on

_TENDED = 0  # no project has this id
_until: dict[int, float] = {}  # by project, when another reading may be asked for


def connect() -> None:
    """Listen to the journals."""
    project_changed.connect(_changed, dispatch_uid="notices")


def _changed(journal: Journal, **_signal: Any) -> None:
    """Have a journal read, if somebody could be concerned: once for the changes of some seconds.

    This process remembers that a reading is to come, until shortly before it begins: no change falls between the two.
    """
    if not any(line.kind in CONCERNS for line in journal.lines):
        return
    if _once(journal.project_id, SOON - timedelta(seconds=1)):
        later(read, SOON, journal.project_id)
    if isinstance(tend.get_backend(), ThreadBackend) and _once(_TENDED, 2 * EVERY):
        tend.enqueue()


def _once(what: int, wait: timedelta) -> bool:
    """Whether this is the first time within so long."""
    now = monotonic()
    if now < _until.get(what, 0):
        return False
    _until[what] = now + wait.total_seconds()
    return True


def notify(concerns: Iterable[Concern]) -> None:
    """Make notices of what no journal says, and let their mail leave."""
    _mail_soon(tell(concerns))


@task()
def read(project_id: int) -> None:
    """Make the notices of a journal, and let their mail leave."""
    _mail_soon(read_journal(project_id))


@task()
def mail(reader: int, attempt: int = 0) -> None:
    """Send a reader what waits for them; when it cannot leave, try again later."""
    try:
        mail_now(reader)
    except NotSent:
        if attempt < len(RETRIES) and mail.get_backend().supports_defer:
            later(mail, RETRIES[attempt], reader, attempt + 1)


@task()
def tend() -> None:
    """Do from time to time what a timer does elsewhere, where this process is all there is."""
    for command in ("send_notices", "forget_old"):
        call_command(command, stdout=StringIO())
    _until[_TENDED] = monotonic() + (2 * EVERY).total_seconds()
    later(tend, EVERY)


def _mail_soon(readers: Iterable[int]) -> None:
    for reader in readers:
        later(mail, CALM, reader)


def later(work: Task[Any, Any], wait: timedelta, *args: int) -> None:
    """After a while, or at once where whoever works in the background knows no later."""
    if work.get_backend().supports_defer:
        work = work.using(run_after=timezone.now() + wait)
    work.enqueue(*args)
