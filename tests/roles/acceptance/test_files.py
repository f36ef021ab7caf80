"""The sheet of a position or of a person as a file: for whoever may read its page, in the words of the page."""

import zipfile
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from phases.models import Project
from roles.acceptance.domain.commitments import of_position
from roles.acceptance.domain.personal_links import make_link, token_of
from roles.acceptance.views.files import FORMATS
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from roles.models import Duty, Person, Position, SuggestionRule
from tests.conftest import READERS, Team
from tests.factories import PersonFactory, ResponsibilityFactory, RoleProfileFactory, small_project

REFUSED = {"outsider": 404, "anonymous": 302}
NAME = "Zoé Prénom-Secret"


@pytest.fixture
def holder(team: Team) -> Person:
    """Who holds the first position of the team's project: R on its first duty, C on the second."""
    person = PersonFactory.create(name=NAME)
    first = team.project.positions.all()[0]
    Position.objects.filter(pk=first.pk).update(holder=person)
    duties = team.project.duties.all()
    set_cells(team.project.pk, None, [CellChange(duties[0].pk, first.pk, "R"), CellChange(duties[1].pk, first.pk, "C")])
    return person


def sheet_of(team: Team, fmt: str, query: str = "", language: str = "en", number: int = 0) -> str:
    position = team.project.positions.all()[number]
    return f"/{language}/projects/{team.project.pk}/positions/{position.pk}/sheet/export/{fmt}/{query}"


def text_of(fmt: str, response: Any) -> str:
    """Everything a reader or a tool could find in the file."""
    body = response.content
    if fmt == "pdf":
        reader = PdfReader(BytesIO(body))
        return " ".join(f"{[page.extract_text() for page in reader.pages]} {reader.metadata}".split())
    if fmt in ("csv", "md"):
        return str(body.decode("utf-8-sig"))
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return unescape("\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist()))


@pytest.mark.parametrize("fmt", FORMATS)
def test_sheet_of_a_position_says_what_it_does_in_every_format(team: Team, holder: Person, fmt: str) -> None:
    response = team.client("viewer").get(sheet_of(team, fmt))
    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[fmt][1]
    assert response["Cache-Control"] == "private, no-cache"
    assert f"-v1-{timezone.localdate().isoformat()}.{fmt}" in response["Content-Disposition"]
    for words in ("carries out", "is consulted") if fmt == "pdf" else ("Responsible", "Consulted"):
        assert words in text_of(fmt, response)


def test_sheet_of_another_project_or_format_is_not_found(team: Team) -> None:
    stranger = small_project().positions.all()[0]
    client = team.client("owner")
    assert client.get(sheet_of(team, "exe")).status_code == 404
    path = f"/en/projects/{team.project.pk}/positions/{stranger.pk}/sheet/export/pdf/"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("fmt", FORMATS)
def test_sheet_for_a_posting_names_nobody(team: Team, holder: Person, fmt: str) -> None:
    client = team.client("viewer")
    if fmt != "csv":  # which holds the duties alone
        assert NAME in text_of(fmt, client.get(sheet_of(team, fmt)))
        assert "Vacant" in text_of(fmt, client.get(sheet_of(team, fmt, number=1)))
    for number in (0, 1):
        nameless = text_of(fmt, client.get(sheet_of(team, fmt, "?mode=posting", number=number)))
        assert not [part for part in (*NAME.replace("-", " ").split(), "Vacant") if part in nameless]


@pytest.mark.parametrize("query", ["?mode=postng", "?paper=a5"])
def test_word_the_address_does_not_know_is_refused_with_a_way_back(team: Team, query: str) -> None:
    response = team.client("viewer").get(sheet_of(team, "pdf", query))
    assert response.status_code == 422
    assert f'href="{sheet_of(team, "").partition("export")[0]}"' in response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ("Fiche d’un poste", "Ce poste réalise la tâche suivante :", "On consulte ce poste sur la")),
     ("en", ("Sheet of a position", "The position carries out the following duty:", "The position is consulted"))],
)  # fmt: skip
def test_pdf_says_the_sentences_of_the_page(team: Team, holder: Person, language: str, words: tuple[str, ...]) -> None:
    response = team.client("viewer").get(sheet_of(team, "pdf", language=language))
    text = text_of("pdf", response).replace("\xa0", " ")
    for sentence in words:
        assert sentence in text
    root: Any = PdfReader(BytesIO(response.content)).trailer["/Root"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


@pytest.mark.parametrize(("query", "size"), [("", (612, 792)), ("?paper=iso", (595, 842))])
def test_pdf_is_upright_on_the_paper_asked_for(team: Team, holder: Person, query: str, size: tuple[int, int]) -> None:
    page = PdfReader(BytesIO(team.client("viewer").get(sheet_of(team, "pdf", query)).content)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_workbook_has_a_line_a_duty_and_word_a_table(team: Team, holder: Person) -> None:
    client = team.client("viewer")
    sheet = load_workbook(BytesIO(client.get(sheet_of(team, "xlsx")).content)).worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=4)]
    first, second = team.project.duties.all()[:2]
    assert rows[0] == ("Phase", "Letter", "Meaning", "Code", "Duty")
    assert [row[1:4] for row in rows[1:]] == [("R", "Responsible", first.code), ("C", "Consulted", second.code)]
    document = Document(BytesIO(client.get(sheet_of(team, "docx")).content))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[0] == ["Letter", "Meaning", "Code", "Duty"]
    assert ["R", "Responsible", first.code] in [row[:3] for row in cells]


@pytest.mark.parametrize(("letter", "shown"), [("R", None), ("AR", "A"), ("C", "C")])
def test_sheet_of_a_position_never_lists_supervision_as_carried_out_by_the_supervised(
    team: Team, letter: str, shown: str | None
) -> None:
    position, duty = team.project.positions.all()[0], team.project.duties.all()[3]
    supervisor, supervised = RoleProfileFactory.create_batch(2, framework=team.project.framework)
    rule = SuggestionRule.objects.create(framework=team.project.framework, code="R9", name_fr="Supervision")
    duty.responsibility = ResponsibilityFactory.create(phase=duty.phase, profile=supervisor, rule=rule)
    duty.save()
    set_cells(team.project.pk, None, [CellChange(duty.pk, position.pk, letter)])
    for profile, expected in ((supervised, shown), (supervisor, letter)):  # whoever supervises does carry it out
        Position.objects.filter(pk=position.pk).update(profile=profile)
        found = {commitment.duty_id: commitment.letter for commitment in of_position(position.pk)}
        assert found.get(duty.pk) == expected


def test_sheet_uses_the_names_that_the_project_gives_its_letters(team: Team, holder: Person) -> None:
    Project.objects.filter(pk=team.project.pk).update(rules={"name_r_en": "Doer"})
    for fmt in ("csv", "md", "xlsx", "docx"):
        assert "Doer" in text_of(fmt, team.client("viewer").get(sheet_of(team, fmt)))


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("text", ["=1+1", "a\x07b", "<b>&amp;"])
def test_text_of_a_sheet_stays_text(team: Team, holder: Person, fmt: str, text: str) -> None:
    Duty.objects.filter(project=team.project).update(text_fr=text, text_en=text, posting_fr="", posting_en="")
    team.project.positions.all().update(title_fr=text, title_en=text)
    response = team.client("viewer").get(sheet_of(team, fmt))
    assert response.status_code == 200
    if fmt == "xlsx":
        sheet = load_workbook(BytesIO(response.content)).worksheets[0]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_sheet_without_a_duty_is_a_file_too(team: Team, fmt: str) -> None:
    assert team.client("viewer").get(sheet_of(team, fmt)).status_code == 200


def test_half_a_character_is_refused_with_a_page(team: Team, holder: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.acceptance.views.files.position_document", _broken)
    for fmt in FORMATS:
        assert team.client("viewer").get(sheet_of(team, fmt)).status_code == 422


def _broken(*_order: object) -> object:
    from roles.formats.text import checked  # noqa: PLC0415

    return checked("half \ud83d")


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("reader", READERS)
def test_personal_sheet_is_for_its_holder_and_for_whoever_has_the_link(
    team: Team, holder: Person, reader: str, fmt: str
) -> None:
    path = f"/en/projects/{team.project.pk}/mine/export/{fmt}/"
    client = team.client(reader)
    assert client.get(path).status_code == (302 if reader == "anonymous" else 404)
    if reader != "anonymous":
        Person.objects.filter(pk=holder.pk).update(user=team.users[reader])
        response = client.get(path)
        assert response.status_code == 200
        assert fmt == "csv" or NAME in text_of(fmt, response)
    token = token_of(make_link(team.project.pk, team.users["owner"], holder.pk))
    response = client.get(f"/en/a/{token}/export/{fmt}/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert client.get(f"/en/a/{token[:-1]}/export/{fmt}/").status_code == 404


def test_personal_sheet_of_two_positions_says_of_which_each_duty_is(team: Team, holder: Person) -> None:
    second = team.project.positions.all()[1]
    Position.objects.filter(pk=second.pk).update(holder=holder)
    set_cells(team.project.pk, None, [CellChange(team.project.duties.all()[0].pk, second.pk, "A")])
    Person.objects.filter(pk=holder.pk).update(user=team.users["viewer"])
    found = text_of("csv", team.client("viewer").get(f"/en/projects/{team.project.pk}/mine/export/csv/"))
    assert found.splitlines()[0] == "No.,Phase,Letter,Meaning,Code,Duty,Position"
    for position in (second, team.project.positions.all()[0]):
        assert f",{position.title}" in found


def test_sheet_takes_a_constant_number_of_queries(team: Team, holder: Person) -> None:
    client, counts = team.client("viewer"), []
    first = team.project.positions.all()[0]
    for _size in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(sheet_of(team, "csv")).status_code == 200
        counts.append(len(captured))
        set_cells(team.project.pk, None, [CellChange(duty.pk, first.pk, "I") for duty in team.project.duties.all()])
    assert counts[0] == counts[1] <= 8  # the line of the security log among them


def test_pages_lead_to_their_files(team: Team, holder: Person) -> None:
    Person.objects.filter(pk=holder.pk).update(user=team.users["viewer"])
    client = team.client("viewer")
    sheet = sheet_of(team, "").partition("export")[0]
    html = client.get(sheet).content.decode()
    for fmt in FORMATS:
        assert f'href="{sheet}export/{fmt}/"' in html
    assert f'href="{sheet}export/pdf/?mode=posting"' in html
    position = team.project.positions.all()[0]
    assert f'href="/en/projects/{team.project.pk}/export/xlsx/?position={position.pk}"' in html
    mine = f"/en/projects/{team.project.pk}/mine/"
    html = client.get(mine).content.decode()
    assert f'href="{mine}export/pdf/"' in html
    assert "mode=posting" not in html


@pytest.mark.parametrize("fmt", FORMATS)
def test_sheet_gives_descriptions_where_the_project_wants_it_and_to_the_team_alone(
    team: Team, holder: Person, fmt: str
) -> None:
    team.project.duties.update(description_fr="Comment-faire", description_en="How-to\nhttps://guide.test/a")
    client = team.client("viewer")
    assert "How-to" not in text_of(fmt, client.get(sheet_of(team, fmt)))
    Project.objects.filter(pk=team.project.pk).update(rules={"descriptions": True})
    told = text_of(fmt, client.get(sheet_of(team, fmt)))
    assert "How-to" in told
    assert "guide.test/a" in told
    assert "How-to" not in text_of(fmt, client.get(sheet_of(team, fmt, "?mode=posting")))
