"""A difference in lines."""

from django.utils.translation import gettext as _

from roles.documents.difference_document import DifferenceDocument
from roles.documents.outline import Band, Outline


def difference_outline(document: DifferenceDocument) -> Outline:
    """What the writers of lines write, in the active language."""
    return Outline(
        language=document.after.language,
        day=document.day,
        kind=document.kind,
        title=document.title,
        facts=[document.made],
        head=document.heads,
        letters=range(0),
        bands=[Band("", "", "", document.lines())],
        none=_("Nothing differs."),
    )
