"""What was published: its list and its files, whatever has become of the posting."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from roles.formats.http import download
from roles.postings.documents.kept import published_document, published_pdf
from roles.postings.documents.text import posting_text
from roles.postings.domain.publications import with_fingerprints
from roles.postings.views.access import PublicationRequest, publication_view, publications_for

MOST = 200  # lines of the list


@require_safe
@sign_in_required
def publications(request: ProjectRequest) -> HttpResponse:
    """All that the reader may read of what was published, the newest first."""
    found = list(with_fingerprints(publications_for(request.user))[: MOST + 1])
    context = {
        "section": "postings",
        "publications": found[:MOST],
        "cut": len(found) > MOST and MOST,
        "years": settings.POSTING_YEARS,
    }
    return render(request, "roles/postings/publications.html", context)


@require_safe
@publication_view
def publication_file(request: PublicationRequest, fmt: str) -> HttpResponse:
    """Its PDF as it was made then, or its text."""
    publication = request.publication
    language = request.GET.get("lang") or get_language()
    if language not in publication.languages:
        language = "fr"
    with override(language):
        document = published_document(publication, language)
        name = document.file_name(fmt, publication.published_at)
        if fmt == "pdf":
            return download(bytes(published_pdf(publication, language).content), "application/pdf", name)
        if fmt == "txt":
            return download(posting_text(document).encode(), "text/plain; charset=utf-8", name)
    raise Http404
