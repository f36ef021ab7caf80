"""A project with its rows and columns: how it starts, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from phases.domain.projects import create_project
from phases.models import Framework, Phase, Project
from roles.domain.duties import copy_responsibilities
from roles.domain.positions import PositionDetails, add_positions
from roles.models import Position


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """Everything a new project starts from."""

    framework: Framework
    phases: Sequence[Phase]
    name: str
    organization: str = ""
    positions: Sequence[PositionDetails] = ()
    mark: Mapping[str, str] | None = None  # kept with the first line of the journal


@transaction.atomic
def start_project(user: User, plan: ProjectPlan) -> tuple[Project, list[Position]]:
    """A new project with the duties of its phases and its positions, all or nothing. Raises HolderMismatch."""
    project = create_project(user, plan.framework, plan.phases, plan.name, plan.organization, plan.mark)
    copy_responsibilities(project.pk, plan.phases)
    positions = add_positions(project.pk, user, plan.positions) if plan.positions else []
    project.refresh_from_db()
    return project, positions
