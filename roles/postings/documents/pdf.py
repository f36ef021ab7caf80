"""A posting as a PDF for print: Letter, upright, tagged."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.formats.pdf.render import PRINT, UPRIGHT, h, render_pdf
from roles.formats.pdf.render import document as new_document
from roles.matrix.letters import NamedLetter
from roles.postings.documents.posting import PostingDocument


def posting_pdf(document: PostingDocument) -> bytes:
    """The PDF/UA-1 file."""
    return render_pdf(posting_tree(document), PRINT, UPRIGHT)


def posting_tree(document: PostingDocument) -> Element:
    """The page tree of the posting."""
    root, body = new_document(document.language, document.kind, document.title, "posting")
    main = h(body, "main")
    kicker = h(main, "p", class_="kicker")
    h(kicker, "span", " · ".join(filter(None, (document.kind, document.state))))
    h(kicker, "span", document.employer)
    h(main, "h1", document.title, **{"data-foot": document.foot})
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
    _annex(main, document)
    return root


def _duties(main: Element, document: PostingDocument) -> None:
    if not document.phases:
        return
    h(main, "h2", _("Responsibilities"))
    _legend(main, document.legend, shown=False)
    for phase in document.phases:
        part = h(main, "section", class_="phase2" if document.legend else "phase2 plain")
        h(part, "h3", phase.name)
        for group in phase.groups:
            box = h(part, "div", class_="group")
            if document.legend:
                h(box, "p", group.letter.label, "letter2")
            found = h(box, "ul")
            for item in group.items:
                h(found, "li", item.text)


def _legend(main: Element, letters: Sequence[tuple[NamedLetter, str]], *, shown: bool) -> None:
    """What the groups mean, in the annex with their letters."""
    if not letters:
        return
    legend = h(main, "p", class_="legend2")
    for letter, words in letters:
        name = f"{letter.shown} {letter.label}" if shown else letter.label
        h(legend, "b", name).tail = f"{pgettext('after a label', ':')} {words}. "


def _annex(main: Element, document: PostingDocument) -> None:
    """The duties as the columns of a matrix."""
    if not document.annex:
        return
    h(main, "h2", _("Annex: the part of the position in the RACI matrix"), "annex")
    _legend(main, document.letters, shown=True)
    table = h(main, "table", class_="raci2")
    header = h(h(table, "thead"), "tr")
    for words, class_ in ((_("Code"), "left"), (_("Duty"), "left"), (_("Letter"), "")):
        h(header, "th", words, class_, scope="col")
    for name, items in groupby(document.annex, key=lambda item: item.phase_name):
        body = h(table, "tbody")
        h(h(body, "tr", class_="band"), "th", name, colspan="3", scope="rowgroup")
        for item in items:
            row = h(body, "tr")
            h(row, "td", item.code, "left")
            h(row, "td", item.text, "left")
            h(row, "td", item.named.shown)
    h(main, "p", document.origin, "origin")
