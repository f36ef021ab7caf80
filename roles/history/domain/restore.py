"""Restoring: a past or frozen matrix stands again, by one change that undo takes back like any other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import QuerySet

from aispec.db.prepared_query import Row
from aispec.web.edit_conflict import EditConflict
from phases.enums import ChangeKind
from phases.models import Phase, Project
from phases.projects.domain import ProjectDetails, write_project
from phases.projects.journal import Journal, project_change
from roles.comments.domain import comments_lost_with
from roles.enums import Letter
from roles.history.domain.difference import longest_rising
from roles.history.domain.restorable import restorable
from roles.history.domain.snapshot import Snapshot, load_snapshot
from roles.history.domain.versions import named_snapshot
from roles.matrix.changes import write_cells
from roles.matrix.holders import holders_in
from roles.matrix.letters import offers
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Duty, Person, Position, RoleProfile
from roles.projects.domain.duties import KEPT, describe, drop_duty, note_phase, place_duty, reword
from roles.projects.domain.places import move_among, number
from roles.projects.domain.positions import drop_position, place_position, set_co_holders, set_field
from roles.projects.domain.scope import change_applicable, note_phases

Line = TypeVar("Line", Duty, Position)
BEHIND = 32_767  # the order of what stands last until all are numbered


@dataclass(frozen=True)
class RestorePlan:
    """The matrix now, the one that would stand, and in sentences what of the version cannot come back."""

    now: Matrix
    after: Matrix
    lost: tuple[str, ...]
    comments: int  # that go with the rows and columns that leave


def plan_restore(project_id: int, name: str) -> RestorePlan:
    """What restoring this version would do. Raises NoSuchVersion, ReplayFailed and UnknownSchema."""
    then, lost = restorable(named_snapshot(project_id, name))
    duties = _leaving(Duty.objects.filter(project_id=project_id), then.duties)
    positions = _leaving(Position.objects.filter(project_id=project_id), then.positions)
    now = load_snapshot(project_id).matrix()
    return RestorePlan(now, then.matrix(), tuple(lost), comments_lost_with(duties, positions))


def restore(project_id: int, user: User, name: str, seen: int | None) -> None:
    """Let the matrix of this name stand again; `seen` is the version that its user compared it with.

    Raises EditConflict, and as plan_restore.
    """
    with project_change(project_id, user) as journal:
        if seen != journal.version - 1:
            raise EditConflict
        then, _lost = restorable(named_snapshot(project_id, name))
        journal.add(ChangeKind.VERSION_RESTORED, str(then.project["project__version"]))
        _restore(journal, then)
        if len(journal.lines) == 1:
            journal.lines.clear()  # it stands already


def _restore(journal: Journal, then: Snapshot) -> None:
    """The steps stand in an order in which undo can take them back from the last.

    S is given only once it is offered, and taken before it no longer is; a phase is there before its duties, and
    leaves after them; what leaves makes room before the others move, and what comes back stands among them.
    """
    project_id = journal.project_id
    duties, positions = Duty.objects.filter(project_id=project_id), Position.objects.filter(project_id=project_id)
    phase_ids = {row["phase_id"] for row in then.phases}
    first = offers(then.project["project__rules"], Letter.S)
    if first:
        _restore_project(journal, then)
    _cover(journal, phase_ids | set(Phase.objects.filter(projects=project_id).values_list("pk", flat=True)))
    for duty in _leaving(duties.select_related("phase", "responsibility"), then.duties):
        drop_duty(journal, duty)
    for position in _leaving(positions.select_related("profile", "holder"), then.positions):
        drop_position(journal, position)
    _restore_positions(journal, positions, then.positions)
    _restore_duties(journal, duties, then.duties)
    _cover(journal, phase_ids)
    _restore_letters(journal, then)
    if not first:
        _restore_project(journal, then)


def _leaving(rows: QuerySet[Line], wanted: Sequence[Row]) -> list[Line]:
    return list(rows.exclude(pk__in=_ids(wanted)))


def _ids(wanted: Sequence[Row]) -> list[int]:
    return [row["id"] for row in wanted]


def _restore_project(journal: Journal, then: Snapshot) -> None:
    name, organization, rules = (then.project[f"project__{field}"] for field in ("name", "organization", "rules"))
    write_project(journal, ProjectDetails(name, organization, rules))


def _cover(journal: Journal, phase_ids: Collection[int]) -> None:
    """Cover these phases, and note it."""
    project = Project.objects.get(pk=journal.project_id)
    before = list(project.phases.all())
    if {phase.pk for phase in before} != phase_ids:
        project.phases.set(Phase.objects.filter(pk__in=phase_ids))
        note_phases(journal, project, before)


def _restore_positions(journal: Journal, rows: QuerySet[Position], wanted: Sequence[Row]) -> None:
    whole = rows.select_related("profile", "holder").prefetch_related("co_holders")
    here = {position.pk: position for position in whole}
    people = Person.objects.in_bulk({holder.id for row in wanted for holder in holders_in(row)})
    others = {row["id"]: [people[holder.id] for holder in holders_in(row)[1:]] for row in wanted}
    profiles = RoleProfile.objects.in_bulk([row["profile_id"] for row in wanted if row["profile_id"]])
    fields: dict[int, dict[str, Any]] = {
        row["id"]: {
            "title_fr": row["title_fr"],
            "title_en": row["title_en"],
            "profile": profiles.get(row["profile_id"]),
            "holder": people.get(row["holder_id"]),
        }
        for row in wanted
    }
    for pk, position in here.items():
        for field, value in fields[pk].items():
            set_field(journal, position, field, value)
        set_co_holders(journal, position, others[pk])
    _reorder(journal, rows, _ids(wanted))
    for pk in fields.keys() - here.keys():
        position = Position(pk=pk, project_id=journal.project_id, order=0, **fields[pk])
        place_position(journal, position, others[pk])
    number(rows, _in_place(rows, _ids(wanted)))


def _restore_duties(journal: Journal, rows: QuerySet[Duty], wanted: Sequence[Row]) -> None:
    here = {duty.pk: duty for duty in rows.select_related("phase", "responsibility")}
    phases = Phase.objects.in_bulk({row["phase_id"] for row in wanted})
    order = {phase_id: _ids([row for row in wanted if row["phase_id"] == phase_id]) for phase_id in phases}
    for row in filter(lambda row: row["id"] in here, wanted):
        _restore_duty(journal, here[row["id"]], row, phases[row["phase_id"]])
    for phase_id, ids in order.items():
        _reorder(journal, rows.filter(phase=phase_id), ids)
    for row in filter(lambda row: row["id"] not in here, wanted):
        known = {name: row.get(name, "") for name in (*KEPT, "text_fr", "text_en")}
        place_duty(journal, Duty(pk=row["id"], project_id=journal.project_id, order=0, **known))
    for phase_id, ids in order.items():
        number(rows.filter(phase=phase_id), _in_place(rows, ids))


def _restore_duty(journal: Journal, duty: Duty, row: Row, phase: Phase) -> None:
    noted = len(journal.lines)
    for language in ("fr", "en"):
        reword(journal, duty, language, row[f"text_{language}"] or "", row[f"posting_{language}"] or "")
        describe(journal, duty, language, row.get(f"description_{language}", "") or "")
    if phase != duty.phase:
        note_phase(journal, duty, phase)
        duty.phase, duty.order = phase, BEHIND
    if len(journal.lines) > noted:
        duty.save()
    change_applicable(journal, duty, row["reason"])


def _reorder(journal: Journal, rows: QuerySet[Any], wanted: Sequence[int]) -> None:
    """Move as few rows as bring those that stand here into the wanted order."""
    now = list(rows.order_by("order", "id").values_list("pk", flat=True))
    order = [pk for pk in wanted if pk in now]
    still = longest_rising([now.index(pk) for pk in order])
    stay = {now[place] for place in still}
    for before, pk in zip([None, *order], order, strict=False):
        if pk in stay:
            continue
        place = now.index(pk)
        now.pop(place)
        target = 0 if before is None else now.index(before) + 1
        now.insert(target, pk)
        move_among(journal, rows, rows.get(pk=pk), target - place)


def _in_place(rows: QuerySet[Line], ids: Sequence[int]) -> list[Line]:
    known = rows.in_bulk(ids)
    return [known[pk] for pk in ids]


def _restore_letters(journal: Journal, then: Snapshot) -> None:
    now = load_matrix(journal.project_id)
    letters = {(row["id"], int(at)): letter for row in then.duties for at, letter in row["letters"].items()}
    changes = [
        CellChange(duty.id, position.id, letters.get((duty.id, position.id), ""))
        for duty in now.duties
        for position, held in zip(now.positions, duty.letters, strict=True)
        if letters.get((duty.id, position.id), "") != held
    ]
    if changes:
        write_cells(journal, now, changes)
