"""The public page of a posting: what search engines and other sites read of it, and how they learn its end."""

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from roles.enums import PostingState
from roles.models import Posting
from roles.postings.documents.posting import posting_document
from roles.postings.documents.structured import job_posting, script_json
from roles.postings.domain.duties import frozen_duties
from roles.postings.domain.postings import publish, remove, reopen
from tests.conftest import Team
from tests.factories import FrameworkFactory, PhaseFactory, ResponsibilityFactory, RoleProfileFactory
from tests.roles.postings.drafts import CLOSING, again, path
from tests.roles.postings.job_posting import SCHEMA, fits

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "city": "Montréal", "province": "QC", "postal_code": "H2X 1Y4", "street": "1, rue d’Essai",
    "employment": "FULL_TIME",
    "pay_min": Decimal(62000), "pay_max": Decimal("78500.50"), "pay_unit": "YEAR", "reference": "TA-14", "noc": "22220",
    "title_fr": "Technicienne ou technicien en IA", "title_en": "AI technician", "employer_fr": "Société d’essai",
    "employer_en": "Trial Company", "mission_fr": "Vous mettez \"en service\".\n<b>Vite</b> </script>",
    "mission_en": "You deploy.", "essential_fr": "Python\nRigueur", "essential_en": "Python\nRigour",
    "apply_fr": "Écrivez-nous.", "apply_en": "Write to us.",
}  # fmt: skip


def published(**values: Any) -> Posting:
    """A posting of the catalogue that anybody may read."""
    framework, now = FrameworkFactory.create(), timezone.now()
    profile = RoleProfileFactory.create(framework=framework)
    ResponsibilityFactory.create(phase=PhaseFactory.create(framework=framework), profile=profile, posting_fr="Faire R",
                                 posting_en="Do R")  # fmt: skip
    stands = {
        "state": PostingState.PUBLISHED,
        "public": True,
        "published_at": now,
        "expires_at": now + timedelta(days=9),
    }
    made = Posting(framework=framework, profile=profile, slug="essai-0123", **FACTS | stands | values)
    made.save()
    Posting.objects.filter(pk=made.pk).update(frozen=frozen_duties(made))
    return Posting.objects.get(pk=made.pk)


def data_of(posting: Posting, language: str = "fr") -> dict[str, Any]:
    with override(language):
        return job_posting(posting_document(posting, language), "https://example.org/")


def page_of(language: str = "fr", query: str = "") -> str:
    return Client().get(f"/{language}/postings/essai-0123/{query}").content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_structured_data_of_the_page_has_what_google_requires_and_recommends(language: str) -> None:
    posting = published()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page_of(language), re.DOTALL)
    assert len(scripts) == 1
    data = json.loads(scripts[0])
    assert fits(data, SCHEMA)
    assert {"baseSalary", "employmentType", "jobLocation", "validThrough", "identifier"} <= set(data)
    assert data["url"] == f"http://testserver/{language}/postings/essai-0123/"
    assert data["title"] == FACTS[f"title_{language}"]
    assert data["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "YEAR",
        "minValue": 62000,
        "maxValue": 78500.5,
    }
    assert posting.expires_at
    assert datetime.fromisoformat(data["validThrough"]) == posting.expires_at.replace(microsecond=0)
    assert ("Faire R" if language == "fr" else "Do R") in data["description"]


class Tags(HTMLParser):
    """The tags of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.add(tag)


REMOTE = {"work_mode": "remote", "city": "", "street": "", "postal_code": ""}


@pytest.mark.parametrize(
    ("values", "name", "said"),
    [
        ({"pay_unit": "MONTH", "pay_max": None}, "baseSalary", {"minValue": 62000, "unitText": "MONTH"}),
        ({"pay_unit": "DAY", "pay_min": None}, "baseSalary", {"maxValue": 78500.5, "unitText": "DAY"}),
        ({"pay_max": Decimal(62000)}, "baseSalary", {"value": 62000, "unitText": "YEAR"}),
        ({"pay_min": None, "pay_max": None}, "baseSalary", None),
        ({"tenure": "temporary"}, "employmentType", ["FULL_TIME", "TEMPORARY"]),
        ({"tenure": "temporary", "employment": "TEMPORARY"}, "employmentType", "TEMPORARY"),
        ({"employment": ""}, "employmentType", None),
        (REMOTE, "jobLocation", None),
        (REMOTE, "applicantLocationRequirements", {"@type": "Country", "name": "Canada"}),
        (
            REMOTE | {"remote_area": ["ON", "QC"]},
            "applicantLocationRequirements",
            [{"@type": "State", "name": "Ontario, Canada"}, {"@type": "State", "name": "Québec, Canada"}],
        ),
        ({"work_mode": "hybrid"}, "jobLocationType", None),
        ({"reference": ""}, "identifier", {"@type": "PropertyValue", "name": "Société d’essai", "value": "essai-0123"}),
        ({"employer_fr": ""}, "hiringOrganization", "confidential"),
        ({"openings": 2}, "totalJobOpenings", 2),
    ],
)
def test_structured_data_says_what_the_posting_says(values: dict[str, Any], name: str, said: Any) -> None:
    data = data_of(published(**values))
    assert fits(data, SCHEMA)
    found = data.get(name)
    if name == "baseSalary" and found:
        found = {key: value for key, value in found["value"].items() if key != "@type"}
    assert found == said


def test_description_is_paragraphs_and_lists_of_all_that_is_said() -> None:
    description = data_of(published())["description"]
    assert Tags(description).found == {"p", "ul", "li"}
    assert all(words in description for words in ("&lt;b&gt;Vite", "<li>Faire R</li>", "<li>Rigueur</li>", "Écrivez"))


def test_structured_data_cannot_end_its_script() -> None:
    text = script_json({"x": "</script><!--<script>\u2028&"})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"x": "</script><!--<script>\u2028&"}


def test_page_tells_other_sites_what_it_is_without_its_query() -> None:
    published()
    page = page_of("en", "?utm_source=ailleurs")
    address = "http://testserver/en/postings/essai-0123/"
    for line in (
        f'<link rel="canonical" href="{address}">',
        f'<meta property="og:url" content="{address}">',
        '<meta property="og:type" content="website">',
        '<meta property="og:title" content="AI technician">',
        '<meta property="og:description" content="You deploy.">',
        '<meta property="og:locale" content="en_CA">',
        '<meta name="description" content="You deploy.">',
        f'<link rel="alternate" hreflang="en" href="{address}">',
        f'<link rel="alternate" hreflang="fr" href="{address.replace("/en/", "/fr/")}">',
        f'<link rel="alternate" hreflang="x-default" href="{address.replace("/en/", "/fr/")}">',
    ):
        assert page.count(line) == 1, line
    assert page.count('rel="alternate"') == 3
    head = page_of().partition("</head>")[0]
    assert 'content="Vous mettez &quot;en service&quot;. &lt;b&gt;Vite&lt;/b&gt; &lt;/script&gt;"' in head


def test_page_without_a_twin_names_none() -> None:
    published(title_en="", employer_en="", mission_en="", essential_en="", apply_en="")
    assert 'rel="alternate"' not in page_of()
    assert Client().get("/en/postings/essai-0123/")["Location"] == "/fr/postings/essai-0123/"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 200),
        ({"state": PostingState.CLOSED}, 410),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, 410),
        ({"state": PostingState.DRAFT, "public": False}, 404),
        ({"public": False}, 404),
    ],
)
def test_page_that_worked_and_is_over_is_gone(values: dict[str, Any], status: int) -> None:
    published(**values)
    response = Client().get("/fr/postings/essai-0123/")
    assert response.status_code == status
    assert ("noindex" in response.content.decode()) == (status != 200)
    assert ("essai-0123" in Client().get("/sitemap.xml").content.decode()) == (status == 200)


def test_page_of_a_posting_that_is_taken_back_or_removed_is_gone(team: Team, posting: Posting) -> None:
    owner, address = team.users["owner"], f"/en/postings/{posting.slug}/"
    assert Client().get(address).status_code == 404
    publish(posting, owner, public=False)
    reopen(again(posting), owner)
    assert Client().get(address).status_code == 404  # nobody could ever read it
    publish(posting, owner, public=True)
    reopen(again(posting), owner)
    assert Client().get(address).status_code == 410
    remove(again(posting), owner)
    assert Client().get(address).status_code == 410


def test_sitemap_leads_to_open_postings_and_their_twins() -> None:
    published()
    with CaptureQueriesContext(connection) as queries:
        response = Client().get("/sitemap.xml")
    assert len(queries) == 1
    assert response["Content-Type"] == "application/xml"
    sitemap = response.content.decode()
    for language in ("fr", "en"):
        assert f"<loc>http://testserver/{language}/postings/essai-0123/</loc>" in sitemap
    assert sitemap.count(f"<lastmod>{timezone.now().date().isoformat()}") == 2
    assert sitemap.count('rel="alternate"') == 4
    Posting.objects.update(title_en="")
    assert "/en/" not in Client().get("/sitemap.xml").content.decode()


def test_robots_are_led_to_the_sitemap_and_kept_from_no_posting() -> None:
    robots = Client().get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert not [line for line in robots if line.startswith("Disallow:") and "postings" in line]
    assert "Disallow: /" not in robots


@pytest.mark.parametrize(
    ("low", "high", "french", "english"),
    [
        (60000, 70000, "de 60 000 $ à 70 000 $ par année", "from $60,000 to $70,000 a year"),
        (60000, 60000, "60 000 $ par année", "$60,000 a year"),
        (60000, None, "à partir de 60 000 $ par année", "from $60,000 a year"),
        (None, 70000, "jusqu’à 70 000 $ par année", "up to $70,000 a year"),
    ],
)
def test_pay_with_one_end_says_which(low: int | None, high: int | None, french: str, english: str) -> None:
    posting = published(pay_min=low, pay_max=high)
    for language, words in (("fr", french), ("en", english)):
        with override(language):
            assert posting_document(posting, language).pay.replace("\u00a0", " ") == words


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
