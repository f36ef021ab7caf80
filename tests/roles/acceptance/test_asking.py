"""Asking holders to answer: whom it reaches and how, reminders until they have, and nothing sent twice."""

from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from pytest_django import DjangoAssertNumQueries, Settings

from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.acceptance.documents.ask_mail import remind, send_request
from roles.acceptance.domain.answers import answer, part_of
from roles.enums import NoticeKind
from roles.history.domain.proof import faults
from roles.models import AcceptanceRequest, Person, PersonalLink
from tests.conftest import READERS, Team
from tests.factories import PersonFactory
from tests.roles.notices.test_making import both
from tests.roles.notices.worlds import Office


class Away(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        raise SMTPServerDisconnected


@pytest.fixture
def office(team: Team) -> Office:
    """The editor holds the first position by their account, Zoé the second by her e-mail; both have a letter."""
    return with_zoe(Office(team))


def with_zoe(office: Office) -> Office:
    cache.clear()
    office.second.holder = PersonFactory.create(name="Zoé", email="zoe@example.org")
    office.second.save()
    office.letters("R")
    office.letters("C", position=office.second)
    office.read()
    return office


def path(office: Office) -> str:
    return f"/en/projects/{office.pk}/acceptance/ask/"


def zoe() -> Person:
    return Person.objects.get(name="Zoé")


def ask(office: Office, *people: Person, every: int = 7, reader: str = "owner") -> Any:
    chosen = [person.pk for person in people or (office.holder, zoe())]
    data = {"people": chosen, "message": "Avant lundi, merci", "every": every}
    return office.team.client(reader).post(path(office), data)


def outbox() -> list[Any]:
    """The messages to Zoé; the editor's are those of their notices."""
    return [message for message in mail.outbox if message.to == ["zoe@example.org"]]


def later(days: int) -> None:
    """Let some days pass since the requests."""
    for name in ("asked_at", "reminded_at"):
        for request in AcceptanceRequest.objects.exclude(**{name: None}):
            moment = getattr(request, name) - timedelta(days=days)
            AcceptanceRequest.objects.filter(pk=request.pk).update(**{name: moment})


def accept(office: Office, person: Person) -> None:
    answer(office.pk, person, None, {held.cell: held.mark for held in part_of(office.pk, person).cells})


def test_preview_says_how_each_is_reached_and_sends_nothing(office: Office) -> None:
    page = office.team.client("owner").get(path(office)).content.decode()
    assert "Has an account" in page
    assert "zoe@example.org" in page
    assert "To be handed their link" not in page
    Person.objects.filter(pk=zoe().pk).update(email="")
    page = office.team.client("owner").get(path(office)).content.decode()
    assert "To be handed their link" in page
    assert outbox() == []
    assert not AcceptanceRequest.objects.exists()


def test_asking_tells_accounts_and_mails_their_link_to_others(office: Office) -> None:
    assert ask(office).status_code == 302
    office.read()
    assert office.told("editor", kind=NoticeKind.ASKED)
    page = office.team.client("editor").get("/en/notices/").content.decode()
    assert "You are asked to accept your duties" in page
    assert "Avant lundi, merci" in page
    (sent,) = outbox()
    assert (sent.to, sent.reply_to) == (["zoe@example.org"], [office.owner.email])
    assert "Avant lundi, merci" in sent.body
    link = next(word for word in sent.body.split() if word.startswith("http"))
    opened = office.team.client("anonymous").get(link.removeprefix("http://127.0.0.1:8000"))
    assert opened.status_code == 200
    assert "Zoé" in opened.content.decode()
    line = ProjectChange.objects.get(kind=ChangeKind.DUTIES_ASKED)
    assert sorted(line.data["people"]) == sorted([office.holder.pk, zoe().pk])
    assert not [fault for fault in faults(office.pk) if "link" in fault]


def test_link_that_works_is_kept(office: Office) -> None:
    ask(office, zoe())
    nonce = PersonalLink.objects.get().nonce
    ask(office, zoe())
    assert PersonalLink.objects.get().nonce == nonce


def test_request_is_mailed_once(office: Office) -> None:
    ask(office)
    for request in AcceptanceRequest.objects.all():
        assert send_request(request.pk)
    assert len(outbox()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_mail_one_request(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.notices.tasks.later", lambda *_args: None)
    office = with_zoe(Office(team))
    ask(office, zoe())
    mail.outbox.clear()
    AcceptanceRequest.objects.update(mailed_at=None)
    both(lambda: send_request(AcceptanceRequest.objects.get().pk))
    assert len(outbox()) == 1


def test_server_that_is_away_gets_the_message_later_and_once(office: Office, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    ask(office, zoe())
    assert AcceptanceRequest.objects.get().mailed_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    remind()
    remind()
    assert len(outbox()) == 1


def test_reminder_comes_after_its_days_until_somebody_answers(office: Office) -> None:
    ask(office)
    office.read()
    remind()
    assert len(outbox()) == 1
    later(7)
    remind()
    remind()
    assert len(outbox()) == 2
    assert outbox()[1].subject.startswith("Reminder")
    assert len(office.told("editor", kind=NoticeKind.ASKED)) == 2
    accept(office, zoe())
    accept(office, office.holder)
    later(7)
    remind()
    assert len(outbox()) == 2
    assert len(office.told("editor", kind=NoticeKind.ASKED)) == 2


def test_nobody_is_reminded_more_than_three_times_nor_where_it_was_not_wanted(office: Office) -> None:
    ask(office, zoe())
    for _ in range(5):
        later(7)
        remind()
    assert len(outbox()) == 4
    ask(office, zoe(), every=0)
    later(30)
    remind()
    assert len(outbox()) == 5


def test_overview_tells_when_somebody_was_asked(office: Office) -> None:
    ask(office)
    page = office.team.client("viewer").get(f"/en/projects/{office.pk}/acceptance/").content.decode()
    assert page.count("Asked on") == 2
    assert "Ask everyone" not in page


def test_whoever_asks_is_not_asked(office: Office) -> None:
    page = office.team.client("editor").get(path(office)).content.decode()
    assert office.holder.name not in page
    assert "Zoé" in page


def test_whoever_holds_nothing_here_cannot_be_asked(office: Office) -> None:
    assert ask(office, PersonFactory.create(email="x@example.org")).status_code == 422
    assert outbox() == []


def test_asker_sends_no_crowds_of_messages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phases.access.invitations.MOST_AN_HOUR", 1)
    assert ask(office).status_code == 302
    assert ask(office).status_code == 422
    assert len(outbox()) == 1


@pytest.mark.parametrize("reader", READERS)
def test_asking_is_for_owners_and_editors(office: Office, reader: str) -> None:
    expected = {"owner": 200, "editor": 200, "viewer": 403, "outsider": 404, "anonymous": 302}[reader]
    assert office.team.client(reader).get(path(office)).status_code == expected
    assert ask(office, zoe(), reader=reader).status_code == (302 if expected == 200 else expected)
    assert AcceptanceRequest.objects.count() == (1 if expected == 200 else 0)


def test_preview_asks_as_often_whatever_the_number(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = office.team.client("owner")
    for _ in range(2):
        with django_assert_num_queries(8):  # session, user, member, cells, answers, people, requests, notices
            client.get(path(office))
        office.letters(*"AIAIAI")
