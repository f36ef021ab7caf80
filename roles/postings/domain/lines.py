"""The lines that were chosen for a posting, worded or written by its author."""

from collections.abc import Sequence
from dataclasses import dataclass

from roles.models import Posting, PostingLine


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a posting: the id of its duty or statement, None for one of its own; a wording of its own, if any."""

    of: int | None = None
    text_fr: str = ""
    text_en: str = ""

    def said(self, language: str) -> str:
        """Its own wording."""
        return self.text_en if language == "en" else self.text_fr


def lines_of(posting: Posting) -> list[Line]:
    """The lines that were chosen, in their order (one query)."""
    kept = "duty_id" if posting.project_id else "statement_id"
    rows = PostingLine.objects.filter(posting=posting.pk).values_list(kept, "text_fr", "text_en")
    return [Line(of, text_fr or "", text_en or "") for of, text_fr, text_en in rows]


def keep_lines(posting: Posting, lines: Sequence[Line]) -> None:
    """Let these be the lines of a posting, and no others."""
    kept = "duty_id" if posting.project_id else "statement_id"
    posting.lines.all().delete()
    PostingLine.objects.bulk_create(
        PostingLine(posting=posting, order=order, text_fr=line.text_fr, text_en=line.text_en, **{kept: line.of})
        for order, line in enumerate(lines)
    )
