"""A posting: read, publish, close, duplicate, take away as a file."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aispec.web.fields.text import one_line, typable
from phases.enums import Role
from phases.models import ProjectChange
from roles.formats.http import download
from roles.formats.text import DocumentRefused
from roles.formats.xlsx.cells import XLSX
from roles.models import Posting
from roles.postings.documents.docx import DOCX, posting_docx
from roles.postings.documents.kept import published_pdf
from roles.postings.documents.pdf import posting_pdf
from roles.postings.documents.posting import PostingDocument, posting_document
from roles.postings.documents.text import posting_text
from roles.postings.documents.xlsx import posting_xlsx
from roles.postings.domain.advice import lint, together
from roles.postings.domain.complete import missing
from roles.postings.domain.duties import duties_of
from roles.postings.domain.postings import (
    EnglishAlone,
    Incomplete,
    NotADraft,
    close,
    duplicate_posting,
    publish,
    remove,
    reopen,
    values_of,
)
from roles.postings.domain.publications import with_fingerprints
from roles.postings.views.access import PostingRequest, posting_view

MAX_REASON = 1000  # characters
CHANGES = 100  # that the page of a posting tells
FORMATS: dict[str, tuple[Callable[[PostingDocument], bytes], str]] = {
    "pdf": (posting_pdf, "application/pdf"),
    "docx": (posting_docx, DOCX),
    "xlsx": (posting_xlsx, XLSX),
    "txt": (lambda document: posting_text(document).encode(), "text/plain; charset=utf-8"),
}


@require_safe
@posting_view()
def posting(request: PostingRequest) -> HttpResponse:
    """The posting as it will look, what to look at before it is published, and its files."""
    return _page(request)


def _page(request: PostingRequest, status: int = 200) -> HttpResponse:
    found, shown = request.posting, _language(request)
    public = reverse("posting-public", args=[found.slug])
    changes = _changes(request)
    context = (
        context_of(request)
        | advice_on(values_of(found), listed=bool(duties_of(found, shown)))
        | {
            "shown": shown,
            "sheet": sheet_html(found, shown),
            "publications": with_fingerprints(found.publications.all()),
            "changes": changes[:CHANGES],
            "cut": len(changes) > CHANGES and CHANGES,
            "typed": request.POST,
            "formats": [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("txt", _("Plain text"))],
            "public_url": request.build_absolute_uri(public),
        }
    )
    return render(request, "roles/postings/posting.html", context, status=status)


def _changes(request: PostingRequest) -> list[ProjectChange]:
    """What has become of it, the last change first; the journal of a project is its members' to read."""
    found = request.posting
    if found.project_id and not request.member:
        return []
    journal = ProjectChange.objects.filter(project=found.project_id, framework=found.framework_id)
    first = (
        journal.filter(data__posting=found.pk).order_by().values("version").annotate(first=Min("pk")).values("first")
    )
    return list(journal.filter(pk__in=first).select_related("by").order_by("-version")[: CHANGES + 1])


@require_POST
@posting_view(Role.EDITOR)
def posting_state(request: PostingRequest) -> HttpResponse:
    """Publish, close, take back to a draft, or remove, as `do` says."""
    found, do = request.posting, request.POST.get("do", "")
    here = redirect("posting", found.pk)
    try:
        if do == "publish":
            _publish(request)
            messages.success(request, _("The posting is published."))
        elif do == "close":
            close(found, request.user)
            messages.success(request, _("The posting is closed."))
        elif do == "reopen":
            reopen(found, request.user)
            messages.success(request, _("The posting is a draft again; its public page no longer opens."))
        elif do == "remove":
            remove(found, request.user)
            messages.success(request, _("The draft is removed."))
            return redirect("postings", found.project_id) if request.member else redirect("postings-mine")
    except NotADraft:
        messages.warning(request, _("Somebody changed this posting in the meantime. Here is how it stands now."))
    except _NotPublished as refused:
        messages.error(request, str(refused))
        return _page(request, 422)
    return here


class _NotPublished(Exception):
    """Why not, in words."""


def _publish(request: PostingRequest) -> None:
    """Publish, and keep the PDF as it is made now."""
    public, reason = bool(request.POST.get("public")), typable(one_line(request.POST.get("reason", "")))
    if len(reason) > MAX_REASON:
        words = _("Not published: the reason has %(count)s characters, and %(most)s at most.")
        raise _NotPublished(words % {"count": len(reason), "most": MAX_REASON})
    try:
        kept = publish(request.posting, request.user, public=public, reason=reason)
    except EnglishAlone as refused:
        raise _NotPublished(_("Not published: write the French text first.")) from refused
    except Incomplete as refused:
        words = _("Not published: something is missing. Add it, or say why it is left out.")
        raise _NotPublished(words) from refused
    except ValidationError as refused:
        words = _("Not published, because of a day: %(reason)s") % {"reason": refused.messages[0]}
        raise _NotPublished(words) from refused
    for language in kept.languages:
        published_pdf(kept, language)


@require_POST
@posting_view(Role.EDITOR)
def posting_duplicate(request: PostingRequest) -> HttpResponse:
    """Make a draft like this posting, and go to it."""
    copy = duplicate_posting(request.posting, request.user)
    messages.success(request, _("This draft is a copy. Remove it if you do not need it."))
    return redirect("posting-edit", copy.pk)


@require_safe
@posting_view()
def posting_file(request: PostingRequest, fmt: str) -> HttpResponse:
    """The posting as a file."""
    if fmt not in FORMATS:
        raise Http404
    write, kind = FORMATS[fmt]
    language = _language(request)
    try:
        with override(language):
            document = posting_document(request.posting, language)
            body, name = write(document), document.file_name(fmt)
    except DocumentRefused as refused:
        context = {
            "project": request.posting.project if request.member else None,
            "section": "projects",
            "reason": str(refused),
        }
        return render(request, "roles/exports/refused.html", context, status=422)
    return download(body, kind, name)


def sheet_html(found: Posting, language: str) -> str:
    """The posting as it is read, in its language whatever that of the page."""
    with override(language):
        document = posting_document(found, language)
        return render_to_string("roles/postings/sheet.html", {"document": document, "language": language})


def advice_on(values: Mapping[str, Any], *, listed: bool) -> dict[str, Any]:
    """What is missing, each with the rules that want it, and what else there is to look at."""
    lacks, lints = missing(values, listed=listed), lint(values)
    told = {each.field for each in lacks}
    return {
        "missing": [(each, [rule for rule in lints if rule.field == each.field]) for each in lacks],
        "refused": any(each.blocks for each in lacks),
        "lints": together([each for each in lints if each.field not in told]),
    }


def _language(request: PostingRequest) -> str:
    """The language asked for, else the page's; French where there is no twin."""
    wanted = request.GET.get("lang") or get_language()
    return "en" if wanted == "en" and request.posting.has_twin else "fr"


def context_of(request: PostingRequest) -> dict[str, Any]:
    """What every page of a posting shows."""
    return {
        "section": "projects" if request.member else "postings",
        "project": request.posting.project,
        "posting": request.posting,
        "member": request.member,
        "editor": request.editor,
    }
