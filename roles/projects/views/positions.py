"""The columns of a project: list, add, edit, move, remove."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.edit_conflict import EditConflict, fingerprint
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.comments.domain import going_with
from roles.enums import APPROVING
from roles.models import Position
from roles.people.domain.holders import HolderMismatch, people_near, sees_directory
from roles.projects.domain.positions import add_positions, edit_position, letters_of, move_position, remove_position
from roles.projects.forms.positions import PositionForm
from roles.projects.views.edit_conflict import differences, see_again, step_of


@project_view(Role.VIEWER)
@require_safe
def positions(request: ProjectRequest) -> HttpResponse:
    """The list of positions, in the order of the matrix."""
    return render(request, "roles/projects/positions.html", _list_context(request))


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_new(request: ProjectRequest) -> HttpResponse:
    """Add a position after the others."""
    form = PositionForm(request.project, request.POST or None, directory=_directory(request))
    if form.is_valid() and _saved(form, lambda: add_positions(request.project.pk, request.user, [form.details()])):
        messages.success(request, _("Position added."))
        return redirect("positions", request.project.pk)
    return _form_page(request, form)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Edit a position; hiring and leaving keep its letters."""
    row = _position(request, position_id)
    if request.method != "POST":
        return _form_page(request, PositionForm.about(request.project, row, directory=_directory(request)), row)
    form = PositionForm(request.project, request.POST, directory=_directory(request))
    if not form.is_valid():
        return _form_page(request, form, row)
    try:
        if _saved(form, lambda: _edit(request, row, form)):
            messages.success(request, _("Position saved."))
            return redirect("positions", request.project.pk)
    except EditConflict:
        return _conflict_page(request, form, position_id)
    return _form_page(request, form, row)


@project_view(Role.EDITOR)
@require_POST
def position_move(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Move a position; HTMX gets the list, a plain form goes back to it."""
    row = _position(request, position_id)
    move_position(request.project.pk, request.user, position_id, step_of(request.POST.get("step")))
    if not request.htmx:
        return redirect(f"{reverse('positions', args=[request.project.pk])}#position-{position_id}")
    context = _list_context(request)
    moved = {"moved": row, "moved_to": context["positions"].index(row) + 1}
    return render(request, "roles/projects/positions.html#rows", context | moved)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_remove(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Remove a position once its reader has seen which letters go with it."""
    row = _position(request, position_id)
    conflict = False
    if request.method == "POST":
        try:
            remove_position(request.project.pk, request.user, position_id, request.POST.get("seen", ""))
        except EditConflict:
            conflict = True
        else:
            messages.success(request, _("“%(title)s” was removed.") % {"title": row.title})
            return redirect("positions", request.project.pk)
    letters, comments = letters_of(row), going_with(positions=[row])
    context = _context(request) | {
        "position": row,
        "letters": letters,
        "summary": _summary(letters),
        "comments": comments,
        "seen": fingerprint(letters, comments),
        "conflict": conflict,
    }
    return render(request, "roles/projects/position_remove.html", context, status=409 if conflict else 200)


def _context(request: ProjectRequest) -> dict[str, Any]:
    return {"section": "projects", "project": request.project, "editor": request.membership.role >= Role.EDITOR}


def _list_context(request: ProjectRequest) -> dict[str, Any]:
    rows = Position.objects.filter(project=request.project).select_related("profile", "holder")
    return _context(request) | {"positions": list(rows.order_by("order", "id"))}


def _position(request: ProjectRequest, position_id: int) -> Position:
    return get_object_or_404(
        Position.objects.select_related("profile", "holder"), pk=position_id, project=request.project
    )


def _directory(request: ProjectRequest) -> bool:
    return sees_directory(request.user, request.membership)


def _saved(form: PositionForm, save: Callable[[], object]) -> bool:
    """Run the write; an e-mail that belongs to somebody else becomes an error of the form."""
    try:
        save()
    except HolderMismatch as mismatch:
        form.add_error(
            "email", _("This e-mail belongs to %(name)s. Use that name, or another e-mail.") % {"name": mismatch.name}
        )
        return False
    return True


def _edit(request: ProjectRequest, row: Position, form: PositionForm) -> None:
    edit_position(request.project.pk, request.user, row.pk, form.details(), form.cleaned_data["seen"])


def _form_page(request: ProjectRequest, form: PositionForm, row: Position | None = None) -> HttpResponse:
    context = _context(request) | {"form": form, "position": row, "people": people_near(request.user)}
    return render(request, "roles/projects/position_form.html", context, status=422 if form.errors else 200)


def _conflict_page(request: ProjectRequest, form: PositionForm, position_id: int) -> HttpResponse:
    """The form as it was typed, beside what the position says now."""
    row = _position(request, position_id)
    now = {
        "profile": row.profile,
        "title_fr": row.title_fr,
        "title_en": row.title_en,
        "holder": row.holder.name if row.holder else "",
    }
    context = _context(request) | {
        "form": form,
        "position": row,
        "people": people_near(request.user),
        "differences": differences(form, now),
    }
    see_again(form, PositionForm.about(request.project, row, directory=_directory(request)))
    return render(request, "roles/projects/position_form.html", context, status=409)


def _summary(letters: list[tuple[str, str]]) -> str:
    """What goes, counted: "12 assignments, of which 3 approvals: T05, T09, U01"."""
    total = ngettext("%(n)d assignment", "%(n)d assignments", len(letters)) % {"n": len(letters)}
    approved = [code for code, letter in letters if letter in APPROVING]
    parts = [total]
    if approved:
        count = ngettext("%(n)d approval", "%(n)d approvals", len(approved)) % {"n": len(approved)}
        parts.append(_("of which %(count)s: %(codes)s") % {"count": count, "codes": ", ".join(approved)})
    return ", ".join(parts)
