"""Mail of notices: what it says, to whom, and never twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import StringIO
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from aispec.web.account.domain import set_language
from phases.access.members import add_member
from phases.enums import Role
from phases.models import Membership
from roles.enums import Delivery, NoticeKind
from roles.exports.documents.archive import start_archive
from roles.models import Notice, NoticeChoices, Posting
from roles.notices import tasks
from roles.notices.documents.mail import NotSent, mail_daily, mail_now
from roles.notices.domain.choices import choose, deliveries
from roles.notices.domain.outgoing import daily_due, waiting
from roles.notices.domain.reading import mark_read
from roles.notices.tasks import mail as mail_task
from roles.postings.domain.closing import tell_closing
from roles.postings.domain.postings import Source, make_posting
from tests.conftest import Team
from tests.roles.notices.test_making import both
from tests.roles.notices.worlds import Office
from tests.roles.postings.drafts import go_out


@pytest.fixture
def office(team: Team, settings: Settings) -> Office:
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    return Office(team)


def invited(office: Office) -> int:
    """Somebody who waits for the mail that says so, in English."""
    user = office.team.users["outsider"]
    set_language(user, "en")
    add_member(office.pk, office.owner, user, Role.VIEWER)
    office.read()
    return user.pk


def outbox() -> list[Any]:
    return list(mail.outbox)


class Away(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        raise SMTPServerDisconnected


AWAY = f"{__name__}.Away"


def test_mail_says_what_leads_where_and_how_to_end_it(office: Office) -> None:
    assert mail_now(invited(office))
    (sent,) = outbox()
    assert sent.to == ["outsider@example.org"]
    assert sent.subject == "You have access to “Prévision de la demande” now"
    html = sent.alternatives[0][0]
    for text in (sent.body, html):
        assert office.owner.get_full_name() in text
        assert f"http://127.0.0.1:8000/en/notices/{Notice.objects.get().pk}/" in text
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = sent.extra_headers["List-Unsubscribe"]
    assert stop.startswith("<http://127.0.0.1:8000/en/notices/unsubscribe/")
    assert stop[1:-1] in sent.body


def test_mail_is_in_the_language_of_its_reader(office: Office) -> None:
    reader = invited(office)
    set_language(office.team.users["outsider"], "fr")
    mail_now(reader)
    assert outbox()[0].subject.startswith("Vous avez maintenant accès à «")


def test_mail_leaves_once(office: Office) -> None:
    reader = invited(office)
    assert mail_now(reader)
    assert not mail_now(reader)
    mail_task.func(reader)
    assert len(outbox()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(team: Team, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.notices.tasks.later", lambda *_args: None)
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    reader = invited(Office(team))
    both(lambda: mail_task.func(reader))
    assert len(outbox()) == 1


def test_server_that_is_away_is_tried_again_and_gets_it_once(
    office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[tuple[Any, ...]] = []
    monkeypatch.setattr("roles.notices.tasks.later", lambda work, wait, *args: later.append((wait, *args)))
    monkeypatch.setattr(type(mail_task.get_backend()), "supports_defer", True)
    reader = invited(office)
    settings.EMAIL_BACKEND = AWAY
    mail_task.func(reader)
    assert later == [(timedelta(minutes=2), reader, 1)]
    assert list(waiting(timezone.now(), Delivery.MAIL)) == [reader]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail_task.func(reader, 1)
    mail_task.func(reader, 1)
    assert len(outbox()) == 1
    assert list(waiting(timezone.now(), Delivery.MAIL)) == []


def test_what_nobody_takes_waits_three_days_at_most(office: Office, settings: Settings) -> None:
    reader = invited(office)
    settings.EMAIL_BACKEND = AWAY
    with pytest.raises(NotSent):
        mail_now(reader)
    Notice.objects.update(made_at=timezone.now() - timedelta(days=4))
    assert list(waiting(timezone.now(), Delivery.MAIL)) == []
    assert not mail_now(reader)


def test_what_was_read_or_lost_is_not_mailed(office: Office) -> None:
    reader = invited(office)
    mark_read(reader)
    assert not mail_now(reader)
    Notice.objects.update(read_at=None)
    Membership.objects.filter(user=reader).delete()
    assert not mail_now(reader)
    assert outbox() == []


def test_address_that_is_not_confirmed_gets_nothing(office: Office, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert not mail_now(invited(office))
    assert list(waiting(timezone.now(), Delivery.MAIL))  # it leaves once the address is confirmed


def test_kind_that_comes_in_the_product_only_is_not_mailed(office: Office) -> None:
    user = office.team.users["outsider"]
    ways = {**deliveries(NoticeChoices(user=user)), NoticeKind.INVITED: Delivery.PRODUCT}
    choose(user, ways, 7)
    assert not mail_now(invited(office))


def test_daily_mail_leaves_at_its_hour_once_a_day(office: Office) -> None:
    office.letters("R", "C")
    office.read()
    reader = office.editor.pk
    assert not mail_now(reader)
    morning = timezone.make_aware(datetime(2030, 1, 7, 6, 59))  # noqa: DTZ001
    assert daily_due(morning) == []
    morning += timedelta(minutes=1)
    assert daily_due(morning) == [reader]
    assert mail_daily(reader, morning)
    assert outbox()[0].subject.startswith("Votre journée")
    assert "2 de vos lettres" in outbox()[0].body
    office.letters("I")
    office.read()
    assert daily_due(morning + timedelta(hours=3)) == []
    assert daily_due(morning + timedelta(days=1)) == [reader]


def test_timer_sends_what_is_due_and_nothing_twice(office: Office) -> None:
    invited(office)
    call_command("send_notices", stdout=StringIO())
    assert outbox() == []  # more may come within the minute
    Notice.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    office.letters("R")  # which no task has read
    NoticeChoices.objects.create(user=office.editor, hour=0)
    for _ in range(2):
        call_command("send_notices", stdout=StringIO())
    assert {message.to[0] for message in outbox()} == {"outsider@example.org", "editor@example.org"}
    assert len(outbox()) == 2


def test_timer_that_comes_before_the_task_lets_mail_leave_as_soon(office: Office) -> None:
    add_member(office.pk, office.owner, office.team.users["outsider"], Role.VIEWER)
    call_command("send_notices", stdout=StringIO())
    assert [message.to for message in outbox()] == [["outsider@example.org"]]  # at once, for the tests know no later


def test_timer_says_what_was_not_sent(office: Office, settings: Settings) -> None:
    invited(office)
    Notice.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    settings.EMAIL_BACKEND = AWAY
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert out.getvalue().startswith("0 sent, 1 not sent")


def test_posting_about_to_close_tells_its_editors_once(office: Office) -> None:
    posting = make_posting(office.team.project, office.owner, Source(office.second))
    go_out(posting, office.owner, public=True)
    tell_closing()
    assert Notice.objects.filter(kind=NoticeKind.CLOSING).count() == 0
    Posting.objects.update(expires_at=timezone.now() + timedelta(days=2))
    for _ in range(2):
        tell_closing()
    told = Notice.objects.filter(kind=NoticeKind.CLOSING)
    assert {notice.reader for notice in told} == {office.owner, office.editor}
    assert len(told) == 2
    page = office.team.client("owner").get("/en/notices/").content.decode()
    assert "The posting “Poste" in page
    response: Any = office.team.client("owner").get(f"/en/notices/{office.told('owner')[0].pk}/")
    assert response.url == f"/en/postings/{posting.pk}/"


def test_archive_that_is_ready_tells_its_reader(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.exports.documents.export.Export.make", lambda export: b"x")
    start_archive(office.owner, "fr")
    (notice,) = office.told("owner")
    assert notice.kind == NoticeKind.ARCHIVE
    assert "The file of all your projects is ready" in office.team.client("owner").get("/en/notices/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_worker_reads_journals_and_sends_what_it_makes_of_them(team: Team, settings: Settings) -> None:
    """As in production: what a change asks for waits in the database, is done by a worker, and is asked for once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    tasks._until.clear()
    office = Office(team)
    office.letters("R", "C", "I")
    add_member(office.pk, office.owner, office.team.users["outsider"], Role.VIEWER)
    assert DBTaskResult.objects.count() == 1
    for _ in range(2):  # to read, then to send
        DBTaskResult.objects.update(run_after=timezone.now())
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert len(office.told("editor", kind=NoticeKind.LETTER)) == 3
    assert [message.to for message in outbox()] == [["outsider@example.org"]]
    assert DBTaskResult.objects.failed().count() == 0
