"""From `/` to the reader's language, and from a page to the same page in the other."""

import pytest
from django.test import Client

from aispec.web.language import in_language


@pytest.mark.parametrize(
    ("accepted", "target"), [("en-CA,en;q=0.9", "/en/"), ("fr-CA", "/fr/"), ("de", "/fr/"), ("", "/fr/")]
)
def test_root_goes_to_the_readers_language(client: Client, accepted: str, target: str) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, target)


@pytest.mark.parametrize(
    ("path", "language", "other"),
    [
        ("/fr/profiles/?phase=donn%C3%A9es&q=a", "en", "/en/profiles/?phase=donn%C3%A9es&q=a"),
        ("/en/projects/3/", "fr", "/fr/projects/3/"),
        ("/fr/no-such-page/", "en", "/en/no-such-page/"),
        ("/french/", "en", "/en/"),
    ],
)
def test_in_language_keeps_page_and_query(path: str, language: str, other: str) -> None:
    assert in_language(path, language) == other


@pytest.mark.django_db
def test_page_links_to_its_twin_and_says_its_language(client: Client) -> None:
    page = client.get("/fr/profiles/?q=mod%C3%A8le").content.decode()
    assert '<html lang="fr-CA"' in page
    assert 'hreflang="en" href="http://testserver/en/profiles/?q=mod%C3%A8le"' in " ".join(page.split())
