"""The matrix for the formats of lines (Word, CSV, Markdown), with the open findings when it is for the team."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from roles.checks.domain.check import Mark, duty_marks
from roles.enums import Letter
from roles.exports.documents.matrix import MatrixDocument, open_by_sentence
from roles.formats.letters import letter_meaning
from roles.formats.outline.model import Band, Outline
from roles.matrix.matrix import DutyRow, PositionColumn

_SHOWN = {"": ""} | {letter.value: letter.shown for letter in Letter}
_QUIET = ("ok", "off")  # marks that say nothing the row does not say


def matrix_outline(document: MatrixDocument) -> Outline:
    """What the writers of lines write, in the active language."""
    positions = [_heading(document, position) for position in document.whole.positions]
    marks = duty_marks(document.whole, document.findings) if document.internal else {}
    found = open_by_sentence(document) if document.internal else []
    entries = [(document.text(f"{finding.title}: ") if places else finding.title, places) for finding, places in found]
    return Outline(
        language=document.language,
        day=document.day,
        kind=document.kind,
        title=document.text(document.whole.name),
        facts=[*filter(None, (document.text(document.whole.organization), document.status, document.date)),
               *filter(None, (document.text(document.filtered),))],
        band_head=(_("No."), _("Phase")),
        head=[_("Code"), _("Duty"), *positions, *([_("Check")] if document.internal else [])],
        letters=range(2, 2 + len(positions)),
        bands=list(_bands(document, marks)),
        none=_("No duties match the filter.") if document.filtered else _("No duties."),
        legend=[(x.shown, f"{document.letter_name(x)}. {letter_meaning(x)}") for x in document.letters],
        closing=_("To resolve") if document.internal else "",
        entries=entries or [(_("No open findings."), "")] if document.internal else [],
    )  # fmt: skip


def _heading(document: MatrixDocument, position: PositionColumn) -> str:
    """The title; for the team, with the holder below."""
    title = document.text(position.title)
    if not document.internal:
        return title
    return f"{title}\n{_('Vacant') if position.vacant else position.holder}"


def _bands(document: MatrixDocument, marks: dict[int, Mark]) -> Iterator[Band]:
    for phase, duties in document.bands():
        rows = [_row(document, duty, marks.get(duty.id)) for duty in duties]
        yield Band(str(phase.number), document.text(phase.name), document.text(phase.lead_in), rows)


def _row(document: MatrixDocument, duty: DutyRow, mark: Mark | None) -> list[str]:
    letters = [_SHOWN[letter] if duty.applicable else "" for letter in duty.letters]
    check = [mark.label if mark and mark.status not in _QUIET else ""] if document.internal else []
    return [document.text(duty.code), document.duty_told(duty), *letters, *check]
