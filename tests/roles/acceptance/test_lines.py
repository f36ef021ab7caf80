"""Answering line by line and all at once, withdrawing, what changed, who else is there; and who may."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phases.models import ProjectChange
from roles.history.domain.proof import faults
from roles.models import Answer, Duty, Person, Position
from tests.conftest import READERS
from tests.factories import PersonFactory
from tests.roles.acceptance.holder import Holder, body, place, values


def test_what_changed_is_one_sentence_and_what_was_never_answered_is_not_called_changed(ada: Holder) -> None:
    address = ada.link()
    page = body(Client().get(address))
    assert ("1 duty awaits your answer" in page, "Not answered yet" in page) == (True, True)
    Client().post(address, ada.form())
    ada.set(0, ada.position, "C")
    ada.set(2, ada.position, "I")
    page = body(Client().get(address))
    assert "2 duties await your answer" in page
    assert "1 has changed since your answer" in page
    assert "it was R (Responsible); it is now C (Consulted)." in page
    assert page.count("Not answered yet") == 1
    assert re.search(r'<details id="open-\d+"\s*>', page)  # what they are only informed of is folded


def test_other_words_are_quoted_with_the_objection_to_the_old_ones(ada: Holder) -> None:
    Client().post(ada.link(), ada.form("object", "Pas moi"))
    Duty.objects.filter(pk=ada.duties[0].pk).update(text_en="Other words")
    page = body(Client().get(ada.link()))
    assert re.search(r"it was “.+”; it is now “Other words”\.", page)
    assert re.search(r"You objected:\s+Pas moi", page)
    Answer.objects.update(text_en="Other words")
    Duty.objects.filter(pk=ada.duties[0].pk).update(text_fr="Autres mots")
    assert "its words have changed in the other language" in body(Client().get(ada.link()))


def test_a_line_is_answered_alone_and_what_was_typed_beside_others_stays(two: Holder) -> None:
    first, second = values(two)
    typed = {"cell": [first, second], f"reason-{place(second)}": "Peut-être", "reason": "À tous"}
    response = Client().post(two.link(), typed | {"accept": first}, headers={"HX-Request": "true"})
    page = body(response)
    assert response.status_code == 200
    assert "<html" not in page
    assert "You have accepted 1 duty." in page
    assert [answer.letter for answer in Answer.objects.all()] == ["R"]
    assert ("Peut-être" in page, "À tous" in page) == (True, True)
    assert re.search(rf'id="duty-{place(second)}"[^>]*autofocus', page)


def test_an_objection_without_its_reason_is_told_beside_the_duty(two: Holder) -> None:
    first, second = values(two)
    for headers in ({}, {"HX-Request": "true"}):
        sent = {"object": first, f"reason-{place(second)}": "Autre chose"}
        response = Client().post(two.link(), sent, headers=headers)
        line = body(response).split(f'id="duty-{place(first)}"', 1)[1].split("</fieldset>", 1)[0]
        assert response.status_code == 422
        assert ("Say why" in line, 'aria-invalid="true"' in line) == (True, True)
        assert body(response).count("Say why") == 1
        assert "Autre chose" in body(response)
    assert not Answer.objects.exists()
    sent = {"object": first, f"reason-{place(first)}": "Trop", "reason": "Pas ceci"}
    assert Client().post(two.link(), sent).status_code == 302
    assert [answer.reason for answer in Answer.objects.all()] == ["Trop"]


def test_reasons_beside_duties_stand_when_several_are_objected_to_at_once(two: Holder) -> None:
    first, second = values(two)
    sent = {"answer": "object", "cell": [first, second], f"reason-{place(first)}": "Trop"}
    assert Client().post(two.link(), sent).status_code == 422
    assert Client().post(two.link(), sent | {f"reason-{place(first)}": "x" * 501, "reason": "x"}).status_code == 422
    assert not Answer.objects.exists()
    assert Client().post(two.link(), sent | {"reason": "Pas à nous"}).status_code == 302
    assert [answer.reason for answer in Answer.objects.order_by("duty__order")] == ["Trop", "Pas à nous"]
    assert len(set(ProjectChange.objects.order_by("-id").values_list("version", "kind")[:2])) == 1
    assert not [fault for fault in faults(two.id) if fault.startswith("answer")]


def test_a_line_that_changed_says_so_and_keeps_the_reason(two: Holder) -> None:
    first, second = values(two)
    two.set(0, two.position, "A")
    sent = {"object": first, f"reason-{place(first)}": "Trop", "cell": [second]}
    response = Client().post(two.link(), sent, headers={"HX-Request": "true"})
    line = body(response).split(f'id="duty-{place(first)}"', 1)[1].split("</fieldset>", 1)[0]
    assert response.status_code == 409
    assert ("This duty changed while you were reading" in line, "Trop" in line) == (True, True)
    assert f'value="{second}" checked' in body(response)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"answer": "?"}, {"answer": "withdraw"}, {"accept": ""}])
def test_nothing_is_answered_where_nothing_is_chosen(two: Holder, sent: dict[str, str]) -> None:
    assert Client().post(two.link(), {"cell": "", **sent} if "answer" not in sent else sent).status_code == 422
    assert not Answer.objects.exists()


def test_answers_are_withdrawn_one_or_all(two: Holder) -> None:
    address, (first, second) = two.link(), values(two)
    Client().post(address, two.form())
    assert Client().post(address, {"withdraw": first}).status_code == 302
    assert [answer.letter for answer in Answer.objects.all()] == ["C"]
    page = body(Client().get(address))
    assert ("1 duty awaits your answer" in page, "since your answer" in page) == (True, False)
    assert Client().post(address, {"withdraw": first}).status_code == 409
    Client().post(address, {"accept": first})
    assert Client().post(address, {"answer": "withdraw", "given": [first, second]}).status_code == 302
    assert not Answer.objects.exists()
    told = body(two.team.client("viewer").get(two.url("history/")))
    assert f"Ada <Roy> withdraws an answer to {two.duties[0].code} R" in told
    assert "by personal link" in told


@pytest.mark.parametrize("reader", [*READERS, "co-holder", "other holder"])
def test_only_who_holds_a_duty_answers_or_withdraws(ada: Holder, reader: str) -> None:
    """Signed in, each answers for themselves alone, whatever their role in the project."""
    Client().post(ada.link(), ada.form())
    client = ada.team.client(reader)
    holds = reader.endswith("holder")
    if holds:
        luc = PersonFactory.create(user=ada.team.users["outsider"])
        client = ada.team.client("outsider")
        if reader == "co-holder":
            ada.position.co_holders.add(luc)
        else:
            Position.objects.filter(pk=ada.other.pk).update(holder=luc)
    [value] = values(ada)
    status = 302 if reader == "anonymous" else 409 if holds else 404
    assert client.post(ada.url("mine/"), {"withdraw": value}).status_code == status
    assert Answer.objects.get().person == ada.person
    status = {"co-holder": 302, "other holder": 409, "anonymous": 302}.get(reader, 404)
    assert client.post(ada.url("mine/"), {"accept": value}).status_code == status
    assert Answer.objects.count() == 1 + (reader == "co-holder")


def test_others_on_a_duty_are_named_to_members_alone(ada: Holder) -> None:
    ada.set(0, ada.other, "A")
    Position.objects.filter(pk=ada.other.pk).update(holder=PersonFactory.create(name="Bo Essai"))
    ada.position.co_holders.add(PersonFactory.create(name="Luc Essai"))
    Person.objects.filter(pk=ada.person.pk).update(user=ada.team.users["viewer"])
    page = body(ada.team.client("viewer").get(ada.url("mine/")))
    assert f"Bo Essai ({ada.other.title})" in page
    assert f"Luc Essai ({ada.position.title})" in page
    assert f"duties/{ada.duties[0].pk}/comments/" in page
    Person.objects.filter(pk=ada.person.pk).update(user=ada.team.users["outsider"])
    outside = ada.team.client("outsider").get(ada.url("mine/"))
    Person.objects.filter(pk=ada.person.pk).update(user=None)
    for page in (body(outside), body(Client().get(ada.link()))):
        assert ada.other.title in page
        for hidden in ("Bo Essai", "Luc Essai", "/comments/"):
            assert hidden not in page, hidden


def test_an_answer_takes_a_constant_number_of_queries(ada: Holder) -> None:
    address, counts = ada.link(), []
    for rows in ((0,), (1, 2, 3, 4, 5)):
        for row in rows:
            ada.set(row, ada.position, "I")
        Client().get(address)
        sent = {"accept": values(ada)[-1]}
        with CaptureQueriesContext(connection) as captured:
            assert Client().post(address, sent, headers={"HX-Request": "true"}).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 25
