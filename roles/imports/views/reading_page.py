"""An imported file as its page shows it: columns and marks with their choices, what would come, what is in doubt."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from phases.access.decorators import ProjectRequest
from roles.enums import Letter
from roles.formats.reading.table import Table
from roles.formats.xlsx.cells import column_name
from roles.imports.domain.sheet_project import phase_names, phases_in_use
from roles.imports.forms.corrections import NO_PART
from roles.imports.forms.upload import ImportedFile, sealed_file
from roles.imports.sheet_reading.account_text import left_groups, letters_line, rows_line
from roles.imports.sheet_reading.doubts_text import CERTAINTY_WORDS, doubt_groups, kind_words, sheet_words
from roles.imports.sheet_reading.interpret import Interpretation
from roles.imports.sheet_reading.model import NO_PHASE, Block, Certainty, ColumnKind, ImportedDuty, ImportPlan, Mark

ROWS_SHOWN = 6  # below the heading
HEADINGS, GROUPS = 30, 3  # rows that may be chosen as the heading, and above it
CELL, LINE = 80, 60  # characters of a cell and of a choice
PREVIEW = 30  # duties
DOUBTS = 50  # of one kind

Choices = list[tuple[str, str, bool]]  # value, words, chosen


@dataclass(frozen=True)
class ColumnChoices:
    """A column above which is chosen what it holds."""

    field: str
    name: str
    label: str
    choices: Choices
    kind: ColumnKind
    certainty: Certainty

    @property
    def how_sure(self) -> str:
        """How sure the guess is, in words."""
        return str(CERTAINTY_WORDS[self.certainty])

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look."""
        return self.certainty is Certainty.GUESS


@dataclass(frozen=True)
class BlockChoices:
    """A matrix in its table; `rows` are the first ones, each with its number and whether it is the heading."""

    prefix: str
    block: Block
    name: str
    headings: Choices
    groups: Choices
    columns: list[ColumnChoices]
    rows: list[tuple[int, bool, list[str]]]
    more: int
    count: int  # rows of its table

    @property
    def how_sure(self) -> str:
        """How sure it is that this is a matrix."""
        return str(CERTAINTY_WORDS[self.block.certainty])


@dataclass(frozen=True)
class MarkChoices:
    """A mark that is asked about."""

    mark: Mark
    choices: Choices

    @property
    def how_sure(self) -> str:
        """How sure the guess is; a mark without a meaning has to be checked."""
        return str(CERTAINTY_WORDS[Certainty.GUESS if self.mark.letter is None else self.mark.certainty])


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
    tables, plan = found.tables, found.plan
    doubts = doubt_groups(plan.doubts, tables)
    project = getattr(request, "project", None)
    context = {
        "section": "projects",
        "project": project,
        "form": form,
        "source": file,
        "tables": sealed_file(request.user.pk, project.pk if project else 0).seal(file),
        "seen": found.seen,
        "changed": status == 409,
        "plan": plan,
        "phase_count": sum(place != NO_PHASE for place in phases_in_use(plan)),
        "blocks": [_block(f"b{number}", block, tables[block.table]) for number, block in enumerate(found.blocks)],
        "marks": [MarkChoices(mark, _meanings(mark)) for mark in found.marks],
        "doubts": [(group, group.lines[:DOUBTS], len(group.lines) - DOUBTS) for group in doubts],
        "doubt_count": len(plan.doubts),
        "certain": found.certain,
        "account": (letters_line(found.account), rows_line(found.account)),
        "left": [(title, lines[:DOUBTS], len(lines) - DOUBTS) for title, lines in left_groups(found.account, tables)],
        "preview": list(_preview(plan)),
        "preview_more": max(0, len(plan.duties) - PREVIEW),
    }
    return render(request, f"{template}#read" if request.htmx else template, context, status=status)


def status_of(request: ProjectRequest, found: Interpretation, form: forms.Form, *, confirming: bool) -> int:
    """Return the status of the page to show again: 409 when it showed something else; 0 when all is confirmed."""
    if not confirming:
        return 200
    if request.POST.get("seen") != found.seen or not found.plan.duties:
        return 409
    return 0 if form.is_valid() else 422


def _block(prefix: str, block: Block, table: Table) -> BlockChoices:
    top = max(0, block.header if block.groups is None else min(block.groups, block.header))
    last = min(block.last, len(table.rows) - 1)
    shown = range(top, min(max(block.header, 0) + ROWS_SHOWN, last) + 1)
    width = len(block.columns)
    rows = [
        (row + 1, row == block.header, [_cut(table.cell(row, column), CELL) for column in range(width)])
        for row in shown
    ]
    return BlockChoices(
        prefix=prefix,
        block=block,
        name=sheet_words(table) or _("Table"),
        headings=list(_headings(block, table)),
        groups=list(_groups(block, table)),
        columns=list(_columns(prefix, block, table)),
        rows=rows,
        more=last - shown.stop + 1 if shown else 0,
        count=len(table.rows),
    )


def _headings(block: Block, table: Table) -> Iterator[tuple[str, str, bool]]:
    """The rows that may name the columns, with their first words."""
    for row in sorted({*range(min(HEADINGS, len(table.rows))), max(block.header, 0)}):
        if (words := _row_words(table, row)) or row == block.header:
            yield str(row), f"{row + 1}. {words}", row == block.header


def _groups(block: Block, table: Table) -> Iterator[tuple[str, str, bool]]:
    """The rows above the heading that may name groups of positions."""
    yield "", _("None"), block.groups is None
    rows = {block.groups, *range(max(0, block.header - GROUPS), block.header)}
    for row in sorted(row for row in rows if row is not None):
        if (words := _row_words(table, row)) or row == block.groups:
            yield str(row), f"{row + 1}. {words}", row == block.groups


def _row_words(table: Table, row: int) -> str:
    """The texts of a row, cut."""
    texts = table.rows[row] if 0 <= row < len(table.rows) else ()
    return _cut(" · ".join(" ".join(text.split()) for text in texts if text.strip()), LINE)


def _columns(prefix: str, block: Block, table: Table) -> Iterator[ColumnChoices]:
    for place, (kind, certainty) in enumerate(zip(block.columns, block.certainties, strict=True)):
        name, heading = column_name(place + 1), " ".join(table.cell(max(block.header, 0), place).split())
        label = _("Column %(name)s: %(heading)s") if heading else _("Column %(name)s")
        label %= {"name": name, "heading": heading}
        choices = [(str(each), kind_words(each), each is kind) for each in ColumnKind]
        yield ColumnChoices(f"{prefix}-c{place}", name, label, choices, kind, certainty)


def _meanings(mark: Mark) -> Choices:
    letters = [(letter.value, f"{letter.shown} – {letter.label}", mark.letter == letter) for letter in Letter]
    return [("", _("Choose…"), mark.letter is None), (NO_PART, _("No part"), mark.letter == ""), *letters]


def _preview(plan: ImportPlan) -> Iterator[tuple[str, list[tuple[ImportedDuty, list[str]]]]]:
    """The first duties by phase, each with a letter or "" a position."""
    left, columns = PREVIEW, range(len(plan.positions))
    for place, name in phase_names(plan).items():
        duties = [duty for duty in plan.duties if duty.phase == place][:left]
        left -= len(duties)
        if duties:
            yield name, [(duty, [duty.letters.get(column, "") for column in columns]) for duty in duties]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
