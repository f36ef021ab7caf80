"""One small document of every family that becomes a PDF, made in memory: no database, and the same every day."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import override

from phases.models import Framework
from roles.acceptance.documents.duty_sheet import DutySheet
from roles.acceptance.documents.duty_sheet_pdf import duty_sheet_pdf
from roles.acceptance.documents.duty_sheet_xlsx import duty_sheet_xlsx
from roles.acceptance.domain.commitments import Commitment, State
from roles.acceptance.domain.sentences import Voice, paragraphs_of
from roles.catalogue.documents.framework_xlsx import EXAMPLE, catalogue_xlsx
from roles.catalogue.documents.profile import ProfileDocument
from roles.catalogue.documents.profile_pdf import profile_pdf
from roles.catalogue.documents.profile_xlsx import profile_xlsx
from roles.catalogue.domain.catalogue import Catalogue, CataloguePhase, CatalogueProfile, Rule, Statement
from roles.checks.domain.check import check
from roles.exports.documents.matrix import MatrixDocument, prepare
from roles.exports.documents.matrix_pdf import matrix_pdf
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats.paper import Mode
from roles.grid.domain.filters import MatrixFilter
from roles.history.documents.difference import DifferenceDocument, difference_pdf, difference_xlsx
from roles.history.domain.baselines import Frozen
from roles.history.domain.difference import difference
from roles.models import Posting
from roles.people.documents.directory_files import people_file
from roles.postings.documents.pdf import posting_pdf
from roles.postings.documents.posting import posting_document
from roles.postings.documents.xlsx import posting_xlsx
from roles.workload.documents.load import people_load, project_load
from roles.workload.documents.load_pdf import load_pdf
from roles.workload.documents.load_xlsx import load_xlsx
from roles.workload.domain.by_person import PersonLoad, ProjectPoints
from tests.roles.matrices import matrix_of

DAY = date(2026, 11, 23)
TITLES = ["Technicienne ou technicien en IA", "Scientifique de données", "Cheffe ou chef de projet"]
TEXTS = [
    "Organise un processus de collecte selon le type de projet",
    "Évalue la qualité des données à la suite de la manipulation et de la transformation",
    "Met en place l’environnement matériel et logiciel",
    "Définit les besoins du projet",
]
MATRIX = matrix_of(
    [["A", "R", ""], ["AR", "C", "I"], ["", "", ""], ["R", "A", "C"]],
    titles=TITLES, holders=["Maïka Essai", "", "Noé Essai"], texts=TEXTS, name="Prévision de la demande",
)  # fmt: skip
BEFORE = matrix_of(
    [["A", "", ""], ["AR", "C", "I"], ["", "", ""], ["R", "A", ""]],
    titles=TITLES, holders=["Maïka Essai", "", ""], texts=[*TEXTS[:3], "Définit le projet"],
)  # fmt: skip
FROZEN = Frozen("Avant l’été", "Vue avec la direction", "Ada Essai", date(2026, 6, 1), approved=True, seal="5c" * 32)


def matrix_document(mode: Mode = Mode.INTERNAL, **chosen: Any) -> MatrixDocument:
    """The matrix, whole, filtered or frozen."""
    return prepare(MATRIX, check(MATRIX), mode=mode, day=DAY, **chosen)


def catalogue() -> Catalogue:
    """Two phases and two profiles with a statement each."""
    phases = (CataloguePhase(1, 1, "un", "Cueillette des données", "Cueillette", "Au début"),
              CataloguePhase(2, 2, "deux", "Mise en production", "Production", ""))  # fmt: skip
    profiles = (CatalogueProfile(1, "technicien", "Technicien", "Technicienne ou technicien en IA", "T"),
                CatalogueProfile(2, "universitaire", "Universitaire", "Spécialiste en IA", "U"))  # fmt: skip
    rule = Rule("R1", "Exécution encadrée", "Tâche d’exécution jumelée, dans la même phase, à une tâche de décision.")
    statements = tuple(
        Statement(
            4 * phase + 2 * profile + number, f"{'TU'[profile - 1]}{phase}{number}", phase, profile,
            TEXTS[(phase + profile + number) % 4], "", "", "",
            {"technicien": "R", "universitaire": "A"} if profile == 1 else {"technicien": "C", "universitaire": "AR"},
            rule, (f"{'UT'[profile - 1]}{phase}1",), (),
        )
        for phase in (1, 2) for profile in (1, 2) for number in (1, 2)
    )  # fmt: skip
    return Catalogue("essai", "Référentiel d’essai", "Métiers de l’IA", "", "fr", is_first=True,
                     frameworks=(("essai", "Référentiel d’essai"),), phases=phases, profiles=profiles, rules=(rule,),
                     statements=statements)  # fmt: skip


def profile_document(slug: str = "") -> ProfileDocument:
    """A profile, or all compared."""
    found = catalogue()
    return ProfileDocument(
        found, next((one for one in found.profiles if one.slug == slug), None), posting=False, day=DAY
    )


def duty_sheet() -> DutySheet:
    """The sheet of a position."""
    cells = [
        Commitment(7, 1, number, 101, letter, f"T0{number}", text, text, (phase, f"Étape {phase}"), TITLES[0],
                   (text, ""), State.OPEN, None, "Voir le guide" if number == 2 else "")
        for number, (letter, text, phase) in enumerate(zip(("R", "AR", "C", "I"), TEXTS, (1, 1, 2, 2), strict=True), 1)
    ]  # fmt: skip
    about, made = ("Prévision de la demande", "Maïka Essai"), ("Version 12", "23 novembre 2026")
    paragraphs = paragraphs_of(cells, Voice.POSITION)
    return DutySheet("fr", DAY, "Fiche d’un poste", TITLES[0], about, made, {}, paragraphs, "fiche", described=True)


def posting() -> Any:
    """A posting that has been published."""
    frozen = [
        {"id": number, "code": f"T0{number}", "letter": letter, "phase__order": phase, "text_fr": text, "text_en": "",
         "posting_fr": "", "posting_en": "", "phase__name_fr": f"Étape {phase}", "phase__name_en": ""}
        for number, (letter, text, phase) in enumerate(zip(("R", "AR", "C", "I"), TEXTS, (1, 1, 2, 2), strict=True), 1)
    ]  # fmt: skip
    words = {"title_fr": TITLES[0], "employer_fr": "Société d’essai", "mission_fr": "Vous mettez en service un modèle.",
             "essential_fr": "Python\nRigueur", "apply_fr": "Écrire à emplois@exemple.ca.", "city": "Montréal",
             "province": "QC", "reference": "TA-2026-14", "closing_date": date(2026, 12, 18)}  # fmt: skip
    framework = Framework(slug="essai", title_fr="Référentiel d’essai", title_en="")
    return posting_document(Posting(pk=1, framework=framework, state="published", frozen=frozen, **words), "fr")


def _people() -> Any:
    loads = [PersonLoad("Léa Tremblay", True, [ProjectPoints(1, "Prévision", 50, 40), ProjectPoints(2, "Tri", 0, 40)]),
             PersonLoad("Noé Essai", False, [ProjectPoints(1, "Prévision", 12, 40)])]  # fmt: skip
    return people_load(loads, "fr", DAY)


def differences(after: Any = MATRIX) -> DifferenceDocument:
    """What differs between two versions of a matrix."""
    return DifferenceDocument(BEFORE, after, difference(BEFORE, after), "version 3", "maintenant", DAY)


Made = Callable[[], bytes]
PDFS: Mapping[str, Made] = {
    "matrix": lambda: matrix_pdf(matrix_document()),
    "matrix-for-posting": lambda: matrix_pdf(matrix_document(Mode.POSTING)),
    "matrix-filtered": lambda: matrix_pdf(matrix_document(chosen=MatrixFilter(phase="etape-1"))),
    "matrix-frozen": lambda: matrix_pdf(matrix_document(frozen=FROZEN)),
    "load": lambda: load_pdf(project_load(MATRIX, DAY)),
    "load-of-people": lambda: load_pdf(_people()),
    "profile": lambda: profile_pdf(profile_document("technicien")),
    "profiles-compared": lambda: profile_pdf(profile_document()),
    "duty-sheet": lambda: duty_sheet_pdf(duty_sheet()),
    "differences": lambda: difference_pdf(differences()),
    "no-differences": lambda: difference_pdf(differences(replace(BEFORE))),
    "posting": lambda: posting_pdf(posting()),
}
WORKBOOKS: Mapping[str, Made] = {
    "matrix": lambda: matrix_xlsx(matrix_document()),
    "load": lambda: load_xlsx(project_load(MATRIX, DAY)),
    "load-of-people": lambda: load_xlsx(_people()),
    "profile": lambda: profile_xlsx(profile_document("technicien")),
    "profiles-compared": lambda: profile_xlsx(profile_document()),
    "duty-sheet": lambda: duty_sheet_xlsx(duty_sheet()),
    "differences": lambda: difference_xlsx(differences()),
    "posting": lambda: posting_xlsx(posting()),
    "people": lambda: people_file([("Léa Tremblay", "lea@exemple.ca", "", True)], ["Technicien"], "xlsx"),
    "framework": lambda: catalogue_xlsx(json.loads(EXAMPLE.read_text("utf-8")), "fr", example=True),
}


def made(make: Made) -> bytes:
    """The file, in French."""
    with override("fr"):
        return make()


@cache
def pdf_of(name: str) -> bytes:
    """The PDF of a family, made once for all its tests."""
    return made(PDFS[name])


@cache
def workbook_of(name: str) -> bytes:
    """Its workbook, likewise."""
    return made(WORKBOOKS[name])
