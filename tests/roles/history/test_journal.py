"""The history: sentences, filters, pages, and the matrix as it stood."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.models import ProjectChange
from phases.projects.domain import ProjectDetails, edit_project
from roles.history.domain.journal import PAGE, SHOWN
from roles.history.domain.journal_words import JournalLine
from roles.history.views.journal_text import sentence
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.projects.domain.duties import DutyDetails, add_duty, edit_duty, move_duty, remove_duty
from roles.projects.domain.positions import PositionDetails, add_positions, edit_position, remove_position
from roles.projects.domain.scope import set_applicable
from tests.conftest import Team
from tests.factories import UserFactory


def path(team: Team, more: str = "") -> str:
    return f"/en/projects/{team.project.pk}/history/{more}"


def page(team: Team, more: str = "", status: int = 200) -> str:
    response = team.client("viewer").get(path(team, more))
    assert response.status_code == status
    return response.content.decode()


def set_letter(team: Team, letter: str, duty: int = 0, position: int = 0, reader: str = "owner") -> None:
    matrix = load_matrix(team.project.pk)
    change = CellChange(matrix.duties[duty].id, matrix.positions[position].id, letter)
    set_cells(team.project.pk, team.users[reader], [change])


def test_history_nothing_yet_says_so(team: Team) -> None:
    assert "Nothing has changed yet" in page(team)


def test_history_tells_every_kind_of_change(team: Team) -> None:
    project, user = team.project.pk, team.users["owner"]
    phase = team.project.phases.all()[0]
    add_positions(
        project, user, [PositionDetails("Analyste", "Analyst", None, "Ada Essai"), PositionDetails("", "Vide")]
    )
    matrix = load_matrix(project)
    duty, position = matrix.duties[0].id, matrix.positions[-2].id
    edit_position(project, user, position, PositionDetails("Analyste", "Analyst", None, ""))
    own = add_duty(project, user, DutyDetails("Signe", "Signs", phase))
    edit_duty(project, user, own.pk, DutyDetails("Signe", "Signs all", phase))
    move_duty(project, user, duty, 1)
    for letter in ("R", "AR", ""):
        set_cells(project, user, [CellChange(duty, position, letter)])
    set_cells(project, user, [CellChange(duty, position, "I")])
    set_applicable(project, user, duty, "Hors mandat")
    set_applicable(project, user, duty, "")
    remove_duty(project, user, duty)
    remove_position(project, user, position)
    add_member(project, user, UserFactory.create(first_name="Zoé", last_name="Essai"), Role.EDITOR)
    edit_project(project, user, ProjectDetails("Autre nom", "", {"max_r": 5}))
    with override("en"):
        told = [
            sentence(JournalLine(ChangeKind(line.kind), line.label, line.old, line.new, line.data or {}))
            for line in ProjectChange.objects.filter(project=project).order_by("version", "id")
        ]
    code = matrix.duties[0].code
    assert told == [
        "Position “Analyste” added, held by Ada Essai",
        "Position “Vide” added, vacant",
        "Position “Analyste”, holder: nothing instead of “Ada Essai”",
        "Duty P01 added: “Signe”",
        "Duty P01, text in English: “Signs all” instead of “Signs”",
        f"Duty {code} moved in its phase from place 1 to place 2",
        f"R given to Analyste for {code}; the cell was empty",
        f"Analyste has A/R instead of R for {code}",
        f"A/R taken from Analyste for {code}; the cell is empty",
        f"I given to Analyste for {code}; the cell was empty",
        f"Duty {code} does not apply: “Hors mandat”; its letters were Analyste I",
        f"Duty {code} applies again; it did not: “Hors mandat”",
        f"Duty “{code} Analyse les besoins” removed with its letters: Analyste I",
        "Position “Analyste” removed; it had no letters",
        "Access given to Zoé Essai: Editor",
        "Project, name: “Autre nom” instead of “Prévision de la demande”",
        "Project, team or organization: nothing instead of “Service d'essai”",
        "Project, R on one duty, at most: “5” instead of nothing",
    ]


def test_history_typed_words_are_text(team: Team) -> None:
    add_positions(team.project.pk, team.users["owner"], [PositionDetails("<b>Chef</b> %(x)s", "")])
    html = page(team)
    assert "&lt;b&gt;Chef&lt;/b&gt; %(x)s" in html
    assert "<b>Chef" not in html


def test_history_filters_by_person_duty_position_kind_and_day(team: Team) -> None:
    set_letter(team, "R")
    set_letter(team, "C", 1, 1, "editor")
    matrix = load_matrix(team.project.pk)
    today = timezone.localdate().isoformat()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    only_second = [f"?by={team.users['editor'].pk}", f"?duty={matrix.duties[1].id}"]
    for query in [*only_second, f"?position={matrix.positions[1].id}"]:
        html = page(team, query)
        assert "history/2/" in html, query
        assert "history/1/" not in html, query
    assert "history/2/" in page(team, f"?kind=cell&since={today}&until={today}")
    for query in ("?kind=duty.added", "?until=2020-01-01", f"?since={tomorrow}", f"?by={team.users['viewer'].pk}"):
        assert "No changes match" in page(team, query), query


@pytest.mark.parametrize("query", ["?by=x", "?duty=-1", "?kind=zzz", "?since=31-12", "?before=99999999999999999999"])
def test_history_a_filter_without_sense_is_left_out(team: Team, query: str) -> None:
    set_letter(team, "R")
    assert "history/1/" in page(team, query)


@pytest.mark.parametrize(
    ("query", "sentence", "kept"),
    [
        ("until=9999-12-31", "Choose a day up to", 'value="9999-12-31"'),
        ("since=0026-01-01", "Choose a day from January 1, 2000 on", 'value="0026-01-01"'),
        ("since=hier", "“hier” is not a day", 'value="hier"'),
        ("since=2026-05-02&until=2026-05-01", "This day is before the first one", 'value="2026-05-01"'),
    ],
)
def test_history_says_what_is_wrong_with_a_day_and_keeps_it(team: Team, query: str, sentence: str, kept: str) -> None:
    set_letter(team, "R")
    html = page(team, f"?{query}")
    assert (sentence in html, kept in html, "history/1/" in html) == (True, True, True)


def test_history_pages_hold_every_change_once(team: Team) -> None:
    for number in range(PAGE + 3):
        set_letter(team, "RC"[number % 2])
    first = page(team)
    assert first.count("The matrix as it stood") == PAGE
    second = page(team, f"?before={4}")
    assert "?before=4" in first
    assert second.count("The matrix as it stood") == 3
    assert "Older changes" not in second


def test_history_many_lines_of_one_change_are_counted(team: Team) -> None:
    matrix = load_matrix(team.project.pk)
    cells = [CellChange(duty.id, position.id, "R") for duty in matrix.duties for position in matrix.positions]
    set_cells(team.project.pk, team.users["owner"], cells)
    assert f"and {len(cells) - SHOWN} more" in page(team)


def test_history_a_removed_subject_can_still_be_asked_for(team: Team) -> None:
    set_letter(team, "R")
    matrix = load_matrix(team.project.pk)
    remove_position(team.project.pk, team.users["owner"], matrix.positions[0].id)
    html = page(team, f"?position={matrix.positions[0].id}")
    assert f'<option value="{matrix.positions[0].id}" selected>' in html
    assert "history/1/" in html


@pytest.mark.parametrize("more", ["", "1/"])
def test_history_queries_do_not_grow(team: Team, more: str) -> None:
    counts = []
    client = team.client("owner")
    for letters in ("R", "CIRCIRCIRC"):
        for letter in letters:
            set_letter(team, letter)
        client.get(path(team, more))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path(team, more)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_version_shows_the_matrix_as_it_stood(team: Team) -> None:
    set_letter(team, "R")
    set_letter(team, "C")
    duty = load_matrix(team.project.pk).duties[0].id
    assert '<b class="l l-r" translate="no">R</b>' in row(page(team, "1/"), duty)
    assert '<b class="l l-c" translate="no">C</b>' in row(page(team, "2/"), duty)
    html = page(team, "0/")
    assert "<b" not in row(html, duty)
    for written in ("hx-post", 'method="post" action="/en/projects', "duties/", 'workload/" class'):
        assert written not in html.split("<main", 1)[1].replace(f"/en/projects/{team.project.pk}/duties/", "")


def row(html: str, duty: int) -> str:
    return html.split(f'<tr id="d-{duty}">', 1)[1].split("</tr>", 1)[0]


def test_version_to_come_is_not_there(team: Team) -> None:
    page(team, "1/", status=404)
    page(team, "99999999999999999999999/", status=404)


def test_version_that_cannot_be_rebuilt_says_so(team: Team) -> None:
    position = load_matrix(team.project.pk).positions[0]
    remove_position(team.project.pk, team.users["owner"], position.id)
    ProjectChange.objects.filter(project=team.project).update(data=None)
    assert escape("This version cannot be shown") in page(team, "0/")


def test_version_of_another_project_is_not_there(team: Team) -> None:
    response: Any = team.client("outsider").get(path(team, "0/"))
    assert response.status_code == 404
