"""A posting as a PDF for print: Letter, upright, tagged."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.formats.pdf.render import PRINT, UPRIGHT, h, render_pdf
from roles.formats.pdf.render import document as new_document
from roles.postings.documents.posting import PostingDocument


def posting_pdf(document: PostingDocument) -> bytes:
    """The PDF/UA-1 file."""
    return render_pdf(posting_tree(document), PRINT, UPRIGHT)


def posting_tree(document: PostingDocument) -> Element:
    """The page tree of the posting."""
    root, body = new_document(document.language, f"{document.kind}, {document.title}", "posting")
    main = h(body, "main")
    kicker = h(main, "p", class_="kicker")
    h(kicker, "span", document.kind)
    h(kicker, "span", document.employer)
    h(main, "h1", document.title)
    for line in document.mission:
        h(main, "p", line, "lead")
    facts = h(main, "dl", class_="facts2")
    for term, text in document.facts:
        pair = h(facts, "div")
        h(pair, "dt", term)
        h(pair, "dd", text)
    _duties(main, document)
    for section in document.sections:
        part = h(main, "section")
        h(part, "h2", section.heading)
        parent, tag = (h(part, "ul"), "li") if section.listed else (part, "p")
        for line in section.lines:
            h(parent, tag, line)
    h(main, "p", document.origin, "origin stamp")
    _annex(main, document)
    return root


def _duties(main: Element, document: PostingDocument) -> None:
    if not document.phases:
        return
    h(main, "h2", _("Responsibilities"))
    for phase in document.phases:
        part = h(main, "section", class_="phase2")
        h(h(part, "h3"), "span", str(phase.number), "n").tail = phase.name
        for group in phase.groups:
            box = h(part, "div", class_="group")
            h(box, "p", group.letter.label, "letter2")
            found = h(box, "ul")
            for item in group.items:
                h(found, "li", item.text)
    legend = h(main, "p", class_="legend2")
    for letter, words in document.legend:
        h(legend, "b", letter.label).tail = f"{pgettext('after a label', ':')} {words}. "


def _annex(main: Element, document: PostingDocument) -> None:
    """The duties as the columns of a matrix."""
    if not document.annex:
        return
    h(main, "h2", _("Annex: the part of the position in the RACI matrix"), "annex")
    table = h(main, "table", class_="raci2")
    header = h(h(table, "thead"), "tr")
    for words, class_ in ((_("Code"), "left"), (_("Duty"), "left"), (_("Letter"), "")):
        h(header, "th", words, class_, scope="col")
    for phase in document.phases:
        body = h(table, "tbody")
        h(h(body, "tr", class_="band"), "th", f"{phase.number}. {phase.name}", colspan="3", scope="rowgroup")
        for item in document.annex:
            if item.phase != phase.number:
                continue
            row = h(body, "tr")
            h(row, "td", item.code, "left")
            h(row, "td", item.text, "left")
            h(row, "td", item.named.shown)
