"""Job postings: what they say and never say, who may write them, their states and files."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from docx import Document
from pypdf import PdfReader

from phases.models import Project, ProjectChange
from roles.enums import Letter, PostingState
from roles.history.domain.replay import verify
from roles.models import Duty, FindingDismissal, Position, Posting, SuggestionRule
from roles.postings.documents.posting import posting_document
from roles.postings.documents.text import posting_text
from roles.postings.domain.duties import by_phase, candidates, duties_of
from roles.postings.domain.lines import Line
from roles.postings.domain.opened import open_to_hr, opened_positions
from roles.postings.domain.postings import (
    EnglishAlone,
    NotADraft,
    Source,
    close,
    edit_posting,
    expiry,
    make_posting,
    posting_fingerprint,
    publish,
    remove,
    reopen,
    values_of,
)
from roles.postings.domain.public import open_posting
from tests.conftest import READERS, Team
from tests.factories import (
    AssignmentFactory,
    PersonFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
    small_project,
)
from tests.roles.postings.readers import hr, signed_in

CLOSING = date(timezone.localdate().year + 1, 12, 18)
TEXTS = {
    "title_fr": "Technicienne ou technicien en IA", "title_en": "AI technician",
    "employer_fr": "Société d’essai", "employer_en": "Trial Company",
    "mission_fr": "Vous mettez en service.\n<b>Vite</b> </script>", "mission_en": "You deploy.",
    "essential_fr": "Python\nRigueur", "essential_en": "Python\nRigour",
    "asset_fr": "SQL", "asset_en": "SQL", "education_fr": "DEC", "education_en": "College",
    "language_fr": "Anglais, à l’écrit", "language_en": "Written English",
    "language_reason_fr": "La documentation est en anglais.", "language_reason_en": "The manuals are in English.",
    "conditions_fr": "Horaire souple", "conditions_en": "Flexible hours",
    "apply_fr": "Écrire à emplois@example.org", "apply_en": "Write to emplois@example.org",
    "privacy_fr": "Avis", "privacy_en": "Notice", "accommodation_fr": "Mesures", "accommodation_en": "Measures",
}  # fmt: skip
FACTS = {
    "city": "Montréal", "province": "QC", "postal_code": "H2X 1Y4", "street": "1, rue d’Essai", "work_mode": "hybrid",
    "employment": "FULL_TIME", "pay_min": Decimal(62000), "pay_max": Decimal("78500.50"), "pay_unit": "YEAR",
    "closing_date": CLOSING, "reference": "TA-14", "noc": "22220",
}  # fmt: skip


@pytest.fixture
def position(team: Team) -> Position:
    """A vacant position with a duty a letter."""
    row: Position = team.project.positions.all()[0]
    for duty, letter in zip(team.project.duties.all(), ("R", "A", "AR", "C", "I"), strict=False):
        duty.text_fr, duty.text_en = f"Fait {letter}", f"Does {letter}"
        duty.posting_fr, duty.posting_en = f"Faire {letter}", f"Do {letter}"
        duty.save()
        AssignmentFactory.create(duty=duty, position=row, letter=letter)
    return row


@pytest.fixture
def posting(team: Team, position: Position) -> Posting:
    """A whole draft, in both languages."""
    made = make_posting(team.project, team.users["owner"], Source(position, twin=True))
    edit_posting(made, team.users["owner"], TEXTS | FACTS, [Line(row["id"]) for row in candidates(made)])
    return Posting.objects.select_related("project__framework", "position", "profile").get(pk=made.pk)


def path(posting: Posting, rest: str = "", language: str = "en") -> str:
    return f"/{language}/postings/{posting.pk}/{rest}"


def again(posting: Posting) -> Posting:
    return Posting.objects.select_related("project__framework", "position", "profile").get(pk=posting.pk)


def texts_of(kind: str, content: bytes) -> str:
    if kind == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if kind in ("docx", "xlsx"):
        with ZipFile(BytesIO(content)) as archive:
            return unescape(" ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()))
    return content.decode()


# What it says


def test_posting_groups_duties_in_posting_wording(posting: Posting) -> None:
    groups = {group.letter.letter: [item.text for item in group.items]
              for phase in by_phase(duties_of(posting, "fr")) for group in phase.groups}  # fmt: skip
    assert groups == {letter: [f"Faire {letter.value}"] for letter in Letter if letter is not Letter.S}


@pytest.mark.parametrize("kind", ["docx", "pdf", "txt", "xlsx"])
def test_posting_calls_letters_as_its_project_does(team: Team, posting: Posting, kind: str) -> None:
    Project.objects.filter(pk=team.project.pk).update(rules={"name_a_fr": "Décision", "name_c_fr": "Avis"})
    client = team.client("viewer")
    texts = [texts_of(kind, client.get(path(posting, f"file/{kind}/", "fr")).content)]
    texts.append(client.get(path(posting, language="fr")).content.decode())
    for text in texts:
        for name in ("Décision", "Avis", "Décision et réalisation", "Information"):
            assert name in text
        assert "Consultation" not in text


def test_published_posting_keeps_the_names_of_its_letters(team: Team, posting: Posting) -> None:
    rules = {"name_c_fr": "Avis", "name_c_en": "Advice"}
    Project.objects.filter(pk=team.project.pk).update(rules=rules)
    publish(again(posting), team.users["owner"], public=True)
    Project.objects.filter(pk=team.project.pk).update(rules={"name_c_fr": "Autre", "name_c_en": "Other"})
    for language, name in (("fr", "Avis"), ("en", "Advice")):
        assert name in {item.name for item in duties_of(again(posting), language)}
    kept = again(posting)
    for row in kept.frozen or []:  # of a posting that was published before names were kept
        del row["letter_fr"], row["letter_en"]
    assert "Consultation" in {item.name for item in duties_of(kept, "fr")}
    assert "Consulted" in {item.name for item in duties_of(kept, "en")}


def test_posting_takes_what_is_known_already(team: Team, position: Position) -> None:
    made = make_posting(team.project, team.users["owner"], Source(position))
    assert (made.title_fr, made.title_en, made.employer_fr) == (position.title_fr, None, team.project.organization)
    assert "renseignements personnels" in getattr(made, "privacy_fr")  # noqa: B009
    assert not made.noc  # a suggestion is never taken by itself


def test_posting_follows_what_the_position_does_until_it_is_published(team: Team, posting: Posting) -> None:
    edit_posting(posting, team.users["owner"], {}, [])
    for duty, letter in zip(team.project.duties.all()[5:], ("R",), strict=True):
        AssignmentFactory.create(duty=duty, position=posting.position, letter=letter)
    assert [item.letter for item in duties_of(again(posting), "fr")] == ["R", "A", "AR", "R"]
    publish(posting, team.users["owner"], public=False)
    team.project.duties.all()[0].delete()
    assert len(duties_of(again(posting), "fr")) == 4


def test_posting_of_chosen_duties_lists_only_those(team: Team, posting: Posting) -> None:
    chosen = [team.project.duties.all()[1].pk]
    edit_posting(posting, team.users["owner"], {}, [Line(pk) for pk in chosen])
    assert [item.duty_id for item in duties_of(again(posting), "fr")] == chosen
    free = make_posting(team.project, team.users["owner"], Source())
    assert duties_of(free, "fr") == []


def test_posting_of_a_profile_has_its_suggested_letters(team: Team) -> None:
    profile = RoleProfileFactory.create(framework=team.project.framework, slug="tech")
    duty: Duty = team.project.duties.all()[0]
    duty.responsibility = ResponsibilityFactory.create(phase=duty.phase, profile=profile, suggested={"tech": "AR"})
    duty.save()
    made = make_posting(team.project, team.users["owner"], Source(profile=profile))
    assert [(item.duty_id, item.letter) for item in duties_of(made, "fr")] == [(duty.pk, "AR")]


@pytest.mark.parametrize(("letter", "shown"), [("R", None), ("AR", "A"), ("C", "C")])
def test_posting_never_lists_supervision_as_carried_out_by_the_supervised(
    team: Team, position: Position, letter: str, shown: str | None
) -> None:
    framework = team.project.framework
    supervisor, supervised = RoleProfileFactory.create_batch(2, framework=framework)
    duty: Duty = team.project.duties.all()[5]
    rule = SuggestionRule.objects.create(framework=framework, code="R9", name_fr="Supervision")
    duty.responsibility = ResponsibilityFactory.create(phase=duty.phase, profile=supervisor, rule=rule)
    duty.save()
    position.profile = supervised
    position.save()
    AssignmentFactory.create(duty=duty, position=position, letter=letter)
    made = make_posting(team.project, team.users["owner"], Source(position))
    assert {row["id"]: row["letter"] for row in candidates(made)}.get(duty.pk) == shown
    position.profile = supervisor  # whoever supervises does carry it out
    position.save()
    assert {row["id"]: row["letter"] for row in candidates(again(made))}[duty.pk] == letter


def test_posting_never_shows_names_findings_or_load(team: Team, position: Position, posting: Posting) -> None:
    secrets = ["Zéphirine Quatrevents", "zephirine@secret.example", "Motif tenu secret"]
    other: Position = team.project.positions.all()[1]
    other.holder = PersonFactory.create(name=secrets[0], email=secrets[1])
    other.save()
    AssignmentFactory.create(duty=team.project.duties.all()[0], position=other, letter="C")
    FindingDismissal.objects.create(project=team.project, key="H8", state="x", reason=secrets[2])
    publish(posting, team.users["owner"], public=True)
    posting = again(posting)
    answers = {
        f"{kind} {language}": texts_of(
            kind, team.client("owner").get(path(posting, f"file/{kind}/?lang={language}")).content
        )
        for kind in ("pdf", "docx", "xlsx", "txt")
        for language in ("fr", "en")
    }
    for language in ("fr", "en"):
        answers[f"page {language}"] = Client().get(f"/{language}/postings/{posting.slug}/").content.decode()
    words = [*secrets, "points", "constat", "finding", "charge de travail", "workload", other.title_fr, "Camille"]
    found = [(where, word) for where, text in answers.items() for word in words if word.lower() in text.lower()]
    assert found == []
    titles = (TEXTS["title_fr"].lower(), TEXTS["title_en"].lower())
    assert all(any(title in " ".join(text.lower().split()) for title in titles) for text in answers.values())


# The twin


def test_english_alone_is_refused_with_its_reason(team: Team, posting: Posting) -> None:
    data = form_of(posting) | {"mission_fr": ""}
    response = team.client("owner").post(path(posting, "edit/"), data)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Since June 1, 2022" in html
    assert "Charter of the French language (Québec), s. 41 and 42" in html
    with pytest.raises(EnglishAlone):
        edit_posting(posting, team.users["owner"], TEXTS | {"mission_fr": ""}, [])
    assert again(posting).title_en == TEXTS["title_en"]


def test_english_alone_is_refused_by_the_database(posting: Posting) -> None:
    for nothing in ("", None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=posting.pk).update(title_fr=nothing)


def test_posting_without_a_twin_leads_to_french(team: Team, posting: Posting) -> None:
    french = TEXTS | {name: "" for name in TEXTS if name.endswith("_en")}
    edit_posting(posting, team.users["owner"], french, [])
    publish(posting, team.users["owner"], public=True)
    response = Client().get(f"/en/postings/{posting.slug}/")
    assert response.status_code == 302
    assert response["Location"] == f"/fr/postings/{posting.slug}/"
    assert "/en/postings/" not in Client().get(response["Location"]).content.decode()


# States


def test_posting_is_published_closed_and_taken_back(team: Team, posting: Posting) -> None:
    owner = team.users["owner"]
    assert open_posting(posting.slug) is None
    publish(posting, owner, public=True)
    assert open_posting(posting.slug) == posting
    with pytest.raises(NotADraft):
        edit_posting(posting, owner, {"city": "Laval"}, [])
    with pytest.raises(NotADraft):
        remove(posting, owner)
    close(posting, owner)
    assert open_posting(posting.slug) is None
    with pytest.raises(NotADraft):
        close(posting, owner)
    reopen(posting, owner)
    assert (again(posting).state, again(posting).frozen) == (PostingState.DRAFT, None)
    remove(posting, owner)
    kinds = [change.kind for change in ProjectChange.objects.filter(data__posting=posting.pk).order_by("version", "id")]
    kinds = [kind for kind in kinds if kind != "posting.edited"]
    assert kinds == [f"posting.{kind}" for kind in ("made", "published", "closed", "reopened", "removed")]
    assert verify(team.project.pk) == []


def test_public_page_expires_after_the_closing_date(team: Team, posting: Posting) -> None:
    publish(posting, team.users["owner"], public=True)
    assert Client().get(f"/fr/postings/{posting.slug}/").status_code == 200
    Posting.objects.filter(pk=posting.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    gone = Client().get(f"/fr/postings/{posting.slug}/")
    assert gone.status_code == 410
    assert "noindex" in gone.content.decode()
    assert timezone.localtime(expiry(date(2026, 12, 18), timezone.now())).isoformat().startswith("2026-12-19T00:00")
    assert expiry(None, timezone.now()) > timezone.now() + timedelta(days=29)


def test_posting_is_not_public_unless_chosen(team: Team, posting: Posting) -> None:
    team.client("owner").post(path(posting, "state/"), {"do": "publish"})
    assert again(posting).state == PostingState.PUBLISHED
    assert Client().get(f"/fr/postings/{posting.slug}/").status_code == 404


def test_late_form_keeps_what_others_wrote(team: Team, posting: Posting) -> None:
    data = form_of(posting)
    edit_posting(posting, team.users["editor"], {"city": "Laval"}, [])
    response = team.client("owner").post(path(posting, "edit/"), data)
    assert response.status_code == 409
    assert again(posting).city == "Laval"


# Who


@pytest.mark.parametrize(
    ("reader", "read", "write"),
    [("owner", 200, 200), ("editor", 200, 200), ("viewer", 200, 403), ("outsider", 404, 404), ("anonymous", 302, 302)],
)
def test_posting_readers(team: Team, posting: Posting, reader: str, read: int, write: int) -> None:
    client = team.client(reader)
    assert {client.get(path(posting, rest)).status_code for rest in ("", "file/txt/")} == {read}
    assert client.get(f"/en/projects/{team.project.pk}/postings/").status_code == read
    assert client.get(path(posting, "edit/")).status_code == write
    assert client.get(f"/en/projects/{team.project.pk}/postings/new/").status_code == write
    assert client.post(path(posting, "lint/"), TEXTS).status_code == write
    client.post(path(posting, "state/"), {"do": "publish"})
    assert (again(posting).state == PostingState.PUBLISHED) is (write == 200)


@pytest.mark.parametrize("rest", ["", "edit/", "file/pdf/?lang=fr"])
def test_old_address_below_the_project_leads_to_the_new_one_for_its_readers_alone(
    team: Team, posting: Posting, rest: str
) -> None:
    old = f"/en/projects/{team.project.pk}/postings/{posting.pk}/{rest}"
    moved = team.client("viewer").get(old)
    assert (moved.status_code, moved.headers["Location"]) == (301, path(posting, rest))
    assert team.client("outsider").get(old).status_code == 404
    foreign = f"/en/projects/{small_project().pk}/postings/{posting.pk}/{rest}"
    assert team.client("owner").get(foreign).status_code == 404


@pytest.mark.parametrize("reader", READERS)
def test_only_owners_open_a_position_to_hr(team: Team, position: Position, reader: str) -> None:
    team.client(reader).post(f"/en/projects/{team.project.pk}/positions/{position.pk}/hr/", {"opened": "1"})
    position.refresh_from_db()
    assert position.open_to_hr is (reader == "owner")


def test_hr_sees_opened_vacant_positions_and_nothing_else(team: Team, position: Position, posting: Posting) -> None:
    client, owner = signed_in(hr()), team.users["owner"]
    opened = f"/en/postings/positions/{position.pk}/"
    assert client.get(opened).status_code == 404
    assert client.get(path(posting)).status_code == 404
    open_to_hr(team.project.pk, owner, position.pk, opened=True)
    team.project.duties.update(description_fr="Pour l’équipe", description_en="For the team")
    assert "Do R" in client.get(opened).content.decode()
    assert "For the team" not in client.get(opened).content.decode()
    for page in ("", "positions/", "postings/", "findings/", f"positions/{position.pk}/sheet/"):
        assert client.get(f"/en/projects/{team.project.pk}/{page}").status_code == 404
    html = client.get(path(posting)).content.decode()
    assert team.project.name not in html
    assert client.post(opened).status_code == 302
    made = Posting.objects.order_by("-pk")[0]
    assert client.get(path(made, "edit/")).status_code == 200
    assert str(made.title_en) in client.get("/en/postings/").content.decode()
    position.holder = PersonFactory.create()
    position.save()
    assert {client.get(page).status_code for page in (opened, path(posting), path(made, "edit/"))} == {404}


def test_opened_positions_are_for_hr_only(team: Team, position: Position) -> None:
    open_to_hr(team.project.pk, team.users["owner"], position.pk, opened=True)
    assert not opened_positions(team.users["outsider"]).exists()
    assert team.client("outsider").get(f"/en/postings/positions/{position.pk}/").status_code == 404
    assert opened_positions(hr()).get() == position


def test_posting_form_makes_drafts_of_every_source(team: Team, position: Position) -> None:
    profile = RoleProfileFactory.create(framework=team.project.framework)
    for source in (f"position-{position.pk}", f"profile-{profile.pk}", "duties"):
        response = team.client("editor").post(f"/en/projects/{team.project.pk}/postings/new/", {"source": source})
        assert response.status_code == 302, source
    assert Posting.objects.count() == 3
    wrong = team.client("editor").post(f"/en/projects/{team.project.pk}/postings/new/", {"source": "position-0"})
    assert wrong.status_code == 422


# Files and structured data


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "txt"])
def test_posting_file_holds_everything(team: Team, posting: Posting, kind: str, language: str) -> None:
    response = team.client("viewer").get(path(posting, f"file/{kind}/?lang={language}"))
    assert response.status_code == 200
    assert re.search(rf"-{language}\.{kind}\"?$", response["Content-Disposition"])
    text = " ".join(texts_of(kind, response.content).split())
    wanted = [TEXTS[f"{name}_{language}"] for name in ("title", "employer", "education", "language", "apply")]
    wanted += ["Faire R" if language == "fr" else "Do R", "TA-14"]
    assert [words for words in wanted if words.lower() not in text.lower()] == []


def test_posting_docx_opens_with_headings(team: Team, posting: Posting) -> None:
    word = Document(BytesIO(team.client("viewer").get(path(posting, "file/docx/?lang=fr")).content))
    headings = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading 1")]  # type: ignore[union-attr]
    assert "Responsabilités" in headings
    assert word.core_properties.language == "fr-CA"


def test_public_page_shows_typed_markup_as_text(team: Team, posting: Posting) -> None:
    publish(posting, team.users["owner"], public=True)
    html = Client().get(f"/fr/postings/{posting.slug}/").content.decode()
    assert "&lt;b&gt;Vite&lt;/b&gt;" in html
    assert "<b>Vite" not in html


def test_plain_text_is_in_the_order_of_the_page(posting: Posting) -> None:
    with override("fr"):
        text = posting_text(posting_document(posting, "fr"))
    order = [
        text.index(word)
        for word in ("TECHNICIENNE", "Employeur", "RESPONSABILITÉS", "Faire R", "EXIGENCES", "POUR POSTULER")
    ]
    assert order == sorted(order)


def test_postings_list_queries_do_not_grow(team: Team, position: Position) -> None:
    counts = []
    client = team.client("owner")
    for _ in range(2):
        for _ in range(3):
            make_posting(team.project, team.users["owner"], Source(position))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/projects/{team.project.pk}/postings/")
            client.get("/en/postings/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def form_of(posting: Posting) -> dict[str, Any]:
    values = {name: "" if value is None else value for name, value in values_of(posting).items()}
    values["closing_date"] = posting.closing_date.isoformat() if posting.closing_date else ""
    del values["annex"]  # a box that is not ticked is not sent
    return values | {
        "seen": posting_fingerprint(posting),
        "duties": [item.duty_id for item in duties_of(posting, "fr")],
    }


def test_posting_form_saves_what_was_typed(team: Team, posting: Posting) -> None:
    response = team.client("editor").post(path(posting, "edit/"), form_of(posting) | {"city": "Laval", "noc": "21211"})
    assert response.status_code == 302
    saved = again(posting)
    assert (saved.city, saved.noc, saved.lines.count()) == ("Laval", "21211", 5)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closing_date": "2026-02-30"}, "“2026-02-30” is not a day"),
        ({"closing_date": "2020-01-01"}, "This day is past"),
        ({"closing_date": "0026-12-31"}, "This day is past"),
        ({"closing_date": "9999-12-31"}, "Choose a day up to"),
        ({"postal_code": "90210"}, "“90210” is not a postal code"),
    ],
)
def test_posting_form_says_what_is_no_day_and_no_postal_code(
    team: Team, posting: Posting, change: dict[str, str], sentence: str
) -> None:
    response = team.client("editor").post(path(posting, "edit/"), form_of(posting) | change)
    page = response.content.decode()
    assert (response.status_code, sentence in page) == (422, True)
    assert all(f'value="{typed}"' in page for typed in change.values())
    assert again(posting).closing_date == CLOSING


def test_closing_date_that_has_passed_meanwhile_is_kept_but_not_published(team: Team, posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(closing_date=date(2020, 1, 31))
    editor = team.client("editor")
    page = editor.get(path(posting)).content.decode()
    assert "The closing date is past" in page
    posting = again(posting)
    assert editor.post(path(posting, "edit/"), form_of(posting) | {"city": "Laval"}).status_code == 302
    refused = editor.post(path(posting, "state/"), {"do": "publish", "public": "1"}, follow=True).content.decode()
    assert "Not published, because of the closing date: This day is past" in refused
    assert (again(posting).state, again(posting).city) == (PostingState.DRAFT, "Laval")


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


@pytest.mark.parametrize("typed", ["g1r4s9", "G1R-4s9", " g1r 4s9 "])
def test_postal_code_is_written_in_one_way(team: Team, posting: Posting, typed: str) -> None:
    team.client("editor").post(path(posting, "edit/"), form_of(posting) | {"postal_code": typed})
    assert again(posting).postal_code == "G1R 4S9"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("28,75", "28.75"), ("62 500,50 $", "62500.50"), ("$62,500.50", "62500.50"), ("62500", "62500")],
)
def test_pay_is_read_with_either_decimal_sign_and_shown_in_the_readers(
    team: Team, posting: Posting, typed: str, amount: str
) -> None:
    client = team.client("editor")
    assert client.post(path(posting, "edit/"), form_of(posting) | {"pay_min": typed, "pay_max": ""}).status_code == 302
    assert again(posting).pay_min == Decimal(amount)
    for language, sign in (("fr", ","), ("en", ".")):
        page = client.get(path(posting, "edit/", language)).content.decode()
        shown = f"{Decimal(amount):.2f}".replace(".", sign)
        assert f'<input type="text" name="pay_min" value="{shown}" inputmode="decimal"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"), [("-5", "greater than or equal to 0"), ("beaucoup", "Write an amount"), ("1,999", "")]
)
def test_pay_that_is_no_amount_is_refused_and_kept(team: Team, posting: Posting, typed: str, sentence: str) -> None:
    data = form_of(posting) | {"pay_min": typed, "pay_max": ""}
    response = team.client("editor").post(path(posting, "edit/"), data)
    if not sentence:  # a sign before three digits parts thousands
        assert again(posting).pay_min == Decimal(1999)
        return
    page = response.content.decode()
    assert (response.status_code, sentence in page, f'value="{typed}"' in page) == (422, True, True)
