"""Three people at work on one matrix at the same time: nothing is lost, and all end with the same screen.

They type for PEOPLE_SECONDS, 15 by default: `PEOPLE_SECONDS=120 pytest tests/browser/grid/test_three_people.py -s`.
"""

import os
import random
import sys
import time
from urllib.parse import parse_qs

import pytest
from django.db.models import Q
from playwright.sync_api import Page, Request, expect

from phases.enums import ChangeKind, Role
from phases.models import Membership, ProjectChange
from roles.matrix.matrix import Matrix, load_matrix
from tests.browser.conftest import OpenPage, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team
from tests.factories import MembershipFactory, small_project

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = float(os.environ.get("PEOPLE_SECONDS", "15"))
DUTIES, POSITIONS = 6, 5  # two phases of six duties: small, so that people meet in the same cells
KEYS = ("r", "a", "c", "i", "Shift+A", "Delete")
ACCEPTED, REFUSED = "accepted", "refused"
# Not within the few milliseconds before HTMX has taken hold of the form, which no hand could do.
TRANSFER = """
const form = document.querySelector("#refused form");
if (form?.["htmx-internal-data"]) form.querySelector("button").click();
"""
# The words on the screen, folded or not: who folds a phase does so for themselves.
SCREEN = ("#grid", "#checks", "#tally", ".frise", "#version")
LETTERS = "tr => [...tr.cells].slice(2).map(cell => cell.textContent.trim().replace('/', ''))"


class Worker:
    """A person who goes from cell to cell and types; what the server answered is kept."""

    def __init__(self, open_page: OpenPage, team: Team, reader: str) -> None:
        self.sheet = Sheet(open_page, team, reader, expected=("409", "422"))
        self.user = team.users[reader]
        self.random = random.Random(reader)
        self.accepted: list[tuple[int, int, str]] = []
        self.refused = 0
        self.sheet.page.on("requestfinished", self._note)
        self.sheet.start()

    def _note(self, request: Request) -> None:
        response = request.response() if request.url.endswith("/cells/") else None
        if response is None:
            return
        if response.status == 200:
            asked = {name: values[0] for name, values in parse_qs(request.post_data or "", True).items()}
            self.accepted.append((int(asked["duty"]), int(asked["position"]), asked["letter"]))
        else:
            assert response.status in (409, 422)
            self.refused += 1

    def act(self) -> None:
        """A few steps and a letter; now and then a transfer, where one is offered, or an undo."""
        page = self.sheet.page
        for _ in range(self.random.randrange(1, 4)):
            page.keyboard.press(self.random.choice(("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight")))
        if page.evaluate("document.activeElement.matches('#grid tbody td')"):
            page.keyboard.press(self.random.choice(KEYS))
        chance = self.random.random()
        if chance < 0.2:
            page.evaluate(TRANSFER)
        elif chance > 0.9:
            page.keyboard.press("Control+z")

    def grid(self) -> list[list[str]]:
        """The letters on the screen."""
        rows: list[list[str]] = self.sheet.page.locator("#grid tbody tr[id]").evaluate_all(
            f"rows => rows.map({LETTERS})"
        )
        return rows


@pytest.fixture
def workers(open_page: OpenPage, team: Team) -> list[Worker]:
    team.project = small_project(DUTIES, POSITIONS)
    for reader in ("owner", "editor", "viewer"):
        MembershipFactory.create(project=team.project, user=team.users[reader], role=Role.EDITOR)
    return [Worker(open_page, team, reader) for reader in ("owner", "editor", "viewer")]


@pytest.mark.longest
def test_three_people_lose_nothing_and_end_with_the_same_screen(workers: list[Worker], team: Team) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for worker in workers:
            worker.act()
    for worker in workers:
        page = worker.sheet.page
        page.evaluate("import('/static/js/grid/save.js').then((save) => save.idle()).then(() => null)")
        expect(page.locator(".htmx-request, .saving")).to_have_count(0)
        expect(page.locator("#unsaved")).to_be_hidden()
    matrix = load_matrix(team.project.pk)
    for worker in workers:
        expect(worker.sheet.page.locator("#version")).to_have_text(f"Version {matrix.version}")
    matrix = load_matrix(team.project.pk)
    held = [list(duty.letters) for duty in matrix.duties]
    first, *others = (worker.sheet.page for worker in workers)
    assert_soon(first, lambda: [worker.grid() for worker in workers], [held, held, held])
    for other in others:
        assert_soon(other, lambda page=other: _screen(page) == _screen(first), True)  # type: ignore[misc]
    for worker in workers:
        assert worker.accepted
        _assert_kept(worker, team)
    _assert_journal_tells(matrix)
    sys.stdout.write(_figures(workers, team))


def _screen(page: Page) -> list[str | None]:
    return [page.locator(part).text_content() for part in SCREEN]


def _assert_kept(worker: Worker, team: Team) -> None:
    """Every letter the server accepted stands in the journal in its order, unless the cell already held it."""
    lines = ProjectChange.objects.filter(project=team.project, by=worker.user, kind=ChangeKind.CELL, undoes=None)
    written: dict[tuple[int | None, int | None], list[str]] = {}
    for cell in lines.order_by("version", "id").values_list("duty_id", "position_id", "new"):
        written.setdefault(cell[:2], []).append(cell[2])
    for duty_id, position_id, letter in worker.accepted:
        assert letter in written.get((duty_id, position_id), []) or _held_once(team, duty_id, position_id, letter)


def _held_once(team: Team, duty_id: int, position_id: int, letter: str) -> bool:
    """Whether the cell held the letter already, so that there was nothing to write."""
    lines = ProjectChange.objects.filter(project=team.project, duty_id=duty_id, position_id=position_id)
    return lines.filter(Q(old=letter) | Q(new=letter)).exists() or (letter == "" and not lines.exists())


def _assert_journal_tells(matrix: Matrix) -> None:
    """Each line begins with the letter the one before it left, and the last ones are what stands: no write is lost."""
    told: dict[tuple[int | None, int | None], str] = {}
    lines = ProjectChange.objects.filter(project_id=matrix.project_id, kind=ChangeKind.CELL).order_by("version", "id")
    for line in lines:
        cell = line.duty_id, line.position_id
        assert told.get(cell, "") == line.old, line
        told[cell] = line.new
    for duty in matrix.duties:
        for position, letter in zip(matrix.positions, duty.letters, strict=True):
            assert told.get((duty.id, position.id), "") == letter
    assert len(set(lines.values_list("version", flat=True))) == matrix.version


def _figures(workers: list[Worker], team: Team) -> str:
    accepted = sum(len(worker.accepted) for worker in workers)
    refused = sum(worker.refused for worker in workers)
    people = Membership.objects.filter(project=team.project).count()
    return f"{people} people, {SECONDS:.0f} s: {accepted} letters accepted, {refused} refused with a reason"
