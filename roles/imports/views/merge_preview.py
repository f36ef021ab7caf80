"""What the preview of a returned file says: each thing that can be taken, by phase."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aispec.web.templatetags.web import typo
from phases.access.decorators import ProjectRequest
from roles.enums import Letter
from roles.formats.letter_html import letter_html
from roles.imports.domain.edits import EditKind, MergeItem, MergePlan
from roles.imports.domain.edits_text import MergeNames, doubts, missing, problems, words_doubt
from roles.imports.forms.upload import sealed_edits
from roles.imports.views.merge_grid_html import MergeGrid
from roles.matrix.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Choice:
    """A line with a box; `about` is the duty of a letter, `now` and `there` are letters or words, as HTML."""

    item: MergeItem
    ticked: bool
    code: str
    subject: str
    about: str
    now: SafeString
    there: SafeString
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of a phase, or of the positions (`number` 0)."""

    number: int
    name: str
    choices: Sequence[Choice]


def sections(plan: MergePlan, words: MergeNames, ticked: Container[str]) -> list[Section]:
    """All that can be taken: positions first, then phase by phase in the order of the matrix."""
    groups: dict[int, list[Choice]] = {0: [], **{phase.id: [] for phase in plan.now.phases}}
    order = {str(duty.id): place for place, duty in enumerate(plan.now.duties)}
    for item in sorted(plan.items, key=lambda item: order.get(item.duty, len(order))):
        groups[words.phase(item.duty) if item.duty else 0].append(_choice(item, words, item.key in ticked))
    titles = {0: (0, _("Positions"))} | {phase.id: (phase.number, phase.name) for phase in plan.now.phases}
    return [Section(*titles[pk], choices) for pk, choices in groups.items() if choices]


def _choice(item: MergeItem, words: MergeNames, ticked: bool) -> Choice:
    code = words.code(item.duty) if item.duty else ""
    about = words.duty(item.duty) if item.kind is EditKind.CELL else ""
    now, there = _shown(item, item.here), _shown(item, item.there)
    return Choice(item, ticked, code, _subject(item, words), about, now, there, _note(item, words))


def _shown(item: MergeItem, text: str) -> SafeString:
    if item.kind is EditKind.DESCRIPTION:
        return linebreaksbr(escape(text))
    return letter_html(text, small=True) if item.kind is EditKind.CELL else typo(text)


def _subject(item: MergeItem, words: MergeNames) -> str:
    """What the line is about."""
    if item.kind is EditKind.CELL:
        return words.position(item.position)
    if item.kind is EditKind.ROW:
        letters = (f"{words.position(position)} {Letter(letter).shown}" for position, letter in item.letters if letter)
        return " · ".join((_("New duty"), *letters))
    names = {
        EditKind.COLUMN: _("New position, vacant"),
        EditKind.TEXT: _("Other words"),
        EditKind.DESCRIPTION: _("Other description"),
        EditKind.TITLE: _("Other title"),
    }
    return names[item.kind]


def _note(item: MergeItem, words: MergeNames) -> str:
    """Why a line is a conflict, "" for one that is none."""
    if not item.conflict:
        return ""
    if item.kind in (EditKind.ROW, EditKind.COLUMN):
        return _("Conflict: the project has this already. Tick it to have it twice.")
    parts = [words_doubt(item)] if item.doubt else []
    if item.here != item.old:
        was, here = _said(item, item.old), _said(item, item.here)
        parts.append(_("Conflict: written as %(was)s, here now %(here)s.") % {"was": was, "here": here})
    if item.over:
        names = ", ".join(words.position(str(pk)) for pk in item.over)
        parts.append(_("Conflict: %(names)s has the A here. Ticked, it moves; of A/R the R stays.") % {"names": names})
    return " ".join(parts)


def _said(item: MergeItem, text: str) -> str:
    """A letter or words inside a sentence."""
    if item.kind is EditKind.CELL:
        return Letter(text).shown if text else _("empty")
    return _("“%(text)s”") % {"text": text}


def preview(
    request: ProjectRequest,
    plan: MergePlan,
    base: Matrix,
    ticked: Container[str],
    status: int = 200,
    **notices: Any,
) -> HttpResponse:
    """Show what the file changed, each with its box, in the grid and phase by phase.

    Raises ValidationError for more than a form can carry.
    """
    words = MergeNames(plan, base)
    context = {
        "section": "projects",
        "project": request.project,
        "plan": plan,
        "base": base,
        "sections": sections(plan, words, ticked),
        "conflicts": sum(item.conflict for item in plan.items),
        "doubts": doubts(plan, words),
        "problems": problems(plan, words),
        "missing": list(missing(plan, base)),
        "table": MergeGrid(plan).html(),
        "edits": sealed_edits(request.user.pk, request.project.pk).seal(plan.edits.to_json()),
        **notices,
    }
    return render(request, "roles/imports/own_workbook_preview.html", context, status=status)
