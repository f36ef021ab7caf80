"""The documents of a frozen version: what it is, of which day, and a fingerprint that can be confirmed."""

import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from phases.models import Baseline
from roles.acceptance.domain.answers import answer, part_of
from roles.exports.documents.export import Export, Format, Order
from roles.formats.paper import Mode
from roles.history.domain.baselines import freeze
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Person
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.start import ProjectPlan, start_project
from tests.factories import FrameworkFactory, PhaseFactory, ResponsibilityFactory, RoleProfileFactory, UserFactory

DAY = date(2031, 5, 6)  # long after the version was frozen


@pytest.fixture
def baseline(db: None) -> Baseline:
    framework = FrameworkFactory.create()
    phases = PhaseFactory.create_batch(2, framework=framework)
    profile = RoleProfileFactory.create(framework=framework)
    for phase in phases:
        ResponsibilityFactory.create(phase=phase, profile=profile)
    owner = UserFactory.create(first_name="Ada", last_name="Essai")
    positions = [
        PositionDetails("Cheffe", "", profile, "Zoé Titulaire"),
        PositionDetails("Adjoint", "", profile, "Noé"),
    ]
    project = start_project(owner, ProjectPlan(framework, phases, "Essai", "Équipe", positions))
    matrix = load_matrix(project.pk)
    set_cells(project.pk, owner, [CellChange(matrix.duties[0].id, each.id, "R") for each in matrix.positions])
    respond(project.pk, "Zoé Titulaire")
    return freeze(project.pk, owner, "Avant l’été", "Vue avec =la direction")


def respond(project_id: int, name: str, reason: str = "") -> None:
    person = Person.objects.get(name=name)
    cells = part_of(project_id, person).cells
    answer(project_id, person, None, {each.cell: each.mark for each in cells}, reason)


def made(baseline: Baseline, format_: Format, mode: Mode = Mode.INTERNAL) -> Export:
    return Export.of(baseline.project_id, Order(format_, DAY, mode, at=f"b{baseline.pk}"), "fr")


def text_of(export: Export) -> str:
    body = BytesIO(export.make())
    match export.order.format:
        case Format.PDF:
            text = " ".join(page.extract_text() for page in PdfReader(body).pages)
        case Format.DOCX:
            text = " ".join(paragraph.text for paragraph in Document(body).paragraphs)
        case Format.XLSX:
            text = " ".join(str(cell.value) for sheet in load_workbook(body) for row in sheet for cell in row)
        case _:
            text = body.getvalue().decode()
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("format_", [Format.PDF, Format.XLSX, Format.DOCX, Format.MD])
def test_document_says_who_froze_it_when_and_its_fingerprint(baseline: Baseline, format_: Format) -> None:
    text = text_of(made(baseline, format_))
    for said in ("figée : « Avant l’été »", "par Ada Essai. Non approuvée.", "Vue avec =la direction"):
        assert said in text
    assert "2031" not in text
    (seal,) = set(re.findall(r"\b[0-9a-f]{64}\b", text))
    out = StringIO()
    call_command("verify_history", baseline.project_id, fingerprint=seal, stdout=out)
    assert f"Version {baseline.version} of project {baseline.project_id}" in out.getvalue()


def test_document_says_how_many_had_accepted_and_nobody_since(baseline: Baseline) -> None:
    assert "1 acceptation sur 2" in text_of(made(baseline, Format.MD))
    respond(baseline.project_id, "Noé")
    respond(baseline.project_id, "Zoé Titulaire", "Trop de travail")
    assert "1 acceptation sur 2" in text_of(made(baseline, Format.MD))


def test_fingerprint_of_another_content_is_refused(baseline: Baseline) -> None:
    with pytest.raises(CommandError, match="No frozen version"):
        call_command("verify_history", baseline.project_id, fingerprint="0" * 64, stdout=StringIO())


def test_file_name_says_frozen_and_the_day_of_the_version(baseline: Baseline) -> None:
    day = timezone.localtime(baseline.at).date().isoformat()
    assert Path(made(baseline, Format.PDF).file_name).name.endswith(f"-v{baseline.version}-figee-{day}.pdf")


def test_posting_of_a_frozen_version_names_nobody(baseline: Baseline) -> None:
    text = text_of(made(baseline, Format.MD, Mode.POSTING))
    assert f"{baseline.version}, figée" in text
    for hidden in ("Avant l’été", "direction", "Ada"):
        assert hidden not in text
