"""Accepting one's commitments, objecting to them, taking an answer back, and who has answered so far."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from aispec.web.edit_conflict import EditConflict
from aispec.web.words.sorting import alphabetical
from phases.enums import ChangeKind
from phases.models import ProjectChange
from phases.projects.chain import digest_of
from phases.projects.journal import project_change
from roles.acceptance.domain.commitments import Cell, Commitment, Part, parts, read_commitments
from roles.acceptance.domain.personal_links import links
from roles.enums import Letter, NoticeKind
from roles.models import Answer, Person, PersonalLink, Position
from roles.notices.domain.reading import settle
from roles.people.domain.holders import held_by

NOTHING = Part((), ())
_Key = tuple[int | None, int | None]  # what a line of the journal is about: duty id, position id


class Tally(NamedTuple):
    """How many people have accepted all their commitments, of those who have some."""

    accepted: int
    people: int


@dataclass(frozen=True, slots=True)
class HolderAnswers:
    """A holder, their positions and commitments, the change since which an answer is due, and their link."""

    person: Person
    titles: tuple[str, ...]
    part: Part
    since: ProjectChange | None
    link: PersonalLink | None


@dataclass(frozen=True, slots=True)
class MyPart:
    """A project in which somebody holds positions, as a line of their list."""

    project_id: int
    name: str
    part: Part


def answer(
    project_id: int,
    person: Person,
    user: User | None,
    seen: Mapping[Cell, str],
    reason: str = "",
    own: Mapping[Cell, str] | None = None,
) -> int:
    """Accept these cells, or object to them with a reason; `seen` holds the marks of what the person saw.

    `own` has the cells with a reason of their own. `user` is None for whoever comes by link. Answers to what is no
    longer theirs go. Return the number of cells. Raises EditConflict and Project.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        part = part_of(project_id, person)
        chosen, gone = _as_seen(part, seen), _let_go(part)
        for why, cells in _by_reason(chosen, reason, own or {}).items():
            _keep(person, cells, why, journal.version - 1)
            journal.add(
                ChangeKind.DUTIES_OBJECTED if why else ChangeKind.DUTIES_ACCEPTED,
                person.name,
                new=_named(cells),
                data={
                    "person": person.pk,
                    "reason": why,
                    "linked": user is None,
                    "cells": [[*each.cell, each.letter, digest_of(each.texts)] for each in cells],
                    "gone": gone,
                },
            )
            gone = []
        if person.user_id and {commitment.cell for commitment in part.open} <= seen.keys():
            settle(project_id, NoticeKind.ASKED, person.user_id)
    return len(chosen)


def _as_seen(part: Part, seen: Mapping[Cell, str]) -> list[Commitment]:
    """The cells that are answered. Raises EditConflict where one is another by now."""
    chosen = [commitment for commitment in part.cells if commitment.cell in seen]
    if not chosen or {commitment.cell: commitment.mark for commitment in chosen} != dict(seen):
        raise EditConflict
    return chosen


def _let_go(part: Part) -> list[list[int]]:
    """Remove the answers to what is no longer theirs; which cells they were of."""
    left = Answer.objects.filter(pk__in=[gone.id for gone in part.gone])
    cells = [list(cell) for cell in left.values_list("duty_id", "position_id")]
    left.delete()
    return cells


def _by_reason(cells: Iterable[Commitment], reason: str, own: Mapping[Cell, str]) -> dict[str, list[Commitment]]:
    found: dict[str, list[Commitment]] = {}
    for commitment in cells:
        found.setdefault(own.get(commitment.cell, reason), []).append(commitment)
    return found


def withdraw(project_id: int, person: Person, user: User | None, cells: Collection[Cell]) -> int:
    """Take back the answers to these cells: each then waits for an answer again. Return the number of answers.

    `user` is None for whoever comes by link. Raises EditConflict where none of them is there any more.
    """
    with project_change(project_id, user) as journal:
        part = part_of(project_id, person)
        chosen = [commitment for commitment in part.answered if commitment.cell in cells]
        if not chosen:
            raise EditConflict
        Answer.objects.filter(pk__in=[commitment.answer.id for commitment in chosen if commitment.answer]).delete()
        journal.add(
            ChangeKind.DUTIES_WITHDRAWN,
            person.name,
            old=_named(chosen),
            data={
                "person": person.pk,
                "linked": user is None,
                "gone": [list(commitment.cell) for commitment in chosen],
            },
        )
    return len(chosen)


def _named(cells: Iterable[Commitment]) -> str:
    """Codes and letters, as the journal says them."""
    return ", ".join(f"{commitment.code} {Letter(commitment.letter).shown}" for commitment in cells)


def _keep(person: Person, cells: Iterable[Commitment], reason: str, version: int) -> None:
    now = timezone.now()
    Answer.objects.bulk_create(
        [
            Answer(
                person=person,
                duty_id=commitment.duty_id,
                position_id=commitment.position_id,
                letter=commitment.letter,
                text_fr=commitment.texts[0],
                text_en=commitment.texts[1],
                reason=reason,
                version=version,
                at=now,
            )
            for commitment in cells
        ],
        update_conflicts=True,
        unique_fields=["person", "duty", "position"],
        update_fields=["letter", "text_fr", "text_en", "reason", "version", "at"],
    )


def part_of(project_id: int, person: Person) -> Part:
    """What somebody holds in a project (two queries)."""
    return parts(project_id, person.pk).get(person.pk, NOTHING)


def tally(project_id: int) -> Tally:
    """How many have accepted (two queries)."""
    holding = [part for part in parts(project_id).values() if part.cells]
    return Tally(sum(part.accepted for part in holding), len(holding))


def my_parts(user: User) -> list[MyPart]:
    """The projects in which a user holds positions, by name (three queries, one for somebody who holds none)."""
    rows = Position.objects.filter(held_by(user=user, active=True)).order_by("project_id")
    projects = dict(rows.values_list("project_id", "project__name"))
    if not projects:
        return []
    found = read_commitments(Q(position__project__in=projects), Q(person__user=user), user=user)
    of_project = {project_id: part for (project_id, _person), part in found.items()}
    by_name = sorted(projects.items(), key=lambda project: alphabetical(project[1]))
    return [MyPart(pk, name, of_project.get(pk, NOTHING)) for pk, name in by_name]


def holder_answers(project_id: int) -> list[HolderAnswers]:
    """Every holder of a project by name, with where they stand (seven queries)."""
    people: dict[int, Person] = {}
    titles: dict[int, list[str]] = {}
    positions = Position.objects.filter(project_id=project_id).select_related("holder").prefetch_related("co_holders")
    held = [(person, position.title) for position in positions for person in position.holders]
    for person, title in sorted(held, key=lambda one: (alphabetical(one[0].name), one[0].pk)):
        people[person.pk] = person
        titles.setdefault(person.pk, []).append(title)
    found, known = parts(project_id), links(project_id)
    first = {position.pk: position.holder_id for position in positions}
    since = _since(project_id, {pk: found[pk] for pk in people if pk in found}, first)
    return [
        HolderAnswers(person, tuple(titles[pk]), found.get(pk, NOTHING), since.get(pk), known.get(pk))
        for pk, person in people.items()
    ]


def _since(project_id: int, found: Mapping[int, Part], first: Mapping[int, int | None]) -> dict[int, ProjectChange]:
    """By person, the first change of a cell that they have not answered since (two queries).

    `first` has who is named first by position: a change of the others is none of theirs, and the other way round.
    """
    lines = ProjectChange.objects.filter(_NAMED | _SHARED, project_id=project_id)
    last, of_others = _last_changes(lines)
    wanted: dict[int, tuple[int, _Key]] = {}
    for person, part in found.items():
        opened = [
            change
            for commitment in part.open
            if (change := _opened(commitment, last if first.get(commitment.position_id) == person else of_others))
        ]
        if opened:
            wanted[person] = min(opened, key=lambda change: change[0])
    rows = {
        (row.version, row.duty_id, row.position_id): row
        for row in lines.filter(version__in={version for version, _key in wanted.values()})
    }
    return {person: rows[version, *key] for person, (version, key) in wanted.items()}


_TEXT, _EDITED = Q(data__field__in=("text_fr", "text_en")), Q(kind=ChangeKind.POSITION_EDITED)
_NAMED = (  # what concerns whoever is named first
    Q(kind__in=(ChangeKind.CELL, ChangeKind.POSITION_ADDED))
    | Q(_EDITED, data__field="holder")
    | Q(_TEXT, kind=ChangeKind.DUTY_EDITED)
)
_SHARED = Q(_EDITED, data__field="co_holders")


def _last_changes(lines: QuerySet[ProjectChange]) -> tuple[dict[_Key, int], dict[_Key, int]]:
    """By place, the version that changed it last for whoever is named first, and for the others (one query)."""
    versions = {"named": Max("version", filter=_NAMED), "shared": Max("version", filter=_SHARED)}
    by_place: QuerySet[Any, Any] = lines.order_by().values("duty_id", "position_id")
    known: list[dict[str, Any]] = list(by_place.annotate(**versions))
    last, others = (
        {(line["duty_id"], line["position_id"]): line[name] for line in known if line[name]}
        for name in ("named", "shared")
    )
    return last, last | others


def _opened(commitment: Commitment, last: Mapping[_Key, int]) -> tuple[int, _Key] | None:
    """The change that made this cell wait for an answer, where the journal has it."""
    cell, position, duty = commitment.cell, (None, commitment.position_id), (commitment.duty_id, None)
    if commitment.was:
        later = [(last[key], key) for key in (cell, duty) if last.get(key, 0) > commitment.was.version]
        return min(later, key=lambda change: change[0], default=None)
    known: list[tuple[int, _Key]] = [(last[key], key) for key in (cell, position) if key in last]
    return max(known, key=lambda change: change[0], default=None)
