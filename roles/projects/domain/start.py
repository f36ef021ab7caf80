"""Starting a project: its duties, its positions and the letters suggested for them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import User
from django.db import transaction

from phases.models import Framework, Phase, Project
from phases.projects.domain import create_project
from roles.matrix.changes import set_cells
from roles.matrix.matrix import load_matrix
from roles.matrix.seals import seal_now
from roles.matrix.suggestions import suggest
from roles.models import Person
from roles.people.domain.doubts import KnownPeople, meant
from roles.people.domain.holders import names_in
from roles.projects.domain.copies import copy_responsibilities
from roles.projects.domain.positions import PositionDetails, add_positions


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """Everything a new project starts from; `leads` and `stand_ins` name positions by their place, from 0.

    `who` are the answers to whom the names of holders mean, as for a position alone.
    """

    framework: Framework
    phases: Sequence[Phase]
    name: str
    organization: str = ""
    positions: Sequence[PositionDetails] = ()
    who: Mapping[str, int] | None = None
    suggest: bool = False
    profile_ids: Collection[int] | None = None  # whose responsibilities become duties; None for all
    leads: Mapping[str, int] = field(default_factory=dict)
    stand_ins: Mapping[str, int] = field(default_factory=dict)
    mark: Mapping[str, str] = field(default_factory=dict)  # kept with the first line of the journal


@transaction.atomic
def start_project(user: User, plan: ProjectPlan) -> Project:
    """A new project with its duties, positions and perhaps suggested letters, all or nothing. Raises HolderDoubt."""
    people = _people(user, plan)

    def begin(project: Project) -> Mapping[str, str]:
        copy_responsibilities(project.pk, plan.phases, plan.profile_ids)
        return {**plan.mark, "start": seal_now(project.pk)}

    project = create_project(user, plan.framework, plan.phases, plan.name, plan.organization, begin=begin)
    details = [replace(each, people=people) for each in plan.positions]
    positions = add_positions(project.pk, user, details) if details else []
    if plan.suggest:
        leads, stand_ins = (
            {slug: positions[place].pk for slug, place in choice.items()} for choice in (plan.leads, plan.stand_ins)
        )
        set_cells(project.pk, user, suggest(load_matrix(project.pk), leads, stand_ins).changes)
    project.refresh_from_db()
    return project


def _people(user: User, plan: ProjectPlan) -> Mapping[str, Person]:
    """Whom the names of holders mean. Its maker is asked about the people they know before they own the project."""
    names = dict.fromkeys(name for each in plan.positions for name in names_in(each.holder))
    return {} if plan.who is None else meant(KnownPeople(user), names, plan.who)
