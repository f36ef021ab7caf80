"""The sheet of a position or of a person as a PDF for print: upright, tagged, in sentences."""

from xml.etree.ElementTree import Element

from roles.documents.matrix_document import Paper
from roles.documents.pdf import document as new_document
from roles.documents.pdf import h, render_pdf
from roles.documents.profile_pdf import badge
from roles.documents.sheet_document import SheetDocument
from roles.domain.sheet import Paragraph


def sheet_pdf(document: SheetDocument, paper: Paper = Paper.AUTO) -> bytes:
    """The PDF/UA-1 file: Letter, or A4."""
    size = "posting iso" if paper.resolved(0) in (Paper.A4, Paper.A3) else "posting"
    root, body = new_document(document.language, f"{document.kind}, {document.title}", size)
    main = h(body, "main")
    h(h(main, "p", class_="kicker"), "span", document.kind)
    h(main, "h1", document.title)
    h(main, "p", " · ".join(document.about))
    h(main, "p", " · ".join(document.made), "stamp")  # in the foot of every page too, so it is short
    for paragraph in document.paragraphs:
        _phase(h(main, "section", class_="phase2"), document, paragraph)
    if not document.paragraphs:
        h(main, "p", document.none)
    return render_pdf(root, "print.css", "print_posting.css")


def _phase(section: Element, document: SheetDocument, paragraph: Paragraph) -> None:
    h(h(section, "h2"), "span", str(paragraph.number), "n").tail = document.text(paragraph.name)
    for sentence in paragraph.sentences:
        words = h(section, "p", class_="sentence")
        badge(words, sentence.letter)
        words[-1].tail = f"{document.text(sentence.words)}"
        found = h(section, "ul")
        for held in sentence.cells:
            line = h(found, "li")
            of = f" ({document.text(held.title)})" if document.several else ""
            h(line, "code", document.text(held.code)).tail = f" {document.text(held.wording)}{of}"
