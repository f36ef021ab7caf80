"""What the pages of duties and of positions do alike: a row is edited, moved and removed in one way."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from aispec.web.edit_conflict import EditConflict, fingerprint
from aispec.web.fields.numbers import whole_number
from phases.access.decorators import ProjectRequest
from phases.enums import Role
from roles.models import Duty, Position
from roles.projects.views.edit_conflict import differences, see_again

Row = TypeVar("Row", Duty, Position)
TEXT = "text/plain"
_NUMBER = re.compile(r"-?[0-9]{1,4}")


def page_context(request: ProjectRequest) -> dict[str, Any]:
    """What every page of a project's rows shows beside them."""
    return {"section": "projects", "project": request.project, "editor": request.membership.role >= Role.EDITOR}


def step_of(text: str | None) -> int:
    """One place for "up" and "down", and the number of places for a line that was dragged; 0 for anything else."""
    if text is not None and _NUMBER.fullmatch(text):
        return int(text)
    return {"up": -1, "down": 1}.get(text or "", 0)


@dataclass(frozen=True, slots=True)
class RowPages(Generic[Row]):
    """The pages of duties, or of positions; templates and addresses are named by `name` and `list_name`.

    `label` names a row; `place` counts the rows before one, `move` says whether one has moved; `losses` says what goes
    with one, `letters` and `comments` at least.
    """

    name: str
    list_name: str
    rows: QuerySet[Row]
    list_context: Callable[[ProjectRequest], dict[str, Any]]
    label: Callable[[Row], str]
    place: Callable[[Row], int]
    move: Callable[[int, User, int, int], bool]
    remove: Callable[[int, User, int, str], None]
    losses: Callable[[Row], dict[str, Any]]
    form_context: Callable[[ProjectRequest], dict[str, Any]] = lambda _request: {}

    def get(self, request: ProjectRequest, row_id: int) -> Row:
        """The row of this project; 404 when there is none."""
        return get_object_or_404(self.rows.all(), pk=row_id, project=request.project)

    def to_list(self, request: ProjectRequest, row_id: int) -> HttpResponse:
        """Go to the list, at this row."""
        return redirect(f"{reverse(self.list_name, args=[request.project.pk])}#{self.name}-{row_id}")

    def list_page(self, request: ProjectRequest) -> HttpResponse:
        """Show all rows."""
        context = page_context(request) | self.list_context(request)
        return render(request, f"roles/projects/{self.list_name}.html", context)

    def form_page(
        self, request: ProjectRequest, form: forms.Form, row: Row | None = None, status: int = 0, **context: Any
    ) -> HttpResponse:
        """Show the form of a row, or of a new one."""
        context |= page_context(request) | self.form_context(request) | {"form": form, self.name: row}
        status = status or (422 if form.errors else 200)
        return render(request, f"roles/projects/{self.name}_form.html", context, status=status)

    def conflict_page(
        self, request: ProjectRequest, form: forms.Form, row: Row, now: Mapping[str, object], fresh: forms.Form
    ) -> HttpResponse:
        """Show the form as it was typed, beside what the row says now: in words, and as a form."""
        shown = differences(form, now)
        see_again(form, fresh)
        return self.form_page(request, form, row, 409, differences=shown)

    def move_page(self, request: ProjectRequest, row_id: int) -> HttpResponse:
        """Move a row by the posted step, or to the place of the row that `to` names.

        A script that asks for text is told where the row stands now, or with 422 why it stays; HTMX gets the list, a
        plain form goes back to it.
        """
        row = self.get(request, row_id)
        moved, stays = self._move(request, row)
        context = {"moved": row, "moved_to": self.place(row) + 1}
        if request.headers.get("Accept") == TEXT:
            words = _("%(title)s, place %(place)s") % {"title": self.label(row), "place": context["moved_to"]}
            return HttpResponse(words if moved else stays, content_type=TEXT, status=200 if moved else 422)
        if not request.htmx:
            return self.to_list(request, row_id)
        context |= page_context(request) | self.list_context(request)
        return render(request, f"roles/projects/{self.list_name}.html#rows", context)

    def _move(self, request: ProjectRequest, row: Row) -> tuple[bool, str]:
        """Whether a row has moved as asked, and what is to be said when it has not."""
        step = step_of(request.POST.get("step"))
        if "to" in request.POST:
            target = self.get(request, whole_number(request.POST["to"]) or 0)
            if isinstance(row, Duty) and isinstance(target, Duty) and target.phase_id != row.phase_id:
                return False, _("%(title)s stays in its phase.") % {"title": self.label(row)}
            step = self.place(target) - self.place(row)
        moved = self.move(request.project.pk, request.user, row.pk, step)
        return moved, _("%(title)s stays: there is no place beyond.") % {"title": self.label(row)}

    def remove_page(self, request: ProjectRequest, row: Row, done: str) -> HttpResponse:
        """Remove a row once its reader has seen what goes with it, then say that it is `done`.

        It leads back to the list, or to the matrix for who came from there.
        """
        conflict = False
        back = reverse("project" if request.GET.get("from") == "matrix" else self.list_name, args=[request.project.pk])
        if request.method == "POST":
            try:
                self.remove(request.project.pk, request.user, row.pk, request.POST.get("seen", ""))
            except EditConflict:
                conflict = True
            else:
                messages.success(request, done, extra_tags="undoable")
                return redirect(back)
        losses = self.losses(row)
        seen = fingerprint(losses["letters"], losses["comments"])
        context = page_context(request) | losses | {self.name: row, "seen": seen, "conflict": conflict, "back": back}
        return render(request, f"roles/projects/{self.name}_remove.html", context, status=409 if conflict else 200)
