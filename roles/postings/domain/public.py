"""Which postings anybody may read: while they are published with an address that works."""

from django.db.models import QuerySet
from django.utils import timezone

from roles.enums import PostingState
from roles.models import Posting, Publication


def open_postings() -> QuerySet[Posting]:
    """Those that anybody may read now."""
    return Posting.objects.filter(state=PostingState.PUBLISHED, public=True, expires_at__gt=timezone.now())


def open_posting(slug: str) -> Posting | None:
    """The posting of a public address, while it works (one query)."""
    return open_postings().filter(slug=slug).select_related("project__framework", "framework").first()


def was_open(slug: str) -> bool:
    """Whether the address has worked once, for a posting that is closed, over, a draft again or removed."""
    public = Posting.objects.filter(slug=slug, published_at__isnull=False, public=True)
    return public.exists() or Publication.objects.filter(said__slug=slug, said__public=True).exists()
