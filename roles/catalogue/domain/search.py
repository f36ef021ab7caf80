"""The filter of the profiles page: read from the URL, applied to the catalogue object, shown by marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict

from aispec.web.words.folding import fold
from aispec.web.words.typography import without_emphasis
from roles.catalogue.domain.catalogue import SIDE_BY_SIDE, Catalogue, Statement
from roles.enums import Letter
from roles.formats.text import MAX_TEXT


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What the reader wants to see; empty by default.

    - `text`: every word stands in the code, the wording or the posting wording, in either language;
    - `phase`: the slug of a phase;
    - `letter`: a suggested letter, exactly (A/R is neither A nor R), of `profile` if there is one, of any
      profile otherwise; in the URL, `letter=R` or `letter=technicien:R`;
    - `compared`: of a framework with many profiles, the slugs of those to show; in the URL, `with=` for each. It
      chooses what there is to filter, and is no filter itself.
    """

    text: str = ""
    phase: str = ""
    letter: str = ""
    profile: str = ""
    compared: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filter of a URL; what cannot be understood is left out."""
        profile, _colon, mark = query.get("letter", "").rpartition(":")
        try:
            letter = Letter.parse(mark)
        except ValueError:
            letter = ""
        return cls(
            text=" ".join(query.get("q", "")[:MAX_TEXT].replace("\x00", "").split()),
            phase=query.get("phase", "").strip(),
            letter=letter,
            profile=profile if letter else "",
            compared=tuple(dict.fromkeys(query.getlist("with")))[:SIDE_BY_SIDE],
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for, folded."""
        return tuple(fold(self.text).split())

    @property
    def letter_value(self) -> str:
        """The letter as the URL says it."""
        return f"{self.profile}:{self.letter}" if self.profile else self.letter

    @property
    def letter_shown(self) -> str:
        """The letter as people write it."""
        return Letter(self.letter).shown if self.letter else ""

    def to_query(self, framework: str = "") -> str:
        """The same filter for a URL, without the `?`; `framework` is named unless it is the first one."""
        query = QueryDict(mutable=True)
        said = {"framework": framework, "q": self.text, "phase": self.phase, "letter": self.letter_value}
        for name, value in said.items():
            if value:
                query[name] = value
        query.setlist("with", list(self.compared))
        return query.urlencode(safe=":")

    def apply(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with only the statements that match."""
        words = self.words
        phase_ids = {phase.id for phase in catalogue.phases if self.phase in ("", phase.slug)}
        return replace(
            catalogue,
            statements=tuple(
                statement
                for statement in catalogue.statements
                if statement.phase_id in phase_ids and self._suggests(statement) and says(statement.searched, words)
            ),
        )

    def _suggests(self, statement: Statement) -> bool:
        if not self.letter:
            return True
        if self.profile:
            return statement.suggested.get(self.profile) == self.letter
        return self.letter in statement.suggested.values()

    def __bool__(self) -> bool:
        return replace(self, compared=()) != type(self)()


def says(texts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether every word stands in one text or another, whatever its case and accents."""
    if not words:
        return True
    folded = fold(without_emphasis("\n".join(texts)))
    return all(word in folded for word in words)


def hits(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the folded `words` stand in a text: start and end of each stretch, in order, none overlapping."""
    folded: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        plain = fold(char) or (" " if char.isspace() else "")
        folded.append(plain)
        origin.extend([index] * len(plain))
    whole = "".join(folded)
    inside = [False] * (len(text) + 1)
    for word in words:
        start = whole.find(word)
        while word and start >= 0:
            for index in range(origin[start], origin[start + len(word) - 1] + 1):
                inside[index] = True
            start = whole.find(word, start + 1)
    return _stretches(inside)


def _stretches(inside: Sequence[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index, now in enumerate(inside):
        before = inside[index - 1] if index else False
        if now and not before:
            found.append((index, index))
        if before and not now:
            found[-1] = (found[-1][0], index)
    return found
