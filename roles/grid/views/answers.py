"""The answer to a change of the matrix: the cells, and everything else on the page that depends on them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from aispec.web.templatetags.web import icon
from phases.access.decorators import ProjectRequest
from phases.access.members import name_of
from roles.checks.domain.board import Board
from roles.checks.views.panel_html import panel_html, tally_html
from roles.grid.views.table_html import FIRST_CELL, cell_html, load_html, mark_html, step_html, tail_html
from roles.matrix.matrix import Cell, Matrix
from roles.undo.steps import Steps

MANY = 500  # cells; more are quicker as a new grid, which the page then asks for
RELOAD = "grid-reload"  # the event that makes the page ask for one
VERSION = "Matrix-Version"  # the version that an answer has made, or up to which it is complete


def cells_answer(
    request: ProjectRequest,
    before: Matrix,
    after: Matrix,
    *,
    message: str,
    status: int = 200,
    steps: Steps | None = None,
    offer: str = "",
) -> HttpResponse:
    """Answer an HTMX request whose target is `#news` with what a change has changed on the page, all out of band.

    That is every cell whose letter differs between `before` and `after` (both of one request, so with the
    same duties and positions), the marks of their rows, the loads of their columns, the progress of their
    phases, the checks, and the version and save state. Of more than MANY cells the page asks for the grid.
    `message` is what a screen reader hears; with `offer` everybody sees it, with a button to `undo` or
    `redo`. `steps` is
    what can be undone now; without it, this change.
    """
    cells = set(differing(before, after))
    parts = board_parts(Board.of(after), cells) + said_parts(message, offer)
    response = HttpResponse(status=status)
    if after.version != before.version:
        parts += saved_parts(request, after.version, steps)
        response[VERSION] = str(after.version)
    response.write("".join(parts))
    return trigger_client_event(response, RELOAD) if len(cells) > MANY else response


def saved_parts(request: ProjectRequest, version: int, steps: Steps | None) -> list[str]:
    """Who has made this version now, and what can be undone: without `steps`, the change itself."""
    return [
        oob("#saved", saved_html(name_of(request.user), timezone.now())),
        oob("#history", history_html(steps or Steps(undo=version))),
    ]


def said_parts(message: str, offer: str) -> list[str]:
    """What was done, seen by everybody with an offer to take it back, or else heard."""
    return [oob("#toast", toast_html(message, offer) if offer else ""), oob("#live", "" if offer else escape(message))]


def refusal_answer(matrix: Matrix, cell: Cell, *, notice: str, status: int) -> HttpResponse:
    """Answer a change that was not made: the cell as it is, with all that depends on it, and `notice` by the grid."""
    parts = board_parts(Board.of(matrix), {cell})
    return HttpResponse(notice + "".join(parts), status=status)


def board_parts(board: Board, cells: Collection[Cell], *, can_edit: bool = True) -> list[str]:
    """These cells, and everything else that shows the state of the matrix."""
    return [
        *_moved(board, cells),
        oob("#checks", panel_html(board, can_edit=can_edit)),
        oob("#tally", tally_html(board.tally)),
        oob("#version", version_html(board.matrix.version)),
        oob("#gaps", str(board.gaps)),
    ]


def differing(before: Matrix, after: Matrix) -> Iterable[Cell]:
    """The cells whose letters are not the same in two matrices of the same duties and positions."""
    for old, new in zip(before.duties, after.duties, strict=True):
        if old.letters is not new.letters and old.letters != new.letters:
            for position, was, letter in zip(after.positions, old.letters, new.letters, strict=True):
                if was != letter:
                    yield new.id, position.id


def _moved(board: Board, cells: Collection[Cell]) -> Iterable[str]:
    """Each cell, then each row, column and phase that has one; of very many, only what is not in the grid."""
    matrix = board.matrix
    if len(cells) <= MANY:
        yield from _in_grid(board, cells)
    phase_ids = {matrix.duty(duty_id).phase_id for duty_id, _position in cells}
    for phase in matrix.phases:
        if phase.id in phase_ids:
            yield oob(f"#step-{phase.number}", step_html(phase, board.progress[phase.id]))


def _in_grid(board: Board, cells: Collection[Cell]) -> Iterable[str]:
    """The cells, the marks of their rows, the loads of their columns, the tails of their bands."""
    matrix = board.matrix
    for duty_id, position_id in sorted(cells):
        place = FIRST_CELL + matrix.column_of[position_id]
        yield oob(f"#d-{duty_id}>:nth-child({place})", cell_html(matrix.letter(duty_id, position_id)))
    duty_ids = {duty_id for duty_id, _position in cells}
    phase_ids = {matrix.duty(duty_id).phase_id for duty_id in duty_ids}
    for duty_id in duty_ids:
        yield oob(f"#d-{duty_id}>.st", mark_html(board.mark(duty_id)))
    for position_id in {position_id for _duty, position_id in cells}:
        yield oob(f"#load-{position_id}", load_html(board.load(position_id)))
    for phase in matrix.phases:
        if phase.id in phase_ids:
            yield oob(f"#tail-{phase.number}", tail_html(board.progress[phase.id]))


def oob(selector: str, html: str) -> str:
    """Content that HTMX puts into the element of this selector."""
    return f'<div hx-swap-oob="innerHTML:{selector}">{html}</div>'


def version_html(version: int) -> str:
    """The version badge."""
    return escape(_("Version %(version)s") % {"version": version})


def saved_html(name: str, at: datetime) -> SafeString:
    """Who changed the project last and when; the script keeps the time fresh."""
    age = timezone.now() - at
    ago = _("just now") if age.total_seconds() < 60 else _("%(span)s ago") % {"span": timesince(at, depth=1)}
    who = name or _("somebody")
    when = at.isoformat(timespec="seconds")
    return format_html('{} <time datetime="{}">{}</time>', _("Saved, %(name)s,") % {"name": who}, when, ago)


def history_html(steps: Steps) -> SafeString:
    """The buttons that undo and redo; each belongs to a form of its own, and sends the steps that are passed over."""
    undo, redo = _("Undo (Ctrl+Z)"), _("Redo (Ctrl+Y)")
    return _history_button("undo", undo, steps.undo, steps.passed) + _history_button(
        "redo", redo, steps.redo, steps.passed
    )


def _history_button(name: str, label: str, step: int | None, passed: Collection[int]) -> SafeString:
    words, off = escape(label), "" if step else " disabled"
    numbers = ",".join(map(str, sorted(passed)))
    over = f'<input type="hidden" name="passed" value="{numbers}" form="{name}-form">' if passed else ""
    return mark_safe(  # noqa: S308
        f'<button class="quiet icon" form="{name}-form" title="{words}" aria-label="{words}"{off}>{icon(name)}</button>'
        + over
    )


def toast_html(message: str, offer: str) -> SafeString:
    """What was done, with a way back: `undo` or `redo`."""
    words = _("Undo") if offer == "undo" else _("Redo")
    return format_html('<span>{}</span> <button class="sm" form="{}-form">{}</button>', message, offer, words)
