"""The small forms over the grid: a title, a text, a holder or a reason in place, a row and a column more."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from phases.models import ProjectChange
from roles.grid.views.answers import RELOAD, VERSION
from roles.matrix.matrix import Matrix, load_matrix
from roles.models import Duty, Position
from roles.projects.domain.duties import reword_duty
from roles.projects.domain.positions import rename_position
from roles.undo.undo import redo, undo
from tests.conftest import READERS, Team

ANSWERS = {"owner": 200, "editor": 200, "viewer": 403, "outsider": 404, "anonymous": 302}
HTMX = {"HX-Request": "true"}
SAID = {
    "position-title": {"title": "Architecte"},
    "position-holder": {"holder": "Zoé Roy"},
    "position-add": {"title": "Architecte"},
    "duty-text": {"text": "Valide"},
    "duty-reason": {"reason": "Hors mandat"},
    "duty-add": {"text": "Valide"},
}


class Desk:
    """The first duty and position of a team, and the forms about them."""

    def __init__(self, team: Team) -> None:
        self.team, self.pk = team, team.project.pk
        self.duty: Duty = team.project.duties.order_by("phase__order", "order")[0]
        self.position: Position = team.project.positions.order_by("order")[0]

    @property
    def matrix(self) -> Matrix:
        return load_matrix(self.pk, "fr")

    def url(self, name: str) -> str:
        if name == "duty-add":
            return f"{reverse(name, args=[self.pk])}?after={self.duty.pk}"
        args = {"position-add": [], "duty-text": [self.duty.pk], "duty-reason": [self.duty.pk]}
        return reverse(name, args=[self.pk, *args.get(name, [self.position.pk])])

    def send(self, name: str, reader: str = "editor", **changes: Any) -> HttpResponse:
        """Fill in the form as it is shown now."""
        client, url = self.team.client(reader), self.url(name)
        shown = client.get(url, headers=HTMX).context
        form = shown["form"] if shown and "form" in shown else None
        initial = {f"initial-{key}": value for key, value in form.initial.items()} if form else {}
        seen = {"seen": form.initial["seen"]} if form and "seen" in form.initial else {}
        return client.post(url, initial | seen | SAID[name] | changes, headers=HTMX)  # type: ignore[return-value]


@pytest.fixture
def desk(team: Team) -> Desk:
    return Desk(team)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SAID)
def test_form_in_place_by_reader(desk: Desk, reader: str, name: str) -> None:
    asked = desk.team.client(reader).get(desk.url(name), headers=HTMX)
    answer = desk.send(name, reader)
    if reader == "anonymous":  # HTMX is led to the sign-in by a header
        assert (asked.status_code, answer.status_code) == (200, 200)
        assert "HX-Redirect" in answer.headers
    else:
        assert (asked.status_code, answer.status_code) == (ANSWERS[reader], ANSWERS[reader])
    assert ProjectChange.objects.exists() is (reader in ("owner", "editor"))


@pytest.mark.parametrize("name", SAID)
def test_form_in_place_is_one_step_that_is_undone_and_redone(desk: Desk, name: str) -> None:
    before = desk.matrix
    answer = desk.send(name)
    after = desk.matrix
    assert RELOAD in answer.headers["HX-Trigger"]
    assert answer.headers[VERSION] == "1"
    assert 'form="undo-form"' in answer.content.decode()
    assert (before.positions, before.duties) != (after.positions, after.duties)
    undo(desk.pk, desk.team.users["editor"])
    assert (desk.matrix.positions, desk.matrix.duties) == (before.positions, before.duties)
    redo(desk.pk, desk.team.users["editor"])
    assert (desk.matrix.positions, desk.matrix.duties) == (after.positions, after.duties)


@pytest.mark.parametrize("name", ["position-title", "position-add", "duty-text", "duty-reason", "duty-add"])
def test_form_in_place_without_words_says_so(desk: Desk, name: str) -> None:
    (field,) = SAID[name]
    answer = desk.send(name, **{field: " "})
    assert answer.status_code == 422
    assert f'id="in_place_{field}_error"' in answer.content.decode()
    assert not ProjectChange.objects.exists()


def test_form_in_place_changes_the_language_of_its_reader_alone(desk: Desk) -> None:
    client, url = desk.team.client("editor"), desk.url("position-title").replace("/fr/", "/en/")
    shown = client.get(url, headers=HTMX)
    assert f"The French stays: {desk.position.title_fr}" in shown.content.decode()
    seen = shown.context["form"].initial["seen"]
    assert client.post(url, {"title": "Architect", "seen": seen}, headers=HTMX).status_code == 200
    desk.position.refresh_from_db()
    assert (desk.position.title_fr, desk.position.title_en) == (f"Poste {desk.position.order}", "Architect")


def test_form_in_place_that_leaves_the_words_changes_nothing(desk: Desk) -> None:
    Duty.objects.filter(pk=desk.duty.pk).update(text_en="")
    client, url = desk.team.client("editor"), desk.url("duty-text").replace("/fr/", "/en/")
    form = client.get(url, headers=HTMX).context["form"]
    assert form.initial["text"] == desk.duty.text_fr  # for want of an English one
    assert client.post(url, form.initial, headers=HTMX).status_code == 204
    assert not ProjectChange.objects.exists()


@pytest.mark.parametrize("name", ["position-title", "duty-text"])
def test_form_in_place_over_words_that_somebody_changed_is_409_then_saved(desk: Desk, name: str) -> None:
    client, url, owner = desk.team.client("editor"), desk.url(name), desk.team.users["owner"]
    seen = client.get(url, headers=HTMX).context["form"].initial
    if name == "duty-text":
        reword_duty(desk.pk, owner, desk.duty.pk, "Les leurs")
    else:
        rename_position(desk.pk, owner, desk.position.pk, "Les leurs")
    (field,) = SAID[name]
    body = {f"initial-{field}": seen[field], field: "Les miens", "seen": seen["seen"]}
    answer = client.post(url, body, headers=HTMX)
    assert answer.status_code == 409
    assert "Les leurs" in answer.content.decode()
    assert ProjectChange.objects.count() == 1
    body["seen"] = answer.context["form"].data["seen"]
    assert client.post(url, body, headers=HTMX).status_code == 200
    words = desk.matrix.duties[0].text if name == "duty-text" else desk.matrix.positions[0].title
    assert words == "Les miens"


def test_title_in_place_takes_no_notice_of_another_holder(desk: Desk) -> None:
    client, url = desk.team.client("editor"), desk.url("position-title")
    seen = client.get(url, headers=HTMX).context["form"].initial["seen"]
    desk.send("position-holder", "owner")
    assert client.post(url, {"title": "Architecte", "seen": seen}, headers=HTMX).status_code == 200


def test_duty_stands_below_the_one_it_was_asked_at(desk: Desk) -> None:
    desk.send("duty-add")
    assert [duty.text for duty in desk.matrix.duties][:3] == [desk.duty.text, "Valide", desk.duty.text]
    assert desk.matrix.duties[1].code == "P01"


def test_duty_of_a_phase_stands_last_in_it(desk: Desk) -> None:
    phase = list(desk.team.project.phases.all())[-1]
    url = f"{reverse('duty-add', args=[desk.pk])}?phase={phase.pk}"
    assert desk.team.client("editor").post(url, {"text": "Valide"}, headers=HTMX).status_code == 200
    assert (desk.matrix.duties[-1].text, desk.matrix.duties[-1].phase_id) == ("Valide", phase.pk)


@pytest.mark.parametrize("query", ["", "?after=0", "?after=999999", "?phase=x", "?phase=999999"])
def test_duty_of_nowhere_is_not_found(desk: Desk, query: str) -> None:
    url = reverse("duty-add", args=[desk.pk]) + query
    assert desk.team.client("editor").post(url, {"text": "Valide"}, headers=HTMX).status_code == 404


def test_reason_in_place_is_taken_back_by_the_same_form(desk: Desk) -> None:
    desk.send("duty-reason")
    assert desk.matrix.duties[0].reason == "Hors mandat"
    assert desk.send("duty-reason", applies="yes", reason="").status_code == 200
    assert desk.matrix.duties[0].applicable


def test_forms_in_place_without_htmx_lead_to_the_matrix(desk: Desk) -> None:
    for name in SAID:
        answer = desk.team.client("editor").get(desk.url(name))
        assert answer.headers["Location"] == reverse("project", args=[desk.pk])


def test_page_has_its_menus_once_and_only_where_it_is_edited(desk: Desk) -> None:
    url = reverse("project", args=[desk.pk])
    edited = desk.team.client("editor").get(url).content.decode()
    assert edited.count('role="menu"') == 3
    assert edited.count('class="add"') == 3  # two phases and the columns
    for reader, query in (("editor", "?mode=view"), ("viewer", "")):
        html = desk.team.client(reader).get(url + query).content.decode()
        assert 'id="column-menu"' not in html
        assert 'class="add"' not in html
    assert desk.team.client("editor").get(f"{url}?q=x").content.decode().count('class="add"') < 3  # none under a filter
