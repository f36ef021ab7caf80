"""An imported file as its page shows it: matrices and marks with their choices, what would come, what is in doubt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from phases.access.decorators import ProjectRequest
from roles.enums import Letter
from roles.formats.reading.readers.encodings import in_other_encoding
from roles.imports.domain.sheet_project import phase_names, phases_in_use
from roles.imports.forms.corrections import APART, NO_PART, TOGETHER
from roles.imports.forms.upload import ImportedFile, sealed_file
from roles.imports.sheet_reading.account.text import left_groups, letters_line, rows_line
from roles.imports.sheet_reading.doubts_text import CERTAINTY_WORDS, ENCODINGS, doubt_groups
from roles.imports.sheet_reading.interpret import Interpretation
from roles.imports.sheet_reading.model import NO_PHASE, Certainty, ImportedDuty, ImportPlan, JoinedNames, Mark
from roles.imports.sheet_reading.plan import WORDS
from roles.imports.views.reading_choices import Choices, block_choices

PREVIEW = 30  # duties
DOUBTS = 50  # of one kind


@dataclass(frozen=True)
class MarkChoices:
    """A mark that is asked about."""

    mark: Mark
    choices: Choices
    was: str

    @property
    def how_sure(self) -> str:
        """How sure the guess is; a mark without a meaning has to be checked."""
        return str(CERTAINTY_WORDS[Certainty.GUESS if self.mark.letter is None else self.mark.certainty])


class EncodingChoice(NamedTuple):
    """An encoding, and the words that show whether it is the right one."""

    value: str
    words: str
    name: str
    chosen: bool


def posted_file(request: ProjectRequest, project_id: int = 0) -> ImportedFile | None:
    """Return the file that the page carries; None, with a message, when it is too old or somebody else's."""
    try:
        return ImportedFile.of(sealed_file(request.user.pk, project_id).unseal(request.POST["tables"]))
    except BadSignature:
        messages.error(request, _("This file was chosen too long ago, or by somebody else. Choose it again."))
        return None


def reading_page(
    request: ProjectRequest,
    template: str,
    file: ImportedFile,
    found: Interpretation,
    form: forms.Form,
    status: int = 200,
) -> HttpResponse:
    """Show what a file was taken for, and what has `changed` since the reader saw it: status 409.

    Raises ValidationError for more than a form can carry.
    """
    project = getattr(request, "project", None)
    context = {
        "section": "projects",
        "project": project,
        "form": form,
        "source": file,
        "tables": sealed_file(request.user.pk, project.pk if project else 0).seal(file),
        "seen": found.seen,
        "changed": status == 409,
        "blocks": [block_choices(found, number, request.POST) for number in range(len(found.blocks))],
        **_asked(file, found),
        **_told(found),
    }
    return render(request, f"{template}#read" if request.htmx else template, context, status=status)


def _asked(file: ImportedFile, found: Interpretation) -> dict[str, Any]:
    """What the reader is asked of the whole file: its encoding, its marks, names that may belong together."""
    return {
        "encodings": list(_encodings(file, found)),
        "encoding_asked": any(
            table.encoding and (table.unsure or found.said.encoding not in ("", table.encoding))
            for table in file.tables
        ),
        "method": found.method,
        "marks": [
            MarkChoices(mark, _meanings(mark), _sent(read.letter))
            for mark, read in zip(found.marks, found.read_marks, strict=True)
        ],
        "joined": [(names, _readings(names)) for names in found.joined],
        "kept_marks": [
            (mark, _sent(letter))
            for mark, letter in found.said.marks.items()
            if mark not in {shown.text for shown in found.marks}
        ],
    }


def _told(found: Interpretation) -> dict[str, Any]:
    """What the reader is told: what was counted, what is in doubt, what was left out, and what would come of it."""
    plan = found.plan
    return {
        "plan": plan,
        "phase_count": sum(place != NO_PHASE for place in phases_in_use(plan)),
        "doubts": [
            (group, group.lines[:DOUBTS], len(group.lines) - DOUBTS)
            for group in doubt_groups(plan.doubts, found.tables)
        ],
        "doubt_count": len(plan.doubts),
        "certain": found.certain,
        "account": (letters_line(found.account), rows_line(found.account)),
        "left": [
            (title, lines[:DOUBTS], len(lines) - DOUBTS, len(lines))
            for title, lines in left_groups(found.account, found.tables)
        ],
        "preview": list(_preview(plan)),
        "preview_more": max(0, len(plan.duties) - PREVIEW),
    }


def status_of(request: ProjectRequest, found: Interpretation, form: forms.Form, *, confirming: bool) -> int:
    """Return the status of the page to show again: 409 when it showed something else; 0 when all is confirmed."""
    if not confirming:
        return 200
    if request.POST.get("seen") != found.seen or not found.plan.duties:
        return 409
    return 0 if form.is_valid() else 422


def _encodings(file: ImportedFile, found: Interpretation) -> Iterator[EncodingChoice]:
    """The encodings that a text which does not tell may have; "" first, while nobody has said and it is in doubt."""
    table = next((table for table in file.tables if table.encoding), None)
    words = table.foreign_words(WORDS) if table else []
    if not table or not words:
        return
    chosen = found.said.encoding or ("" if table.unsure else table.encoding)
    if table.unsure:
        yield EncodingChoice("", ", ".join(words), _("not sure"), not chosen)
    for encoding, name in ENCODINGS.items():
        shown = (in_other_encoding(word, table.encoding, encoding) for word in words)
        yield EncodingChoice(encoding, ", ".join(shown), str(name), encoding == chosen)


def _sent(letter: str | None) -> str:
    """A meaning as a form sends it."""
    return NO_PART if letter == "" else letter or ""


def _meanings(mark: Mark) -> Choices:
    letters = [(letter.value, f"{letter.shown} – {letter.label}", mark.letter == letter) for letter in Letter]
    return [("", _("Choose…"), mark.letter is None), (NO_PART, _("No part"), mark.letter == ""), *letters]


def _readings(names: JoinedNames) -> Choices:
    return [
        (APART, _("Several people"), names.apart),
        (TOGETHER, _("One name"), not names.apart),
    ]


def _preview(plan: ImportPlan) -> Iterator[tuple[str, list[tuple[ImportedDuty, list[str]]]]]:
    """The first duties by phase, each with a letter or "" a position."""
    left, columns = PREVIEW, range(len(plan.positions))
    for place, name in phase_names(plan).items():
        duties = [duty for duty in plan.duties if duty.phase == place][:left]
        left -= len(duties)
        if duties:
            yield name, [(duty, [duty.letters.get(column, "") for column in columns]) for duty in duties]
