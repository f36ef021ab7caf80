"""Comments: all of a project, and those on a duty or a cell, as a page and as the panel of the matrix."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.fields.numbers import whole_number
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.comments.domain import (
    LONGEST,
    add_comment,
    comments_on,
    edit_comment,
    open_comments,
    remove_comment,
    resolve_comment,
    threads_of,
)
from roles.comments.forms import CommentForm
from roles.comments.html import counts_html
from roles.comments.mentions import members_of
from roles.models import Comment, Duty, Position

ANSWER, EDIT, REMOVE, RESOLVE, REOPEN = "answer", "edit", "remove", "resolve", "reopen"
OPEN, RESOLVED, ALL = "open", "resolved", "all"
IS_RESOLVED = {OPEN: False, RESOLVED: True}


@dataclass(frozen=True, slots=True)
class UnsavedComment:
    """What was typed and could not be saved, in which form of the panel, and why."""

    do: str = ""
    comment_id: int = 0  # the comment to edit or to answer, 0 for a new one
    text: str = ""
    error: str = ""


@require_safe
@project_view()
def comments(request: ProjectRequest) -> HttpResponse:
    """All comments of the project by duty: the open ones, the resolved ones or both."""
    state = request.GET.get("state", OPEN)
    state = state if state in (OPEN, RESOLVED, ALL) else OPEN
    found = Comment.objects.filter(duty__project=request.project)
    if state in IS_RESOLVED:
        found = found.filter(resolved=IS_RESOLVED[state])
    threads = threads_of(found.order_by("duty__phase__order", "duty__order", "duty_id", "at", "id"))
    context = {
        "section": "projects",
        "project": request.project,
        "state": state,
        "states": [(OPEN, _("Open")), (RESOLVED, _("Resolved")), (ALL, _("All"))],
        "groups": [(duty, list(group)) for duty, group in groupby(threads, lambda thread: thread.comment.duty)],
        "comments_total": open_comments(request.project.pk).total or "",
        "members": members_of(request.project.pk),
    }
    return render(request, "roles/comments/comments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view()
def duty_comments(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """The comments on a duty and its cells, or on the cell of `position`; a POST adds one or answers one."""
    position_id = whole_number(request.POST.get("position") or request.GET.get("position", ""))
    if request.method != "POST":
        return _panel(request, duty_id, position_id)
    parent_id = whole_number(request.POST.get("parent", ""))
    typed = UnsavedComment(ANSWER if parent_id else "", parent_id or 0)
    place = (duty_id, position_id)
    return _write(
        request, duty_id, typed, lambda text: add_comment(request.project.pk, request.user, place, text, parent_id)
    )


@require_POST
@project_view()
def comment(request: ProjectRequest, comment_id: int) -> HttpResponse:
    """Edit, remove, resolve or reopen a comment, as `do` says."""
    project_id, user, do = request.project.pk, request.user, request.POST.get("do")
    duty_id = get_object_or_404(Comment, pk=comment_id, duty__project=request.project).duty_id
    if do == EDIT:
        typed = UnsavedComment(EDIT, comment_id)
        return _write(request, duty_id, typed, lambda text: edit_comment(project_id, user, comment_id, text))
    if do == REMOVE:
        remove_comment(project_id, user, comment_id)
    elif do in (RESOLVE, REOPEN):
        resolve_comment(project_id, user, comment_id, resolved=do == RESOLVE)
    else:
        return HttpResponseBadRequest()
    return _done(request, duty_id)


def _write(request: ProjectRequest, duty_id: int, typed: UnsavedComment, save: Callable[[str], object]) -> HttpResponse:
    """Save what was typed; when that cannot be, give it back with the reason."""
    form = CommentForm(request.POST)
    typed = replace(typed, text=form["text"].value() or "")
    position_id = whole_number(request.POST.get("position", ""))
    if not form.is_valid():
        error = " ".join(str(error) for error in form.errors.get("text", []))
        return _panel(request, duty_id, position_id, replace(typed, error=error), 422)
    try:
        save(form.cleaned_data["text"])
    except ObjectDoesNotExist:
        return _gone(request, duty_id, typed)
    return _done(request, duty_id)


def _gone(request: ProjectRequest, duty_id: int, typed: UnsavedComment) -> HttpResponse:
    """What the words were about was removed while they were typed: they are given back, to be kept elsewhere."""
    error = _("What you comment on has been removed in the meantime. Nothing was saved; your words are below.")
    if Duty.objects.filter(pk=duty_id, project=request.project).exists():
        return _panel(request, duty_id, None, UnsavedComment(text=typed.text, error=error), 409)
    context = {"section": "projects", "project": request.project, "typed": UnsavedComment(text=typed.text, error=error)}
    return render(request, _template(request), context, status=409)


def _done(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """The panel as it is now; a plain form goes back to its page."""
    position_id = whole_number(request.POST.get("position", ""))
    if request.htmx:
        request.project.refresh_from_db(fields=["version"])
        return _panel(request, duty_id, position_id)
    query = f"?position={position_id}" if position_id else ""
    return redirect(reverse("duty-comments", args=[request.project.pk, duty_id]) + query)


def _panel(
    request: ProjectRequest,
    duty_id: int,
    position_id: int | None,
    typed: UnsavedComment | None = None,
    status: int = 200,
) -> HttpResponse:
    duty = get_object_or_404(Duty, pk=duty_id, project=request.project)
    position = get_object_or_404(Position, pk=position_id, project=request.project) if position_id else None
    threads = threads_of(comments_on(duty_id, position_id))
    counted = open_comments(request.project.pk)
    context: dict[str, Any] = {
        "section": "projects",
        "project": request.project,
        "duty": duty,
        "position": position,
        "open": [thread for thread in threads if not thread.comment.resolved],
        "resolved": [thread for thread in threads if thread.comment.resolved],
        "typed": typed or UnsavedComment(),
        "longest": LONGEST,
        "editor": request.membership.role >= Role.EDITOR,
        "members": members_of(request.project.pk),
        "comments_open": counts_html(counted, request.project.version),
        "comments_total": counted.total or "",
    }
    return render(request, _template(request), context, status=status)


def _template(request: ProjectRequest) -> str:
    return "roles/comments/comments_of.html" + ("#panel" if request.htmx else "")
