"""Large documents of one reader: asked for at their address, made in the background, kept for a day."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from phases.archive.domain import LIFE, PATIENCE, forget_old
from phases.models import PreparedFile

UNBEGUN = timedelta(minutes=1)  # without any being begun or made, after which perhaps nobody works


@dataclass(frozen=True)
class Progress:
    """How far a document has come: how many are made before it, and whether perhaps nobody works on it."""

    ahead: int
    stalled: bool


def ask_for(user: User, address: str) -> tuple[PreparedFile, bool]:
    """The document of this address, and whether it has to be made: one that is under way is not asked for twice."""
    forget_old()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # who asks again at once waits here
        known = PreparedFile.objects.filter(owner=user, address=address).defer("body").first()
        if known and not known.made_at and not progress_of(known).stalled:
            return known, False
        file = known or PreparedFile(owner=user, address=address)
        file.asked_at, file.begun_at, file.made_at, file.body, file.size = timezone.now(), None, None, b"", 0
        file.save()
    return file, True


def begin(prepared_id: int) -> PreparedFile | None:
    """The document to make, marked as begun; none when it was made, or given up."""
    if not PreparedFile.objects.filter(pk=prepared_id, made_at=None).update(begun_at=timezone.now()):
        return None
    return PreparedFile.objects.select_related("owner").get(pk=prepared_id)


def keep(prepared_id: int, body: bytes = b"", kind: str = "", disposition: str = "") -> None:
    """Keep what was made; nothing when it could not be."""
    PreparedFile.objects.filter(pk=prepared_id).update(
        body=body, size=len(body), kind=kind, disposition=disposition, made_at=timezone.now()
    )


def prepared_of(user: User, prepared_id: int) -> PreparedFile | None:
    """The reader's own document, without its bytes."""
    living = PreparedFile.objects.filter(owner=user, asked_at__gt=timezone.now() - LIFE)
    return living.select_related("owner").defer("body").filter(pk=prepared_id).first()


def progress_of(file: PreparedFile) -> Progress:
    """How far it has come, beside those of all readers (one query)."""
    before = Count("pk", filter=Q(made_at=None, asked_at__lt=file.asked_at))
    seen = PreparedFile.objects.aggregate(before=before, begun=Max("begun_at"), made=Max("made_at"))
    now = timezone.now()
    if file.begun_at:
        return Progress(0, not file.made_at and now - file.begun_at > PATIENCE)
    last = max(filter(None, (file.asked_at, seen["begun"], seen["made"])))
    return Progress(seen["before"], not file.made_at and now - last > UNBEGUN)
