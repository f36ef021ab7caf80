"""The matrix as a PDF for the wall and the file: landscape, tagged, blocks of columns, findings, sign-off."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roles.checks.domain.check import tally
from roles.checks.domain.finding import Finding
from roles.enums import Letter, Severity
from roles.exports.documents.matrix import MatrixDocument, open_by_sentence
from roles.formats.paper import Paper, column_blocks
from roles.formats.pdf.large import tell_early
from roles.formats.pdf.render import PRINT, h, render_pdf
from roles.formats.pdf.render import document as new_document
from roles.formats.text import printed
from roles.matrix.load import load_of
from roles.matrix.matrix import DutyRow, PhaseBand


def matrix_pdf(document: MatrixDocument, paper: Paper = Paper.AUTO) -> bytes:
    """The PDF/UA-1 file; raises DocumentRefused for a text that cannot be written."""
    tell_early(sum(len(duty.letters) - duty.letters.count("") for duty in document.shown.duties))
    return render_pdf(matrix_tree(document, paper), PRINT)


_LOOKS = {letter.value: {"class": f"l l-{letter.lower()}"} for letter in Letter}
_SHOWN = {letter.value: letter.shown for letter in Letter}
_SIGNS = {"err": "✕", "warn": "!", "todo": "○"}  # drawn by the font of the badges
_OF_SEVERITY = {Severity.ERROR: ("✕", "is-err"), Severity.WARNING: ("!", "is-warn"), Severity.HINT: ("•", "")}


def matrix_tree(document: MatrixDocument, paper: Paper) -> Element:
    """The page tree of the document."""
    positions = len(document.whole.positions)
    size = paper.resolved(positions)
    root, body = new_document(document.language, document.kind, f"{document.whole.name}, {document.status}", size.value)
    main = h(body, "main")
    _title(main, document)
    _legend(main, document)
    if document.shown.duties or not document.filtered:
        _tables(main, document, column_blocks(positions, size))
    else:
        h(main, "p", document.none, "none")
    if not positions:
        h(main, "p", _("No positions yet: nobody can carry out or approve."), "none")
    if document.internal:
        _close(main, document)
    return root


_LONG = 60  # duties: about two pages, after which nobody looks for the other positions
Bands = Sequence[tuple[PhaseBand, Sequence[DutyRow]]]


def _title(parent: Element, document: MatrixDocument) -> None:
    matrix = document.whole
    h(parent, "p", " · ".join(filter(None, (document.kind, matrix.organization))), "kind")
    h(parent, "h1", matrix.name)
    facts = h(parent, "p", class_="facts")
    h(facts, "span", _("Version %(version)s") % {"version": document.version}, "stamp")
    h(facts, "span", document.date)
    if document.internal:
        progress = document.progress.values()
        h(facts, "span", _duties_done(sum(each.complete for each in progress), sum(each.total for each in progress)))
        for class_, text in _counts(document):
            h(facts, "span", text, class_)
        if document.acceptance:
            h(facts, "span", document.acceptance)
        if document.reviewed:
            h(facts, "span", document.reviewed)
    for words in document.evidence:
        h(parent, "p", words, "evidence")
    if document.filtered:
        h(parent, "p", document.filtered, "filter")


def _duties_done(done: int, count: int) -> str:
    return ngettext("%(done)s duty of %(count)s", "%(done)s duties of %(count)s", done) % {"done": done, "count": count}


def _legend(parent: Element, document: MatrixDocument) -> None:
    legend = h(parent, "p", class_="legend")
    for letter in document.letters:
        h(legend, "b", letter.shown, f"l l-{letter.lower()}")
        h(legend, "span", document.letter_name(letter))


def _counts(document: MatrixDocument) -> Iterator[tuple[str, str]]:
    found = tally(document.listed)
    if not any(found):
        yield "", _("No open findings")
    for class_, count, words in (
        ("is-err", found.errors, ngettext("%s error", "%s errors", found.errors)),
        ("is-todo", found.todo, ngettext("%s duty to assign", "%s duties to assign", found.todo)),
        ("is-warn", found.warnings, ngettext("%s warning", "%s warnings", found.warnings)),
        ("is-todo", found.hints, ngettext("%s hint", "%s hints", found.hints)),
    ):
        if count:
            yield class_, words % count


def _tables(parent: Element, document: MatrixDocument, blocks: Sequence[range]) -> None:
    """One table, or one for each block of positions; in a long matrix all of these for a phase, then the next phase."""
    bands = list(document.bands())
    heads = {duty.id: _head(document, duty) for duty in document.shown.duties}
    long = len(blocks) > 1 and len(document.shown.duties) > _LONG
    parts = [[band] for band in bands] if long else [bands]
    titled = [(block, _titles(document, block)) for block in blocks]
    for part in parts:
        for block, titles in titled:
            table = _Table(document, part, block, titles, heads, total=part is parts[-1])
            table.add_to(parent, "next" if block.start and not long else "")


def _titles(document: MatrixDocument, columns: range) -> Element:
    """The header row of a block of columns, one element for all its tables, so that it is laid out once."""
    row, count = Element("tr"), len(document.whole.positions)
    first = h(row, "th", _("Duty"), "first", scope="col")
    if len(columns) < count:
        words = _("Positions %(first)s to %(last)s of %(count)s")
        h(first, "span", words % {"first": columns.start + 1, "last": columns.stop, "count": count}, "part")
    h(h(row, "th", scope="col"), "span", _("Check"), "vh")
    for position in document.whole.positions[columns.start : columns.stop]:
        cell = h(row, "th", document.text(position.title), scope="col")
        if not document.internal:
            continue
        if position.vacant:
            h(h(cell, "span", class_="who"), "span", _("Vacant"), "vacant")
        else:
            h(cell, "span", position.holder, "who")
    return row


def _blank(row: Element, count: int) -> None:
    """Empty cells side by side as one: nothing stands between them, and each box costs."""
    SubElement(row, "td", {"colspan": str(count)} if count > 1 else {})


def _head(document: MatrixDocument, duty: DutyRow) -> Element:
    """The duty in words, one element for all blocks of columns, so that it is laid out once."""
    head = Element("th", {"class": "duty", "scope": "row"})
    head.text = f"{printed(duty.code)}\u2002{printed(document.text(duty.text))}"
    if not duty.applicable:
        words = _("Not applicable: %(reason)s") % {"reason": document.text(duty.reason)}
        h(head, "span", words, "reason")
    if description := document.description(duty):
        h(head, "span", description, "about")
    return head


class _Table:
    """One block of columns: the duties of `bands`, and the positions of `columns`; `total` where it is the last."""

    def __init__(
        self,
        document: MatrixDocument,
        bands: Bands,
        columns: range,
        titles: Element,
        heads: Mapping[int, Element],
        *,
        total: bool,
    ) -> None:
        self.titles = titles
        self.heads = heads
        self.document = document
        self.bands = bands
        self.columns = columns
        self.total = total
        self.marks = document.marks
        self.progress = document.progress

    def add_to(self, parent: Element, class_: str) -> None:
        """Append the table; the rows are one part per phase, under a header that every page repeats."""
        dense = "dense" if len(self.columns) > 18 else ""
        table = h(parent, "table", class_=f"raci n{len(self.columns)} {dense} {class_}")
        h(table, "caption", self.document.kind, "vh")
        self._widths(table)
        h(table, "thead").append(self.titles)
        for phase, duties in self.bands:
            body = h(table, "tbody")
            self._band(body, phase, going_on=bool(duties))
            for duty in duties:
                self._row(body, duty)
            if duties:
                body[-1].set("class", "end" if duties[-1].applicable else "off end")
        if not self.document.shown.duties:
            row = h(h(table, "tbody"), "tr")
            h(row, "td", self.document.none, "none", colspan=str(len(self.columns) + 2))
        elif self.document.internal and self.columns and self.total:
            self._foot(table)

    def _widths(self, table: Element) -> None:
        group = h(table, "colgroup")
        h(group, "col", class_="c-duty")
        h(group, "col", class_="c-st")
        if self.columns:
            h(group, "col", span=str(len(self.columns)))

    def _band(self, body: Element, phase: PhaseBand, *, going_on: bool) -> None:
        row = h(body, "tr", class_="band")
        cell = h(row, "th", scope="rowgroup", colspan=str(len(self.columns) + 2))
        marked = "" if self.columns.start else "phase"  # the outline names each phase once
        name = h(cell, "span", class_=f"{marked} {'goes-on' if going_on else ''}".strip())
        h(name, "span", str(phase.number), "n").tail = f" {printed(self.document.text(phase.name))}"
        if phase.lead_in:
            h(cell, "span", self.document.text(phase.lead_in), "tail")
        if self.document.internal:
            progress = self.progress[phase.id]
            words = _("%(done)s of %(count)s") % {"done": progress.complete, "count": progress.total}
            h(cell, "span", words, "tail")

    def _row(self, body: Element, duty: DutyRow) -> None:
        row = h(body, "tr", class_="" if duty.applicable else "off")
        row.append(self.heads[duty.id])
        mark = self.marks.get(duty.id)
        sign = _SIGNS.get(mark.status, "") if mark else ""
        if mark and sign:
            h(row, "td", sign, f"st is-{mark.status}")
        shown = duty.letters[self.columns.start : self.columns.stop] if duty.applicable else [""] * len(self.columns)
        for letter, run in groupby(shown if sign else ("", *shown)):
            if letter:
                for _cell in run:
                    SubElement(row, "td", _LOOKS[letter]).text = _SHOWN[letter]
            else:
                _blank(row, len(list(run)))

    def _foot(self, table: Element) -> None:
        row = h(h(table, "tfoot"), "tr")
        h(row, "th", _("Workload: carried out, approved"), scope="row")
        h(row, "td")
        for position in self.document.whole.positions[self.columns.start : self.columns.stop]:
            load = load_of(self.document.shown, position.id, self.document.thresholds)
            h(row, "td", f"{load.r} R · {load.a} A")


def _close(parent: Element, document: MatrixDocument) -> None:
    """The findings, grouped by what they say, and the lines for signatures."""
    section = h(parent, "section", class_="close")
    h(section, "h2", _("To resolve"))
    entries = open_by_sentence(document)
    if not entries:
        h(section, "p", _("No open findings."))
    else:
        found = h(section, "ul", class_="find")
        for finding, places in entries:
            _entry(found, document, finding, places)
    if document.shown.duties and document.whole.positions and not document.filtered:  # a part is not to be approved
        _sign(h(parent, "section", class_="close last"))


def _entry(parent: Element, document: MatrixDocument, finding: Finding, places: str) -> None:
    """`✕ H1 Nobody approves: T05, T12`."""
    entry = h(parent, "li")
    sign, class_ = ("○", "is-todo") if finding.todo else _OF_SEVERITY[finding.severity]
    h(entry, "b", sign, f"st {class_}").tail = " "
    h(entry, "b", document.text(f"{finding.title}: ") if places else finding.title)
    h(entry, "span", places)


def _sign(section: Element) -> None:
    h(section, "h2", _("Approvals"))
    lines = h(section, "div", class_="sign")
    for who in (_("Project lead"), _("Human resources"), _("Client management")):
        line = h(lines, "div")
        name = h(line, "p", class_="line")
        h(name, "span", who)
        h(line, "p", _("Name, signature, date"), "small")
