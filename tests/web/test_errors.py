"""Error pages say in both languages what to do next."""

from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils.translation import override
from django.views.defaults import bad_request, server_error

from tests.conftest import Team

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@LANGUAGES
@pytest.mark.django_db
def test_unknown_page_is_404(client: Client, language: str) -> None:
    response = client.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert {"fr": "Page introuvable", "en": "Page not found"}[language] in response.content.decode()


@LANGUAGES
def test_project_of_others_is_the_same_404_as_none(team: Team, language: str) -> None:
    def words(project_id: int) -> str:
        response = team.client("outsider").get(f"/{language}/projects/{project_id}/")
        assert response.status_code == 404
        return response.content.decode().partition("<main")[2]

    assert words(team.project.pk) == words(987_654)


@LANGUAGES
def test_too_small_a_role_is_403(team: Team, language: str) -> None:
    response = team.client("viewer").post(f"/{language}/projects/{team.project.pk}/delete/")
    assert response.status_code == 403
    expected = {"fr": "Votre accès ne permet pas cette action", "en": "Your access does not allow this"}
    assert expected[language] in response.content.decode()


@LANGUAGES
@pytest.mark.django_db
def test_form_without_token_is_explained(language: str) -> None:
    response = Client(enforce_csrf_checks=True).post(f"/{language}/theme/", {"theme": "dark"})
    assert response.status_code == 403
    expected = {"fr": "Le formulaire n’a pas été accepté", "en": "The form was not accepted"}
    assert expected[language] in response.content.decode()


@LANGUAGES
def test_server_error_needs_neither_reader_nor_database(rf: RequestFactory, language: str) -> None:
    with override(language):
        content = server_error(rf.get("/")).content.decode()
    assert {"fr": "Une erreur est survenue", "en": "Something went wrong"}[language] in content


def test_bad_request_is_explained(rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    with override("fr"):
        response = bad_request(request, ValueError())
    assert response.status_code == 400
    assert "La demande n’a pas été comprise" in response.content.decode()


@LANGUAGES
@pytest.mark.parametrize(
    "error",
    [
        OperationalError("the database is locked"),
        InterfaceError("connection closed"),
        DatabaseError("database disk image is malformed"),
        InternalError("cannot execute UPDATE in a read-only transaction"),
    ],
)
def test_database_that_is_away_asks_to_come_again(team: Team, language: str, error: Exception) -> None:
    client = team.client("owner")
    client.raise_request_exception = False
    with patch("roles.grid.views.page.load_matrix", side_effect=error):
        response = client.get(f"/{language}/projects/{team.project.pk}/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert {"fr": "Le site revient dans un instant", "en": "Back in a moment"}[language] in response.content.decode()
    assert "Content-Security-Policy" in response


def test_table_that_is_still_to_be_migrated_asks_to_come_again(team: Team) -> None:
    """Both engines say it in their own way."""
    client = team.client("owner")
    client.raise_request_exception = False

    def read(*_args: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM no_such_table")

    with patch("roles.grid.views.page.load_matrix", side_effect=read):
        assert client.get(f"/fr/projects/{team.project.pk}/").status_code == 503


def test_fault_of_ours_is_500(team: Team) -> None:
    client = team.client("owner")
    client.raise_request_exception = False
    with patch("roles.grid.views.page.load_matrix", side_effect=ValueError):
        assert client.get(f"/fr/projects/{team.project.pk}/").status_code == 500


@pytest.mark.django_db
def test_address_with_a_zero_leads_nowhere(client: Client) -> None:
    for path in ("/fr/accounts/oidc/a%00b/login/", "/fr/profiles/a%00b/"):
        assert client.get(path).status_code == 404


@LANGUAGES
@pytest.mark.django_db
def test_too_many_attempts_are_explained(client: Client, language: str) -> None:
    cache.clear()
    for _ in range(21):
        response = client.post(f"/{language}/accounts/password/reset/", {"email": "nobody@example.org"})
    assert response.status_code == 429
    assert {"fr": "Trop de tentatives", "en": "Too many attempts"}[language] in response.content.decode()
