"""The matrix behind a share link: what a reader without an account sees, and what nobody learns."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phases.models import Project, ShareLink
from phases.sharing.domain import make_link, revoke_link
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from tests.conftest import Team
from tests.factories import DutyFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


def token_of(team: Team, *, days: float = 7, names: bool = False) -> str:
    """The token of a new link."""
    expires_at = timezone.now() + timedelta(days=days)
    return make_link(team.project.pk, team.users["owner"], "Cliente", expires_at, names=names)[1]


def html_of(token: str, query: str = "", **headers: str) -> str:
    """What an anonymous reader gets."""
    response = Client().get(f"/en/s/{token}/{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def hold(project: Project, name: str) -> None:
    """Let somebody hold the first position; the second stays vacant."""
    project.positions.filter(pk=project.positions.all()[0].pk).update(holder=PersonFactory.create(name=name))


def test_shared_matrix_is_read_without_an_account(team: Team) -> None:
    matrix = load_matrix(team.project.pk)
    set_cells(team.project.pk, team.users["owner"], [CellChange(matrix.duties[0].id, matrix.positions[0].id, "AR")])
    html = html_of(token_of(team))
    assert "Prévision de la demande" in html
    assert '<b class="l l-ar" translate="no">' in html
    assert "Read only" in html
    assert "Version 2" in html
    assert "This link works until" in html


def test_shared_matrix_leads_nowhere_else(team: Team) -> None:
    token = token_of(team)
    html = html_of(token)
    assert "/projects/" not in html
    assert "/accounts/" not in html
    assert "<form method" not in html  # nothing to change, and no key of a form that could
    assert f'href="/fr/s/{token}/"' in html


@pytest.mark.parametrize("names", [True, False])
def test_shared_matrix_names_people_only_where_it_shall(team: Team, names: bool) -> None:
    hold(team.project, "Anaïs Lavoie")
    html = html_of(token_of(team, names=names))
    assert ("Anaïs Lavoie" in html) == names
    assert ("Vacant" in html) == names
    for user in team.users.values():
        assert user.get_full_name() not in html
        assert user.email not in html


@pytest.mark.parametrize("language", ["fr", "en"])
def test_share_link_goes_to_the_language_of_its_reader(team: Team, language: str) -> None:
    token = token_of(team)
    response = Client().get(f"/s/{token}/?q=x", headers={"Accept-Language": language})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/s/{token}/?q=x"
    assert response["Referrer-Policy"] == "no-referrer"


def test_share_link_that_no_longer_works_says_the_same_whatever_the_reason(team: Team) -> None:
    expired, revoked = token_of(team, days=-1), token_of(team)
    revoke_link(team.project.pk, team.users["owner"], ShareLink.objects.all()[0].pk)
    answers = set()
    for token in (expired, revoked, "no-such-token", "A" * 43):
        response = Client().get(f"/en/s/{token}/")
        assert response.status_code == 404
        assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        answers.add(response.content.decode().replace(token, ""))
    assert len(answers) == 1
    html = answers.pop()
    assert "This link does not work" in html
    assert "Ask the person who sent it to you" in html
    assert "Prévision" not in html


@pytest.mark.parametrize("moment", ["before", "after"])
def test_share_link_works_to_its_last_second(team: Team, moment: str) -> None:
    token = token_of(team)
    edge = timedelta(seconds=30 if moment == "before" else -1)
    ShareLink.objects.update(expires_at=timezone.now() + edge)
    assert Client().get(f"/en/s/{token}/").status_code == (200 if moment == "before" else 404)


def test_shared_matrix_is_kept_by_nobody(team: Team) -> None:
    response = Client().get(f"/en/s/{token_of(team)}/")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert not response.cookies


def test_shared_matrix_takes_no_change(team: Team) -> None:
    assert Client().post(f"/en/s/{token_of(team)}/", {"letter": "A"}).status_code == 405


def test_shared_matrix_looks_the_same_to_a_member(team: Team) -> None:
    """Who opens a link does not matter; nobody is shown as signed in."""
    token = token_of(team)
    assert team.client("owner").get(f"/en/s/{token}/").content.decode() == html_of(token)


def test_shared_matrix_is_filtered_by_its_address(team: Team) -> None:
    token = token_of(team)
    first, second = (duty.code for duty in team.project.duties.all()[:2])
    DutyFactory.create(project=team.project, code="ZZ", text_fr="Valide le modèle", text_en="Validates the model")
    html = html_of(token, "?q=validates")
    assert "ZZ" in html
    assert f"<code>{first}</code>" not in html
    assert "No duties match" in html_of(token, "?q=nothing")
    partial = html_of(token, "?q=validates", **{"HX-Request": "true", "HX-Target": "grid"})
    assert "<html" not in partial
    assert "1 duty shown" in partial
    assert f"<code>{second}</code>" not in partial


def test_shared_matrix_without_position_is_empty(team: Team) -> None:
    team.project.positions.all().delete()
    assert "The matrix is empty" in html_of(token_of(team))


def test_shared_matrix_queries_do_not_grow(team: Team) -> None:
    token = token_of(team)
    html_of(token)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            html_of(token)
        counts.append(len(queries))
        PositionFactory.create_batch(5, project=team.project)
        DutyFactory.create_batch(20, project=team.project)
    assert counts == [5, 5]
