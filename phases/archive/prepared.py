"""Large documents of one reader: asked for at their address, made in the background, kept for a day.

Whether the reader may still read the project is asked when the document is made and when it is downloaded.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from phases.archive.domain import LIFE, PATIENCE
from phases.models import PreparedFile


def ask_for(user: User, address: str, project_id: int | None, language: str) -> tuple[PreparedFile, bool]:
    """The file of this address, and whether it has to be made: one that is under way is not asked for twice."""
    forget_prepared()
    now = timezone.now()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        found = PreparedFile.objects.filter(owner=user, address=address).defer("body").first()
        if found and not found.made_at and now - (found.begun_at or found.asked_at) < PATIENCE:
            return found, False
        if found:
            found.delete()
        made = PreparedFile.objects.create(
            owner=user, address=address, project_id=project_id, language=language, asked_at=now
        )
    return made, True


def begin(prepared_id: int) -> PreparedFile | None:
    """The file to make, marked as begun; none when it was made, or given up."""
    if not PreparedFile.objects.filter(pk=prepared_id, made_at=None).update(begun_at=timezone.now()):
        return None
    return PreparedFile.objects.select_related("owner").get(pk=prepared_id)


def keep(prepared_id: int, body: bytes, kind: str = "", disposition: str = "") -> None:
    """Keep what was made; an empty body is a failure."""
    PreparedFile.objects.filter(pk=prepared_id).update(
        body=body, size=len(body), kind=kind, disposition=disposition, made_at=timezone.now(), failed=not body
    )


def prepared_of(user: User, prepared_id: int) -> PreparedFile | None:
    """The reader's own file, without its bytes."""
    return PreparedFile.objects.filter(pk=prepared_id, owner=user).defer("body").first()


def ahead_of(file: PreparedFile) -> int:
    """How many others are made before it."""
    return PreparedFile.objects.filter(made_at=None, pk__lt=file.pk).count()


def forget_prepared() -> None:
    """Delete what is older than a day, of every reader."""
    PreparedFile.objects.filter(asked_at__lte=timezone.now() - LIFE).delete()
