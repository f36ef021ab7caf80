"""The notices page, its bell and its choices: what a reader sees, of their own and of what they may see now."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phases.models import Membership
from roles.comments.domain import add_comment
from roles.enums import Delivery, NoticeKind
from roles.models import Notice, NoticeChoices
from roles.notices.domain.choices import deliveries, token_of
from roles.notices.domain.reading import unread_count
from tests.conftest import READERS, Team
from tests.roles.notices.worlds import Office

PAGE = "/en/notices/"


@pytest.fixture
def office(team: Team) -> Office:
    """Its editor has two letters and a comment to read, its viewer nothing."""
    office = Office(team)
    office.letters("R", "C")
    add_comment(office.pk, office.owner, (office.duties[0].pk, office.first.pk), "Qui ?")
    office.read()
    return office


def body(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def test_page_joins_what_is_unread_and_names_who_did_it(office: Office) -> None:
    page = body(office.team.client("editor"))
    assert "2 letters of yours have changed in “Prévision de la demande”" in page
    assert f"A comment on {office.duties[0].code} in" in page
    assert office.owner.get_full_name() in page
    assert "Notices, 2 unread" in page
    page = body(office.team.client("viewer"))
    assert "Nothing concerns you yet" in page
    assert " unread" not in page


def test_page_says_when_it_shows_the_newest_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client, words = office.team.client("editor"), "newest are shown"
    assert words not in body(client)
    for place in ("domain.reading", "views"):
        monkeypatch.setattr(f"roles.notices.{place}.SHOWN", 2)
    assert f"Only the 2 {words}" in body(client)


def test_holder_without_access_reads_no_names(office: Office) -> None:
    Membership.objects.filter(project=office.pk, user=office.editor).delete()
    page = body(office.team.client("editor"))
    assert "2 letters of yours have changed" in page
    assert "A comment" not in page
    assert office.owner.get_full_name() not in page


def test_reader_who_has_lost_everything_sees_nothing_of_it(office: Office) -> None:
    Membership.objects.filter(project=office.pk, user=office.editor).delete()
    office.team.project.positions.update(holder=None)
    client = office.team.client("editor")
    assert "Prévision" not in body(client)
    assert unread_count(office.editor.pk) == 0
    notice = Notice.objects.filter(reader=office.editor).latest("pk")
    assert client.get(f"{PAGE}{notice.pk}/").status_code == 404


def test_notice_leads_to_its_place_and_is_read_with_what_is_told_with_it(office: Office) -> None:
    letter, _other = office.told("editor", kind=NoticeKind.LETTER)
    newest = office.told("editor", kind=NoticeKind.LETTER)[-1]
    client = office.team.client("editor")
    response: Any = client.get(f"{PAGE}{newest.pk}/")
    assert response.url == f"/en/projects/{office.pk}/mine/"
    assert unread_count(office.editor.pk) == 1
    (comment,) = office.told("editor", kind=NoticeKind.COMMENT)
    response = client.get(f"{PAGE}{comment.pk}/")
    assert response.url == f"/en/projects/{office.pk}/duties/{office.duties[0].pk}/comments/"
    assert client.get(response.url).status_code == 200
    assert "Mark" not in body(client)
    letter.refresh_from_db()
    assert letter.read_at


@pytest.mark.parametrize("reader", READERS)
def test_open_page_asks_for_the_bell_of_its_reader(
    office: Office, reader: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, unread = office.team.client(reader), 2 if reader == "editor" else 0
    if reader == "anonymous":
        assert client.get(f"{PAGE}unread/?unread=0").status_code == 302
        return
    with django_assert_num_queries(3):  # session, account, number
        assert client.get(f"{PAGE}unread/?unread={unread}").status_code == 204
    assert f'data-unread="{unread}"' in body(client, f"{PAGE}unread/?unread=7")


def test_one_or_all_are_marked_as_read(office: Office) -> None:
    client = office.team.client("editor")
    (comment,) = office.told("editor", kind=NoticeKind.COMMENT)
    client.post(f"{PAGE}read/", {"notice": comment.pk})
    assert unread_count(office.editor.pk) == 1
    client.post(f"{PAGE}read/")
    assert unread_count(office.editor.pk) == 0


@pytest.mark.parametrize("reader", READERS)
def test_notice_is_its_readers_alone(office: Office, reader: str) -> None:
    notice = office.told("editor")[0]
    client, own = office.team.client(reader), reader == "editor"
    assert client.get(PAGE).status_code == (302 if reader == "anonymous" else 200)
    expected = 302 if own or reader == "anonymous" else 404
    assert client.post(f"{PAGE}read/", {"notice": notice.pk}).status_code == expected
    assert client.get(f"{PAGE}{notice.pk}/").status_code == expected
    client.post(f"{PAGE}read/")
    assert unread_count(office.editor.pk) == (0 if own else 2)


@pytest.mark.parametrize("reader", READERS)
def test_choices_are_kept_for_whoever_makes_them(office: Office, reader: str) -> None:
    chosen = {kind.value: "product" for kind in NoticeKind} | {"letter": "mail", "hour": "16"}
    response = office.team.client(reader).post(f"{PAGE}choices/", chosen)
    assert response.status_code == 302
    if reader == "anonymous":
        assert not NoticeChoices.objects.exists()
        return
    choices = NoticeChoices.objects.get()
    assert (choices.user, choices.hour) == (office.team.users[reader], 16)
    assert deliveries(choices)[NoticeKind.LETTER] == Delivery.MAIL
    assert deliveries(choices)[NoticeKind.ASKED] == Delivery.PRODUCT
    assert deliveries(choices)[NoticeKind.OPENED] == Delivery.MAIL  # which concerns HR managers, so it was not asked


def test_choice_that_is_none_saves_nothing(office: Office) -> None:
    office.team.client("editor").post(f"{PAGE}choices/", {"letter": "pigeon", "hour": "99"})
    assert not NoticeChoices.objects.exists()


def test_account_shows_the_choices(office: Office) -> None:
    page = body(office.team.client("editor"), "/en/accounts/settings/")
    assert 'name="letter"' in page
    assert 'name="opened"' not in page


def test_unsubscribing_works_signed_out_without_a_token_of_forms(office: Office) -> None:
    path = f"{PAGE}unsubscribe/{token_of(office.editor)}/"
    client = Client(enforce_csrf_checks=True)
    assert "End the mail of notices?" in body(client, path)
    assert not NoticeChoices.objects.exists()  # looking changes nothing
    response = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert set(deliveries(NoticeChoices.objects.get()).values()) == {Delivery.PRODUCT}
    assert "No mail of notices comes to you" in body(client, path)


@pytest.mark.parametrize("token", ["1", "1.x", "x"])
def test_unsubscribing_needs_the_address_of_a_mail(office: Office, token: str) -> None:
    assert Client().post(f"{PAGE}unsubscribe/{token}/").status_code == 404
    assert not NoticeChoices.objects.exists()


@pytest.mark.parametrize("number", [2, 6])
def test_page_asks_as_often_whatever_the_number(
    office: Office, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office.letters(*"AIAIAI"[:number])
    office.read()
    client = office.team.client("editor")
    with django_assert_num_queries(6):  # session, user, notices, where a member, bell, the directory
        client.get(PAGE)
