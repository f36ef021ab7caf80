"""A project to which something of every kind has happened, and its journal."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.models import Project, ProjectChange
from phases.sharing.domain import make_link, revoke_link
from roles.acceptance.domain import personal_links
from roles.acceptance.domain.answers import answer, part_of
from roles.checks.domain.check import open_findings
from roles.checks.domain.dismissals import dismiss
from roles.comments.domain import add_comment
from roles.history.domain.baselines import freeze
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Person, Position, Posting
from roles.postings.domain.postings import Source, make_posting
from roles.projects.domain.duties import DutyDetails, add_duty, edit_duty
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.start import ProjectPlan, start_project
from tests.factories import FrameworkFactory, PhaseFactory, ResponsibilityFactory, RoleProfileFactory, UserFactory
from tests.roles.postings.drafts import go_out


class Life:
    """A project to which something of every kind has happened."""

    def __init__(self) -> None:
        framework = FrameworkFactory.create()
        phases = PhaseFactory.create_batch(2, framework=framework)
        profile = RoleProfileFactory.create(framework=framework)
        for phase in phases:
            ResponsibilityFactory.create_batch(3, phase=phase, profile=profile)
        self.owner, self.editor, self.viewer = (
            UserFactory.create(first_name=name, last_name="Essai", email=f"{name}@exemple.test")
            for name in ("ada", "blaise", "chloe")
        )
        positions = [PositionDetails("Cheffe", "", profile, "Ada Essai"), PositionDetails("Adjoint", "", profile)]
        project = start_project(self.owner, ProjectPlan(framework, phases, "Essai", "Équipe", positions, suggest=True))
        self.pk, self.framework = project.pk, framework
        self._letters()
        self._records()

    def _letters(self) -> None:
        self.own = add_duty(self.pk, self.owner, DutyDetails("Signe le bon", "", self.framework.phases.all()[0]))
        matrix = load_matrix(self.pk)
        cells = [
            CellChange(duty.id, position.id, letter)
            for duty in matrix.duties[:3]
            for position, letter in zip(matrix.positions, ("AR", "C"), strict=True)
        ]
        set_cells(self.pk, self.editor, cells)
        set_cells(self.pk, self.editor, [CellChange(*cells[1].cell, "I")])
        first = Duty.objects.get(pk=cells[0].duty_id)
        edit_duty(self.pk, self.owner, first.pk, DutyDetails("D’autres mots", "Other words", first.phase))

    def _records(self) -> None:
        for user, role in ((self.editor, Role.EDITOR), (self.viewer, Role.VIEWER)):
            add_member(self.pk, self.owner, user, role)
        until = timezone.now() + timedelta(days=9)
        link, _token = make_link(self.pk, self.owner, "Comité", until, names=False)
        make_link(self.pk, self.owner, "Public", until, names=True)
        revoke_link(self.pk, self.owner, link.pk)
        self.person = Person.objects.get(name="Ada Essai")
        personal_links.make_link(self.pk, self.owner, self.person.pk)
        part = part_of(self.pk, self.person)
        accepted, objected = part.cells[0], part.cells[1]
        answer(self.pk, self.person, None, {accepted.cell: accepted.mark})
        answer(self.pk, self.person, None, {objected.cell: objected.mark}, "Pas à moi, Ada Essai")
        add_comment(self.pk, self.owner, (self.own.pk, None), "Pourquoi ?")
        matrix = load_matrix(self.pk)
        found = [one for one in open_findings(matrix) if one.rule.dismissible][:1]
        assert found
        dismiss(self.pk, self.owner, {one.key: one.state for one in found}, "Voulu")
        self.baseline = freeze(self.pk, self.owner, "Départ", "Vu par Ada Essai")
        source = Source(Position.objects.first(), twin=True)
        self.posting = make_posting(Project.objects.get(pk=self.pk), self.owner, source)
        Posting.objects.update(closing_date=timezone.localdate() + timedelta(days=9))
        with override("en"):
            go_out(self.posting, self.owner, public=True)

    @property
    def lines(self) -> "QuerySet[ProjectChange]":
        return ProjectChange.objects.filter(project_id=self.pk).order_by("version", "id")

    def line(self, kind: ChangeKind) -> "QuerySet[ProjectChange]":
        return ProjectChange.objects.filter(pk=self.lines.filter(kind=kind).latest("id").pk)
