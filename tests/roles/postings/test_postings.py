"""The public page of a posting and its structured data."""

from datetime import date

from django.test import Client

from roles.models import Posting
from roles.postings.domain.postings import (
    publish,
)
from tests.conftest import Team
from tests.roles.postings.drafts import CLOSING, again, path


def test_public_page_shows_typed_markup_as_text(team: Team, posting: Posting) -> None:
    publish(posting, team.users["owner"], public=True)
    html = Client().get(f"/fr/postings/{posting.slug}/").content.decode()
    assert "&lt;b&gt;Vite&lt;/b&gt;" in html
    assert "<b>Vite" not in html


def test_posting_says_its_last_day_and_never_the_midnight_after_it(team: Team, posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(closing_date=date(CLOSING.year, 2, 1))
    publish(again(posting), team.users["owner"], public=True)
    client = team.client("owner")
    page = " ".join(client.get(path(posting, language="fr")).content.decode().split())
    journal = client.get(f"/fr/projects/{team.project.pk}/history/").content.decode()
    public = Client().get(f"/fr/postings/{posting.slug}/?utm_source=ailleurs").content.decode()
    for text in (page, journal, public):
        assert f"1er février {CLOSING.year}" in text
    assert f"public jusqu’au 1er février {CLOSING.year} </span>" in page
    assert f'rel="canonical" href="http://testserver/fr/postings/{posting.slug}/"' in public
    assert '<meta name="description" content="Vous mettez en service.' in public
