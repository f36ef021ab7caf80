"""A whole posting for the tests: what it says, and how it is read again."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.contrib.auth.models import User
from django.utils import timezone
from pypdf import PdfReader

from roles.models import Posting, Publication
from roles.postings.domain.duties import duties_of
from roles.postings.domain.postings import (
    posting_fingerprint,
    publish,
    values_of,
)

CLOSING = date(timezone.localdate().year + 1, 12, 18)
TEXTS = {
    "title_fr": "Technicienne ou technicien en IA", "title_en": "AI technician",
    "employer_fr": "Société d’essai", "employer_en": "Trial Company",
    "mission_fr": "Vous mettez en service.\n<b>Vite</b> </script>", "mission_en": "You deploy.",
    "essential_fr": "Python\nRigueur", "essential_en": "Python\nRigour",
    "asset_fr": "SQL", "asset_en": "SQL", "education_fr": "DEC", "education_en": "College",
    "department_fr": "Service des données", "department_en": "Data department",
    "level_fr": "Classe 3", "level_en": "Class 3", "length_fr": "12 mois", "length_en": "12 months",
    "hours_fr": "35 heures", "hours_en": "35 hours", "contact_fr": "Rosalie Untel", "contact_en": "Rosalie Doe",
    "equal_access_fr": "Accès à l’égalité", "equal_access_en": "Equal access",
    "screening_fr": "Aucune IA ne trie", "screening_en": "No AI screens",
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
    "tenure": "temporary", "openings": 2, "vacancy": "existing", "start_date": CLOSING,
}  # fmt: skip


def path(posting: Posting, rest: str = "", language: str = "en") -> str:
    return f"/{language}/postings/{posting.pk}/{rest}"


def again(posting: Posting) -> Posting:
    return Posting.objects.select_related("project__framework", "position", "profile").get(pk=posting.pk)


def texts_of(kind: str, content: bytes) -> str:
    if kind == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if kind in ("docx", "xlsx"):
        with ZipFile(BytesIO(content)) as archive:
            parts = " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        return unescape(re.sub("<[^>]*>", "", parts) if kind == "docx" else parts)  # a link parts its paragraph
    return content.decode()


def form_of(posting: Posting) -> dict[str, Any]:
    values = {name: "" if value is None else value for name, value in values_of(posting).items()}
    values["closing_date"] = posting.closing_date.isoformat() if posting.closing_date else ""
    del values["annex"]  # a box that is not ticked is not sent
    return values | {
        "seen": posting_fingerprint(posting),
        "duties": [item.duty_id for item in duties_of(posting, "fr")],
    }


def go_out(posting: Posting, user: User, *, public: bool) -> Publication:
    """Publish a bare draft with the least that it needs, and a reason for what it lacks."""
    texts = {"apply_fr": "Écrire à emplois@example.org", "apply_en": "Write to emplois@example.org"}
    Posting.objects.filter(pk=posting.pk).update(**texts)
    return publish(posting, user, public=public, reason="Essai")


# A posting that says all that is wanted, and what is otherwise elsewhere.
NOTICE_FR = (
    "Vos renseignements, recueillis dans votre candidature, servent à la sélection. Ils ne sont transmis à aucun tiers "
    "ni à l’extérieur du Québec. Aucune décision n’est automatisée. Vous pouvez y avoir accès, les faire rectifier ou "
    "retirer votre consentement."
)
NOTICE_EN = (
    "Your information, collected in your application, is used for the selection. It is disclosed to no third party nor "
    "outside Québec. No decision is automated. You may have access to it, have it corrected or withdraw your consent."
)
GOOD = {
    "title_fr": "Technicienne ou technicien en IA",
    "title_en": "AI technician",
    "province": "QC",
    "city": "Montréal",
    "closing_date": "2026-12-18",
    "pay_min": "60 000",
    "pay_max": "75 000",
    "pay_unit": "YEAR",
    "privacy_fr": NOTICE_FR,
    "privacy_en": NOTICE_EN,
}
ONTARIO = {
    "province": "ON",
    "apply_fr": "L’intelligence artificielle n’est pas utilisée. Poste actuellement vacant.",
    "apply_en": "No artificial intelligence is used. This is an existing vacancy.",
}
B_C = {"province": "BC"}
P_E_I = {"province": "PE"}
REMOTE = {"work_mode": "remote"}
NO_PAY = {"pay_min": "", "pay_max": ""}
