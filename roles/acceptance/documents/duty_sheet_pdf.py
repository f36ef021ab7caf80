"""The duty sheet of a position or of a person as a PDF for print: upright, tagged, in sentences."""

from xml.etree.ElementTree import Element

from roles.acceptance.documents.duty_sheet import DutySheet
from roles.acceptance.domain.sentences import Paragraph
from roles.formats.paper import Paper
from roles.formats.pdf.render import PRINT, UPRIGHT, badge, h, render_pdf
from roles.formats.pdf.render import document as new_document


def duty_sheet_pdf(document: DutySheet, paper: Paper = Paper.AUTO) -> bytes:
    """The PDF/UA-1 file: Letter, or A4."""
    size = "posting iso" if paper.resolved(0) in (Paper.A4, Paper.A3) else "posting"
    root, body = new_document(document.language, document.kind, document.title, size)
    main = h(body, "main")
    h(h(main, "p", class_="kicker"), "span", document.kind)
    h(main, "h1", document.title)
    h(main, "p", " · ".join(document.about))
    h(main, "p", " · ".join(document.made), "stamp")  # in the foot of every page too, so it is short
    for paragraph in document.paragraphs:
        _phase(h(main, "section", class_="phase2"), document, paragraph)
    if not document.paragraphs:
        h(main, "p", document.none)
    return render_pdf(root, PRINT, UPRIGHT)


def _phase(section: Element, document: DutySheet, paragraph: Paragraph) -> None:
    h(h(section, "h2"), "span", str(paragraph.number), "n").tail = document.text(paragraph.name)
    for sentence in paragraph.sentences:
        words = h(section, "p", class_="sentence")
        badge(words, sentence.letter)
        words[-1].tail = f"{document.text(sentence.words)}"
        found = h(section, "ul")
        for commitment in sentence.cells:
            line = h(found, "li")
            of = f" ({document.text(commitment.title)})" if document.several else ""
            h(line, "code", document.text(commitment.code)).tail = f" {document.text(commitment.wording)}{of}"
            if description := document.description(commitment):
                h(line, "br")
                h(line, "span", description, "about")
