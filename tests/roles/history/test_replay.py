"""Any past version is rebuilt from the journal exactly as it was read at that time."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase as Step
from hypothesis import given, settings
from hypothesis import strategies as st

from phases.models import Phase, Project, ProjectChange
from phases.projects.domain import ProjectDetails, edit_project
from roles.history.domain.replay import NoSuchVersion, ReplayFailed, matrix_at, verify
from roles.matrix.changes import CellRefused, CellUnknown, set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Assignment, Duty, RoleProfile
from roles.projects.domain.duties import DutyDetails, add_duty, edit_duty, move_duty, remove_duty
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    edit_position,
    move_position,
    remove_position,
)
from roles.projects.domain.scope import set_applicable, set_phases
from roles.projects.domain.start import ProjectPlan, start_project
from roles.undo.undo import NothingToUndo, undo
from tests.conftest import Team
from tests.factories import (
    FrameworkFactory,
    PhaseFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
    UserFactory,
)

WORDS = st.sampled_from(["Analyse", "Valide", "Conçoit", "Déploie"])
NAMES = st.sampled_from(
    ["", "Ada Essai", "Blaise Essai", "Blaise Essai; Ada Essai", "Ada Essai; Coralie Essai; Blaise Essai"]
)
OPERATIONS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 20), st.integers(0, 20), WORDS, NAMES), min_size=1, max_size=14
)


class World:
    """A project of three phases whose operations pick their subjects by number."""

    def __init__(self) -> None:
        framework = FrameworkFactory.create()
        self.phases: list[Phase] = PhaseFactory.create_batch(3, framework=framework)
        self.profile: RoleProfile = RoleProfileFactory.create(framework=framework)
        for phase in self.phases:
            ResponsibilityFactory.create_batch(2, phase=phase, profile=self.profile, posting_fr="Analyser")
        self.user = UserFactory.create()
        positions = [PositionDetails("Poste 1", "Position 1", self.profile, "Ada Essai"), PositionDetails("Poste 2")]
        plan = ProjectPlan(framework, self.phases[:2], "Essai", positions=positions)
        self.project: Project = start_project(self.user, plan)

    def load(self, language: str) -> Matrix:
        return load_matrix(self.project.pk, language)

    def run(self, kind: int, first: int, second: int, word: str, name: str) -> None:
        now = self.load("fr")
        duty = now.duties[first % len(now.duties)] if now.duties else None
        position = now.positions[second % len(now.positions)] if now.positions else None
        of_project: list[Callable[[], Any]] = [
            lambda: add_duty(self.project.pk, self.user, DutyDetails(word, "", self._phase(now, second))),
            lambda: add_positions(self.project.pk, self.user, [PositionDetails(word, "", None, name)]),
            lambda: self._edit_project(word, first),
            lambda: set_phases(self.project.pk, self.user, self._phases(first)),
            lambda: undo(self.project.pk, self.user),
        ]
        of_duty: list[Callable[[int], Any]] = [
            lambda pk: edit_duty(self.project.pk, self.user, pk, DutyDetails(word, name, self._phase(now, second))),
            lambda pk: edit_duty(self.project.pk, self.user, pk, self._described(pk, word, name)),
            lambda pk: move_duty(self.project.pk, self.user, pk, 1 if second % 2 else -1),
            lambda pk: remove_duty(self.project.pk, self.user, pk),
            lambda pk: set_applicable(self.project.pk, self.user, pk, name),
        ]
        of_position: list[Callable[[int], Any]] = [
            lambda pk: edit_position(self.project.pk, self.user, pk, self._details(word, name, first)),
            lambda pk: move_position(self.project.pk, self.user, pk, 1 if first % 2 else -1),
            lambda pk: remove_position(self.project.pk, self.user, pk),
        ]
        if kind < len(of_project):
            with suppress(NothingToUndo, CellUnknown, CellRefused):
                of_project[kind]()
        elif kind < len(of_project) + len(of_duty):
            if duty:
                of_duty[kind - len(of_project)](duty.id)
        elif position:
            of_position[(kind - len(of_project) - len(of_duty)) % 3](position.id)

    def letter(self, first: int, second: int, letter: str) -> None:
        now = self.load("fr")
        duties = [duty for duty in now.duties if duty.applicable]
        if duties and now.positions:
            duty, position = duties[first % len(duties)], now.positions[second % len(now.positions)]
            set_cells(self.project.pk, self.user, [CellChange(duty.id, position.id, letter)], transfer=True)

    def _phase(self, now: Matrix, number: int) -> Phase:
        return Phase.objects.get(pk=now.phases[number % len(now.phases)].id)

    def _described(self, pk: int, french: str, english: str) -> DutyDetails:
        """A duty with other descriptions, of which the English one may be none."""
        duty = Duty.objects.get(pk=pk)
        return DutyDetails(duty.text_fr, duty.text_en or "", duty.phase, french, english)

    def _phases(self, number: int) -> list[Phase]:
        """One or two of the three, by number."""
        return [phase for place, phase in enumerate(self.phases) if place != number % 3 or number > 15]

    def _details(self, word: str, name: str, number: int) -> PositionDetails:
        return PositionDetails(word, name, self.profile if number % 2 else None, name)

    def _edit_project(self, word: str, number: int) -> None:
        rules = {"max_r": number} if number % 2 else {}
        edit_project(self.project.pk, self.user, ProjectDetails(word, word[: number % 4], rules))


@pytest.mark.once
@pytest.mark.django_db
@settings(max_examples=60, deadline=None, phases=[Step.explicit, Step.reuse, Step.generate])
@given(OPERATIONS, st.lists(st.sampled_from(["", "R", "A", "AR", "C"]), min_size=14, max_size=14))
def test_past_any_operations_every_version_as_it_was(
    operations: list[tuple[int, int, int, str, str]], letters: list[str]
) -> None:
    with transaction.atomic():
        world = World()
        seen: dict[int, tuple[Matrix, Matrix]] = {}
        for (kind, first, second, word, name), letter in zip(operations, letters, strict=False):
            world.letter(first, second, letter)
            now = world.load("fr")
            seen[now.version] = now, world.load("en")
            world.run(kind, first, second, word, name)
            now = world.load("fr")
            seen[now.version] = now, world.load("en")
        assert not verify(world.project.pk)
        for version, (french, english) in seen.items():
            assert matrix_at(world.project.pk, version, "fr") == french
            assert matrix_at(world.project.pk, version, "en") == english
        transaction.set_rollback(True)


def test_past_version_to_come_refused(team: Team) -> None:
    with pytest.raises(NoSuchVersion):
        matrix_at(team.project.pk, 1)


def test_past_line_of_an_older_program_refused_not_guessed(team: Team) -> None:
    position = load_matrix(team.project.pk).positions[0]
    remove_position(team.project.pk, team.users["owner"], position.id)
    ProjectChange.objects.filter(project=team.project).update(data=None)
    with pytest.raises(ReplayFailed):
        matrix_at(team.project.pk, 0)


def test_past_queries_do_not_grow_with_the_journal(team: Team) -> None:
    matrix = load_matrix(team.project.pk)
    counts = []
    for letter in ("R", "C", "I", "R", "C", "I"):
        changes = [CellChange(duty.id, matrix.positions[0].id, letter) for duty in matrix.duties]
        set_cells(team.project.pk, team.users["owner"], changes)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert matrix_at(team.project.pk, 0).duties[0].letters == ("", "")
        counts.append(len(queries))
    assert set(counts) == {4}


def test_verify_finds_a_letter_that_no_line_tells(team: Team) -> None:
    matrix = load_matrix(team.project.pk)
    duty, position = matrix.duties[0].id, matrix.positions[0].id
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty, position, "R")])
    assert verify(team.project.pk) == []
    Assignment.objects.update(letter="C")
    [(line, found)] = verify(team.project.pk)
    assert (line.new, found) == ("R", "C")


@pytest.mark.django_db
def test_verify_history_of_no_project_says_so() -> None:
    with pytest.raises(CommandError, match="no project 987654"):
        call_command("verify_history", 987654)
