"""No address is a dead end: one that takes forms only leads on, and a wrong method is told on a page."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from aispec.web.middleware import page_above
from tests.conftest import Team
from tests.factories import PersonFactory

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in resolver.url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


def addresses(team: Team, language: str) -> list[str]:
    """Every address of ours below a project, with an id that is there or none that is."""
    ids = {
        "project_id": team.project.pk,
        "duty_id": team.project.duties.all()[0].pk,
        "position_id": team.project.positions.all()[0].pk,
        "person_id": PersonFactory.create().pk,
    }
    found = []
    for entry in patterns(get_resolver()):
        converters = entry.pattern.converters
        if entry.name and "project_id" in converters and not {"fmt", "slug"} & converters.keys():
            path = reverse(entry.name, kwargs={name: ids.get(name, 1) for name in converters})
            found.append(f"/{language}/{path.split('/', 2)[2]}")
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_address_that_takes_forms_only_leads_to_a_page(team: Team, language: str) -> None:
    client, led = team.client("owner"), 0
    for address in addresses(team, language):
        response = client.get(address, headers=BROWSER)
        if response.status_code == 302 and address.startswith(response["Location"]):
            led += 1
            response = client.get(address, headers=BROWSER, follow=True)
            assert response.status_code in (200, 404), address
            assert b"<main" in response.content
        assert response.status_code != 405, address
    assert led > 20


@pytest.mark.parametrize(("language", "words"), [("fr", "ne peut pas servir"), ("en", "cannot be used that way")])
def test_form_sent_to_a_page_is_told_with_a_way_on(team: Team, language: str, words: str) -> None:
    address = f"/{language}/projects/{team.project.pk}/history/"
    response = team.client("owner").post(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    page = response.content.decode()
    assert words in page
    assert f'href="/{language}/projects/{team.project.pk}/"' in page


def test_address_of_others_leads_nowhere_else(team: Team) -> None:
    for reader in ("outsider", "owner"):
        project = team.project.pk if reader == "outsider" else 987_654
        response = team.client(reader).get(f"/fr/projects/{project}/settings/save/", headers=BROWSER, follow=True)
        assert response.status_code == 404


def test_request_of_htmx_gets_the_plain_refusal(team: Team) -> None:
    response = team.client("owner").get(f"/fr/projects/{team.project.pk}/cells/", headers={"HX-Request": "true"})
    assert response.status_code == 405


@pytest.mark.django_db
def test_post_only_address_outside_a_project_leads_on(client: Client) -> None:
    assert client.get("/fr/theme/", headers=BROWSER)["Location"] == "/fr/"
    assert page_above("/nowhere") == ""


def test_other_language_after_a_form_is_the_page_it_stood_on(team: Team) -> None:
    page = f"http://testserver/fr/projects/{team.project.pk}/members/"
    refused = team.client("owner").post(f"{page}new/", {"email": "x"}, headers={"Referer": page})
    assert refused.status_code == 422
    assert f'href="/en/projects/{team.project.pk}/members/"' in refused.content.decode()
