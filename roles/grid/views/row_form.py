"""One row of the matrix as a plain form: for readers without JavaScript, and to edit a row at leisure."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.enums import APPROVING
from roles.grid.views.cells import not_offered_words, position_words, refusal_words, stored, unknown_words
from roles.matrix.changes import CellRefused, CellUnknown, LetterNotOffered, SecondApprover, set_cells
from roles.matrix.letters import shown_letters, with_names
from roles.matrix.matrix import CellChange, DutyRow, Matrix, PositionColumn, load_matrix


@dataclass(frozen=True, slots=True)
class Choice:
    """One position's field: the letter chosen, and the letter that was seen when choosing."""

    position: PositionColumn
    letter: str
    seen: str

    @property
    def touched(self) -> bool:
        """Whether the reader asks for another letter."""
        return self.letter != self.seen


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def duty_row(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """A choice for each position; saved all or nothing, with what was chosen kept when it is refused."""
    matrix = load_matrix(request.project.pk)
    if duty_id not in matrix.row_of:
        raise Http404
    duty = matrix.duty(duty_id)
    if not duty.applicable:
        messages.warning(request, unknown_words())
        return redirect("project", request.project.pk)
    held = [Choice(position, letter, letter) for position, letter in zip(matrix.positions, duty.letters, strict=True)]
    if request.method != "POST":
        return _form(request, matrix, duty, held)
    try:
        chosen = [_chosen(choice, request.POST) for choice in held]
    except ValueError:
        error = _("One of these is not a letter of the matrix. Nothing was saved.")
        return _form(request, matrix, duty, held, error=error, status=400)
    return _save(request, matrix, duty, chosen)


def _save(request: ProjectRequest, matrix: Matrix, duty: DutyRow, chosen: list[Choice]) -> HttpResponse:
    changes = [CellChange(duty.id, choice.position.id, choice.letter) for choice in chosen if choice.touched]
    seen = {(duty.id, choice.position.id): choice.seen for choice in chosen}
    transfer = request.POST.get("transfer") == "1"
    try:
        set_cells(request.project.pk, request.user, changes, seen=seen, transfer=transfer)
    except LetterNotOffered:
        return _form(request, matrix, duty, chosen, error=not_offered_words(), status=400)
    except CellUnknown:
        return _form(request, matrix, duty, chosen, error=unknown_words(), status=409)
    except CellRefused as refused:
        second = isinstance(refused, SecondApprover)
        approvals = [choice for choice in chosen if choice.touched and choice.letter in APPROVING]
        taker = position_words(matrix.position(refused.change.position_id))
        return _form(
            request,
            matrix,
            duty,
            _as_held(refused.matrix, duty.id, chosen),
            error=refusal_words(refused),
            taker=taker if second and len(approvals) == 1 else "",
            status=422 if second else 409,
        )
    messages.success(request, _("%(duty)s is saved.") % {"duty": duty.code})
    return redirect(f"{reverse('project', args=[request.project.pk])}#d-{duty.id}")


def _chosen(held: Choice, posted: QueryDict) -> Choice:
    """What the form says of a position; one that it does not name stays as it is. Raises ValueError."""
    letter, seen = (posted.get(f"{name}-{held.position.id}", held.letter) for name in ("letter", "seen"))
    return Choice(held.position, stored(letter), stored(seen))


def _as_held(matrix: Matrix, duty_id: int, chosen: list[Choice]) -> list[Choice]:
    """What was chosen, beside the positions and letters as they are now; a field nobody touched follows them."""
    wanted = {choice.position.id: choice.letter for choice in chosen if choice.touched}
    now = zip(matrix.positions, matrix.duty(duty_id).letters, strict=True)
    return [Choice(position, wanted.get(position.id, held), held) for position, held in now]


def _form(
    request: ProjectRequest,
    matrix: Matrix,
    duty: DutyRow,
    chosen: list[Choice],
    *,
    error: str = "",
    taker: str = "",
    status: int = 200,
) -> HttpResponse:
    phase = next(phase for phase in matrix.phases if phase.id == duty.phase_id)
    context = {
        "section": "projects",
        "project": request.project,
        "duty": duty,
        "phase": phase,
        "choices": chosen,
        "letters": with_names(matrix.rules, shown_letters(matrix)),
        "error": error,
        "taker": taker,
    }
    return render(request, "roles/grid/duty_row.html", context, status=status)
