"""All projects of a reader in one zip: a folder each, with the matrix to work on, to read, and to load again.

Each project is a task of its own: any number of workers share an archive, and a failure stops only its project.
"""

import logging
import tempfile
import zipfile
from io import BytesIO
from typing import IO

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django_tasks import task

from phases.archive.domain import (
    LIFE,
    Archive,
    archive_of,
    bodies,
    entry_to_make,
    forget_old,
    keep_entry,
    new_archive,
)
from phases.models import Membership
from roles.enums import NoticeKind
from roles.exports.documents.export import Export, Format, Order
from roles.formats.text import DocumentRefused
from roles.notices.domain.concern import Concern
from roles.notices.tasks import notify
from roles.people.domain.holders import sees_directory

logger = logging.getLogger(__name__)
FORMATS = (Format.XLSX, Format.PDF, Format.JSON)  # of each project


def start_archive(user: User, language: str) -> None:
    """Begin the reader's archive, in that language; nothing while one is under way."""
    with transaction.atomic():
        entries = new_archive(user, language)
        for entry_id in entries:
            make_entry.enqueue(entry_id)
        if entries:
            sweep_in_a_day()


@task()
def make_entry(entry_id: int) -> None:
    """Make the documents of one project; what fails is kept as words."""
    found = entry_to_make(entry_id)
    if found is None:
        return
    entry, membership = found
    with override(entry.language):
        body, failure = _documents(membership, entry.language)
    keep_entry(entry_id, body, failure)
    _tell_ready(membership.user)


def _tell_ready(user: User) -> None:
    """Tell the reader once all is made."""
    archive = archive_of(user)
    if archive and archive.ready:
        notify([Concern(user.pk, NoticeKind.ARCHIVE, f"archive-{archive.asked_at.isoformat()}")])


def sweep_in_a_day() -> None:
    """Have deleted what is made now, if the work can wait so long; otherwise whoever asks for the next does it."""
    if sweep.get_backend().supports_defer:
        sweep.using(run_after=timezone.now() + LIFE).enqueue()


@task()
def sweep() -> None:
    """Delete archives and large documents that are older than a day."""
    forget_old()


def _documents(membership: Membership, language: str) -> tuple[bytes, str]:
    """The documents of a member's project as a zip, empty if there is none, and what could not be made."""
    buffer, failures, project_id = BytesIO(), [], membership.project_id
    emails = sees_directory(membership.user, membership)
    with zipfile.ZipFile(buffer, "w") as folder:
        for kind in FORMATS:
            try:
                document = Export.of(project_id, Order(kind, timezone.localdate(), emails=emails), language)
                _add(folder, document.file_name, document.make())
            except DocumentRefused as refused:
                failures.append(f"{kind.upper()}: {refused}")
            except Exception:
                logger.exception("No %s of project %s", kind, project_id)
                reason = _("it could not be made. Try the export of the project itself.")
                failures.append(f"{kind.upper()}: {reason}")
        made = folder.namelist()
    return buffer.getvalue() if made else b"", "\n".join(failures)


def zip_of(user: User, archive: Archive) -> tuple[IO[bytes], str]:
    """The archive as a file and its name: what its reader may still read, and a note of what is missing.

    It is whole before the first byte is sent, in a file that goes when it is closed.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115
    taken: set[str] = set()
    with zipfile.ZipFile(file, "w") as whole:
        for name, body in bodies(user):
            folder = _folder(name, taken)
            with zipfile.ZipFile(BytesIO(body)) as part:
                for member in part.namelist():
                    _add(whole, f"{folder}/{member}", part.read(member))
        if note := _note(archive):
            _add(whole, pgettext("file name", "missing.txt"), note.encode("utf-8-sig"))
    file.seek(0)
    day = timezone.localtime(archive.asked_at).date().isoformat()
    return file, pgettext("file name", "projects-%(day)s.zip") % {"day": day}


def _folder(name: str, taken: set[str]) -> str:
    """A folder of its own for each project, whatever their names."""
    stem = folder = slugify(name)[:60].strip("-_") or _("matrix")
    number = 1
    while folder in taken:
        number += 1
        folder = f"{stem}-{number}"
    taken.add(folder)
    return folder


def _add(archive: zipfile.ZipFile, name: str, body: bytes) -> None:
    """A member as it is: the documents are compressed already."""
    info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.external_attr = 0o644 << 16
    archive.writestr(info, body)


def _note(archive: Archive) -> str:
    """What is missing and why; empty when all is there."""
    lines = [f"{name}\r\n{reason}\r\n" for name, reason in archive.failures]
    if archive.lost:
        lines.append(_("Projects you no longer have access to: %(count)s.") % {"count": archive.lost} + "\r\n")
    return "\r\n".join(lines)
