"""The profiles as files; public."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from roles.catalogue.documents.profile import ProfileDocument, profile_outline
from roles.catalogue.documents.profile_pdf import profile_pdf
from roles.catalogue.documents.profile_xlsx import profile_xlsx
from roles.catalogue.domain.catalogue import Catalogue, CatalogueProfile
from roles.catalogue.domain.search import CatalogueFilter
from roles.catalogue.views.profiles import PublicRequest, catalogue_of, compared_of, profile_of
from roles.formats.cache import digest, kept
from roles.formats.outline.writers import LINES, Lines
from roles.formats.paper import Paper
from roles.formats.xlsx.cells import XLSX


def _in_lines(lines: Lines) -> Callable[[ProfileDocument], bytes]:
    return lambda document: lines.write(profile_outline(document), Paper.AUTO)


FORMATS: dict[str, tuple[Callable[[ProfileDocument], bytes], str]] = {
    "xlsx": (profile_xlsx, XLSX),
    "pdf": (profile_pdf, "application/pdf"),
} | {name: (_in_lines(lines), lines.content_type) for name, lines in LINES.items()}


@require_safe
def comparison(request: PublicRequest, fmt: str) -> HttpResponse:
    """All profiles of a framework, or those the reader has chosen of many, as `fmt`."""
    wanted = CatalogueFilter.from_query(request.GET)
    return _file(request, fmt, compared_of(catalogue_of(request), wanted), None)


@require_safe
def sheet(request: PublicRequest, slug: str, fmt: str) -> HttpResponse:
    """One profile, as `fmt`."""
    return _file(request, fmt, *profile_of(request, slug))


def _file(request: PublicRequest, fmt: str, catalogue: Catalogue, profile: CatalogueProfile | None) -> HttpResponse:
    if fmt not in FORMATS:
        raise Http404
    write, content_type = FORMATS[fmt]
    posting = request.GET.get("wording") == "posting"
    document = ProfileDocument(catalogue, profile, posting, timezone.localdate())
    # Anyone may ask, so an unchanged sheet is not made twice: its name is all that it shows.
    content = kept(f"{digest(document)}.{fmt}", lambda: write(document))
    name = content_disposition_header(True, f"{document.file_stem}.{fmt}")
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": name or ""})
