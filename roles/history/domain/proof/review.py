"""What was answered, frozen, set aside and said."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from phases.enums import ChangeKind
from phases.models import Baseline, ProjectChange
from phases.projects.chain import digest_of
from phases.projects.proof import resealed
from roles.history.domain.proof.records import Data, Lines, compared, of_kinds, same_moment, sealed, written
from roles.matrix.seals import baseline_seal
from roles.models import Answer, Comment, FindingDismissal, Person, RemovedComment

_Answer = tuple[int, int, int]  # person, duty, position


def answers(project_id: int, lines: Lines) -> Iterator[str]:
    """The answers that stand; what was withdrawn, or went with its duty, position or person, is gone."""
    of_project = Answer.objects.filter(duty__project_id=project_id)
    rows = {(row.person_id, row.duty_id, row.position_id): row for row in of_project}
    found = {key: _said_by(row) for key, row in rows.items()}
    said: dict[_Answer, tuple[Any, ...]] = {}
    given = (ChangeKind.DUTIES_ACCEPTED, ChangeKind.DUTIES_OBJECTED)
    merged = ChangeKind.PEOPLE_MERGED
    ending = (ChangeKind.DUTIES_WITHDRAWN, ChangeKind.DUTY_REMOVED, ChangeKind.POSITION_REMOVED)
    for kind, line, data in of_kinds(lines, *given, merged, *ending):
        if kind in given:
            said |= _given(line, data, found)
        elif kind == merged:
            said = _passed_on(said, data)
        said = {key: value for key, value in said.items() if not _ends(line, data, key)}
    said |= {key: _of_its_moment(said[key], rows[key].at) for key in said.keys() & rows.keys()}
    # Older lines do not say which answers went.
    vague = {data["person"] for _kind, _line, data in of_kinds(lines, *given) if "gone" not in data}
    vague |= {data["person"] for _kind, _line, data in of_kinds(lines, merged) if data["was"] in vague}
    there = set(Person.objects.filter(pk__in={key[0] for key in said}).values_list("pk", flat=True)) - vague
    yield from compared("answer", {key: said[key] for key in said if key[0] in there or key in found}, found)


def _of_its_moment(words: tuple[Any, ...], at: datetime) -> tuple[Any, ...]:
    """What a line says of an answer, with the time of the answer: a line is written a moment after what it tells."""
    return (*words[:-1], at) if same_moment(at, words[-1]) else words


def _passed_on(said: Mapping[_Answer, tuple[Any, ...]], data: Data) -> dict[_Answer, tuple[Any, ...]]:
    """The answers after two people became one: those of the other that were kept are now theirs."""
    person, was = data["person"], data["was"]
    moved = {
        (person, duty, position): words
        for (answerer, duty, position), words in said.items()
        if answerer == was and [duty, position] in data["answers"]
    }
    return {key: words for key, words in said.items() if key[0] != was} | moved


def _ends(line: ProjectChange, data: Data, answer: _Answer) -> bool:
    """Whether this line ends an answer: withdrawn, with its duty or position, or as one to what was theirs no more."""
    person, duty, position = answer
    if data.get("person") == person and [duty, position] in data.get("gone", ()):
        return True
    return line.duty_id == duty or line.position_id == position


def _said_by(row: Answer) -> tuple[Any, ...]:
    return (row.letter, digest_of((row.text_fr or "", row.text_en or "")), row.reason, row.version, row.at)


def _given(line: ProjectChange, data: Data, found: Mapping[_Answer, tuple[Any, ...]]) -> dict[_Answer, tuple[Any, ...]]:
    """The answers of a line; one of before these seals does not say to which words."""
    answers = {}
    for duty, position, letter, *texts in data["cells"]:
        key = data["person"], duty, position
        words = texts[0] if texts else found.get(key, ("", ""))[1]
        answers[key] = (letter, words, data["reason"], line.version - 1, line.at)
    return answers


def baselines(project_id: int, lines: Lines) -> Iterator[str]:
    """The frozen versions, as they were frozen or as an erasure has left them, by whom and when."""
    made: dict[int, ProjectChange] = {}
    rows = {row.pk: row for row in Baseline.objects.filter(project_id=project_id)}
    said: dict[int, tuple[Any, ...]] = {}
    for _kind, line, data in of_kinds(lines, ChangeKind.BASELINE_FROZEN):
        pk = data["baseline"]
        made[pk] = line
        said[pk] = (bool(line.new), data.get("seal", sealed(rows.get(pk), baseline_seal)))
    for pk, seal in resealed(project_id).items():
        if pk in said:
            said[pk] = (said[pk][0], seal)
    yield from compared("frozen version", said, {pk: (row.approved, baseline_seal(row)) for pk, row in rows.items()})
    yield from written("frozen version", made, rows)


def dismissals(project_id: int, lines: Lines) -> Iterator[str]:
    """The findings that were set aside, why, by whom and when."""
    said: dict[str, tuple[str, str]] = {}
    made: dict[str, ProjectChange] = {}
    for kind, line, data in of_kinds(lines, ChangeKind.FINDING_DISMISSED, ChangeKind.FINDING_RESTORED):
        key = data["key"]
        if kind == ChangeKind.FINDING_DISMISSED:
            said[key], made[key] = (data["state"], line.new), line
        else:
            said.pop(key, None)
    rows = {row.key: row for row in FindingDismissal.objects.filter(project_id=project_id)}
    yield from compared("dismissed finding", said, {key: (row.state, row.reason) for key, row in rows.items()})
    yield from written("dismissed finding", made, rows)


# Duty, position, which comment it answers, whether it was edited, whether it is resolved.
_Place = tuple[int | None, int | None, int | None, bool, bool]


def comments(project_id: int, lines: Lines) -> Iterator[str]:
    """That they are there, where, by whom, when; their words are their author's, to change and to erase."""
    rows: dict[int, Comment | RemovedComment] = {}
    rows |= {row.pk: row for row in Comment.objects.filter(duty__project_id=project_id)}
    rows |= {row.comment_id: row for row in RemovedComment.objects.filter(project_id=project_id)}
    said: dict[int, _Place] = {}
    made: dict[int, ProjectChange] = {}
    vague = 0  # comments of older lines, which do not name them
    removed: set[int] = set()
    for kind, line, data in of_kinds(lines, *(kind for kind in ChangeKind if kind.startswith("comment."))):
        pk = data.get("comment", 0)
        if kind == ChangeKind.COMMENT_REMOVED:
            removed.add(pk)
        elif pk in said:
            said[pk] = _after(kind, said[pk])
        elif kind == ChangeKind.COMMENT_ADDED and pk:
            said[pk], made[pk] = _said_of(line, data, rows.get(pk)), line
        else:
            vague += kind == ChangeKind.COMMENT_ADDED
    gone = removed - rows.keys()  # one that was answered stays, without words and author
    said = {pk: place for pk, place in said.items() if pk not in gone}
    found = {pk: _place(row) for pk, row in rows.items()}
    known = {pk: place for pk, place in found.items() if pk in said}
    yield from compared("comment", said, found if len(found) - len(known) > vague else known)
    yield from written("comment", {pk: line for pk, line in made.items() if pk not in removed}, rows)


def _said_of(line: ProjectChange, data: Data, row: Comment | RemovedComment | None) -> _Place:
    """A comment as its first line tells it; older lines do not say which one it answers."""
    return line.duty_id, line.position_id, data.get("parent", row and row.parent_id), False, False


def _place(row: Comment | RemovedComment) -> _Place:
    return row.duty_id, row.position_id, row.parent_id, row.edited_at is not None, row.resolved


def _after(kind: ChangeKind, place: _Place) -> _Place:
    """What a comment is after a line about it."""
    duty, position, answers, edited, resolved = place
    if kind in (ChangeKind.COMMENT_RESOLVED, ChangeKind.COMMENT_REOPENED):
        resolved = kind == ChangeKind.COMMENT_RESOLVED
    return duty, position, answers, edited or kind == ChangeKind.COMMENT_EDITED, resolved
