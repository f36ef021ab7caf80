"""The personal page by login and by link, the lead's page about it, and the sheet of a position: who sees what."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.acceptance.domain.answers import answer, part_of
from roles.acceptance.domain.personal_links import NoSuchLink, link_of, make_link, token_of
from roles.models import Answer, Duty, Person, PersonalLink, Position
from tests.conftest import READERS
from tests.factories import PersonFactory, small_project
from tests.roles.acceptance.holder import Holder, body, values

REFUSED = {"outsider": 404, "anonymous": 302}


def test_co_holder_has_a_page_and_a_link_of_their_own(ada: Holder) -> None:
    luc = PersonFactory.create(name="Luc Côté", user=ada.team.users["outsider"])
    ada.position.co_holders.add(luc)
    page = body(ada.team.client("outsider").get(ada.url("mine/")))
    assert f'value="{ada.duties[0].pk}-{ada.position.pk}-' in page
    address = f"/en/a/{token_of(make_link(ada.id, ada.owner, luc.pk))}/"
    Person.objects.filter(pk=luc.pk).update(user=None)
    assert "Luc Côté" in body(Client().get(address))
    answer(ada.id, luc, None, {held.cell: held.mark for held in part_of(ada.id, luc).cells})
    assert [row.person for row in Answer.objects.all()] == [luc]
    ada.position.co_holders.clear()
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("reader", READERS)
def test_mine_is_for_holders_with_a_login(ada: Holder, reader: str) -> None:
    """A member who holds nothing has no such page; a holder who is no member has one."""
    client = ada.team.client(reader)
    for send in (client.get, client.post):
        assert send(ada.url("mine/")).status_code == (302 if reader == "anonymous" else 404)
    if reader == "anonymous":
        return
    Person.objects.filter(pk=ada.person.pk).update(user=ada.team.users[reader])
    page = body(client.get(ada.url("mine/")))
    assert ada.duties[0].code in page
    assert "Something of others" not in page
    assert client.post(ada.url("mine/"), ada.form()).status_code == 302
    assert ProjectChange.objects.latest("id").by == ada.team.users[reader]
    assert "You have accepted all that is yours" in body(client.get(ada.url("mine/")))
    Person.objects.filter(pk=ada.person.pk).update(active=False)
    assert client.get(ada.url("mine/")).status_code == 404


@pytest.mark.parametrize("reader", READERS)
def test_acceptance_page_is_for_members_and_links_for_editors(ada: Holder, reader: str) -> None:
    link = ada.link()
    response = ada.team.client(reader).get(ada.url("acceptance/"))
    assert response.status_code == REFUSED.get(reader, 200)
    if reader not in REFUSED:
        page = body(response)
        assert ("Ada <Roy>" in page, "0 of 1 accepted" in page, "Personal link, works until" in page) == (True,) * 3
        assert (link in page, "Replace the link" in page, "Revoke" in page) == (reader != "viewer",) * 3


@pytest.mark.parametrize("reader", READERS)
def test_links_are_made_and_revoked_by_editors(ada: Holder, reader: str) -> None:
    client, address = ada.team.client(reader), ada.url(f"acceptance/{ada.person.pk}/")
    status = {"viewer": 403, **REFUSED}.get(reader, 302)
    assert client.get(address + "link/").status_code == 405
    assert client.post(address + "link/").status_code == status
    assert PersonalLink.objects.exists() == (reader in ("owner", "editor"))
    ada.link()
    assert client.post(address + "revoke/").status_code == status
    assert PersonalLink.objects.exists() == (reader not in ("owner", "editor"))
    if reader == "editor":
        kinds = ProjectChange.objects.filter(by=ada.team.users["editor"]).order_by("id").values_list("kind", flat=True)
        assert list(kinds) == [ChangeKind.PERSONAL_LINK_MADE, ChangeKind.PERSONAL_LINK_REVOKED]


def test_a_link_is_only_for_holders_of_this_project(ada: Holder) -> None:
    client, stranger = ada.team.client("owner"), PersonFactory.create()
    small_project().positions.update(holder=stranger)
    for person in (stranger.pk, 987_654, 10**30):
        assert client.post(ada.url(f"acceptance/{person}/link/")).status_code == 404
    assert not PersonalLink.objects.exists()


def test_a_link_shows_its_person_s_own_duties_and_nothing_else(ada: Holder) -> None:
    client = Client()
    response = client.get(ada.link())
    page = body(response)
    assert "You carry out the following duty:" in page
    for others in ("Something of others", ada.duties[1].code + "<", "/projects/", "/accounts/", ada.other.title):
        assert others not in page, others
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Referrer-Policy"] == "same-origin"


def test_a_link_accepts_without_login_and_only_with_the_token_of_the_form(ada: Holder) -> None:
    address = ada.link()
    assert Client(enforce_csrf_checks=True).post(address, ada.form()).status_code == 403
    client = Client(enforce_csrf_checks=True)
    page = client.get(address).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    assert client.post(address, ada.form() | {"csrfmiddlewaretoken": token}).status_code == 302
    assert part_of(ada.id, ada.person).accepted
    assert ProjectChange.objects.latest("id").by is None
    told = ada.team.client("viewer").get(ada.url("history/")).content.decode()
    assert f"Ada &lt;Roy&gt; accepts {ada.duties[0].code} R, by personal link" in told
    assert "1 of 1 accepted" in body(ada.team.client("owner").get(ada.url("acceptance/")))


@pytest.mark.parametrize("what", ["expired", "revoked", "replaced", "tampered", "nonce", "holds nothing", "inactive"])
def test_a_link_that_ended_opens_nothing(ada: Holder, what: str) -> None:
    address = ada.link()
    assert Client().get(address).status_code == 200
    links = PersonalLink.objects.filter(person=ada.person)
    if what == "expired":
        links.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif what == "revoked":
        ada.team.client("editor").post(ada.url(f"acceptance/{ada.person.pk}/revoke/"))
    elif what == "replaced":
        assert Client().get(ada.link()).status_code == 200
    elif what == "tampered":
        address = address[:-2] + ("A" if address[-2] != "A" else "B") + "/"
    elif what == "nonce":
        address = f"/en/a/{links.get().nonce}/"
    elif what == "holds nothing":
        Position.objects.update(holder=None)
    else:
        Person.objects.update(active=False)
    withdrawn = {"withdraw": values(ada)[0]} if what != "holds nothing" else {"withdraw": "1-1-x"}
    posts = [Client().post(address, sent) for sent in (ada.form(), withdrawn)]
    for response in (Client().get(address), *posts):
        assert response.status_code == 404
        assert "This link opens nothing" in body(response)
        assert "Ada <Roy>" not in body(response)
        assert response["Cache-Control"] == "no-store, private"
    assert not Answer.objects.exists()


def test_a_link_lasts_thirty_days_and_carries_what_no_one_can_guess(ada: Holder) -> None:
    link = make_link(ada.id, ada.owner, ada.person.pk)
    assert timedelta(days=29) < link.expires_at - timezone.now() <= timedelta(days=30)
    assert len(link.nonce) >= 22  # 128 bits
    assert link_of(token_of(link)) == link
    with pytest.raises(NoSuchLink):
        link_of("")


def test_an_objection_needs_a_reason_and_its_reader_sees_it(ada: Holder) -> None:
    address, client = ada.link(), Client()
    response = client.post(address, ada.form("object", " \n "))
    assert response.status_code == 422
    assert "Say why" in body(response)
    assert client.post(address, ada.form("object", "x" * 501)).status_code == 422
    assert client.post(address, {"answer": "accept"}).status_code == 422
    assert not Answer.objects.exists()
    assert client.post(address, ada.form("object", "C’est <trop>")).status_code == 302
    for page in (client.get(address), ada.team.client("viewer").get(ada.url("acceptance/"))):
        assert "C’est &lt;trop&gt;" in page.content.decode()


def test_a_change_in_between_is_shown_not_accepted(ada: Holder) -> None:
    address, form = ada.link(), ada.form()
    ada.set(0, ada.position, "C")
    response = Client().post(address, form)
    assert response.status_code == 409
    assert "The matrix changed while you were reading" in body(response)
    assert "You are consulted on the following duty" in body(response)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("cell", ["", "x", "-", "1-2", "٣-²-x", f"{'9' * 30}-1-x", "0-0-"])
def test_a_cell_that_is_nobody_s_is_refused(ada: Holder, cell: str) -> None:
    form = ada.form() | {"cell": cell}
    assert Client().post(ada.link(), form).status_code == 409


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", ["/en/", "/en/projects/"])
def test_readers_find_what_is_theirs(ada: Holder, path: str) -> None:
    client = signed_in(ada.team.users["outsider"])
    assert "What is yours" not in body(client.get(path))
    Person.objects.filter(pk=ada.person.pk).update(user=ada.team.users["outsider"])
    page = body(client.get(path))
    assert f'href="{ada.url("mine/")}"' in page
    assert "1 duty awaits your answer" in page
    answer(
        ada.id,
        ada.person,
        ada.owner,
        {commitment.cell: commitment.mark for commitment in part_of(ada.id, ada.person).cells},
    )
    assert "All accepted" in body(client.get(path))
    told = body(ada.team.client("viewer").get(ada.url("history/")))
    assert f"accepts {ada.duties[0].code} R" in told
    assert "by personal link" not in told


@pytest.mark.parametrize("reader", READERS)
def test_position_sheet_is_for_members(ada: Holder, reader: str) -> None:
    response = ada.team.client(reader).get(ada.url(f"positions/{ada.position.pk}/sheet/"))
    assert response.status_code == REFUSED.get(reader, 200)
    if reader not in REFUSED:
        assert "The position carries out the following duty:" in body(response)
    stranger = small_project().positions.all()[0]
    response = ada.team.client(reader).get(ada.url(f"positions/{stranger.pk}/sheet/"))
    assert response.status_code == (302 if reader == "anonymous" else 404)


def test_position_sheet_of_a_vacant_position_tells_its_letters(ada: Holder) -> None:
    page = body(ada.team.client("viewer").get(ada.url(f"positions/{ada.other.pk}/sheet/")))
    assert "The position approves the following duty and answers for it:" in page
    assert "Something of others" in page
    Position.objects.filter(pk=ada.other.pk).update(profile=None)
    ada.set(1, ada.other, "")
    page = body(ada.team.client("viewer").get(ada.url(f"positions/{ada.other.pk}/sheet/")))
    assert "This position has no duty yet" in page


@pytest.mark.parametrize("path", ["acceptance/", "link", "mine/"])
def test_pages_take_a_constant_number_of_queries(ada: Holder, path: str) -> None:
    Person.objects.filter(pk=ada.person.pk).update(user=None if path == "link" else ada.owner)
    client = ada.team.client("owner")
    address = ada.link() if path == "link" else ada.url(path)
    counts = []
    for rows in ((0,), (1, 2, 3, 4, 5)):
        for row in rows:
            ada.set(row, ada.position, "I")
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def test_description_stands_below_the_duty_and_reopens_no_answer(ada: Holder) -> None:
    Person.objects.filter(pk=ada.person.pk).update(user=ada.team.users["viewer"])
    client = ada.team.client("viewer")
    client.post(ada.url("mine/"), ada.form())
    Duty.objects.filter(pk=ada.duties[0].pk).update(description_fr="Voir https://guide.test/", description_en="")
    page = client.get(ada.url("mine/")).content.decode()
    assert '<a href="https://guide.test/" rel="noopener nofollow ugc">' in page
    assert "You have accepted all that is yours" in page
    sheet = client.get(ada.url(f"positions/{ada.position.pk}/sheet/")).content.decode()
    assert "https://guide.test/" in sheet
