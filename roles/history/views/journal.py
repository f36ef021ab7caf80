"""The history of a project, and its matrix as it stood at any version."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aispec.web.words.typography import without_emphasis
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import ChangeKind
from roles.checks.domain.board import Board
from roles.grid.views.table_html import grid_html, options_html, strip_html
from roles.history.domain.journal import HistoryFilter, change_of, read_history, subjects
from roles.history.domain.replay import NoSuchVersion, ReplayFailed, matrix_at
from roles.history.forms import DaysForm
from roles.matrix.matrix import Matrix
from roles.matrix.titles import titles_of


@require_safe
@project_view()
def history(request: ProjectRequest) -> HttpResponse:
    """The journal as sentences, the last change first, with the filter of the URL."""
    days = DaysForm(request.GET)
    chosen = HistoryFilter.from_query(request.GET, *days.days)
    titles = titles_of(request.project.pk)
    changes, following = read_history(request.project.pk, chosen, titles)
    known = subjects(request.project.pk, titles)
    context = {
        "section": "projects",
        "project": request.project,
        "filter": chosen,
        "days": days,
        "changes": changes,
        "older": chosen.to_query(before=following) if following else "",
        "people": _options(known.people, chosen.by),
        "duties": _options(known.duties, chosen.duty),
        "positions": _options(known.positions, chosen.position),
        "kinds": options_html(((kind.value, str(kind.label)) for kind in ChangeKind), chosen.kind),
    }
    return render(request, "roles/history/history.html", context)


def _options(subjects: list[tuple[int, str]], chosen: int | None) -> SafeString:
    return options_html(((str(pk), without_emphasis(words)) for pk, words in subjects), str(chosen))


@require_safe
@project_view()
def version(request: ProjectRequest, version: int) -> HttpResponse:
    """The matrix as it stood at a version, to read."""
    context: dict[str, Any] = {"version": version, "change": change_of(request.project.pk, min(version, 2**31 - 2))}
    try:
        context |= read_only(request, matrix_at(request.project.pk, version), str(version))
    except NoSuchVersion as missing:
        raise Http404 from missing
    except ReplayFailed:
        context |= {"section": "projects", "project": request.project, "unknown": True}
    return render(request, "roles/history/version.html", context)


def read_only(request: ProjectRequest, matrix: Matrix, name: str) -> dict[str, Any]:
    """What a page needs to show a matrix that nobody edits; `name` is what addresses call it."""
    board = Board.of(matrix)
    drawn = bool(matrix.positions and matrix.duties)
    return {
        "section": "projects",
        "project": request.project,
        "matrix": matrix,
        "name": name,
        "query": f"at={name}",
        "mode": "view",
        "strip": strip_html(board),
        "table": grid_html(board, matrix, editable=False) if drawn else "",
        "words": {"empty": _("empty")},
    }
