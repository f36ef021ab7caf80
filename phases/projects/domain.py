"""Creating, naming and deleting a project."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from aispec.web.edit_conflict import check_seen, fingerprint
from phases.enums import ChangeKind, Role
from phases.models import Framework, Membership, Phase, Project
from phases.projects.journal import Journal, project_change


@transaction.atomic
def create_project(
    user: User,
    framework: Framework,
    phases: Iterable[Phase],
    name: str,
    organization: str = "",
    *,
    begin: Callable[[Project], Mapping[str, Any]] = lambda _project: {},
    copy_of: Project | None = None,
) -> Project:
    """A new project owned by its creator, with what `begin` puts in it before its first version.

    What that returns is kept with the first line of the journal. A copy has the rules of the project that it is a copy
    of, and its first line names that one.
    """
    rules = copy_of.rules if copy_of else {}
    project = Project.objects.create(framework=framework, name=name, organization=organization, rules=rules)
    project.phases.set(phases)
    Membership.objects.create(project=project, user=user, role=Role.OWNER)
    with project_change(project.pk, user) as journal:
        data = {**begin(project), **({"copy_of": copy_of.pk} if copy_of else {}), "facts": facts_of(project)}
        journal.add(ChangeKind.PROJECT_CREATED, name, new=copy_of.name if copy_of else framework.title, data=data)
    project.refresh_from_db()
    return project


def facts_of(project: Project) -> dict[str, Any]:
    """What a project says of itself, by the words that the journal has for it; a rule that it lacks is the default."""
    phases = sorted(project.phases.values_list("pk", flat=True))
    own = {"name": project.name, "organization": project.organization, "is_model": _shown(project.is_model or None)}
    return {**project.rules, **own, "framework": project.framework_id, "phases": phases}


def project_fingerprint(project: Project) -> str:
    """The fingerprint that a settings form carries."""
    return fingerprint(project.name, project.organization, project.rules, project.is_model)


@dataclass(frozen=True, slots=True)
class ProjectDetails:
    """What a form says of a project; None leaves a model a model."""

    name: str
    organization: str
    rules: dict[str, Any]
    is_model: bool | None = None


def edit_project(project_id: int, user: User, details: ProjectDetails, seen: str | None = None) -> None:
    """Rename a project, make it a model or change its rules. Raises EditConflict and Project.DoesNotExist."""
    with project_change(project_id, user) as journal:
        write_project(journal, details, seen)


def write_project(journal: Journal, details: ProjectDetails, seen: str | None = None) -> None:
    """As edit_project, inside the change that this journal is of."""
    project = Project.objects.get(pk=journal.project_id)
    check_seen(seen, project_fingerprint(project))
    name, rules = details.name, details.rules
    is_model = project.is_model if details.is_model is None else details.is_model
    _note(journal, name, "name", project.name, name)
    _note(journal, name, "organization", project.organization, details.organization)
    _note(journal, name, "is_model", _shown(project.is_model or None), _shown(is_model or None))
    for rule in sorted(project.rules.keys() | rules.keys()):
        was, shall = project.rules.get(rule), rules.get(rule)
        values = {"now": shall} if was is None else {"was": was, "now": shall}
        _note(journal, name, rule, _shown(was), _shown(shall), values)
    stored = Project.objects.filter(pk=project.pk)
    stored.update(name=name, organization=details.organization, rules=rules, is_model=is_model)


@transaction.atomic
def delete_project(project_id: int) -> None:
    """Delete a project with its matrix, its accesses, its journal, and the framework that was its own.

    Its row is locked first, as by a change, so that nobody adds to what is being collected.
    """
    locked = list(Project.objects.select_for_update().filter(pk=project_id))
    Project.objects.filter(pk=project_id).delete()
    own = Framework.objects.filter(pk__in=[project.framework_id for project in locked], catalogued=False)
    own.filter(projects=None).delete()


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _note(
    journal: Journal, label: str, field: str, old: str, new: str, stored: Mapping[str, Any] = MappingProxyType({})
) -> None:
    """One line; `stored` are the values of a rule before and after, as they are stored."""
    if old != new:
        journal.add(ChangeKind.PROJECT_EDITED, label, old, new, data={"field": field, **stored})
