"""The filter of the matrix page: read from the URL, written back to it, applied to the matrix object.

A filter takes away duties and nothing else: phases and positions stay, so that a filtered page and a
filtered document keep their columns and a letter always stands under the same heading.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict

from aispec.web.fields.numbers import whole_number
from aispec.web.words.folding import fold
from aispec.web.words.typography import without_emphasis
from roles.checks.domain.check import by_duty, is_gap
from roles.checks.domain.finding import Finding
from roles.enums import Letter
from roles.formats.text import MAX_TEXT
from roles.matrix.matrix import DutyRow, Matrix


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """What the reader wants to see; empty by default.

    - `text`: every word stands in the code or the wording, whatever its case and accents;
    - `phase`: the slug of a phase;
    - `position`: the id of a position that has a part in the duty;
    - `letters`: one of these letters, exactly (A/R is neither A nor R), held by `position` if there is one,
      by any position otherwise;
    - `gaps`: an error or a warning says something of the duty, or nobody has a part in it.

    A phase or position that the matrix does not have matches nothing.
    """

    text: str = ""
    phase: str = ""
    position: int | None = None
    letters: frozenset[str] = frozenset()
    gaps: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filter of a URL; what cannot be understood is left out."""
        return cls(
            text=" ".join(query.get("q", "")[:MAX_TEXT].split()),
            phase=query.get("phase", "").strip(),
            position=whole_number(query.get("position", "").strip()) or None,
            letters=frozenset(letter for letter in query.getlist("letter") if letter in Letter.values),
            gaps=query.get("gaps", "") == "1",
        )

    def to_query(self) -> str:
        """The same filter for a URL, without the `?`; "" when there is none."""
        query = QueryDict(mutable=True)
        for name, value in (("q", self.text), ("phase", self.phase), ("position", self.position)):
            if value:
                query[name] = str(value)
        query.setlist("letter", [letter for letter in Letter.values if letter in self.letters])
        if self.gaps:
            query["gaps"] = "1"
        return query.urlencode()

    def apply(self, matrix: Matrix, findings: Iterable[Finding]) -> Matrix:
        """The matrix with only the duties that match."""
        if not self:
            return matrix
        words = fold(self.text).split()
        phase_ids = {phase.id for phase in matrix.phases if self.phase in ("", phase.slug)}
        found = by_duty(findings) if self.gaps else {}
        column = matrix.column_of.get(self.position, -1) if self.position else None
        duties = tuple(
            duty
            for duty in matrix.duties
            if duty.phase_id in phase_ids
            and (not self.gaps or is_gap(duty, found.get(duty.id, ())))
            and self._holds(duty, column)
            and (not words or _says(duty, words))
        )
        return replace(matrix, duties=duties)

    def _holds(self, duty: DutyRow, column: int | None) -> bool:
        """Whether the letters of the duty are those wanted."""
        if column is None:
            return not self.letters or not self.letters.isdisjoint(duty.letters)
        held = duty.letters[column] if column >= 0 else ""
        return held in self.letters if self.letters else held != ""

    def __bool__(self) -> bool:
        return self != type(self)()


def _says(duty: DutyRow, words: list[str]) -> bool:
    text = fold(f"{duty.code} {without_emphasis(duty.text)}")
    return all(word in text for word in words)
