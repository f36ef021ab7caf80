"""Profiles in lines: one, or all of them compared."""

from django.utils.translation import gettext as _

from roles.documents.outline import Band, Outline
from roles.documents.profile_document import ProfileDocument
from roles.documents.words import letter_meaning
from roles.domain.catalogue import CatalogueProfile
from roles.domain.catalogue_page import SheetRow
from roles.enums import Letter


def profile_outline(document: ProfileDocument) -> Outline:
    """What the writers of lines write, in the active language."""
    front = [_("Code"), _("Responsibility")] if document.profile else [_("Profile"), _("Code"), _("Responsibility")]
    names = [document.text(profile.name) for profile in document.columns]
    return Outline(
        language=document.language,
        day=document.day,
        kind=document.kind,
        title=document.title,
        facts=[document.framework, document.count, document.date],
        band_head=(_("No."), _("Phase")),
        head=[*front, *(names or [_("Suggested letters")]), _("In answer")],
        letters=range(len(front), len(front) + len(names)),
        bands=[
            Band(
                str(phase.number),
                document.text(phase.name),
                document.text(phase.lead_in),
                [_row(document, profile, row) for profile, row in rows],
            )
            for phase, rows in document.phases()
        ],
        none=_("No responsibility."),
        legend=[(letter.shown, f"{letter.label}. {letter_meaning(letter)}") for letter in document.letters],
    )


def _row(document: ProfileDocument, profile: CatalogueProfile, row: SheetRow) -> list[str]:
    statement = row.statement
    letters = [
        Letter(code).shown if (code := statement.suggested.get(column.slug)) else "" for column in document.columns
    ] or [document.letters_in_words(statement)]
    front = [] if document.profile else [document.text(profile.name)]
    return [*front, statement.code, document.wording(statement), *letters, "\n".join(document.answers(row.answers))]
