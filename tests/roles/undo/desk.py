"""A project that the tests of undo change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from phases.models import Phase, Project
from phases.projects.domain import ProjectDetails
from roles.history.domain.snapshot import load_snapshot
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Duty, Position, RoleProfile
from roles.projects.domain.duties import DutyDetails, add_duty
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    hold_position,
)
from roles.projects.domain.settings import save_settings
from tests.conftest import Team
from tests.factories import PhaseFactory, ResponsibilityFactory, RoleProfileFactory

Act = Callable[["Desk"], Any]


class Desk:
    """A project of two phases, three positions and a letter or two, and the user who changes it."""

    def __init__(self, team: Team) -> None:
        self.team, self.project, self.user = team, team.project, team.users["owner"]
        self.pk = self.project.pk
        self.profile: RoleProfile = RoleProfileFactory.create(framework=self.project.framework)
        self.outside: Phase = PhaseFactory.create(framework=self.project.framework, order=90, slug="outside")
        ResponsibilityFactory.create_batch(2, phase=self.outside, profile=self.profile)
        while self.project.positions.count() < 3:
            add_positions(self.pk, self.user, [PositionDetails(f"Poste {self.project.positions.count()}")])
        self.duties = list(Duty.objects.filter(project=self.project).order_by("phase__order", "order"))
        hold_position(self.pk, self.user, self.project.positions.all()[2].pk, "Ada Roy; Luc Côté")
        self.positions = list(Position.objects.filter(project=self.project).order_by("order"))
        first = self.duties[0].pk
        self.put([(first, self.positions[0].pk, "A"), (first, self.positions[1].pk, "R")])
        self.phases = list(self.project.phases.all())
        described = DutyDetails("Décrite", "", self.phases[0], "Comment", "How")
        self.described = add_duty(self.pk, self.user, described)
        self.own = add_duty(self.pk, self.user, DutyDetails("À soi", "", self.phases[0]))

    def put(self, cells: list[tuple[int, int, str]]) -> None:
        set_cells(self.pk, self.user, [CellChange(*cell) for cell in cells])

    @property
    def matrix(self) -> Matrix:
        return replace(load_matrix(self.pk), version=0)

    @property
    def texts(self) -> list[tuple[Any, ...]]:
        """What a matrix in one language does not show."""
        names = ("code", "text_fr", "text_en", "posting_fr", "posting_en", "description_fr", "description_en", "reason",
                 "phase_id", "profile_id")  # fmt: skip
        return [tuple(row[name] or "" for name in names) for row in load_snapshot(self.pk).duties]

    def rules(self, **changes: Any) -> None:
        project = Project.objects.get(pk=self.pk)
        rules = project.rules | changes
        save_settings(self.pk, self.user, ProjectDetails(project.name, "Ailleurs", rules), instead="C")
