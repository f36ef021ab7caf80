"""Undo and redo on the matrix page, and from the message of a change on any other."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from aispec.web.fields.numbers import whole_number
from aispec.web.sign_in import safe
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import ChangeKind, Role
from phases.models import ProjectChange
from roles.grid.views.answers import cells_answer, history_html, oob
from roles.grid.views.cells import (
    cell_refusal,
    changed_words,
    not_offered_words,
    notice,
    refusal_words,
    refused_line,
    unknown_words,
)
from roles.grid.views.structure import SHOWN, structure_answer
from roles.matrix.changes import CellRefused, CellUnknown, LetterNotOffered
from roles.matrix.titles import titles_of
from roles.undo.expected import CannotUndo
from roles.undo.steps import steps
from roles.undo.undo import NothingToUndo, Taken, redo, undo

MANY = 50  # places that a page shows of what a step has changed
Take = Callable[..., Taken]


@require_POST
@project_view(Role.EDITOR)
def undo_step(request: ProjectRequest) -> HttpResponse:
    """Take back the reader's last change."""
    return _step(request, undo, _("Undone"), "redo")


@require_POST
@project_view(Role.EDITOR)
def redo_step(request: ProjectRequest) -> HttpResponse:
    """Make again what the reader has just taken back."""
    return _step(request, redo, _("Redone"), "undo")


def _step(request: ProjectRequest, take: Take, done: str, offer: str) -> HttpResponse:
    passed = passed_over(request.POST)
    try:
        taken = take(request.project.pk, request.user, passed)
    except (NothingToUndo, CannotUndo, CellUnknown, CellRefused) as refused:
        return _refused(request, take, refused, passed)
    message = f"{done}{_colon()} {step_words(taken)}"
    if not request.htmx:
        messages.success(request, message)
        return _back(request)
    left = steps(request.project.pk, request.user, passed)
    places = _places(taken)
    if not taken.changed:
        return structure_answer(request, message, places, steps=left, offer=offer)
    response = cells_answer(request, *taken.changed, message=message, steps=left, offer=offer)
    return trigger_client_event(response, SHOWN, {"places": places, "redraw": False})


def _refused(request: ProjectRequest, take: Take, refused: Exception, passed: frozenset[int]) -> HttpResponse:
    """Why the step cannot be taken; it is passed over from here on, so that the one before it is reached."""
    if isinstance(refused, CannotUndo):
        words = _("“%(step)s” can no longer be taken back: it has been changed since. Undo again for the step before.")
        reason = words % {"step": _line_words(refused.line)}
    elif isinstance(refused, CellRefused):
        reason = refusal_words(refused)
    elif isinstance(refused, LetterNotOffered):
        reason = not_offered_words()
    else:
        reason = unknown_words() if isinstance(refused, CellUnknown) else _("There is nothing to take back any more.")
    if not request.htmx:
        messages.error(request, reason)
        return _back(request)
    if isinstance(refused, CellRefused):
        response = cell_refusal(request, refused, 409, offer=False)
    else:
        respond = notice if isinstance(refused, NothingToUndo) else refused_line
        response = respond(request, 409, reason)
    now = steps(request.project.pk, request.user, passed)
    passed |= {version for version in (now.undo if take is undo else now.redo,) if version}
    response.write(oob("#history", history_html(steps(request.project.pk, request.user, passed))))
    return response


def passed_over(posted: QueryDict) -> frozenset[int]:
    """The steps that this page has found impossible, as its buttons carry them."""
    numbers = map(whole_number, posted.get("passed", "").split(","))
    return frozenset(number for number in numbers if number)


def step_words(taken: Taken) -> str:
    """What was taken back, in a few words."""
    if taken.changed:
        return changed_words(taken.changed)
    first = next(line for line in taken.lines if line.kind != ChangeKind.CELL)
    rest = len(taken.lines) - 1
    more = ngettext("and %(n)s more change", "and %(n)s more changes", rest) % {"n": rest}
    words = _line_words(first)
    return f"{words}, {more}" if rest else words


def _line_words(line: ProjectChange) -> str:
    return f"{ChangeKind(line.kind).label}{_colon()} {titles_of(line.project_id or 0).told(line.label)}"


def _colon() -> str:
    return pgettext("after a label", ":")


def _places(taken: Taken) -> list[dict[str, Any]]:
    """Duty and position of what was changed, the other one None for a whole row or column."""
    return [{"duty": line.duty_id, "position": line.position_id} for line in taken.lines[:MANY]]


def _back(request: ProjectRequest) -> HttpResponse:
    """To the page that the form stood on, which it names."""
    wanted = request.POST.get("next", "")
    return HttpResponseRedirect(wanted) if safe(request, wanted) else redirect("project", request.project.pk)
