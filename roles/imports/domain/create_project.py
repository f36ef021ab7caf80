"""Making a project from its file."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction

from phases.models import Project
from phases.projects.domain import ProjectDetails, create_project, edit_project
from phases.projects.journal import project_change
from phases.projects.own_framework import keep_own
from roles.imports.domain.file_holders import kept
from roles.imports.domain.project_file import LoadPlan, read_project
from roles.matrix.changes import write_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.matrix.seals import seal_now
from roles.models import Duty, Position
from roles.projects.domain.positions import place_position


def load_project(user: User, data: object, who: Mapping[str, int] | None = None) -> Project:
    """A new project of this user from the data of a file, all or nothing. Raises ProjectFileError."""
    return make_project(user, read_project(user, data, who))


@transaction.atomic
def make_project(user: User, plan: LoadPlan) -> Project:
    """The project of a plan, and its framework where that is its own."""
    if plan.framework.pk is None:
        keep_own(plan.framework, plan.phases)
    duties: list[Duty] = []

    def begin(project: Project) -> Mapping[str, str]:
        duties.extend(_duties(project, plan))
        return {"start": seal_now(project.pk)}

    project = create_project(user, plan.framework, plan.phases, plan.name, plan.organization, begin=begin)
    if plan.rules:
        edit_project(project.pk, user, ProjectDetails(plan.name, plan.organization, plan.rules))
    if plan.positions:
        _columns(project, user, plan, duties)
    project.refresh_from_db()
    return project


def _duties(project: Project, plan: LoadPlan) -> list[Duty]:
    """The rows, there from the start as those of any new project."""
    return Duty.objects.bulk_create(
        Duty(
            project=project,
            phase=planned.phase,
            profile=planned.profile,
            responsibility=planned.responsibility,
            code=planned.data["code"],
            order=order,
            applicable=planned.data.get("applicable", True),
            reason=planned.data.get("reason", ""),
            **{
                f"{name}_{language}": planned.data.get(name, {}).get(language, "")
                for name in ("text", "posting", "description")
                for language in ("fr", "en")
            },
        )
        for order, planned in enumerate(plan.duties, start=1)
    )


def _columns(project: Project, user: User, plan: LoadPlan, duties: list[Duty]) -> None:
    """The positions and their letters, as one change."""
    with project_change(project.pk, user) as journal:
        places: dict[str, int] = {}
        for order, planned in enumerate(plan.positions, start=1):
            holders = [kept(project.pk, user, person) for person in planned.holders]
            position = Position(
                project=project,
                order=order,
                title_fr=planned.title.get("fr", ""),
                title_en=planned.title.get("en", ""),
                profile=planned.profile,
                holder=holders[0] if holders else None,
            )
            places[planned.key] = place_position(journal, position, holders[1:]).pk
        changes = [
            CellChange(duty.pk, places[key], letter)
            for duty, planned in zip(duties, plan.duties, strict=True)
            for key, letter in planned.letters.items()
        ]
        if changes:
            write_cells(journal, load_matrix(project.pk), changes)
