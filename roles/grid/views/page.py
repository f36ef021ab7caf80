"""The matrix of a project: the page, and its table alone when the filter changes."""

from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from aispec.db.prepared_query import prepared_query
from aispec.web.words.typography import typeset
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from phases.models import ProjectChange
from roles.checks.domain.board import Board
from roles.checks.views.panel_html import tally_html
from roles.comments.domain import open_comments
from roles.comments.html import counts_html
from roles.grid.domain.filters import MatrixFilter
from roles.grid.domain.layout import Layout
from roles.grid.views.answers import history_html, oob, saved_html, version_html
from roles.grid.views.layout import layout_rows_html
from roles.grid.views.reviews import review_html
from roles.grid.views.table_html import grid_html, options_html, strip_html
from roles.matrix.letters import NamedLetter, offered_letters, shown_letters, with_names
from roles.matrix.matrix import Matrix, load_matrix
from roles.matrix.updates import who
from roles.projects.domain.reviews import review_of
from roles.projects.forms.in_place import TextForm, TitleForm
from roles.undo.steps import Steps, steps

VIEW, EDIT = "view", "edit"


@require_safe
@project_view()
def project(request: ProjectRequest) -> HttpResponse:
    """The matrix, in view or edit mode, with the filter of the URL."""
    board = Board.of(load_matrix(request.project.pk))
    chosen = MatrixFilter.from_query(request.GET)
    context = _table(request, board, chosen)
    if request.htmx and request.htmx.target == "grid" and not request.htmx.history_restore_request:
        response = render(request, "roles/grid/table.html", context)
        if context["mode"] == EDIT:  # a row or a column may have been moved, which can be taken back
            response.write(oob("#history", history_html(steps(request.project.pk, request.user))))
        here = f"{request.path}?{context['here']}" if context["here"] else request.path
        return response if request.htmx.current_url_abs_path == here else push_url(response, here)
    return render(request, "roles/grid/matrix.html", context | _page(request, board, context["mode"]))


def _table(request: ProjectRequest, board: Board, chosen: MatrixFilter) -> dict[str, Any]:
    """What the table and the links that carry the filter need."""
    may_edit = request.membership.role >= Role.EDITOR
    mode = EDIT if may_edit and request.GET.get("mode") != VIEW else VIEW
    shown = chosen.apply(board.matrix, board.findings)
    drawn = shown.duties and shown.positions
    query = chosen.to_query()
    comments = open_comments(request.project.pk)
    view_mode = f"mode={VIEW}" if may_edit and mode == VIEW else ""
    return {
        **filter_context(board, chosen, shown),
        "project": request.project,
        "here": "&".join(filter(None, (query, view_mode))),
        "mode": mode,
        "may_edit": may_edit,
        "table": grid_html(board, shown, editable=mode == EDIT, comments=comments) if drawn else "",
        "comments_open": counts_html(comments, board.matrix.version),
        "comments_total": comments.total or "",
    }


def filter_context(board: Board, chosen: MatrixFilter, shown: Matrix) -> dict[str, Any]:
    """What the filter of a matrix shows, on any page that has one; `shown` is the matrix that it leaves."""
    matrix = board.matrix
    return {
        "matrix": matrix,
        "shown": shown,
        "filter": chosen,
        "query": chosen.to_query(),
        "gaps": board.gaps,
        "filter_words": _filter_words(matrix, chosen),
        "phase_options": options_html(((p.slug, f"{p.number}. {p.name}") for p in matrix.phases), chosen.phase),
        "position_options": options_html(((str(p.id), p.title) for p in matrix.positions), str(chosen.position)),
    }


def _page(request: ProjectRequest, board: Board, mode: str) -> dict[str, Any]:
    """What stands around the table."""
    matrix, layout = board.matrix, Layout.of(request.membership)
    last = next(iter(_last_change(request.project.pk)), None)
    mine = steps(request.project.pk, request.user) if request.membership.role >= Role.EDITOR else Steps()
    return {
        "section": "projects",
        "layout": layout,
        "layout_rows": layout_rows_html(matrix.positions, layout),
        "tally": mark_safe(tally_html(board.tally)),  # noqa: S308
        "strip": strip_html(board),
        "review": review_html(review_of(request.project, matrix)),
        "saved": saved_html(who(last), last["at"]) if last else "",
        "version": version_html(matrix.version),
        "history": history_html(mine),
        "legend": with_names(matrix.rules, shown_letters(matrix)),
        "words": _words(request),
        "tools": _tools(get_language() or "", mode, tuple(with_names(matrix.rules, offered_letters(matrix.rules)))),
    }


@lru_cache(maxsize=64)
def _tools(_language: str, mode: str, letters: tuple[NamedLetter, ...]) -> SafeString:
    """What opens over the matrix, long to make: the same in a language, wherever the letters have the same names."""
    forms = {"new_duty": TextForm(), "new_position": TitleForm()}
    return render_to_string("roles/grid/tools.html", {"mode": mode, "letters": letters, **forms})


@prepared_query
def _last_change(project_id: int) -> QuerySet[Any, Any]:
    lines = ProjectChange.objects.filter(project_id=project_id).order_by("-version", "id")
    return lines.values("at", "by__first_name", "by__last_name", "by__email")[:1]


def _words(request: ProjectRequest) -> dict[str, str]:
    """The words and addresses that the page's script uses without an answer of the server."""
    return {
        "url": reverse("cells", args=[request.project.pk]),
        "bulk": reverse("cells-bulk", args=[request.project.pk]),
        "empty": _("empty"),
        "comment": _("1 open comment"),
        "comments": _("%(count)s open comments"),
        "lost": _("%(cells)s: not saved, the connection is lost."),
        "failed": _("%(cells)s: not saved, the server could not answer."),
        "forbidden": _(
            "You can no longer edit this project, or you are signed out. Reload the page. Nothing was saved."
        ),
        "gone": _("This project, duty or position is no longer there. Reload the page. Nothing was saved."),
        "now": _("just now"),
        "size": _("%(rows)s × %(columns)s cells"),
        "layout": reverse("layout", args=[request.project.pk]),
        "hidden": _("Hidden: %(count)s"),
        "copied": _("%(rows)s × %(columns)s cells copied"),
        "unmoved": _("This could not be moved. Reload the page."),
        "coming": _("On its way…"),
        "unanswered": _("This could not be opened. Reload the page."),
        "unchanged": _("These cells hold that already."),
        "large": _("This block is too large for one change. Paste it in parts. Nothing was saved."),
    }


def _filter_words(matrix: Matrix, chosen: MatrixFilter) -> str:
    """The filter in words, for the page that has nothing to show."""
    words = [typeset(_("“%(text)s”") % {"text": chosen.text}, matrix.language)] if chosen.text else []
    words += [phase.name for phase in matrix.phases if phase.slug == chosen.phase]
    words += [position.title for position in matrix.positions if position.id == chosen.position]
    words += [letter.shown for letter in shown_letters(matrix) if letter in chosen.letters]
    words += [_("gaps only")] if chosen.gaps else []
    return ", ".join(words)
