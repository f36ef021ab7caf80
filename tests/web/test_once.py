"""A form that is sent twice does its work once, and its sender ends where the first one led."""

import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from aispec.web import once
from aispec.web.models import SentForm
from roles.models import Duty, Position
from tests.conftest import Team


def form_of(client: Client, address: str) -> str:
    """The token of the form as this page shows it."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def duty(team: Team, token: str, text: str = "Sent twice") -> dict[str, Any]:
    return {"csrfmiddlewaretoken": token, "phase": team.project.phases.all()[0].pk, "text_fr": text, "text_en": ""}


@pytest.fixture
def address(team: Team) -> str:
    return f"/en/projects/{team.project.pk}/duties/new/"


def test_form_pressed_twice_makes_one(team: Team, address: str) -> None:
    client = team.client("owner")
    data = duty(team, form_of(client, address))
    first, second = client.post(address, data), client.post(address, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Duty.objects.filter(project=team.project, text_fr="Sent twice").count() == 1
    assert "It was done once" in client.get(second["Location"]).content.decode()


def test_form_filled_again_makes_another(team: Team, address: str) -> None:
    client = team.client("owner")
    token = form_of(client, address)
    client.post(address, duty(team, token, "One"))
    client.post(address, duty(team, token, "Two"))  # by Back, with the same token
    client.post(address, duty(team, form_of(client, address), "Two"))  # the same words on purpose
    made = Duty.objects.filter(text_fr__in=["One", "Two"]).values_list("text_fr", flat=True)
    assert sorted(made) == ["One", "Two", "Two"]


def test_form_that_was_refused_may_come_again(team: Team, address: str) -> None:
    client = team.client("owner")
    data = duty(team, form_of(client, address), "")
    assert [client.post(address, data).status_code for _again in range(2)] == [422, 422]
    assert not SentForm.objects.exists()


def test_form_of_somebody_else_is_another(team: Team, address: str) -> None:
    token = form_of(team.client("owner"), address)
    for reader in ("owner", "editor"):
        team.client(reader).post(address, duty(team, token))
    assert Duty.objects.filter(text_fr="Sent twice").count() == 2


def test_form_left_by_a_process_that_died_may_come_again(
    team: Team, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = team.client("owner")
    data = duty(team, form_of(client, address))
    client.post(address, data)
    Duty.objects.filter(text_fr="Sent twice").delete()
    SentForm.objects.update(answer=None)
    monkeypatch.setattr(once, "PATIENCE", 0.2)
    assert client.post(address, data).status_code == 302
    assert not Duty.objects.filter(text_fr="Sent twice").exists()  # it may be at work still
    SentForm.objects.update(at=timezone.now() - 2 * once.LOST)
    client.post(address, data)
    assert Duty.objects.filter(text_fr="Sent twice").exists()


def test_forms_are_forgotten_after_a_day(team: Team, address: str) -> None:
    client = team.client("owner")
    client.post(address, duty(team, form_of(client, address)))
    SentForm.objects.update(at=timezone.now() - timedelta(days=2))
    client.post(address, duty(team, form_of(client, address), "Later"))
    assert SentForm.objects.count() == 1


def test_other_file_is_another_form(team: Team) -> None:
    client = team.client("owner")
    address = "/en/projects/new/file/"
    token = form_of(client, address)
    for content in (b"{}", b"[]"):
        file = SimpleUploadedFile("p.json", content)
        assert client.post(address, {"csrfmiddlewaretoken": token, "file": file}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_form_pressed_while_the_first_is_slow_makes_one(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/en/projects/{team.project.pk}/positions/new/"
    client = team.client("owner")
    token = form_of(client, address)
    data = {"csrfmiddlewaretoken": token, "profile": "", "title_fr": "Deux fois", "title_en": "", "holder": ""}
    inside, answers = threading.Event(), []
    slow = Position.save

    def save(position: Position, *args: Any, **kwargs: Any) -> None:
        inside.set()
        time.sleep(0.5)
        slow(position, *args, **kwargs)

    def press(wait: Callable[[], Any]) -> None:
        wait()
        answers.append(team.client("owner").post(address, data))
        connection.close()

    monkeypatch.setattr(Position, "save", save)
    presses = [threading.Thread(target=press, args=[wait]) for wait in (lambda: None, inside.wait)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Position.objects.filter(title_fr="Deux fois").count() == 1
