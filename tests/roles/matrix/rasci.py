"""A project that turns RASCI on, and what stands in it."""

from typing import Any

from django.urls import reverse

from phases.models import Project
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.projects.forms.settings import SettingsForm
from tests.conftest import Team


def turn(team: Team, **rules: Any) -> None:
    """Other rules, set aside from any page."""
    Project.objects.filter(pk=team.project.pk).update(rules=rules)


def put(team: Team, letter: str, place: int = 0, reader: str = "editor") -> None:
    duty, position = team.project.duties.all()[place], team.project.positions.all()[0]
    set_cells(team.project.pk, team.users[reader], [CellChange(duty.pk, position.pk, letter)])


def letters(team: Team) -> list[str]:
    """The first column."""
    return [duty.letters[0] for duty in load_matrix(team.project.pk).duties]


def save(team: Team, reader: str = "editor", **values: object) -> Any:
    """The settings form with these values, None for a box that is not ticked."""
    form = SettingsForm(Project.objects.get(pk=team.project.pk))
    data = {name: value for name, value in form.initial.items() if value is not False} | values
    data = {name: value for name, value in data.items() if value is not None}
    return team.client(reader).post(reverse("settings-save", args=[team.project.pk]), data)


def page(team: Team, name: str, reader: str = "editor", **query: str) -> str:
    return team.client(reader).get(reverse(name, args=[team.project.pk]), query).content.decode()
