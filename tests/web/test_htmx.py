"""How HTMX answers differ from pages."""

import pytest
from django.test import Client

HTMX = {"HX-Request": "true"}


@pytest.mark.django_db
def test_redirect_of_an_htmx_request_moves_the_page(client: Client) -> None:
    response = client.get("/fr/projects/", headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/fr/accounts/login/")


def test_redirect_keeps_its_cookies(client: Client) -> None:
    response = client.post("/fr/theme/", {"theme": "dark"}, headers=HTMX)
    assert response["HX-Redirect"] == "/"
    assert response.cookies["theme"].value == "dark"


def test_redirect_of_a_plain_request_stays_one(client: Client) -> None:
    assert client.post("/fr/theme/", {"theme": "dark"}).status_code == 302


@pytest.mark.django_db
def test_caches_keep_page_and_partial_apart(client: Client) -> None:
    assert "HX-Request" in client.get("/fr/")["Vary"]
