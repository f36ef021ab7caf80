"""The review of a matrix: when it is due, why, who may say that it was made, and where it shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from phases.access.members import name_of
from phases.enums import ChangeKind
from phases.models import Project, ProjectChange
from roles.exports.documents.export import Export, Format, Order
from roles.formats.paper import Mode
from roles.history.domain.replay import matrix_at, verify
from roles.matrix.matrix import load_matrix
from roles.models import JournalReading, Person, Position
from roles.notices.domain.reading import visible
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    hold_position,
    remove_position,
    rename_position,
)
from roles.projects.domain.review_due import tell_due
from roles.projects.domain.reviews import Review, mark_reviewed, review_of, reviews_of
from roles.undo.steps import steps
from roles.undo.undo import undo
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, PersonFactory, small_project

HTMX = {"HX-Request": "true"}


class Reviewed:
    """A project to be reviewed every quarter; its first position is held by Ada, its second vacant."""

    def __init__(self, team: Team) -> None:
        self.team, self.pk, self.owner = team, team.project.pk, team.users["owner"]
        Project.objects.filter(pk=self.pk).update(rules={"review_every": 91})
        self.first, self.second = Position.objects.filter(project=self.pk).order_by("order")
        self.ada = PersonFactory.create(name="Ada Essai")
        Position.objects.filter(pk=self.first.pk).update(holder=self.ada, title_fr="Chef", title_en="Head")

    @property
    def project(self) -> Project:
        return Project.objects.get(pk=self.pk)

    @property
    def review(self) -> Review:
        """As its matrix and as the list of projects tell it, which is the same."""
        with override("en"):
            one, all_of_them = review_of(self.project, load_matrix(self.pk)), reviews_of([self.project])
        assert one == all_of_them[self.pk]
        assert one is not None
        return one

    def reasons(self) -> tuple[str, ...]:
        return self.review.reasons

    def mark(self, days: int = 0) -> None:
        """Reviewed by the owner, so many days ago."""
        mark_reviewed(self.pk, self.owner)
        review = ProjectChange.objects.filter(project=self.pk, kind=ChangeKind.PROJECT_REVIEWED).latest("version")
        ProjectChange.objects.filter(pk=review.pk).update(at=timezone.now() - timedelta(days=days))

    def url(self, more: str = "") -> str:
        return f"/en/projects/{self.pk}/{more}"


@pytest.fixture
def due(team: Team) -> Reviewed:
    return Reviewed(team)


def created(due: Reviewed, days: int) -> None:
    Project.objects.filter(pk=due.pk).update(created_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(("days", "reasons"), [(90, ()), (91, ("Not reviewed for 91 days",))])
def test_project_never_reviewed_counts_from_its_creation(due: Reviewed, days: int, reasons: tuple[str, ...]) -> None:
    created(due, days)
    hold_position(due.pk, due.owner, due.second.pk, "Zoé Roy")  # while it is set up, nothing is due for that
    assert (due.review.at, due.review.days, due.reasons()) == (None, days, reasons)


def test_review_is_due_when_its_rhythm_has_passed(due: Reviewed) -> None:
    created(due, 400)
    due.mark(days=120)
    assert due.reasons() == ("Not reviewed for 120 days",)
    due.mark(days=3)
    assert (due.review.days, due.review.due) == (3, False)
    assert due.review.by == name_of(due.owner)


def test_review_is_due_when_somebody_left_or_joined(due: Reviewed) -> None:
    due.mark()
    rename_position(due.pk, due.owner, due.second.pk, "Autre")
    assert not due.review.due
    hold_position(due.pk, due.owner, due.first.pk, "Zoé Roy")
    assert due.reasons() == ("Ada Essai left “Head”", "Zoé Roy joined as “Head”")
    add_positions(due.pk, due.owner, [PositionDetails("Neuf", "New", None, "Max Roy"), PositionDetails("Vide")])
    assert due.reasons()[-1] == "Max Roy joined as “New”"
    remove_position(due.pk, due.owner, due.first.pk)
    assert due.reasons() == ("Ada Essai left “Chef”", "Max Roy joined as “New”")
    due.mark()
    assert not due.review.due


def test_review_is_due_when_a_co_holder_left_or_joined(due: Reviewed) -> None:
    due.mark()
    hold_position(due.pk, due.owner, due.first.pk, "Ada Essai; Zoé Roy")
    assert due.reasons() == ("Zoé Roy joined as “Head”",)
    due.mark()
    hold_position(due.pk, due.owner, due.first.pk, "Zoé Roy; Ada Essai")
    assert not due.review.due  # named in another order
    hold_position(due.pk, due.owner, due.first.pk, "Zoé Roy")
    assert due.reasons() == ("Ada Essai left “Head”",)
    hold_position(due.pk, due.owner, due.first.pk, "Zoé Roy; Max Roy")
    due.mark()
    Person.objects.filter(name="Max Roy").update(active=False)
    assert due.reasons() == ("Max Roy is no longer active",)
    due.mark()
    assert not due.review.due


def test_what_was_taken_back_makes_no_review_due(due: Reviewed) -> None:
    due.mark()
    hold_position(due.pk, due.owner, due.first.pk, "")
    assert due.review.due
    undo(due.pk, due.owner)
    assert not due.review.due


def test_holder_no_longer_active_makes_a_review_due_once(due: Reviewed) -> None:
    due.mark()
    Person.objects.filter(pk=due.ada.pk).update(active=False)
    assert due.reasons() == ("Ada Essai is no longer active",)
    due.mark()
    assert not due.review.due


def test_review_is_no_step_and_past_versions_stand(due: Reviewed) -> None:
    due.mark()
    assert steps(due.pk, due.owner).undo is None
    assert verify(due.pk) == []
    assert matrix_at(due.pk, 0).version == 0


@pytest.mark.parametrize("reader", READERS)
def test_matrix_is_reviewed_by_editors(due: Reviewed, reader: str) -> None:
    expected = {"viewer": 403, "outsider": 404}.get(reader, 302)
    client = due.team.client(reader)
    assert client.post(due.url("review/")).status_code == expected
    assert client.get(due.url("review/")).status_code in (302, 405)
    noted = ProjectChange.objects.filter(kind=ChangeKind.PROJECT_REVIEWED)
    assert noted.exists() is (reader in ("owner", "editor"))
    if noted:
        assert noted.get().by == due.team.users[reader]
        assert "Matrix reviewed" in client.get(due.url("history/")).content.decode()


def test_button_is_for_editors_and_the_line_for_members(due: Reviewed) -> None:
    created(due, 120)
    for reader, may in (("editor", True), ("viewer", False)):
        page = due.team.client(reader).get(due.url()).content.decode()
        assert "Review due" in page
        assert "Not reviewed for 120 days" in page
        assert ("Mark as reviewed" in page) is may
    answer = due.team.client("editor").post(due.url("review/"), headers=HTMX).content.decode()
    assert "Reviewed on" in answer
    assert "innerHTML:#toast" in answer
    assert "Matrix reviewed." in answer
    assert "Review due" not in due.team.client("viewer").get(due.url()).content.decode()


def test_plain_form_goes_back_where_it_was(due: Reviewed) -> None:
    client = due.team.client("editor")
    answer = client.post(due.url("review/?mode=view"), follow=True)
    assert answer.redirect_chain == [(due.url() + "?mode=view", 302)]
    assert "Matrix reviewed." in answer.content.decode()


def test_open_pages_hear_of_a_review(due: Reviewed) -> None:
    created(due, 120)
    client, before = due.team.client("viewer"), due.project.version
    due.mark()
    answer: Any = client.get(due.url("changes/"), {"since": before})
    assert "Reviewed on" in answer.content.decode()
    assert "Matrix-Redraw" not in answer


def test_list_of_projects_says_what_is_due(due: Reviewed) -> None:
    client = due.team.client("viewer")
    assert "Review due" not in client.get("/en/projects/").content.decode()
    created(due, 120)
    assert "Review due" in client.get("/en/projects/").content.decode()


def test_project_without_a_rhythm_asks_nothing(due: Reviewed) -> None:
    created(due, 1000)
    Project.objects.filter(pk=due.pk).update(rules={})
    matrix = load_matrix(due.pk)
    project = due.project
    with CaptureQueriesContext(connection) as queries:
        assert review_of(project, matrix) is None
        assert reviews_of([project]) == {}
    assert not queries.captured_queries


def test_reviews_cost_the_same_for_any_number(due: Reviewed) -> None:
    due.mark()
    matrix = load_matrix(due.pk)
    with CaptureQueriesContext(connection) as one:
        review_of(due.project, matrix)
    assert len(one) - 1 == 2  # but for the project
    for _more in range(3):
        project = small_project()
        Project.objects.filter(pk=project.pk).update(rules={"review_every": 30})
        MembershipFactory.create(project=project, user=due.owner)
        mark_reviewed(project.pk, due.owner)
    projects = list(Project.objects.all())
    with CaptureQueriesContext(connection) as many:
        assert len(reviews_of(projects)) == 4
    assert len(many) == 4


@pytest.mark.parametrize("mode", list(Mode))
def test_documents_of_the_team_say_when_it_was_reviewed(due: Reviewed, mode: Mode) -> None:
    def told() -> str:
        return Export.of(due.pk, Order(Format.MD, timezone.localdate(), mode), "en").make().decode()

    assert "reviewed on" not in told()
    due.mark()
    assert ("reviewed on" in told()) is (mode is Mode.INTERNAL)
    Project.objects.filter(pk=due.pk).update(rules={})
    assert "reviewed on" not in told()


def next_day() -> None:
    """Let what was looked at be of yesterday."""
    JournalReading.objects.update(looked_on=timezone.localdate() - timedelta(days=1))


def told(due: Reviewed) -> dict[str, int]:
    """How many notices of a due review each reader has not read."""
    tell_due()
    readers = [reader for reader in due.team.users if visible(due.team.users[reader].pk).filter(kind="review")]
    rows = {reader: visible(due.team.users[reader].pk).filter(kind="review", read_at=None) for reader in readers}
    return {reader: len(found) for reader, found in rows.items()}


def test_review_that_is_due_is_told_once_to_those_who_may_change_the_project(due: Reviewed) -> None:
    assert told(due) == {}
    created(due, 91)
    assert told(due) == {}  # nothing has changed: it is looked at again the next day
    next_day()
    assert told(due) == told(due) == {"owner": 1, "editor": 1}
    page = due.team.client("editor").get("/en/notices/").content.decode()
    assert "The review of “Prévision de la demande” is due" in page
    mark_reviewed(due.pk, due.owner)
    assert told(due) == {"owner": 0, "editor": 0}
    hold_position(due.pk, due.owner, due.first.pk, "")
    assert told(due) == told(due) == {"owner": 1, "editor": 1}


def test_project_is_looked_at_again_once_a_day_and_when_it_has_changed(due: Reviewed) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            tell_due()
        return len(queries)

    asked()
    assert asked() == 1
    Person.objects.filter(pk=due.ada.pk).update(active=False)
    next_day()
    assert told(due) == {"owner": 1, "editor": 1}
    assert asked() == 1
    rename_position(due.pk, due.owner, due.first.pk, "Cheffe", None)
    assert asked() > 1


def test_project_without_a_rhythm_is_told_of_no_review(due: Reviewed) -> None:
    created(due, 400)
    Project.objects.filter(pk=due.pk).update(rules={})
    assert told(due) == {}
