"""A posting as a file."""

import re
from io import BytesIO

import pytest
from django.utils.translation import override
from docx import Document

from roles.models import Posting
from roles.models.postings import TEXTS as TEXT_NAMES
from roles.postings.documents.posting import posting_document
from roles.postings.documents.text import posting_text
from tests.conftest import Team
from tests.roles.postings.drafts import TEXTS, path, texts_of


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "txt"])
def test_posting_file_holds_everything(team: Team, posting: Posting, kind: str, language: str) -> None:
    response = team.client("viewer").get(path(posting, f"file/{kind}/?lang={language}"))
    assert response.status_code == 200
    assert re.search(rf"-{language}\.{kind}\"?$", response["Content-Disposition"])
    text = " ".join(texts_of(kind, response.content).split())
    wanted = [TEXTS[f"{name}_{language}"] for name in TEXT_NAMES if name not in ("mission", "essential")]
    wanted += ["Faire R" if language == "fr" else "Do R", "TA-14"]
    # what a reader asks for first: how many, for how long, since when, how and where it is worked
    wanted += (
        ["Temporaire · 12 mois", "Hybride", "Poste à pourvoir maintenant"]
        if language == "fr"
        else ["Temporary · 12 months", "Hybrid", "Existing vacancy"]
    )
    assert [words for words in wanted if " ".join(words.split()).lower() not in text.lower()] == []


def test_posting_docx_opens_with_headings(team: Team, posting: Posting) -> None:
    word = Document(BytesIO(team.client("viewer").get(path(posting, "file/docx/?lang=fr")).content))
    headings = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading 1")]  # type: ignore[union-attr]
    assert "Responsabilités" in headings
    assert word.core_properties.language == "fr-CA"


def test_plain_text_is_in_the_order_of_the_page(posting: Posting) -> None:
    with override("fr"):
        text = posting_text(posting_document(posting, "fr"))
    order = [
        text.index(word)
        for word in ("TECHNICIENNE", "Employeur", "RESPONSABILITÉS", "Faire R", "EXIGENCES", "POUR POSTULER")
    ]
    assert order == sorted(order)
