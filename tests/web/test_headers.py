"""The policy and the privacy of every kind of page."""

import pytest
from django.test import Client

from tests.conftest import Team

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fr/", 200),
        ("/en/accounts/login/", 200),
        ("/fr/no-such-page/", 404),
        ("/fr/projects/", 302),
        ("/healthz", 200),
        ("/robots.txt", 200),
        ("/admin/", 302),
    ],
)
def test_policy_forbids_inline_scripts_on_every_kind_of_page(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert {rule.strip() for rule in response["Content-Security-Policy"].split(";")} == POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_signed_in_pages_are_private(team: Team) -> None:
    response = team.client("owner").get(f"/fr/projects/{team.project.pk}/")
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_probes_are_the_same_for_all(client: Client) -> None:
    assert not client.get("/healthz").has_header("Cache-Control")
