"""Undo takes back whatever an editor changes in a project, as one step, and redo makes it again; the journal agrees."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from phases.enums import Role
from phases.models import Project, ProjectChange
from phases.projects.domain import ProjectDetails, edit_project
from roles.comments.domain import add_comment
from roles.enums import Letter
from roles.history.domain.replay import matrix_at, verify
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Comment, Duty, RemovedComment
from roles.people.domain.holders import holder_named
from roles.privacy.erasure import erase
from roles.projects.domain.duties import DutyDetails, add_duty, edit_duty, move_duty, remove_duty, reword_duty
from roles.projects.domain.missing import Missing, add_missing
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    edit_position,
    hold_position,
    move_position,
    remove_position,
    rename_position,
)
from roles.projects.domain.scope import set_applicable, set_phases
from roles.undo.expected import CannotUndo
from roles.undo.steps import steps
from roles.undo.undo import NothingToUndo, redo, undo
from tests.conftest import Team
from tests.roles.undo.desk import Act, Desk

ACTS: dict[str, Act] = {
    "a letter": lambda d: d.put([(d.duties[1].pk, d.positions[0].pk, "C")]),
    "a block": lambda d: d.put([(duty.pk, d.positions[2].pk, "I") for duty in d.duties]),
    "a position added": lambda d: add_positions(d.pk, d.user, [PositionDetails("Neuve", "New", None, "Zoé Roy")]),
    "a title": lambda d: edit_position(d.pk, d.user, d.positions[0].pk, PositionDetails("Autre", "Other")),
    "a holder": lambda d: edit_position(
        d.pk, d.user, d.positions[1].pk, PositionDetails(d.positions[1].title_fr, "", None, "Zoé Roy")
    ),
    "another who holds it too": lambda d: hold_position(d.pk, d.user, d.positions[1].pk, "Zoé Roy; Luc Côté"),
    "the holders the other way round": lambda d: hold_position(d.pk, d.user, d.positions[2].pk, "Luc Côté; Ada Roy"),
    "the first of two who leaves": lambda d: hold_position(d.pk, d.user, d.positions[2].pk, "Luc Côté"),
    "a shared position that nobody holds any more": lambda d: hold_position(d.pk, d.user, d.positions[2].pk, ""),
    "a shared position removed": lambda d: remove_position(d.pk, d.user, d.positions[2].pk),
    "a shared position added": lambda d: add_positions(
        d.pk, d.user, [PositionDetails("Neuve", "New", None, "Zoé Roy; Luc Côté; Ada Roy")]
    ),
    "a title in place": lambda d: rename_position(d.pk, d.user, d.positions[0].pk, "Autre"),
    "a holder in place": lambda d: hold_position(d.pk, d.user, d.positions[1].pk, "Zoé Roy"),
    "a column moved": lambda d: move_position(d.pk, d.user, d.positions[0].pk, 2),
    "a column moved back": lambda d: move_position(d.pk, d.user, d.positions[2].pk, -1),
    "a position removed": lambda d: remove_position(d.pk, d.user, d.positions[0].pk),
    "a duty added": lambda d: add_duty(d.pk, d.user, DutyDetails("À soi", "One’s own", d.phases[0])),
    "a duty added below another": lambda d: add_duty(
        d.pk, d.user, DutyDetails("À soi", "", d.phases[0]), d.duties[0].pk
    ),
    "what a block lacks": lambda d: add_missing(
        d.pk,
        d.user,
        Missing(("Une", "Deux"), ("Neuf",), d.duties[0].pk),
        [CellChange(-1, -1, "A"), CellChange(-2, d.positions[0].pk, "R"), CellChange(d.duties[1].pk, -1, "C")],
        {},
    ),
    "a text in place": lambda d: reword_duty(d.pk, d.user, d.duties[0].pk, "Mots"),
    "a duty reworded": lambda d: edit_duty(d.pk, d.user, d.duties[0].pk, DutyDetails("Mots", "Words", d.phases[0])),
    "a duty described": lambda d: edit_duty(
        d.pk, d.user, d.own.pk, DutyDetails("À soi", "", d.phases[0], "Voir\nhttps://x.test", "See")
    ),
    "a description emptied": lambda d: edit_duty(
        d.pk, d.user, d.described.pk, DutyDetails("Décrite", "", d.phases[0], "", "")
    ),
    "a described duty removed": lambda d: remove_duty(d.pk, d.user, d.described.pk),
    "a duty moved": lambda d: move_duty(d.pk, d.user, d.duties[0].pk, 1),
    "a duty removed": lambda d: remove_duty(d.pk, d.user, d.duties[0].pk),
    "a duty put away": lambda d: set_applicable(d.pk, d.user, d.duties[0].pk, "Hors mandat"),
    "a phase included": lambda d: set_phases(d.pk, d.user, [*d.phases, d.outside]),
    "a phase left out": lambda d: set_phases(d.pk, d.user, d.phases[1:] or [d.outside]),
    "another name": lambda d: edit_project(d.pk, d.user, ProjectDetails("Autre", "Ici", d.project.rules)),
    "other rules": lambda d: d.rules(max_r=7, letter_s=True),
}


# What the journal notes in the words of the framework, in the language of whoever makes the change.
IN_WORDS: dict[str, Act] = {
    "a profile": lambda d: edit_position(d.pk, d.user, d.positions[0].pk, PositionDetails("Cheffe", "", d.profile)),
    "a duty of another phase": lambda d: edit_duty(d.pk, d.user, d.own.pk, DutyDetails("À soi", "", d.phases[1])),
}


@pytest.fixture
def desk(team: Team) -> Desk:
    return Desk(team)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_change_is_taken_back_and_made_again(desk: Desk, act: Act) -> None:
    before, texts = desk.matrix, desk.texts
    act(desk)
    after, words = desk.matrix, desk.texts
    assert (before, texts) != (after, words)
    for _round in range(2):
        undo(desk.pk, desk.user)
        assert (desk.matrix, desk.texts) == (before, texts)
        redo(desk.pk, desk.user)
        assert (desk.matrix, desk.texts) == (after, words)
    assert verify(desk.pk) == []
    version = Project.objects.get(pk=desk.pk).version
    assert replace(matrix_at(desk.pk, version - 1), version=0) == before
    assert replace(matrix_at(desk.pk, version), version=0) == after


@pytest.mark.parametrize("act", [*ACTS.values(), *IN_WORDS.values()], ids=[*ACTS, *IN_WORDS])
def test_change_is_taken_back_and_made_again_in_the_other_language(desk: Desk, act: Act) -> None:
    before = desk.matrix
    act(desk)
    after = desk.matrix
    with override("en"):
        undo(desk.pk, desk.user)
    assert desk.matrix == before
    redo(desk.pk, desk.user)
    assert desk.matrix == after


def test_all_changes_are_taken_back_one_after_the_other(desk: Desk) -> None:
    seen = [desk.matrix]
    for name in ("a letter", "a column moved", "a duty added", "a position removed", "other rules", "a duty put away"):
        ACTS[name](desk)
        seen.append(desk.matrix)
    for before in reversed(seen[:-1]):
        undo(desk.pk, desk.user)
        assert desk.matrix == before
    for after in seen[1:]:
        redo(desk.pk, desk.user)
        assert desk.matrix == after


@pytest.mark.parametrize("act", ["a duty removed", "a position removed"])
def test_comments_come_back_with_what_was_removed(desk: Desk, act: str) -> None:
    place = (desk.duties[0].pk, desk.positions[0].pk)
    asked = add_comment(desk.pk, desk.user, place, "Qui ?")
    add_comment(desk.pk, desk.user, place, "Moi", asked.pk)
    before = list(Comment.objects.order_by("pk").values())
    ACTS[act](desk)
    assert not Comment.objects.exists()
    undo(desk.pk, desk.user)
    assert list(Comment.objects.order_by("pk").values()) == before
    assert not RemovedComment.objects.exists()


def test_rows_that_come_back_are_numbered_and_filled_once(desk: Desk) -> None:
    """Five hundred took minutes, each with the matrix read and all its rows written again."""
    first = desk.phases[0]
    duties = [duty for duty in desk.duties if duty.phase_id == first.pk]
    desk.put([(duty.pk, desk.positions[2].pk, "I") for duty in duties])
    before = desk.matrix
    set_phases(desk.pk, desk.user, desk.phases[1:])
    with CaptureQueriesContext(connection) as queries:
        undo(desk.pk, desk.user)
    assert len(duties) > 1
    assert sum('UPDATE "roles_duty"' in query["sql"] for query in queries) == 1
    assert sum("INSERT INTO roles_assignment" in query["sql"].replace('"', "") for query in queries) == 1
    assert desk.matrix == before


def test_duty_removed_before_there_were_descriptions_comes_back(desk: Desk) -> None:
    before, texts = desk.matrix, desk.texts
    remove_duty(desk.pk, desk.user, desk.own.pk)
    line = ProjectChange.objects.get(project=desk.project, kind="duty.removed")
    line.data = {name: value for name, value in line.data.items() if not name.startswith("description")}
    line.save()
    version = Project.objects.get(pk=desk.pk).version
    assert replace(matrix_at(desk.pk, version - 1), version=0) == before
    undo(desk.pk, desk.user)
    assert (desk.matrix, desk.texts) == (before, texts)


def test_erased_name_does_not_come_back_with_a_comment(desk: Desk) -> None:
    person = holder_named(desk.pk, desk.user, "Zoé Roy", "")
    assert person
    add_comment(desk.pk, desk.user, (desk.duties[0].pk, None), "Voir Zoé Roy")
    ACTS["a duty removed"](desk)
    erase(person, desk.user)
    undo(desk.pk, desk.user)
    assert Comment.objects.get().text == "Voir […]"


def test_posting_is_of_its_position_again(desk: Desk) -> None:
    posting = desk.project.postings.create(position=desk.positions[0], title_fr="Poste", slug="poste")
    ACTS["a position removed"](desk)
    undo(desk.pk, desk.user)
    posting.refresh_from_db()
    assert posting.position == desk.positions[0]


def test_step_that_somebody_else_has_changed_since_stays(desk: Desk) -> None:
    editor = desk.team.users["editor"]
    ACTS["a letter"](desk)
    ACTS["a title"](desk)
    edit_position(desk.pk, editor, desk.positions[0].pk, PositionDetails("Le leur"))
    before = desk.matrix
    with pytest.raises(CannotUndo) as refused:
        undo(desk.pk, desk.user)
    assert refused.value.line.position_id == desk.positions[0].pk
    assert desk.matrix == before
    blocked = steps(desk.pk, desk.user).undo
    assert blocked is not None
    undo(desk.pk, desk.user, {blocked})  # passed over, the older one is reached
    assert load_matrix(desk.pk).letter(desk.duties[1].pk, desk.positions[0].pk) == ""


def test_mark_of_a_model_stays_for_who_is_no_owner_any_more(desk: Desk) -> None:
    edit_project(desk.pk, desk.user, ProjectDetails(desk.project.name, "", desk.project.rules, is_model=True))
    access = desk.project.memberships.filter(user=desk.user)
    access.update(role=Role.EDITOR)
    with pytest.raises(CannotUndo):
        undo(desk.pk, desk.user)
    access.update(role=Role.OWNER)
    undo(desk.pk, desk.user)
    assert not Project.objects.get(pk=desk.pk).is_model


@pytest.mark.parametrize("what", ["letter", "comment"])
def test_row_that_others_work_on_stays(desk: Desk, what: str) -> None:
    duty = add_duty(desk.pk, desk.user, DutyDetails("À soi", "", desk.phases[0]))
    editor = desk.team.users["editor"]
    if what == "letter":
        set_cells(desk.pk, editor, [CellChange(duty.pk, desk.positions[0].pk, Letter.R)])
    else:
        add_comment(desk.pk, editor, (duty.pk, None), "Bien")
    with pytest.raises(CannotUndo):
        undo(desk.pk, desk.user)
    assert Duty.objects.filter(pk=duty.pk).exists()


def test_refused_step_leaves_no_trace(desk: Desk) -> None:
    ACTS["a phase included"](desk)
    new = Duty.objects.get(project=desk.project, phase=desk.outside, order=1)
    set_cells(desk.pk, desk.team.users["editor"], [CellChange(new.pk, desk.positions[0].pk, "R")])
    lines = ProjectChange.objects.count()
    with pytest.raises(CannotUndo):
        undo(desk.pk, desk.user)
    assert ProjectChange.objects.count() == lines
    assert Project.objects.get(pk=desk.pk).phases.filter(pk=desk.outside.pk).exists()


def test_steps_of_others_are_theirs(desk: Desk) -> None:
    editor = desk.team.users["editor"]
    assert steps(desk.pk, editor).undo is None
    with pytest.raises(NothingToUndo):
        undo(desk.pk, editor)


def test_page_passes_over_what_it_has_found_impossible(desk: Desk) -> None:
    ACTS["a letter"](desk)
    ACTS["a block"](desk)
    ACTS["a title"](desk)
    edit_position(desk.pk, desk.team.users["editor"], desk.positions[0].pk, PositionDetails("Le leur"))
    client, url, passed = desk.team.client("owner"), f"/en/projects/{desk.pk}/undo/", ""
    statuses = []
    for _press in range(3):
        answer = client.post(url, {"passed": passed}, headers={"HX-Request": "true"})
        found = re.search(r'name="passed" value="([\d,]+)" form="undo-form"', answer.content.decode())
        passed = found[1] if found else ""
        statuses.append(answer.status_code)
    assert statuses == [409, 200, 200]
    assert not any(load_matrix(desk.pk).duty(desk.duties[1].pk).letters)
