"""Setting a letter on the matrix page."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from phases.access.decorators import ProjectRequest, project_view
from phases.access.members import name_of
from phases.enums import ChangeKind, Role
from phases.models import ProjectChange
from roles.enums import Letter
from roles.formats.marks import read_letter
from roles.grid.views.answers import cells_answer, differing, refusal_answer
from roles.matrix.changes import CellRefused, CellUnknown, Changed, LetterNotOffered, SecondApprover, set_cells
from roles.matrix.matrix import Cell, CellChange, Matrix, PositionColumn


@require_POST
@project_view(Role.EDITOR)
def cells(request: ProjectRequest) -> HttpResponse:
    """Set one cell; 409 when it holds another letter than its reader saw, 422 when its duty has another A."""
    try:
        change = _change(request.POST)
        seen = stored(request.POST.get("seen"))
    except ValueError:
        return refused_line(request, 400, _("This is not a letter of the matrix, or not a cell. Nothing was saved."))
    transfer = request.POST.get("transfer") == "1"
    try:
        changed = set_cells(request.project.pk, request.user, [change], seen={change.cell: seen}, transfer=transfer)
    except LetterNotOffered:
        return refused_line(request, 400, not_offered_words(), change.cell)
    except CellUnknown:
        return refused_line(request, 404, unknown_words(), change.cell)
    except CellRefused as refused:
        return cell_refusal(request, refused)
    return cells_answer(
        request, *changed, message=cell_words(changed.after, *change.cell), offer="undo" if transfer else ""
    )


def cell_refusal(request: ProjectRequest, refused: CellRefused, status: int = 0, *, offer: bool = True) -> HttpResponse:
    """The cell as it is, why it is not what was asked, and what can be done about it."""
    change, matrix = refused.change, refused.matrix
    position = matrix.position(change.position_id)
    second = isinstance(refused, SecondApprover)
    shown = Letter(change.letter).shown if change.letter else _("empty")
    label = (_("Transfer the approval to %(name)s") if second else _("Set %(letter)s all the same")) % {
        "name": position_words(position),
        "letter": shown,
    }
    line = _line_html(
        request,
        _reason(refused),
        change.cell,
        name=f"{matrix.duty(change.duty_id).code} · {position.title}",
        asked=shown if change.letter else "",
        held=Letter(refused.letter).shown if refused.letter else "",
        change=change if offer else None,
        seen=refused.letter,
        transfer=second,
        label=label,
    )
    return refusal_answer(matrix, change.cell, notice=line, status=status or (422 if second else 409))


def refused_line(request: ProjectRequest, status: int, text: str, cell: Cell | None = None) -> HttpResponse:
    """Why something was not saved, as a line of the list of refusals; of a `cell`, if it is about one."""
    return HttpResponse(_line_html(request, text, cell), status=status)


def _line_html(request: ProjectRequest, text: str, cell: Cell | None, **context: Any) -> str:
    cells = f"{cell[0]}:{cell[1]}" if cell else ""
    words = {"text": text, "cells": cells, "project": request.project, "held": None, **context}
    line = render_to_string("roles/grid/refusal.html", words, request)
    return f'<ul hx-swap-oob="beforeend:#refused > ul">{line}</ul>'


def notice(request: ProjectRequest, status: int, text: str) -> HttpResponse:
    """Words above the grid that the next answer may take away."""
    html = render_to_string("roles/grid/notice.html", {"text": text, "project": request.project}, request)
    return HttpResponse(html, status=status)


def _change(posted: QueryDict) -> CellChange:
    """The change a form asks for; ValueError when it is none."""
    return CellChange(
        _identifier(posted.get("duty")), _identifier(posted.get("position")), stored(posted.get("letter"))
    )


def _identifier(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def stored(text: str | None) -> str:
    """The stored form of a letter; ValueError for anything else."""
    letter = None if text is None else read_letter(text, {})
    if letter is None:
        raise ValueError(text)
    return letter


def position_words(position: PositionColumn) -> str:
    """A position as people call it: its title, and its holder."""
    return f"{position.title} ({position.holder})" if position.holder else position.title


def cell_words(matrix: Matrix, duty_id: int, position_id: int) -> str:
    """A cell and what it holds."""
    letter = matrix.letter(duty_id, position_id)
    words = Letter(letter).shown if letter else _("empty")
    return _("%(duty)s, %(position)s: %(letter)s") % {
        "duty": matrix.duty(duty_id).code,
        "position": matrix.position(position_id).title,
        "letter": words,
    }


def unknown_words() -> str:
    """Why a cell that the matrix does not have cannot be changed."""
    return _("This duty does not apply, or it or the position is no longer in the project. Nothing was saved.")


def not_offered_words() -> str:
    """Why a cell cannot hold S, and who changes that."""
    return _("This project does not use S: an editor turns RASCI on in its settings. Nothing was saved.")


def refusal_words(refused: CellRefused) -> str:
    """Why a change was refused, who is in its way, and what the cell holds."""
    if isinstance(refused, SecondApprover):
        return _reason(refused)
    cell = cell_words(refused.matrix, *refused.change.cell)
    name = _who_changed(refused.matrix.project_id, refused.change.cell) or _("somebody")
    return _("Not saved: %(name)s has changed this cell. %(cell)s.") % {"name": name, "cell": cell}


def _reason(refused: CellRefused) -> str:
    """Why a change was refused, and whose change is in its way; the cell itself is named beside it."""
    change, matrix = refused.change, refused.matrix
    if not isinstance(refused, SecondApprover):
        return _("%(name)s has changed this cell.") % {
            "name": _who_changed(matrix.project_id, change.cell) or _("Somebody")
        }
    duty = matrix.duty(change.duty_id).code
    if refused.approver_id not in matrix.column_of:
        return _("%(duty)s: a duty has one approval only.") % {"duty": duty}
    words = _("%(duty)s is already approved by %(name)s: a duty has one approval only.") % {
        "duty": duty,
        "name": position_words(matrix.position(refused.approver_id)),
    }
    name = _who_changed(matrix.project_id, (change.duty_id, refused.approver_id))
    return f"{words} {_('That letter is from %(name)s.') % {'name': name}}" if name else words


def _who_changed(project_id: int, cell: Cell) -> str:
    """Who has changed a cell last, "" when nobody is known to have."""
    line = (
        ProjectChange.objects.filter(project_id=project_id, kind=ChangeKind.CELL, duty_id=cell[0], position_id=cell[1])
        .select_related("by")
        .order_by("-version")
        .first()
    )
    return name_of(line.by) if line and line.by else ""


def changed_words(changed: Changed) -> str:
    """What a step has changed: the cell, or how many."""
    cells = list(differing(*changed))
    if len(cells) == 1:
        return cell_words(changed.after, *cells[0])
    return ngettext("%(count)s cell", "%(count)s cells", len(cells)) % {"count": len(cells)}
