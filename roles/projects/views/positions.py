"""The columns of a project: list, add, edit, move, remove."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.edit_conflict import EditConflict
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.comments.domain import comments_lost_with
from roles.enums import APPROVING
from roles.models import Position
from roles.people.domain.doubts import HolderDoubt
from roles.people.domain.holders import HolderMismatch, people_near, sees_directory
from roles.projects.domain.positions import (
    add_positions,
    edit_position,
    letters_of,
    move_position,
    named,
    place_of,
    remove_position,
)
from roles.projects.forms.positions import PositionForm
from roles.projects.views.rows import RowPages


def _in_order(request: ProjectRequest) -> dict[str, Any]:
    return {"positions": list(PAGES.rows.filter(project=request.project).order_by("order", "id"))}


def _losses(position: Position) -> dict[str, Any]:
    """What goes with a position, the letters counted too: "12 assignments, of which 3 approvals: T05, T09, U01"."""
    letters = letters_of(position)
    total = ngettext("%(n)d assignment", "%(n)d assignments", len(letters)) % {"n": len(letters)}
    approved = [code for code, letter in letters if letter in APPROVING]
    if approved:
        count = ngettext("%(n)d approval", "%(n)d approvals", len(approved)) % {"n": len(approved)}
        total += ", " + _("of which %(count)s: %(codes)s") % {"count": count, "codes": ", ".join(approved)}
    return {"letters": letters, "summary": total, "comments": comments_lost_with(positions=[position])}


PAGES = RowPages(
    name="position",
    list_name="positions",
    rows=Position.objects.select_related("profile", "holder").prefetch_related("co_holders"),
    list_context=_in_order,
    label=lambda position: position.title,
    place=place_of,
    move=move_position,
    remove=remove_position,
    losses=_losses,
    form_context=lambda request: {"people": people_near(request.user)},
)


@project_view(Role.VIEWER)
@require_safe
def positions(request: ProjectRequest) -> HttpResponse:
    """The list of positions, in the order of the matrix."""
    return PAGES.list_page(request)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_new(request: ProjectRequest) -> HttpResponse:
    """Add a position after the others."""
    form = PositionForm(request.project, request.POST or None, directory=_directory(request))
    if not form.is_valid():
        return PAGES.form_page(request, form)
    try:
        add_positions(request.project.pk, request.user, [form.details()])
    except HolderMismatch as mismatch:
        return _mismatch_page(request, form, mismatch)
    except HolderDoubt as doubt:
        form.ask(doubt)
        return PAGES.form_page(request, form)
    messages.success(request, _("Position added."), extra_tags="undoable")
    return redirect("positions", request.project.pk)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Edit a position; hiring and leaving keep its letters."""
    row = PAGES.get(request, position_id)
    data = request.POST if request.method == "POST" else None
    form = PositionForm.about(request.project, row, data, directory=_directory(request))
    if not form.is_valid():
        return PAGES.form_page(request, form, row)
    try:
        edit_position(request.project.pk, request.user, position_id, form.details(), form.cleaned_data["seen"])
    except HolderMismatch as mismatch:
        return _mismatch_page(request, form, mismatch, row)
    except HolderDoubt as doubt:
        form.ask(doubt)
        return PAGES.form_page(request, form, row)
    except EditConflict:
        row = PAGES.get(request, position_id)
        now = {
            "profile": row.profile,
            "title_fr": row.title_fr,
            "title_en": row.title_en,
            "holder": named(row.holders),
        }
        fresh = PositionForm.about(request.project, row, directory=_directory(request))
        return PAGES.conflict_page(request, form, row, now, fresh)
    messages.success(request, _("Position saved."), extra_tags="undoable")
    return redirect("positions", request.project.pk)


@project_view(Role.EDITOR)
@require_POST
def position_move(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Move a position; HTMX gets the list, a plain form goes back to it."""
    return PAGES.move_page(request, position_id)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_remove(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Remove a position once its reader has seen which letters go with it."""
    row = PAGES.get(request, position_id)
    return PAGES.remove_page(request, row, _("“%(title)s” was removed.") % {"title": row.title})


def _directory(request: ProjectRequest) -> bool:
    return sees_directory(request.user, request.membership)


def _mismatch_page(
    request: ProjectRequest, form: PositionForm, mismatch: HolderMismatch, row: Position | None = None
) -> HttpResponse:
    words = _("This email belongs to %(name)s. Use that name, or another email.") % {"name": mismatch.name}
    form.add_error("email", words)
    return PAGES.form_page(request, form, row)
