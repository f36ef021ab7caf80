"""The answer to a change of rows, columns or words: what stands around the grid; the page asks for the grid itself."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from phases.access.decorators import ProjectRequest
from roles.checks.domain.board import Board
from roles.grid.views.answers import RELOAD, VERSION, board_parts, oob, said_parts, saved_parts
from roles.grid.views.table_html import options_html, strip_html
from roles.matrix.letters import offered_letters, with_names
from roles.matrix.matrix import load_matrix
from roles.undo.steps import Steps

SHOWN = "step-shown"  # the event that brings what was changed into view
Places = Sequence[Mapping[str, int | None]]  # of each a duty, a position or both


def structure_answer(
    request: ProjectRequest,
    message: str,
    places: Places = (),
    *,
    focus: bool = False,
    steps: Steps | None = None,
    offer: str = "undo",
) -> HttpResponse:
    """Answer an HTMX request that has changed rows, columns or words; 204 when it has changed nothing.

    The page shows `places`, and with `focus` goes to the first of them. `message`, `steps` and `offer` as in
    cells_answer.
    """
    matrix = load_matrix(request.project.pk)
    if matrix.version == request.project.version:
        return HttpResponse(status=204)
    board = Board.of(matrix)
    parts = [
        *board_parts(board, ()),
        *around_parts(board, can_edit=True),
        *saved_parts(request, matrix.version, steps),
        *said_parts(message, offer),
    ]
    response = HttpResponse("".join(parts), headers={VERSION: str(matrix.version)})
    trigger_client_event(response, RELOAD)
    return trigger_client_event(response, SHOWN, {"places": places, "redraw": True, "focus": focus})


def around_parts(board: Board, *, can_edit: bool) -> Iterable[str]:
    """What stands around the grid and changes with rows, columns and names; the page asks for the grid itself."""
    matrix = board.matrix
    yield oob(".head h1", conditional_escape(matrix.name))
    yield oob(".frise", strip_html(board))
    phases = [("", _("All phases")), *((phase.slug, f"{phase.number}. {phase.name}") for phase in matrix.phases)]
    yield oob(".bar select[name=phase]", options_html(phases, ""))
    positions = [("", _("All positions")), *((str(position.id), position.title) for position in matrix.positions)]
    yield oob(".bar select[name=position]", options_html(positions, ""))
    if can_edit:
        letters = with_names(matrix.rules, offered_letters(matrix.rules))
        yield oob("#picker [role=menu]", render_to_string("roles/grid/tools.html#choices", {"letters": letters}))
