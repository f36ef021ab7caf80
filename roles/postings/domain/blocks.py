"""Text blocks: what somebody writes in many postings, kept under a name and inserted again."""

from collections import defaultdict

from django.contrib.auth.models import User

from roles.models import TextBlock

MOST = 100  # blocks of one user
LONGEST_NAME, LONGEST = 80, 2_000  # characters of a name and of a text


def blocks_of(user: User) -> dict[str, list[TextBlock]]:
    """The blocks of a user, by the field that they are for (one query)."""
    found: dict[str, list[TextBlock]] = defaultdict(list)
    for block in TextBlock.objects.filter(user=user):
        found[block.field].append(block)
    return found


def keep_block(user: User, field: str, name: str, text_fr: str, text_en: str) -> bool:
    """Keep a text under a name, which takes the place of one of that name; whether there was room."""
    blocks = TextBlock.objects.filter(user=user)
    same = blocks.filter(field=field, name=name).exists()
    if not same and blocks.count() >= MOST:
        return False
    texts = {"text_fr": text_fr, "text_en": text_en}
    TextBlock.objects.update_or_create(user=user, field=field, name=name, defaults=texts)
    return True


def forget_block(user: User, pk: int) -> None:
    """Remove a block of a user."""
    TextBlock.objects.filter(user=user, pk=pk).delete()
