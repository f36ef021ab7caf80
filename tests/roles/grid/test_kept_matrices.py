"""What this process keeps of a matrix: whatever has happened to it meanwhile, an answer says what the page would."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from phases.enums import Role
from phases.models import Membership, Phase
from phases.projects.domain import ProjectDetails
from roles.checks.domain.board import Board
from roles.checks.domain.check import open_findings
from roles.checks.domain.dismissals import dismiss
from roles.grid.views.answers import board_parts
from roles.matrix import kept
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Person, Responsibility
from roles.projects.domain.duties import DutyDetails, add_duty, remove_duty
from roles.projects.domain.positions import PositionDetails, add_positions, remove_position
from roles.projects.domain.scope import set_applicable
from roles.projects.domain.settings import save_settings
from tests.factories import PersonFactory, PositionFactory, ResponsibilityFactory, UserFactory, small_project

HTMX = {"HX-Request": "true"}
TOKENS = re.compile(r"csrf[^>]*|X-CSRFToken[^>]*|<time[^<]*</time>|(?<= )[\w’ ]*</span></p>")
_numbers = count()
Op = Callable[["Team"], object]


class Team:
    """Two editors of one project, each on a server of their own, which remembers what it has read."""

    def __init__(self) -> None:
        self.project = small_project(duties=3, positions=3)
        profile = self.project.framework.profiles.create(order=1, slug="p", name_fr="P", title_fr="P")
        duty = self.project.duties.first()
        assert duty
        duty.responsibility = ResponsibilityFactory.create(phase=duty.phase, profile=profile, suggested={"p": "A"})
        duty.save()
        PositionFactory.create(project=self.project, profile=profile, holder=PersonFactory.create())
        self.users = [self._user(), self._user()]
        self.clients = [Client(), Client()]
        for client, user in zip(self.clients, self.users, strict=True):
            client.force_login(user)
        self.memories: list[Any] = [type(kept._matrices)(), type(kept._matrices)()]

    def _user(self) -> User:
        user = UserFactory.create(username=f"kept{next(_numbers)}")
        Membership.objects.create(project=self.project, user=user, role=Role.EDITOR)
        return user

    @contextmanager
    def server(self, number: int) -> Iterator[Client]:
        with patch.object(kept, "_matrices", self.memories[number]):
            yield self.clients[number]

    def post(self, server: int, name: str, body: dict[str, Any]) -> HttpResponse:
        with self.server(server) as client:
            return client.post(reverse(name, args=[self.project.pk]), body, headers=HTMX)  # type: ignore[return-value]

    def fresh(self) -> Matrix:
        """The matrix as the database has it."""
        with patch.object(kept, "_matrices", type(kept._matrices)()):
            return load_matrix(self.project.pk)


def one(rows: Any, number: int) -> Any:
    found = list(rows)
    return found[number % len(found)] if found else None


def click(server: int, duty: int, position: int, letter: str, *, transfer: bool) -> Op:
    def op(team: Team) -> None:
        row, column = one(team.project.duties.all(), duty), one(team.project.positions.all(), position)
        if row is None or column is None:
            return
        seen = team.fresh().letter(row.pk, column.pk)
        body = {"duty": row.pk, "position": column.pk, "letter": letter, "seen": seen, "transfer": int(transfer)}
        answer = team.post(server, "cells", body)
        assert answer.status_code in (200, 400, 404, 422)
        if answer.status_code in (200, 422):
            expect(team, answer, set() if letter == seen else {(row.pk, column.pk)})

    return op


def undo(server: int) -> Op:
    def op(team: Team) -> None:
        answer = team.post(server, "undo", {})
        if answer.status_code == 200 and 'innerHTML:#checks"' in answer.content.decode():
            expect(team, answer, set())

    return op


def expect(team: Team, answer: HttpResponse, cells: set[tuple[int, int]]) -> None:
    """Each part of the answer is that of a matrix read and checked from nothing."""
    html = answer.content.decode()
    matrix = team.fresh()
    for part in board_parts(Board(matrix), cells):
        assert part in html


def columns(letters: str) -> Op:
    """A block of letters at once, by the domain."""

    def op(team: Team) -> None:
        matrix = team.fresh()
        changes = [
            CellChange(duty.id, position.id, letter)
            for duty, letter in zip(matrix.duties, letters, strict=False)
            for position in matrix.positions[:1]
            if duty.applicable
        ]
        set_cells(team.project.pk, team.users[0], changes)

    return op


def aside(team: Team) -> None:
    hints = [finding for finding in open_findings(team.fresh()) if finding.rule.dismissible]
    if hints:
        dismiss(team.project.pk, team.users[0], {hints[0].key: hints[0].state}, "Voulu")


def rolled_back(server: int) -> Op:
    """A change that is taken back with the transaction around it, as when a later part of an import fails."""

    def op(team: Team) -> None:
        matrix = team.fresh()
        if not matrix.duties or not matrix.positions:
            return
        duty, position = matrix.duties[0], matrix.positions[-1]
        if duty.applicable:
            with team.server(server), transaction.atomic():
                set_cells(team.project.pk, team.users[0], [CellChange(duty.id, position.id, "C")])
                load_matrix(team.project.pk)
                transaction.set_rollback(True)

    return op


def remove(rows: str, number: int) -> Op:
    def op(team: Team) -> None:
        found = one(getattr(team.project, rows).all(), number)
        if found is not None:
            take = remove_duty if rows == "duties" else remove_position
            take(team.project.pk, team.users[1], found.pk)

    return op


def applies(number: int, reason: str) -> Op:
    def op(team: Team) -> None:
        duty = one(team.project.duties.all(), number)
        if duty is not None:
            set_applicable(team.project.pk, team.users[1], duty.pk, reason)

    return op


def rules(**rules: Any) -> Op:
    details = ProjectDetails("N", "", rules)
    return lambda team: save_settings(team.project.pk, team.users[0], details, instead="C")


def forget(server: int) -> Op:
    return lambda team: team.memories[server].clear()


PLAIN: list[Op] = [
    aside,
    forget(0),
    lambda team: add_duty(team.project.pk, team.users[0], DutyDetails("Suit", "", team.project.phases.all()[0])),
    lambda team: add_positions(team.project.pk, team.users[1], [PositionDetails("Titre", holder="Zoé; Luc; Ana")]),
    rules(max_r=1, points_c=9),
    rules(lone_a_counts_as_r=True, support=True),
    rules(),
    # Not changes of the project: the directory, the catalogue, access.
    lambda team: Person.objects.update(name=f"Camille {next(_numbers)}"),
    lambda team: Person.objects.filter(positions__project=team.project).update(active=next(_numbers) % 2 == 0),
    lambda team: Person.objects.filter(co_positions__project=team.project).update(name=f"Co {next(_numbers)}"),
    lambda team: Person.objects.filter(co_positions__project=team.project).update(active=next(_numbers) % 2 == 0),
    lambda team: Responsibility.objects.update(suggested={"p": "RAC"[next(_numbers) % 3]}),
    lambda team: Phase.objects.filter(projects=team.project).update(name_fr=f"Étape {next(_numbers)}"),
    lambda team: Responsibility.objects.all().delete(),
]
OPS = st.one_of(
    st.builds(
        click,
        st.integers(0, 1),
        st.integers(0, 9),
        st.integers(0, 9),
        st.sampled_from(["R", "A", "AR", "C", "I", "S", ""]),
        transfer=st.booleans(),
    ),
    st.builds(undo, st.integers(0, 1)),
    st.builds(columns, st.text("RCI", min_size=1, max_size=8)),
    st.builds(rolled_back, st.integers(0, 1)),
    st.builds(remove, st.sampled_from(["duties", "positions"]), st.integers(0, 9)),
    st.builds(applies, st.integers(0, 9), st.sampled_from(["", "Ailleurs"])),
    st.sampled_from(PLAIN),
)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@settings(max_examples=40, deadline=None)
@given(st.lists(OPS, min_size=4, max_size=16))
def test_answer_equals_the_whole_page_after_any_changes_by_two_clients(ops: list[Op]) -> None:
    with override("fr"):
        team = Team()
        for op in [click(0, 0, 0, "R", transfer=False), *ops, click(1, 1, 1, "C", transfer=False)]:
            op(team)
        page = reverse("project", args=[team.project.pk])
        for server in (0, 1):
            with team.server(server) as client:
                warm = client.get(page).content.decode()
                team.memories[server].clear()
                assert TOKENS.sub("", warm) == TOKENS.sub("", client.get(page).content.decode())


@pytest.mark.django_db(transaction=True)
def test_click_on_a_kept_matrix_reads_none_of_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.notices.tasks.later", lambda *_args: None)  # which is the work of others
    for duties, positions in ((2, 2), (40, 12)):
        team = Team()
        PositionFactory.create_batch(positions, project=team.project)
        client, row = team.clients[0], team.project.duties.all()[duties % 3]
        client.get(reverse("project", args=[team.project.pk]))
        body = {"duty": row.pk, "position": team.project.positions.all()[0].pk, "letter": "R", "seen": ""}
        with CaptureQueriesContext(connection) as queries:
            assert client.post(reverse("cells", args=[team.project.pk]), body, headers=HTMX).status_code == 200
        assert len(queries) == 10  # session, reader, access; begin, version, what is borrowed, letter, journal, commit
        assert not any('FROM "roles_assignment"' in query["sql"] for query in queries)
