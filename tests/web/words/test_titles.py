"""Titles and texts of a project are in the language of the page, whoever wrote them in whichever language.

And no page shows a word of the workshop.
"""

import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from phases.models import Framework, Project
from phases.projects.domain import create_project
from roles.checks.domain.check import open_findings
from roles.checks.domain.dismissals import dismiss, restore
from roles.comments.domain import add_comment, resolve_comment
from roles.demo import seed_demo
from roles.enums import Severity
from roles.history.domain.baselines import freeze
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import RoleProfile
from roles.projects.domain.duties import DutyDetails, add_duty, edit_duty, move_duty, remove_duty
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    edit_position,
    move_position,
    remove_position,
)
from roles.projects.domain.scope import set_applicable, set_phases
from tests.browser.pages import PAGES
from tests.browser.world import EMPTY, World, made_world
from tests.web.reader import Reader, content_of

MARKS = {"fr": "TITREFR", "en": "TITLEEN"}
DOCUMENT = re.compile(r"^(?!/../frameworks/).*/(csv|md|docx|xlsx)/")  # the file of a framework has both languages


WORKSHOP = re.compile(r"\*\*\*|---|README|\bfixture|\bslug\b|manage\.py|load_catalogue|e-mail")


def mark_catalogue() -> None:
    """Begin every text of the catalogue with the mark of its language."""
    for name in ("Framework", "Phase", "RoleProfile", "Responsibility", "SuggestionRule"):
        model = apps.get_model("phases" if name in ("Framework", "Phase") else "roles", name)
        fields = [field for field in model._meta.concrete_fields if field.name[-3:] in ("_fr", "_en")]
        for row in model._default_manager.all():
            for field in fields:
                if text := getattr(row, field.name):
                    setattr(row, field.name, f"{MARKS[field.name[-2:]]} {text}"[: field.max_length])
            row.save()


@pytest.fixture
def world(db: None) -> World:
    """The demonstration with marked texts, and changes made by people of both languages."""
    call_command("load_catalogue", stdout=StringIO())
    mark_catalogue()
    demo = json.loads((settings.BASE_DIR / "fixtures" / "demo.json").read_text(encoding="utf-8"))
    for language, mark in MARKS.items():
        title = f"title_{language}"
        for texts in (*demo["positions"], demo["posting"]["values"]):
            texts[title] = f"{mark} {texts[title]}"
    seed_demo(demo)
    world = World(Project.objects.get(), Project.objects.get())
    framework = Framework.objects.get()
    create_project(world.lead, framework, framework.phases.all(), EMPTY)
    world = made_world()
    for language in MARKS:
        with override(language):
            change(world, language)
    return world


def change(world: World, language: str) -> None:
    """A change of each kind that names a position, a duty or a phase, by a reader of this language."""
    project, lead = world.project.pk, world.lead
    turn = list(MARKS).index(language)
    phases = list(world.project.framework.phases.all())
    set_phases(project, lead, phases[:-1])
    set_phases(project, lead, phases)
    duties = list(world.project.duties.order_by("phase__order", "order"))
    positions = list(world.project.positions.order_by("order"))
    phase = duties[0].phase
    own = add_duty(project, lead, DutyDetails(f"TITREFR tâche {turn}", f"TITLEEN duty {turn}", phase))
    details = PositionDetails(f"TITREFR poste {turn}", f"TITLEEN position {turn}", holder="Zoé Roy")
    [added] = add_positions(project, lead, [details])
    for letter in ("C", "I", ""):
        set_cells(project, lead, [CellChange(own.pk, added.pk, letter)])
    set_cells(project, lead, [CellChange(own.pk, added.pk, "I")])
    move_position(project, lead, added.pk, -1)
    edit_position(project, lead, added.pk, replace(details, profile=RoleProfile.objects.all()[turn]))
    move_duty(project, lead, duties[turn].pk, 1)
    edit_duty(project, lead, own.pk, DutyDetails(own.text_fr, own.text_en or "", duties[-1].phase))
    set_applicable(project, lead, duties[8 + turn].pk, "Un motif")
    remove_duty(project, lead, duties[12 + turn].pk)
    remove_position(project, lead, positions[-1 - turn].pk)
    matrix = load_matrix(project)
    found = [finding for finding in open_findings(matrix) if finding.severity != Severity.ERROR]
    dismiss(project, lead, {finding.key: finding.state for finding in found}, "Un motif")
    for finding in found[: len(found) // 2]:
        restore(project, lead, finding.key)
    asked = add_comment(project, lead, (own.pk, added.pk), "Une question")
    resolve_comment(project, lead, asked.pk, resolved=True)
    freeze(project, lead, f"Version {language}")


def faults(texts: list[str], language: str) -> list[str]:
    other = MARKS["en" if language == "fr" else "fr"]
    return [text.strip()[:160] for text in texts if other in text]


def in_document(content: bytes) -> list[str]:
    if content[:2] != b"PK":
        return content.decode("utf-8-sig").splitlines()
    with ZipFile(BytesIO(content)) as file:
        return [
            text
            for name in file.namelist()
            if name.endswith(".xml")
            for text in re.findall(r">([^<>]+)<", file.read(name).decode())
        ]


@pytest.mark.once
@pytest.mark.parametrize("language", MARKS)
def test_every_page_and_document_speaks_its_language_and_plainly(world: World, language: str) -> None:
    found, documents = dict[str, list[str]](), dict[str, str]()
    for one in PAGES.values():
        path = one.path(world, language)
        page = Reader(language, content_of(world, one.reader, path))
        found[path] = faults(page.said, language) + [text for text in page.said if WORKSHOP.search(text)]
        documents |= {link: one.reader for link in page.links if DOCUMENT.search(link)}
    assert len(documents) > 50
    for path, reader in documents.items():
        found[path] = faults(in_document(content_of(world, reader, path)), language)
    found = {path: texts for path, texts in found.items() if texts}
    assert not found


def test_undo_names_what_it_takes_back_in_the_language_of_its_reader(world: World) -> None:
    client = Client()
    client.force_login(world.lead)
    page = client.post(f"/fr/projects/{world.project.pk}/undo/", follow=True).content.decode()
    message = re.search(r"Annulé[^<]*", page)
    assert message
    assert MARKS["fr"] in message[0]  # it was removed by somebody who reads English
