"""Which lines of a journal concern whom, once each."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.projects.journal import project_change
from roles.acceptance.domain.answers import answer, part_of, withdraw
from roles.comments.domain import add_comment, edit_comment
from roles.enums import Delivery, NoticeKind
from roles.models import JournalReading, Notice, NoticeChoices, Position
from roles.notices import tasks
from roles.notices.domain.choices import choose, deliveries
from roles.notices.domain.making import unread_journals
from roles.notices.domain.reading import unread_count, visible
from roles.people.domain.permissions import hr_group
from roles.postings.domain.opened import open_to_hr
from roles.projects.domain.duties import remove_duty
from roles.projects.domain.positions import hold_position, remove_position, set_co_holders, set_holders
from roles.projects.domain.scope import set_applicable
from tests.conftest import Team
from tests.factories import PersonFactory, UserFactory
from tests.roles.notices.worlds import Office


@pytest.fixture
def office(team: Team) -> Office:
    tasks._until.clear()
    return Office(team)


def test_letter_tells_its_holder_and_nobody_else(office: Office) -> None:
    office.letters("R", "C")
    office.letters("I", by=office.editor)  # what somebody changes is no news to them
    assert office.read() == set()  # letters come once a day
    assert [notice.kind for notice in office.told("editor")] == [NoticeKind.LETTER] * 2
    assert Notice.objects.count() == 2
    assert unread_count(office.editor.pk) == 1  # told as one


def test_duty_that_goes_takes_letters_from_their_holders(office: Office) -> None:
    office.letters("R", "C")
    office.read()
    Notice.objects.all().delete()
    first, second = office.duties[:2]
    set_applicable(office.pk, office.owner, first.pk, "Hors mandat")
    office.read()
    assert [notice.kind for notice in office.told("editor")] == [NoticeKind.LETTER]
    set_applicable(office.pk, office.owner, first.pk, "")  # its letter comes back
    remove_duty(office.pk, office.owner, second.pk)
    office.read()
    assert [notice.kind for notice in office.told("editor")] == [NoticeKind.LETTER] * 3
    assert Notice.objects.count() == 3


@pytest.mark.parametrize("how", ["another", "vacant", "removed", "co-holder"])
def test_who_no_longer_holds_a_position_is_told_even_without_access(office: Office, how: str) -> None:
    person = office.hold(office.second, "outsider")
    if how == "co-holder":
        office.second.co_holders.add(office.holder)
        hold_position(office.pk, office.owner, office.second.pk, office.holder.name)
    elif how == "removed":
        remove_position(office.pk, office.owner, office.second.pk)
    else:
        hold_position(office.pk, office.owner, office.second.pk, "Zoé Roy" if how == "another" else "")
    office.read()
    (notice,) = office.told("outsider")
    assert (notice.kind, notice.reader) == (NoticeKind.LEFT, person.user)
    client = office.team.client("outsider")
    words = f"You no longer hold “{office.second.title_en}” in “Prévision de la demande”"
    assert words in client.get("/en/notices/").content.decode()
    assert client.get(f"/en/notices/{notice.pk}/", follow=True).status_code == 200
    if how == "vacant":
        remove_position(office.pk, office.owner, office.second.pk)
        assert "You no longer hold “" in client.get("/en/notices/").content.decode()
    assert office.told("editor", kind=NoticeKind.LEFT) == []


def test_what_is_true_no_more_is_told_no_more(office: Office) -> None:
    """Who has lost a position is not asked for it, and who holds it again has not lost it."""
    holder = office.holder
    for holders, kind in (([], NoticeKind.LEFT), ([holder], NoticeKind.ASKED), ([], NoticeKind.LEFT)):
        with project_change(office.pk, office.owner) as journal:
            set_holders(journal, Position.objects.get(pk=office.first.pk), holders)
        office.read()
        assert set(visible(office.editor.pk).values_list("kind", flat=True)) == {kind}


def test_position_that_is_held_again_tells_nothing_of_its_loss(office: Office) -> None:
    hold_position(office.pk, office.owner, office.first.pk, "")
    Position.objects.filter(pk=office.first.pk).update(holder=office.holder)
    office.read()
    assert office.told("editor", kind=NoticeKind.LEFT) == []


def test_journal_read_again_makes_nothing_twice(office: Office) -> None:
    office.letters("R")
    office.read()
    JournalReading.objects.all().delete()  # as one who reads at the same time sees it
    office.read()
    assert Notice.objects.count() == 1
    assert JournalReading.objects.get().version == office.version()
    assert unread_journals() == []
    office.letters("", "A")
    assert unread_journals() == [office.pk]


def test_position_asks_its_new_holder(office: Office) -> None:
    person = PersonFactory.create(name="Zoé Roy", user=office.team.users["viewer"])
    Position.objects.filter(pk=office.second.pk).update(holder=None)
    other = office.team.project.positions.get(pk=office.second.pk)
    hold_position(office.pk, office.owner, other.pk, "Inconnue")
    Position.objects.filter(pk=office.second.pk).update(holder=person)
    office.read()
    (notice,) = office.told("viewer")
    assert (notice.kind, notice.about) == (NoticeKind.ASKED, office.second.pk)


def test_answer_tells_those_who_may_change_the_project(office: Office) -> None:
    office.letters("R")
    office.read()
    cells = {held.cell: held.mark for held in part_of(office.pk, office.holder).cells}
    answer(office.pk, office.holder, None, cells, "Trop")  # by personal link
    office.read()
    assert [notice.kind for notice in office.told("owner")] == [NoticeKind.ANSWER]
    assert office.told("editor", kind=NoticeKind.ANSWER) == []
    assert office.told("viewer") == []


def test_who_has_answered_all_is_asked_no_more(office: Office) -> None:
    office.letters("R", "C")
    with project_change(office.pk, office.owner) as journal:
        journal.add(ChangeKind.DUTIES_ASKED, "", data={"people": [office.holder.pk]})
    office.read()
    first, second = part_of(office.pk, office.holder).cells
    answer(office.pk, office.holder, office.editor, {first.cell: first.mark})
    assert office.told("editor", kind=NoticeKind.ASKED, read_at=None)
    answer(office.pk, office.holder, office.editor, {second.cell: second.mark})
    assert office.told("editor", kind=NoticeKind.ASKED, read_at=None) == []


def test_withdrawn_answer_tells_those_who_may_change_the_project(office: Office) -> None:
    office.letters("R")
    cells = {held.cell: held.mark for held in part_of(office.pk, office.holder).cells}
    answer(office.pk, office.holder, None, cells)
    office.read()
    Notice.objects.all().delete()
    withdraw(office.pk, office.holder, None, cells)
    office.read()
    assert [notice.kind for notice in office.told("owner")] == [NoticeKind.ANSWER]
    page = office.team.client("owner").get("/en/notices/").content.decode()
    assert f"withdraws an answer to {office.duties[0].code} R" in page


def test_comment_tells_the_holder_and_those_who_have_spoken(office: Office) -> None:
    viewer = office.team.users["viewer"]
    asked = add_comment(office.pk, viewer, (office.duties[0].pk, office.first.pk), "Qui ?")
    add_comment(office.pk, office.owner, (office.duties[0].pk, None), "Moi", asked.pk)
    office.read()
    assert len(office.told("editor", kind=NoticeKind.COMMENT)) == 2
    assert len(office.told("viewer", kind=NoticeKind.COMMENT)) == 1
    assert office.told("owner") == []


def test_comment_tells_no_holder_without_access(office: Office) -> None:
    office.hold(office.first, "outsider")
    add_comment(office.pk, office.owner, (office.duties[0].pk, office.first.pk), "Qui ?")
    office.read()
    assert Notice.objects.count() == 0


def test_mention_tells_the_member_once_however_often_it_is_edited(office: Office) -> None:
    viewer = office.team.users["viewer"]
    viewer.first_name, viewer.last_name = "Anaïs", "Lavoie"
    viewer.save()
    comment = add_comment(office.pk, office.owner, (office.duties[0].pk, None), "Sans nom")
    office.read()
    edit_comment(office.pk, office.owner, comment.pk, "Qu’en dis-tu, @anais lavoie ?")
    edit_comment(office.pk, office.owner, comment.pk, "Qu’en dis-tu, @Anaïs ?")
    office.read()
    assert [notice.kind for notice in office.told("viewer")] == [NoticeKind.MENTION]


def test_access_tells_whom_it_is_given(office: Office) -> None:
    add_member(office.pk, office.owner, office.team.users["outsider"], Role.VIEWER)
    office.read()
    assert [notice.kind for notice in office.told("outsider")] == [NoticeKind.INVITED]


def test_opened_position_tells_hr_managers_while_it_is_open_and_vacant(office: Office) -> None:
    manager = UserFactory.create()
    manager.groups.add(hr_group())
    open_to_hr(office.pk, office.owner, office.second.pk, opened=True)
    office.read()
    assert unread_count(manager.pk) == 1
    office.hold(office.second, "viewer")
    assert unread_count(manager.pk) == 0


def test_kind_that_is_off_is_not_told(office: Office) -> None:

    ways = {**deliveries(NoticeChoices(user=office.editor)), NoticeKind.LETTER: Delivery.OFF}
    choose(office.editor, ways, 7)
    office.letters("R")
    office.read()
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("times", [1, 6])
def test_reading_costs_the_same_for_any_number_of_letters(office: Office, times: int) -> None:
    JournalReading.objects.create(project_id=office.pk)
    office.letters(*"RCIRCI"[:times])
    with CaptureQueriesContext(connection) as asked:
        office.read()
    assert len(asked) == 9  # version, how far, lines, holders, accounts, what was told, choices, notices, how far


def test_changes_of_a_moment_are_read_once(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    wanted: list[int] = []
    monkeypatch.setattr("roles.notices.tasks.later", lambda _work, _wait, pk: wanted.append(pk))
    with django_capture_on_commit_callbacks(execute=True):
        office.letters("R", "C", "I")
    assert wanted == [office.pk]


def both(work: Callable[[], object]) -> None:
    """Run it in two threads at once."""
    start = threading.Barrier(2)

    def run() -> None:
        start.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_who_read_at_once_make_each_notice_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.notices.tasks.later", lambda *_args: None)
    office = Office(team)
    office.letters(*"RCIRCI")
    both(office.read)
    assert Notice.objects.count() == 6


def test_co_holders_are_told_of_letters_and_of_joining(office: Office) -> None:
    viewer = PersonFactory.create(name="Bo", user=office.team.users["viewer"])
    with project_change(office.pk, office.owner) as journal:
        set_co_holders(journal, office.first, [viewer])
    office.read()
    assert [notice.about for notice in office.told("viewer", kind=NoticeKind.ASKED)] == [office.first.pk]
    assert office.told("editor") == []  # who held it already
    office.letters("R")
    office.read()
    assert office.told("viewer", kind=NoticeKind.LETTER)
    assert office.told("editor", kind=NoticeKind.LETTER)
