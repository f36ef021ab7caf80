"""Light, dark, or as the system."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_theme_is_kept_in_a_cookie_and_on_the_page(client: Client) -> None:
    response = client.post("/fr/theme/", {"theme": "dark", "next": "/fr/profiles/?q=a"})
    assert (response.status_code, response["Location"]) == (302, "/fr/profiles/?q=a")
    assert response.cookies["theme"]["httponly"]
    assert 'data-theme="dark"' in client.get("/fr/").content.decode()


@pytest.mark.django_db
def test_theme_unknown_follows_the_system_again(client: Client) -> None:
    client.post("/fr/theme/", {"theme": "dark"})
    client.post("/fr/theme/", {"theme": "<script>"})
    assert "data-theme=" not in client.get("/fr/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_theme_never_leads_away(client: Client, target: str) -> None:
    assert client.post("/fr/theme/", {"theme": "dark", "next": target})["Location"] == "/"


def test_theme_by_get_is_refused(client: Client) -> None:
    assert client.get("/fr/theme/").status_code == 405
