"""What was published: kept as it stood, for the years of a setting, and read again as it was."""

from contextlib import AbstractContextManager
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.db.transaction import atomic
from django.utils import timezone

from phases.enums import ChangeKind
from phases.models import ProjectChange
from phases.projects.journal import Journal, change_of
from roles.enums import PublicationState
from roles.matrix.seals import said_of
from roles.models import Posting, Publication, PublishedFile

_YEAR = timedelta(days=366)


def keep(posting: Posting, user: User, reason: str) -> Publication:
    """Keep a posting as it has just been published, with the reason for what it lacks."""
    posting.refresh_from_db()
    return Publication.objects.create(
        posting=posting,
        project_id=posting.project_id,
        by=user,
        said=said_of(posting),
        framework=framework_of(posting),
        reason=reason,
        published_at=posting.published_at or timezone.now(),
        ends_at=posting.ends_at,
    )


def keep_file(publication: Publication, language: str, content: bytes) -> PublishedFile:
    """Keep a file of what was published, and its fingerprint in the journal; the one that is there stays."""
    with _journal_of(publication) as journal:
        values = {"content": content, "fingerprint": sha256(content).hexdigest()}
        file, created = publication.files.get_or_create(language=language, defaults=values)
        if created and journal:
            data = {"publication": publication.pk, "language": language}
            title = publication.said.get("title_fr") or ""
            journal.add(ChangeKind.POSTING_FILED, title, new=file.fingerprint, data=data)
        return file


def _journal_of(publication: Publication) -> AbstractContextManager[Journal | None]:
    """A change in the journal that told of a publication; of one without a journal, nothing but a transaction."""
    line = ProjectChange.objects.filter(data__publication=publication.pk).first()
    return change_of(line.project_id, line.framework_id, None) if line else atomic()


def end(posting: Posting, state: PublicationState) -> None:
    """Note what became of what was published last; what had ended already keeps its day."""
    now = timezone.now()
    for publication in Publication.objects.filter(posting=posting.pk, state=PublicationState.PUBLISHED):
        publication.state, publication.ends_at = state, min(now, publication.ends_at or now)
        publication.save(update_fields=["state", "ends_at"])


def with_fingerprints(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """The same with the fingerprints of the files, not the files."""
    return rows.prefetch_related(Prefetch("files", PublishedFile.objects.defer("content").order_by("-language")))


def framework_of(posting: Posting) -> dict[str, str]:
    """The title of its framework; nothing of one that is a project's own, which is not published."""
    framework = posting.source_framework
    return {"title_fr": framework.title_fr, "title_en": framework.title_en or ""} if framework.catalogued else {}


def old_publications() -> QuerySet[Publication]:
    """What has ended longer ago than it is kept."""
    return Publication.objects.filter(ends_at__lt=timezone.now() - settings.POSTING_YEARS * _YEAR)


def forget_old_publications() -> None:
    """Remove what has ended longer ago than it is kept; the journal that told of it says so."""
    for publication in old_publications().only("pk", "said"):
        with _journal_of(publication) as journal:
            if journal:
                data = {"publication": publication.pk}
                journal.add(ChangeKind.POSTING_REMOVED, publication.said.get("title_fr") or "", data=data)
            publication.delete()
