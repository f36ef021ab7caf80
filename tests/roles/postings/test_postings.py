"""The public page of a posting and its structured data."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from roles.models import Posting
from roles.postings.documents.posting import posting_document
from roles.postings.documents.text import job_posting, script_json
from roles.postings.domain.postings import (
    publish,
)
from tests.conftest import Team
from tests.roles.postings.drafts import CLOSING, TEXTS, again, path


def data_of(posting: Posting, language: str) -> dict[str, Any]:
    html = Client().get(f"/{language}/postings/{posting.slug}/").content.decode()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(scripts) == 1
    data: dict[str, Any] = json.loads(scripts[0])
    return data


REQUIRED = ("title", "description", "datePosted", "hiringOrganization", "jobLocation")
RECOMMENDED = ("baseSalary", "directApply", "employmentType", "identifier", "validThrough")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_structured_data_has_what_google_requires_and_recommends(team: Team, posting: Posting, language: str) -> None:
    publish(posting, team.users["owner"], public=True)
    data = data_of(posting, language)
    assert (data["@context"], data["@type"]) == ("https://schema.org/", "JobPosting")
    assert [name for name in (*REQUIRED, *RECOMMENDED) if name not in data] == []
    assert data["title"] == TEXTS[f"title_{language}"]
    assert data["hiringOrganization"] == {"@type": "Organization", "name": TEXTS[f"employer_{language}"]}
    address = data["jobLocation"]["address"]
    assert (address["addressLocality"], address["addressRegion"], address["addressCountry"]) == ("Montréal", "QC", "CA")
    value = data["baseSalary"]["value"]
    assert (data["baseSalary"]["currency"], value["minValue"], value["maxValue"], value["unitText"]) == (
        "CAD", 62000, 78500.5, "YEAR",
    )  # fmt: skip
    assert data["validThrough"] == f"{CLOSING.year}-12-19T00:00:00-05:00"
    assert date.fromisoformat(data["datePosted"]) == timezone.localdate()
    assert ("Faire R" if language == "fr" else "Do R") in data["description"]


def test_structured_data_of_work_from_home_names_the_country(posting: Posting) -> None:
    posting.work_mode = "remote"
    data = job_posting(posting_document(posting, "fr"), "https://example.org/")
    assert data["jobLocationType"] == "TELECOMMUTE"
    assert data["applicantLocationRequirements"] == {"@type": "Country", "name": "Canada"}


def test_structured_data_cannot_end_its_script(posting: Posting) -> None:
    text = script_json({"x": "</script><!--<script>\u2028&"})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"x": "</script><!--<script>\u2028&"}


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
