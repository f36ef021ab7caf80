"""A posting: read, edit with advice while typing, publish, close, duplicate, take away as a file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.edit_conflict import EditConflict
from phases.enums import Role
from phases.models import ProjectChange
from roles.enums import PostingState
from roles.formats.http import download
from roles.formats.text import DocumentRefused
from roles.formats.xlsx.cells import XLSX
from roles.models import Posting
from roles.postings.documents.docx import DOCX, posting_docx
from roles.postings.documents.pdf import posting_pdf
from roles.postings.documents.posting import PostingDocument, posting_document
from roles.postings.documents.text import posting_text
from roles.postings.documents.xlsx import posting_xlsx
from roles.postings.domain.advice import lint
from roles.postings.domain.postings import (
    EnglishAlone,
    NotADraft,
    close,
    duplicate_posting,
    edit_posting,
    posting_fingerprint,
    publish,
    remove,
    reopen,
    values_of,
)
from roles.postings.forms.posting import PostingForm
from roles.postings.views.access import PostingRequest, posting_view

CHANGES = 200  # lines of the journal that the page of a posting shows
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
    context = _context(request) | {
        "shown": shown,
        "sheet": sheet_html(found, shown),
        "lints": lint(values_of(found)),
        "changes": _changes(request),
        "formats": [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("txt", _("Plain text"))],
        "public_url": request.build_absolute_uri(public),
    }
    return render(request, "roles/postings/posting.html", context, status=status)


def _changes(request: PostingRequest) -> list[ProjectChange]:
    """What has become of it, the last change first; the journal of a project is its members' to read."""
    found = request.posting
    if found.project_id and not request.member:
        return []
    journal = ProjectChange.objects.filter(project=found.project_id, framework=found.framework_id)
    lines = journal.filter(data__posting=found.pk).select_related("by").order_by("-version", "id")[:CHANGES]
    return list({line.version: line for line in reversed(lines)}.values())[::-1]


@require_http_methods(["GET", "HEAD", "POST"])
@posting_view(Role.EDITOR)
def posting_edit(request: PostingRequest) -> HttpResponse:
    """Edit a draft; what is published or closed is taken back first."""
    found = request.posting
    if found.state != PostingState.DRAFT:
        messages.warning(request, _not_a_draft())
        return redirect("posting", found.pk)
    form = PostingForm(found, request.POST or None)
    if not form.is_valid():
        return _form_page(request, form, 422 if form.errors else 200)
    try:
        edit_posting(found, request.user, form.cleaned_data, form.lines.chosen(), form.cleaned_data["seen"])
    except EditConflict:
        words = _("Somebody changed this posting while you were typing. Save again to keep your words.")
        form.add_error(None, words)
        form.data = request.POST.copy()
        form.data["seen"] = posting_fingerprint(Posting.objects.get(pk=found.pk))
        return _form_page(request, form, 409)
    except NotADraft:
        messages.warning(request, _not_a_draft())
        return redirect("posting", found.pk)
    messages.success(request, _("Posting saved."))
    return redirect("posting", found.pk)


@require_POST
@posting_view(Role.EDITOR)
def posting_lint(request: PostingRequest) -> HttpResponse:
    """The advice on what is typed; nothing is saved."""
    return render(request, "roles/postings/posting_advice.html", {"lints": lint(request.POST)})


@require_POST
@posting_view(Role.EDITOR)
def posting_state(request: PostingRequest) -> HttpResponse:
    """Publish, close, take back to a draft, or remove, as `do` says."""
    found, do = request.posting, request.POST.get("do", "")
    here = redirect("posting", found.pk)
    try:
        if do == "publish":
            publish(found, request.user, public=bool(request.POST.get("public")))
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
    except EnglishAlone:
        messages.error(request, _("Not published: write the French text first."))
    except ValidationError as refused:
        words = _("Not published, because of the closing date: %(reason)s") % {"reason": refused.messages[0]}
        messages.error(request, words)
    return here


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


def _language(request: PostingRequest) -> str:
    """The language asked for, else the page's; French where there is no twin."""
    wanted = request.GET.get("lang") or get_language()
    return "en" if wanted == "en" and request.posting.has_twin else "fr"


def _context(request: PostingRequest) -> dict[str, Any]:
    return {
        "section": "projects" if request.member else "postings",
        "project": request.posting.project,
        "posting": request.posting,
        "member": request.member,
        "editor": request.editor,
    }


def _form_page(request: PostingRequest, form: PostingForm, status: int) -> HttpResponse:
    values = form.data if form.is_bound else values_of(request.posting)
    context = _context(request) | {"form": form, "lints": lint(values)}
    return render(request, "roles/postings/form.html", context, status=status)


def _not_a_draft() -> str:
    return _("Only a draft is edited. Take the posting back to a draft first.")
