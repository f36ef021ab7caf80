"""What two people, or two servers, do at the same moment: both get an answer, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from phases.models import Framework, Project, ProjectChange
from phases.projects.domain import delete_project
from roles.catalogue.domain.file_loading import load_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.matrix.changes import CellUnknown, set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.matrix.queries import phase_rows
from roles.models import Assignment, Duty, Person
from roles.projects.domain.duties import DutyDetails, add_duty, move_duty
from roles.projects.domain.positions import PositionDetails, add_positions, remove_position
from tests.conftest import Team
from tests.factories import small_project
from tests.roles.catalogues import fixture_data

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each returned or raised, all of them started at the same moment."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        start.wait(timeout=20)
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def failures(results: list[object], *expected: type[Exception]) -> list[object]:
    return [result for result in results if isinstance(result, Exception) and not isinstance(result, expected)]


def test_duties_added_at_once_get_codes_of_their_own(team: Team) -> None:
    phase = team.project.phases.all()[0]
    details = DutyDetails("Valide", "", phase)
    results = at_once(*[lambda: add_duty(team.project.pk, team.users["owner"], details)] * 4)
    assert failures(results) == []
    codes = Duty.objects.filter(project=team.project, code__startswith="P").values_list("code", flat=True)
    assert sorted(codes) == ["P01", "P02", "P03", "P04"]


def test_changes_at_once_leave_a_journal_without_gaps(team: Team) -> None:
    duties, positions = list(team.project.duties.all()), list(team.project.positions.all())
    owner = team.users["owner"]

    def letters(number: int) -> None:
        for duty in duties:
            set_cells(team.project.pk, owner, [CellChange(duty.pk, positions[number].pk, "RC"[number])])

    def moves() -> None:
        for duty in duties:
            move_duty(team.project.pk, owner, duty.pk, 1)

    assert failures(at_once(lambda: letters(0), lambda: letters(1), moves, moves)) == []
    team.project.refresh_from_db()
    versions = ProjectChange.objects.filter(project=team.project).values_list("version", flat=True)
    assert sorted(set(versions)) == list(range(1, team.project.version + 1))
    assert Assignment.objects.filter(duty__project=team.project).count() == 2 * len(duties)


def test_a_position_removed_while_its_cell_is_set(team: Team) -> None:
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    owner = team.users["owner"]
    results = at_once(
        lambda: set_cells(team.project.pk, owner, [CellChange(duty.pk, position.pk, "A")]),
        lambda: remove_position(team.project.pk, owner, position.pk),
    )
    assert failures(results, CellUnknown) == []
    assert not Assignment.objects.filter(duty=duty).exists()


def test_a_project_deleted_while_it_is_changed(team: Team) -> None:
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    owner = team.users["owner"]

    def letters() -> None:
        for letter in ("R", "C", "I", "A", "") * 8:
            set_cells(team.project.pk, owner, [CellChange(duty.pk, position.pk, letter)])

    results = at_once(letters, letters, lambda: delete_project(team.project.pk))
    assert failures(results, Project.DoesNotExist) == []
    assert not ProjectChange.objects.filter(project_id=team.project.pk).exists()


def test_a_phase_that_comes_while_a_page_is_read(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    before = phase_rows(team.project.pk)[:1]
    monkeypatch.setattr("roles.matrix.matrix.phase_rows", lambda project_id: before)
    matrix = load_matrix(team.project.pk)
    assert [len(duties) for duties in matrix.duties_of.values()] == [3]
    assert len(matrix.duties) == 3


def test_one_person_named_by_two_projects_at_once(team: Team) -> None:
    projects = [team.project, *(small_project() for _ in range(3))]
    details = PositionDetails(title_fr="Poste", holder="Camille Roy", email="camille@example.org")
    results = at_once(
        *[lambda pk=project.pk: add_positions(pk, team.users["owner"], [details]) for project in projects]
    )
    assert failures(results) == []
    assert Person.objects.get(email="camille@example.org").positions.count() == len(projects)


def test_the_catalogue_loaded_by_two_servers_at_once(db: None) -> None:
    file = read_catalogue(fixture_data())
    results = at_once(*[lambda: load_catalogue(file)] * 3)
    assert failures(results) == []
    assert Framework.objects.count() == 1
