"""Documents as answers: a file to keep, or a page that says why there is none."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from roles.formats.paper import Mode, Paper
from roles.formats.text import DocumentRefused


def refusal(request: HttpRequest, refused: Exception, **more: Any) -> HttpResponse:
    """A page that says why there is no document; `back` is the address of where it was asked for."""
    reason = str(refused) if isinstance(refused, DocumentRefused) else _("This version cannot be shown")
    context: dict[str, Any] = {"project": getattr(request, "project", None), "section": "projects", "reason": reason}
    return render(request, "roles/exports/refused.html", context | more, status=422)


def download(body: bytes, content_type: str, name: str) -> HttpResponse:
    """A file that its reader keeps and nobody else's cache does."""
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-cache"
    return response


def mode_of(request: HttpRequest) -> Mode:
    """The mode that the URL asks for; raises DocumentRefused for another word, or a posting could come with names."""
    mode = request.GET.get("mode", Mode.INTERNAL)
    if mode not in {*Mode}:
        raise DocumentRefused(_("The document is for “internal” use or for a “posting”, not “%s”.") % mode[:40])
    return Mode(mode)


def paper_of(request: HttpRequest) -> Paper:
    """The paper that the URL asks for; raises DocumentRefused for one that is not known."""
    paper = request.GET.get("paper", Paper.AUTO)
    if paper not in {*Paper}:
        known = ", ".join(Paper)
        raise DocumentRefused(
            _("The paper is one of %(known)s, not “%(paper)s”.") % {"known": known, "paper": paper[:40]}
        )
    return Paper(paper)
