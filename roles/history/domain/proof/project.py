"""What a project says of itself, and which of its positions HR managers see."""

from collections.abc import Iterator
from typing import Any

from phases.enums import ChangeKind
from phases.models import Project
from phases.projects.domain import facts_of
from roles.history.domain.proof.records import Lines, compared, of_kinds, same_moment
from roles.models import Position

_OF_OPENED = (
    ChangeKind.POSITION_OPENED, ChangeKind.POSITION_WITHHELD, ChangeKind.POSITION_ADDED, ChangeKind.POSITION_REMOVED,
)  # fmt: skip
_TEXTS = ("name", "organization", "is_model")  # of which a line says all by itself


def facts(project_id: int, lines: Lines) -> Iterator[str]:
    """Name, team, rules, phases, framework. A project of before these seals is held to what its lines have changed."""
    said: dict[str, Any] = {}
    whole = False  # whether the first line tells all
    for kind, line, data in of_kinds(lines, ChangeKind.PROJECT_CREATED, ChangeKind.PROJECT_EDITED):
        if kind == ChangeKind.PROJECT_CREATED:
            said, whole = dict(data.get("facts", {})), "facts" in data
        elif data["field"] in _TEXTS:
            said[data["field"]] = line.new
        elif "now" in data:
            said[data["field"]] = data["now"]
        else:
            said.pop(data["field"], None)
    project = Project.objects.get(pk=project_id)
    found = facts_of(project)
    told = {*said, *found} if whole else {*said}
    yield from compared("project:", {name: said.get(name) for name in told}, {name: found.get(name) for name in told})
    if lines and not same_moment(project.created_at, lines[0].at):
        yield f"project: made at {lines[0].at.isoformat()}, and {project.created_at} is found"


def opened_positions(project_id: int, lines: Lines) -> Iterator[str]:
    """Which positions are open to HR managers; one whose removal is undone comes back as open as it was."""
    said: dict[int | None, bool] = {}
    removed: dict[int | None, bool] = {}
    for kind, line, data in of_kinds(lines, *_OF_OPENED):
        at = line.position_id
        if kind == ChangeKind.POSITION_REMOVED:
            removed[at] = data.get("open_to_hr", False)
        elif kind == ChangeKind.POSITION_ADDED:
            said[at] = line.undoes is not None and removed.get(at, False)
        else:
            said[at] = kind == ChangeKind.POSITION_OPENED
    rows = Position.objects.filter(project_id=project_id).values_list("pk", "open_to_hr")
    yield from compared("position, open to HR:", {pk: said.get(pk, False) for pk, _open in rows}, dict(rows))
