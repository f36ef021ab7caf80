"""A project made as a copy of another one: its phases, duties, positions and settings.

Its history, comments, answers, links, accesses and dismissed findings are about the other project, and stay there.
"""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from phases.models import Framework, Phase, Project
from phases.projects.domain import create_project
from phases.projects.own_framework import PhaseNames, keep_own, own_phases
from roles.matrix.seals import seal_now
from roles.models import Assignment, Duty, Position


def models_for(user: User) -> QuerySet[Project]:
    """The models among the projects that this user may read."""
    return Project.objects.filter(memberships__user=user, is_model=True)


@transaction.atomic
def duplicate_project(
    user: User, source_id: int, name: str, organization: str = "", *, holders: bool, letters: bool
) -> Project:
    """A copy that this user owns; without `holders` its positions are vacant. Raises Project.DoesNotExist.

    The source's row is locked first, as by a change, so that the copy is of one version. What is copied is there from
    the first line of the journal, which names the source.
    """
    source = Project.objects.select_for_update().get(pk=source_id)
    framework = source.framework
    phases = {phase.pk: phase for phase in framework.phases.all()}
    if not framework.catalogued:
        framework, phases = _own_again(framework, phases)
    covered = [phases[phase.pk] for phase in source.phases.all()]

    def begin(project: Project) -> Mapping[str, str]:
        duties = _duties(source, project, phases)
        positions = _positions(source, project, holders=holders)
        if letters:
            cells = Assignment.objects.filter(duty__project=source).values_list("duty_id", "position_id", "letter")
            Assignment.objects.bulk_create(
                Assignment(duty=duties[duty_id], position=positions[position_id], letter=letter)
                for duty_id, position_id, letter in cells
            )
        return {"start": seal_now(project.pk)}

    return create_project(user, framework, covered, name, organization, begin=begin, copy_of=source)


def _own_again(framework: Framework, phases: Mapping[int, Phase]) -> tuple[Framework, dict[int, Phase]]:
    """A framework of the copy's own, and its phases by the id of those that they are made from."""
    names = (PhaseNames(phase.slug, phase.name_fr, phase.name_en or "") for phase in phases.values())
    made = own_phases(framework.title_fr, names)
    keep_own(made[0].framework, made)
    return made[0].framework, dict(zip(phases, made, strict=True))


def _duties(source: Project, project: Project, phases: Mapping[int, Phase]) -> dict[int, Duty]:
    """The rows of the copy by the id of those that they are made from."""
    rows = {duty.pk: duty for duty in Duty.objects.filter(project=source)}
    for duty in rows.values():
        duty.pk, duty.project, duty.phase = None, project, phases[duty.phase_id]
    Duty.objects.bulk_create(rows.values())
    return rows


def _positions(source: Project, project: Project, *, holders: bool) -> dict[int, Position]:
    """The columns of the copy by the id of those that they are made from; opened to HR managers is none of them."""
    rows = {position.pk: position for position in Position.objects.filter(project=source)}
    for position in rows.values():
        position.pk, position.project, position.open_to_hr = None, project, False
        if not holders:
            position.holder = None
    Position.objects.bulk_create(rows.values())
    if holders:
        held = Position.co_holders.through
        others = held.objects.filter(position__project=source).values_list("position_id", "person_id")
        held.objects.bulk_create(held(position=rows[position_id], person_id=pk) for position_id, pk in others)
    return rows
