"""What somebody holds, as far as its reader may know: projects that the reader sees by name, the others as a number."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from roles.models import Person, Position
from roles.people.domain.holders import held_by
from roles.workload.domain.by_person import Loads, ProjectPoints


@dataclass(slots=True)
class Holdings:
    """The positions of somebody: by project with its load, and how many of projects that the reader does not see."""

    projects: list[tuple[ProjectPoints, list[Position]]] = field(default_factory=list)
    elsewhere: int = 0


def holdings_of(person: Person, reader: User) -> Holdings:
    """As many queries whatever they hold."""
    positions: dict[int, list[Position]] = defaultdict(list)
    for position in Position.objects.filter(held_by(pk=person.pk)).order_by("order", "id"):
        positions[position.project_id].append(position)
    loads = Loads(reader)
    seen = [project for load in loads.of(loads.people.filter(pk=person.pk)) for project in load.projects]
    projects = [(project, positions.pop(project.id, [])) for project in seen]
    return Holdings(projects, sum(map(len, positions.values())))
