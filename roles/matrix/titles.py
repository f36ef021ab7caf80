"""The titles and texts of a project in the reader's language, where they were noted in that of whoever wrote them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import get_language

from phases.enums import ChangeKind
from phases.models import Framework, Phase, ProjectChange
from roles.models import Duty, Position, Posting, RoleProfile

_REMOVED = (ChangeKind.POSITION_REMOVED, ChangeKind.DUTY_REMOVED)
_Pair = tuple[str | None, str | None]  # French, English


class Titles:
    """What a noted text is in the reader's language; one that is unknown, or would be two, stays as it was noted."""

    def __init__(self, pairs: Iterable[_Pair], language: str) -> None:
        self._known: dict[str, str] = {}
        doubtful = set()
        for french, english in pairs:
            if french and english:
                shown = english if language == "en" else french
                doubtful |= {text for text in (french, english) if self._known.setdefault(text, shown) != shown}
        for text in doubtful:
            del self._known[text]

    def told(self, noted: str, separator: str = " · ") -> str:
        """A title, or several with what stands beside each: the code of its duty, its letter, its holder."""
        parts = [noted] if noted in self._known else noted.split(separator)
        return separator.join(map(self._part, parts))

    def _part(self, noted: str) -> str:
        if noted in self._known:
            return self._known[noted]
        for before, between, after in (noted.partition(" "), noted.rpartition(" "), noted.rpartition(", ")):
            if before in self._known or after in self._known:
                return f"{self._known.get(before, before)}{between}{self._known.get(after, after)}"
        return noted


def titles_of(project_id: int) -> Titles:
    """The titles of the project's framework, matrix and postings, and of what was removed from it (two queries)."""
    here = {"project_id": project_id}
    framework = {"framework__projects": project_id}
    first, *others = (
        rows.order_by().annotate(fr=F(f"{field}_fr"), en=F(f"{field}_en")).values_list("fr", "en")
        for rows, field in (
            (Position.objects.filter(**here), "title"),
            (Duty.objects.filter(**here), "text"),
            (Posting.objects.filter(**here), "title"),
            (Framework.objects.filter(projects=project_id), "title"),
            (Phase.objects.filter(**framework), "name"),
            (RoleProfile.objects.filter(**framework), "name"),
        )
    )
    removed = ProjectChange.objects.filter(**here, kind__in=_REMOVED).values_list("data", flat=True)
    return Titles([*first.union(*others, all=True), *map(_removed, removed)], get_language() or "fr")


def _removed(data: dict[str, Any] | None) -> _Pair:
    """The texts of a row or a column that its line of the journal keeps for undo."""
    words = (data or {}).get("position") or data or {}
    return words.get("title_fr") or words.get("text_fr"), words.get("title_en") or words.get("text_en")
