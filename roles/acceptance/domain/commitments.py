"""Commitments: the cells that people hold in projects, and what they answered; computed, never stored.

Open is what somebody holds now less what they have answered; a letter, its duty's words or its holder may have
changed since, and then the answer was to something else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import get_language

from aispec.web.edit_conflict import fingerprint
from roles.catalogue.domain.supervision import own_letter
from roles.formats.text import in_language
from roles.models import Answer, Assignment

Cell = tuple[int, int]  # duty id, position id
NOBODY = 0  # in place of a person, where it does not matter who
_TEXT = ("text_fr", "text_en")
_CELL = (
    "duty_id", "position_id", "letter", "duty__code", "duty__text_fr", "duty__text_en", "duty__posting_fr",
    "duty__posting_en", "duty__description_fr", "duty__description_en", "duty__phase_id", "duty__phase__order",
    "duty__phase__name_fr", "duty__phase__name_en", "position__title_fr", "position__title_en",
    "position__project_id", "duty__order", "position__order",
)  # fmt: skip
_STATEMENT = ("duty__responsibility__rule__code", "duty__responsibility__profile_id", "position__profile_id")
_ANSWER = (
    "id", "person_id", "duty_id", "position_id", "letter", "text_fr", "text_en", "reason", "version", "at",
    "duty__code",
)  # fmt: skip


class State(Enum):
    """What somebody has answered to a cell that they hold: nothing yet, yes or no."""

    OPEN = "open"
    ACCEPTED = "accepted"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answered to a cell, in the words it had then."""

    id: int
    letter: str
    text: str
    reason: str
    version: int
    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A cell that somebody holds; `wording` says the duty as it is carried out, `answer` is their last one, to
    whatever it was."""

    project_id: int
    person_id: int
    duty_id: int
    position_id: int
    letter: str
    code: str
    text: str
    wording: str
    phase: tuple[int, str]  # number and name
    title: str
    texts: tuple[str, str]  # French and English, as stored
    state: State
    answer: Answered | None
    description: str = ""

    @property
    def cell(self) -> Cell:
        """Its duty and its position."""
        return self.duty_id, self.position_id

    @property
    def mark(self) -> str:
        """What a form about this cell carries; another when its letter or its words are others."""
        return fingerprint(self.letter, *self.texts)

    @property
    def place(self) -> str:
        """Its cell, as the parts of a page name it."""
        return f"{self.duty_id}-{self.position_id}"

    @property
    def value(self) -> str:
        """The cell with its mark, as a form names it."""
        return f"{self.place}-{self.mark}"

    @property
    def was(self) -> Answered | None:
        """What they answered to, where that was something else than what stands now."""
        return self.answer if self.state is State.OPEN else None

    @property
    def letter_differs(self) -> bool:
        """Whether it is the letter that has changed since the answer."""
        return self.was is not None and self.was.letter != self.letter

    @property
    def text_differs(self) -> bool:
        """Whether the words have changed since the answer, as this language shows them."""
        return self.was is not None and self.was.text != self.text


@dataclass(frozen=True)
class Part:
    """What one person holds in a project, in the order of the matrix; `gone` answers to what they no longer hold."""

    cells: tuple[Commitment, ...]
    gone: tuple[Answered, ...]

    @cached_property
    def open(self) -> tuple[Commitment, ...]:
        """What waits for an answer."""
        return tuple(commitment for commitment in self.cells if commitment.state is State.OPEN)

    @cached_property
    def answered(self) -> tuple[Commitment, ...]:
        """What has its answer."""
        return tuple(commitment for commitment in self.cells if commitment.state is not State.OPEN)

    @cached_property
    def objections(self) -> tuple[Commitment, ...]:
        """What they object to."""
        return tuple(commitment for commitment in self.cells if commitment.state is State.OBJECTED)

    @property
    def accepted(self) -> bool:
        """Whether they hold something and have accepted all of it."""
        return bool(self.cells) and not self.open and not self.objections

    @cached_property
    def last(self) -> Answered | None:
        """Their last answer to a cell that they still hold."""
        return max(
            (commitment.answer for commitment in self.answered if commitment.answer),
            key=lambda a: a.version,
            default=None,
        )


def parts(project_id: int, person_id: int | None = None) -> dict[int, Part]:
    """By person, what each holds in a project (two queries); only one person's when it is named."""
    where, whose = Q(position__project_id=project_id), Q(duty__project_id=project_id)
    who: dict[str, Any] = {"isnull": False}
    if person_id is not None:
        whose, who = whose & Q(person_id=person_id), {"pk": person_id}
    return {person: part for (_project, person), part in read_commitments(where, whose, **who).items()}


def of_position(position_id: int) -> tuple[Commitment, ...]:
    """What a position holds, whoever holds it, but for the supervising of its own work (one query)."""
    language = get_language() or "fr"
    cells = _cells(Q(position_id=position_id)).annotate(person=Value(NOBODY))
    rows = [{**row, "letter": _own(row)} for row in _in_order(cells.values(*_CELL, "person", *_STATEMENT))]
    return tuple(_commitment(row, None, language) for row in rows if row["letter"])


def _own(row: Mapping[str, Any]) -> str:
    rule, supervisor, profile = (row[name] for name in _STATEMENT)
    return own_letter(row["letter"], rule, supervisor, profile)


def read_commitments(where: Q, whose: Q, **who: Any) -> dict[tuple[int, int], Part]:
    """By project and person, the commitments among the assignments of `where`, with the answers of `whose`.

    `who` says whose commitments, as a condition on people. A cell is a commitment of each who holds its position. Two
    queries.
    """
    language = get_language() or "fr"
    rows = _in_order(_held("holder", where, who).union(_held("co_holders", where, who), all=True))
    answers: dict[tuple[int, int, int], dict[str, Any]] = {
        (row["person_id"], row["duty_id"], row["position_id"]): row
        for row in Answer.objects.filter(whose)
        .order_by("duty__phase__order", "duty__order", "duty_id")
        .values(*_ANSWER, project=F("duty__project_id"))
    }
    cells: dict[tuple[int, int], list[Commitment]] = {}
    for row in rows:
        given = answers.pop((row["person"], row["duty_id"], row["position_id"]), None)
        commitment = _commitment(row, given, language)
        cells.setdefault((commitment.project_id, commitment.person_id), []).append(commitment)
    gone: dict[tuple[int, int], list[Answered]] = {}
    for row in answers.values():
        gone.setdefault((row["project"], row["person_id"]), []).append(_answered(row, language))
    return {key: Part(tuple(cells.get(key, ())), tuple(gone.get(key, ()))) for key in {**cells, **gone}}


def _cells(where: Q) -> QuerySet[Assignment]:
    return Assignment.objects.filter(where, duty__applicable=True).order_by()


def _held(by: str, where: Q, who: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """The cells of positions that such people hold, as the one named first or as co-holders: a row each."""
    whose = {f"position__{by}__{name}": value for name, value in who.items()}
    rows: QuerySet[Any, Any] = _cells(where)
    held: QuerySet[Any, Any] = rows.filter(**whose).values(*_CELL, person=F(f"position__{by}"))
    return held


def _in_order(rows: QuerySet[Any, Any]) -> Iterable[dict[str, Any]]:
    """The rows in the order of the matrix."""
    return rows.order_by("duty__phase__order", "duty__order", "duty_id", "position__order", "position_id")


def _commitment(row: Mapping[str, Any], given: Mapping[str, Any] | None, language: str) -> Commitment:
    text = in_language(row, "duty__text", language)
    return Commitment(
        project_id=row["position__project_id"],
        person_id=row["person"],
        duty_id=row["duty_id"],
        position_id=row["position_id"],
        letter=row["letter"],
        code=row["duty__code"],
        text=text,
        wording=in_language(row, "duty__posting", language) or text,
        phase=(row["duty__phase__order"], in_language(row, "duty__phase__name", language)),
        title=in_language(row, "position__title", language),
        texts=(row["duty__text_fr"] or "", row["duty__text_en"] or ""),
        state=_state(row, given),
        answer=_answered(given, language) if given else None,
        description=in_language(row, "duty__description", language),
    )


def _state(row: Mapping[str, Any], given: Mapping[str, Any] | None) -> State:
    """A translation that was added since changes nothing; any other word does."""
    if given is None or given["letter"] != row["letter"]:
        return State.OPEN
    if any(given[name] and given[name] != (row[f"duty__{name}"] or "") for name in _TEXT):
        return State.OPEN
    return State.OBJECTED if given["reason"] else State.ACCEPTED


def _answered(row: Mapping[str, Any], language: str) -> Answered:
    text = in_language(row, "text", language)
    return Answered(row["id"], row["letter"], text, row["reason"], row["version"], row["at"], row["duty__code"])
