"""Changing many cells at once: made as one version, or previewed when that would overwrite or break something."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.grid.views.answers import RELOAD, cells_answer
from roles.grid.views.bulk_preview import preview_context
from roles.grid.views.cells import refused_line
from roles.matrix.bulk_changes import LIMIT, BulkPlan, CellEntry, plan_bulk
from roles.matrix.changes import CellRefused, CellUnknown, set_cells
from roles.matrix.matrix import load_matrix


@dataclass(frozen=True, slots=True)
class Block:
    """What a form asks for; `beyond` counts the rows and columns that found no place in the matrix."""

    entries: tuple[CellEntry, ...]
    beyond: tuple[int, int]


@require_POST
@project_view(Role.EDITOR)
def cells_bulk(request: ProjectRequest) -> HttpResponse:
    """Make the changes of a block; 422 with a preview when somebody should look first, 409 when it is out of date."""
    try:
        block = read_block(request.POST.get("cells", ""))
    except ValueError:
        return refused_line(request, 400, _("This block cannot be read, or it is too large. Nothing was saved."))
    plan = plan_bulk(load_matrix(request.project.pk), block.entries)
    digest = request.POST.get("digest")
    if digest is None and not (plan.harmless and block.beyond == (0, 0)):
        return _preview(request, plan, block, conflict=plan.conflict)
    if digest is not None and digest != plan.digest:
        return _preview(request, plan, block, conflict=True)
    return _apply(request, plan, block)


def _apply(request: ProjectRequest, plan: BulkPlan, block: Block) -> HttpResponse:
    changes = plan.changes(transfer=request.POST.get("transfer") == "1")
    try:
        changed = set_cells(request.project.pk, request.user, changes, seen=plan.matrix.letters_under(changes))
    except (CellRefused, CellUnknown):
        plan = plan_bulk(load_matrix(request.project.pk), block.entries)
        return _preview(request, plan, block, conflict=True)
    message = ngettext("%(count)s cell changed", "%(count)s cells changed", len(changes)) % {"count": len(changes)}
    if not request.htmx:
        messages.success(request, message)
        return redirect("project", request.project.pk)
    return cells_answer(request, *changed, message=message, offer="undo" if changes else "")


def _preview(request: ProjectRequest, plan: BulkPlan, block: Block, *, conflict: bool) -> HttpResponse:
    """What would be done, as a dialog over the grid; another one replaces it."""
    context = preview_context(plan, block.beyond) | {
        "project": request.project,
        "section": "projects",
        "cells": request.POST["cells"],
        "conflict": conflict,
        "transfer": request.POST.get("transfer") == "1" or "digest" not in request.POST,
    }
    status = 409 if conflict else 422
    if not request.htmx:
        return render(request, "roles/grid/bulk.html", context, status=status)
    response = render(request, "roles/grid/bulk.html#dialog", context, status=status)
    if conflict:  # the letters behind it, too
        trigger_client_event(response, RELOAD)
    if "digest" in request.POST:
        return reswap(retarget(response, "#bulk"), "outerHTML")
    return reswap(retarget(response, "body"), "beforeend")


def read_block(text: str) -> Block:
    """The block that a form carries as JSON; ValueError when it is none or too large.

    `{"positions": [id, …], "rows": [[duty id, [text, …], [seen, …]], …], "beyond": [rows, columns]}`
    """
    try:
        read = json.loads(text)
        positions = [_number(value) for value in read["positions"]]
        if len(positions) * len(read["rows"]) > LIMIT:
            raise ValueError(text[:50])
        entries = tuple(entry for row in read["rows"] for entry in _entries(positions, *row))
        rows, columns = map(_number, read.get("beyond", (0, 0)))
    except (AttributeError, KeyError, TypeError, RecursionError) as wrong:
        raise ValueError(text[:50]) from wrong
    return Block(entries, (rows, columns))


def _entries(positions: list[int], duty: Any, texts: list[Any], seen: list[Any]) -> list[CellEntry]:
    cells = zip(positions, texts, seen, strict=True)
    return [CellEntry(_number(duty), position, _text(text), _text(held)) for position, text, held in cells]


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
