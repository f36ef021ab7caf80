"""The files of what was published: the PDF as it was made then, byte for byte, and its text."""

from django.utils.translation import override

from roles.formats.pdf.large import made_beside
from roles.models import Publication, PublishedFile
from roles.postings.documents.pdf import posting_pdf
from roles.postings.documents.posting import PostingDocument, posting_document
from roles.postings.domain.publications import keep_file


def published_document(publication: Publication, language: str) -> PostingDocument:
    """What was published, in that language, which must be the active one when it is written."""
    return posting_document(publication.posting_then(), language, publication.framework)


def published_pdf(publication: Publication, language: str) -> PublishedFile:
    """The PDF that is kept; made of the text, and kept from then on, where there is none yet."""
    kept = publication.files.filter(language=language).first()
    if kept:
        return kept
    with override(language), made_beside(lambda: None):  # who publishes waits, however large it is
        content = posting_pdf(published_document(publication, language))
    return keep_file(publication, language, content)
