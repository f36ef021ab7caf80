"""The workload as a PDF for print: landscape, tagged, with bars that survive a photocopier."""

from pathlib import Path
from xml.etree.ElementTree import Element

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roles.formats.paper import Paper
from roles.formats.pdf.render import PRINT, h, render_pdf
from roles.formats.pdf.render import document as new_document
from roles.workload.documents.load import Line, LoadDocument, Part
from roles.workload.domain.bars import bar_length


def load_pdf(document: LoadDocument, paper: Paper = Paper.AUTO) -> bytes:
    """The PDF/UA-1 file."""
    size = paper.resolved(len(document.columns))
    root, body = new_document(document.language, f"{document.kind}, {document.title}", size.value)
    main = h(body, "main")
    if document.kind != document.title:
        h(main, "p", document.kind, "kind")
    h(main, "h1", document.title)
    facts = h(main, "p", class_="facts")
    h(facts, "span", " · ".join(document.facts), "stamp")
    over = sum(line.whole.over for line in document.lines)
    words = ngettext("%(count)s over the limit", "%(count)s over the limit", over) % {"count": over}
    h(facts, "span", words if over else _("nothing over the limit"), "is-warn" if over else "")
    h(main, "p", document.explained, "filter")
    _table(main, document)
    h(main, "p", _("The line on each bar is the limit; a striped bar with “!” is over it."), "key")
    return render_pdf(root, PRINT, Path(__file__).with_name("print_load.css"))


def _table(parent: Element, document: LoadDocument) -> None:
    table = h(parent, "table", class_="raci load")
    h(table, "caption", document.kind, "vh")
    group = h(table, "colgroup")
    h(group, "col", class_="c-who")
    for _column in document.columns or ("all",):
        h(group, "col", class_="c-part" if document.columns else "c-parts")
    h(group, "col", class_="c-bar")
    header = h(h(table, "thead"), "tr")
    h(header, "th", document.heads[0], "first", scope="col")
    for name in document.columns or (document.heads[2],):
        h(header, "th", name, "" if document.columns else "first", scope="col")
    h(header, "th", _("Total"), "first", scope="col")
    rows = h(table, "tbody")
    for line in document.lines:
        _row(rows, document, line)
    if document.columns:
        _foot(table, document)


def _row(parent: Element, document: LoadDocument, line: Line) -> None:
    row = h(parent, "tr")
    name = h(row, "th", line.name, "who-cell", scope="row")
    if line.note:
        h(name, "span", line.note, "who")
    if document.columns:
        for part in line.parts:
            _part(h(row, "td"), document, part)
    else:
        cell = h(row, "td", class_="left")
        for part in line.parts:
            _figure(h(cell, "p", f"{part.name}\u2002"), part)
    _whole(h(row, "td", class_="left"), document, line.whole)


def _part(cell: Element, document: LoadDocument, part: Part) -> None:
    """The points of a phase over its letters; nothing where nobody has a part."""
    if any(part.counts):
        _figure(cell, part)
        h(cell, "span", document.words(part), "who")


def _figure(parent: Element, part: Part) -> None:
    if part.over:
        h(parent, "b", "!", "st is-warn").tail = " "
    h(parent, "b", floatformat(part.points, -1))


def _whole(cell: Element, document: LoadDocument, whole: Part) -> None:
    """`44 of 40`, the letters, and the bar."""
    line = h(cell, "p")
    _figure(line, whole)
    h(line, "span", " " + _("of %(limit)s") % {"limit": whole.limit})
    bar = h(cell, "div", class_="bar")
    h(bar, "div", class_="v over" if whole.over else "v", style=f"width: {bar_length(whole.points, whole.limit)}%")
    h(bar, "div", class_="m")
    if words := document.words(whole):
        h(cell, "p", words, "who")


def _foot(table: Element, document: LoadDocument) -> None:
    row = h(h(table, "tfoot"), "tr")
    h(row, "th", _("Total"), scope="row")
    for points in document.sums:
        h(row, "td", floatformat(points, -1))
    h(row, "td", floatformat(document.total, -1), "left")
