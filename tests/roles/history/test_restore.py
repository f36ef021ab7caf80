"""A past or frozen version stands again as it was, by one change that undo takes back."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from hypothesis import Phase as Step
from hypothesis import given, settings
from hypothesis import strategies as st

from aispec.web.edit_conflict import EditConflict
from phases.models import Baseline, Project, ProjectChange
from phases.projects.domain import ProjectDetails
from roles.comments.domain import add_comment
from roles.history.domain.baselines import freeze, frozen_matrix
from roles.history.domain.difference import difference
from roles.history.domain.replay import matrix_at, verify
from roles.history.domain.restore import plan_restore, restore
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Assignment, Comment, Duty, Person, Position
from roles.projects.domain.duties import DutyDetails, edit_duty, remove_duty
from roles.projects.domain.positions import PositionDetails, edit_position, hold_position, remove_position
from roles.projects.domain.settings import save_settings
from roles.undo.undo import redo, undo
from tests.conftest import READERS, Team
from tests.roles.history.test_replay import OPERATIONS, World


def still(matrix: Matrix) -> Matrix:
    """The matrix whatever its version."""
    return replace(matrix, version=0)


@pytest.mark.once
@pytest.mark.django_db
@settings(max_examples=40, deadline=None, phases=[Step.explicit, Step.reuse, Step.generate])
@given(OPERATIONS, st.lists(st.sampled_from(["", "R", "A", "AR", "C"]), min_size=14, max_size=14), st.integers(0, 30))
def test_any_version_comes_back_and_is_taken_back(
    operations: list[tuple[int, int, int, str, str]], letters: list[str], chosen: int
) -> None:
    with transaction.atomic():
        world = World()
        for (kind, first, second, word, name), letter in zip(operations, letters, strict=False):
            world.letter(first, second, letter)
            world.run(kind, first, second, word, name)
        come_and_go(world, chosen)
        transaction.set_rollback(True)


def come_and_go(world: World, chosen: int) -> None:
    """A version stands again, in both languages and with its journal; undo and redo pass over it."""

    def shown() -> list[Matrix]:
        return [world.load(language) for language in ("fr", "en")]

    pk, before = world.project.pk, shown()
    now = before[0].version
    version = chosen % (now + 1)
    wanted = [matrix_at(pk, version, language) for language in ("fr", "en")]
    assert still(plan_restore(pk, str(version)).after) == still(wanted[0])
    restore(pk, world.user, str(version), now)
    assert [*map(still, shown())] == [*map(still, wanted)]
    assert verify(pk) == []
    if Project.objects.get(pk=pk).version > now:
        assert [matrix_at(pk, now, language) for language in ("fr", "en")] == before
        undo(pk, world.user)
        assert [*map(still, shown())] == [*map(still, before)]
        redo(pk, world.user)
        assert [*map(still, shown())] == [*map(still, wanted)]


@pytest.fixture
def frozen(team: Team) -> Baseline:
    """A frozen version with a holder and letters, and a project in which a column, a row and the letters have gone."""
    pk, user = team.project.pk, team.users["editor"]
    duty, position = (model.objects.filter(project=pk).first() for model in (Duty, Position))
    assert isinstance(duty, Duty)
    assert isinstance(position, Position)
    edit_position(pk, user, position.pk, PositionDetails("Cheffe", "", None, "Zoé Roy"))
    set_cells(pk, user, [CellChange(duty.pk, position.pk, "A")])
    baseline = freeze(pk, user, "Jalon")
    remove_position(pk, user, position.pk)
    remove_duty(pk, user, duty.pk)
    return baseline


def version_of(team: Team) -> int:
    return Project.objects.get(pk=team.project.pk).version


def test_frozen_version_comes_back_as_one_version(team: Team, frozen: Baseline) -> None:
    pk, before = team.project.pk, version_of(team)
    restore(pk, team.users["editor"], f"b{frozen.pk}", before)
    assert version_of(team) == before + 1
    assert still(load_matrix(pk)) == still(matrix_at(pk, frozen.version))
    first = ProjectChange.objects.filter(project=pk, version=before + 1).order_by("id")[0]
    assert (first.kind, first.label) == ("version.restored", str(frozen.version))
    page = team.client("viewer").get(reverse("history", args=[pk])).content.decode()
    assert f"Version {frozen.version} rétablie" in page


def test_version_frozen_before_there_were_descriptions_comes_back(team: Team, frozen: Baseline) -> None:
    pk, user = team.project.pk, team.users["editor"]
    old = Baseline.objects.values_list("frozen", flat=True).get()
    for row in old["duties"]:
        del row["description_fr"], row["description_en"]
    QuerySet(Baseline).filter(pk=frozen.pk).update(frozen=old)
    duty = Duty.objects.filter(project=pk)[0]
    edit_duty(pk, user, duty.pk, DutyDetails(duty.text_fr, "", duty.phase, "Comment", "How"))
    with override("en"):
        assert [new.description for _old, new in difference(frozen_matrix(frozen), load_matrix(pk)).duties.changed] == [
            "How"
        ]
    before = load_matrix(pk)
    restore(pk, user, f"b{frozen.pk}", version_of(team))
    assert not any(row.description for row in load_matrix(pk).duties)
    assert verify(pk) == []
    undo(pk, user)
    assert still(load_matrix(pk)) == still(before)


def test_version_that_stands_already_changes_nothing(team: Team, frozen: Baseline) -> None:
    before = version_of(team)
    restore(team.project.pk, team.users["editor"], str(before), before)
    assert version_of(team) == before


def test_holder_who_left_the_directory_is_said_and_stays_away(team: Team, frozen: Baseline) -> None:
    Person.objects.filter(name="Zoé Roy").delete()
    page = team.client("editor").get(reverse("version-restore", args=[team.project.pk, f"b{frozen.pk}"]))
    assert "Zoé Roy n’est plus dans le répertoire" in page.content.decode()
    restore(team.project.pk, team.users["editor"], f"b{frozen.pk}", version_of(team))
    assert Position.objects.get(title_fr="Cheffe").holder is None
    assert Assignment.objects.filter(position__title_fr="Cheffe", letter="A").exists()


def test_one_of_several_holders_who_left_the_directory_is_said_and_the_other_holds(team: Team) -> None:
    pk, user = team.project.pk, team.users["editor"]
    position = team.project.positions.all()[0]
    hold_position(pk, user, position.pk, "Zoé Roy; Luc Côté; Ana Roy")
    baseline = freeze(pk, user, "Jalon")
    remove_position(pk, user, position.pk)
    Person.objects.filter(name="Zoé Roy").delete()
    page = team.client("editor").get(reverse("version-restore", args=[pk, f"b{baseline.pk}"]))
    assert "revient sans Zoé Roy, qui n’est plus dans le répertoire" in page.content.decode()
    restore(pk, user, f"b{baseline.pk}", version_of(team))
    assert Position.objects.get(pk=position.pk).holder_names == "Ana Roy, Luc Côté"
    assert verify(pk) == []


def test_frozen_version_of_before_several_holders_reads_as_having_one(team: Team, frozen: Baseline) -> None:
    for row in frozen.frozen["positions"]:
        del row["co_holders"]
    assert frozen_matrix(frozen).positions[0].holder == "Zoé Roy"


def test_comments_that_go_are_counted_and_come_back_with_undo(team: Team, frozen: Baseline) -> None:
    pk, user = team.project.pk, team.users["editor"]
    undo(pk, user)  # the duty
    undo(pk, user)  # the position
    position = Position.objects.create(project=team.project, title_fr="Neuve", order=9)
    duty = Duty.objects.filter(project=pk)[0]
    add_comment(pk, user, (duty.pk, position.pk), "Qui ?")
    assert plan_restore(pk, f"b{frozen.pk}").comments == 1
    restore(pk, user, f"b{frozen.pk}", version_of(team))
    assert not Comment.objects.exists()
    undo(pk, user)
    assert Comment.objects.get().text == "Qui ?"


def test_restoring_over_a_change_that_was_not_seen_is_refused(team: Team, frozen: Baseline) -> None:
    pk, seen = team.project.pk, version_of(team)
    save_settings(pk, team.users["owner"], ProjectDetails("Autre", "", {}))
    with pytest.raises(EditConflict):
        restore(pk, team.users["editor"], f"b{frozen.pk}", seen)
    url = reverse("version-restore", args=[pk, f"b{frozen.pk}"])
    answer = team.client("editor").post(url, {"seen": seen})
    assert answer.status_code == 409
    assert answer.context["plan"].now.name == "Autre"
    assert team.client("editor").post(url, {"seen": answer.context["plan"].now.version}).status_code == 302
    assert load_matrix(pk).name == team.project.name


def test_restored_support_and_its_end_are_taken_back(team: Team) -> None:
    pk, user = team.project.pk, team.users["editor"]
    duty, position = Duty.objects.filter(project=pk)[0], Position.objects.filter(project=pk)[0]
    plain = version_of(team)
    save_settings(pk, user, ProjectDetails("Projet", "", {"support": True}))
    set_cells(pk, user, [CellChange(duty.pk, position.pk, "S")])
    helped = version_of(team)
    for version in (plain, helped):
        before = load_matrix(pk)
        restore(pk, user, str(version), before.version)
        assert still(load_matrix(pk)) == still(matrix_at(pk, version))
        undo(pk, user)
        assert still(load_matrix(pk)) == still(before)
        redo(pk, user)
        assert still(load_matrix(pk)) == still(matrix_at(pk, version))


@pytest.mark.parametrize("reader", READERS)
def test_restore_readers(team: Team, frozen: Baseline, reader: str) -> None:
    client, url = team.client(reader), reverse("version-restore", args=[team.project.pk, f"b{frozen.pk}"])
    status = {"viewer": 403, "outsider": 404, "anonymous": 302}.get(reader, 200)
    assert client.get(url).status_code == status
    before = version_of(team)
    assert client.post(url, {"seen": before}).status_code == (302 if status == 200 else status)
    assert version_of(team) == before + (status == 200)
    for name, arguments in (("baseline", [team.project.pk, frozen.pk]), ("version", [team.project.pk, 1])):
        page = client.get(reverse(name, args=arguments)).content.decode()
        assert (reverse("version-restore", args=[team.project.pk, 1])[:-2] in page) is (reader in ("owner", "editor"))


@pytest.mark.parametrize("name", ["now", "99", "b999", "x", "-1"])
def test_restore_of_no_version_is_not_found(team: Team, frozen: Baseline, name: str) -> None:
    assert team.client("editor").get(f"/fr/projects/{team.project.pk}/restore/{name}/").status_code == 404


def test_restore_page_says_what_changes(team: Team, frozen: Baseline) -> None:
    page = team.client("editor").get(reverse("version-restore", args=[team.project.pk, f"b{frozen.pk}"]))
    html = page.content.decode()
    assert "Cheffe" in html
    assert "Zoé Roy" in html
    same = team.client("editor").get(reverse("version-restore", args=[team.project.pk, version_of(team)]))
    assert '<button class="primary"' not in same.content.decode()


@pytest.mark.parametrize("step", ["page", "restore"])
def test_restore_queries_do_not_grow_with_the_letters(team: Team, step: str) -> None:
    pk, user = team.project.pk, team.users["editor"]
    places = [(duty.pk, position.pk) for duty in Duty.objects.all() for position in Position.objects.all()]

    def count(letters: int) -> int:
        version = version_of(team)
        set_cells(pk, user, [CellChange(*place, "C") for place in places[:letters]])
        with CaptureQueriesContext(connection) as queries:
            if step == "page":
                team.client("editor").get(reverse("version-restore", args=[pk, version]))
            else:
                restore(pk, user, str(version), version + 1)
        set_cells(pk, user, [CellChange(*place, "") for place in places])
        return len(queries)

    few = count(2)
    assert count(len(places)) == few
