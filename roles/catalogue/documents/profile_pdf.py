"""A profile, or all of them compared, as a PDF for print: Letter, landscape, tagged."""

from pathlib import Path
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from roles.catalogue.documents.profile import ProfileDocument
from roles.catalogue.domain.catalogue import CataloguePhase
from roles.catalogue.domain.comparison import ProfileRow
from roles.formats.pdf.render import PRINT, badge, h, render_pdf
from roles.formats.pdf.render import document as new_document


def profile_pdf(document: ProfileDocument) -> bytes:
    """The PDF/UA-1 file."""
    return render_pdf(profile_tree(document), PRINT, Path(__file__).with_name("print_profiles.css"))


def profile_tree(document: ProfileDocument) -> Element:
    """The page tree of the document."""
    root, body = new_document(document.language, document.kind, document.title, "letter")
    main = h(body, "main")
    _title(main, document)
    legend = h(main, "p", class_="legend")
    for letter in document.letters:
        badge(legend, letter.value)
        h(legend, "span", str(letter.label))
    _table(main, document)
    _rules(main, document)
    return root


def _title(parent: Element, document: ProfileDocument) -> None:
    h(parent, "p", " · ".join((document.kind, document.framework)) if document.profile else document.kind, "kind")
    h(parent, "h1", document.title if document.profile else document.framework)
    facts = h(parent, "p", class_="facts")
    h(facts, "span", document.count)
    h(facts, "span", document.date, "stamp")


def _table(parent: Element, document: ProfileDocument) -> None:
    table = h(parent, "table", class_="raci one" if document.profile else "raci compared")
    h(table, "caption", document.kind, "vh")
    group = h(table, "colgroup")
    h(group, "col", class_="c-statement")
    for _profile in document.columns:
        h(group, "col", class_="c-letter")
    if not document.columns:
        h(group, "col", class_="c-letters")
    h(group, "col", class_="c-rule")
    h(group, "col")
    header = h(h(table, "thead"), "tr")
    h(header, "th", _("Responsibility"), "first", scope="col")
    for profile in document.columns:
        h(header, "th", document.text(profile.name), scope="col")
    if not document.columns:
        h(header, "th", _("Suggested letters"), "first", scope="col")
    h(header, "th", _("Rule"), "first", scope="col")
    h(header, "th", _("In answer"), "first", scope="col")
    for phase, rows in document.phases():
        body = h(table, "tbody")
        _band(body, document, phase, len(header))
        for _profile, row in rows:
            _row(h(body, "tr"), document, row)


def _band(body: Element, document: ProfileDocument, phase: CataloguePhase, columns: int) -> None:
    cell = h(h(body, "tr", class_="band"), "th", scope="rowgroup", colspan=str(columns))
    name = h(cell, "span", class_="phase")
    h(name, "span", str(phase.number), "n").tail = document.text(phase.name)
    if phase.lead_in:
        h(cell, "span", document.text(phase.lead_in), "tail")


def _row(row: Element, document: ProfileDocument, found: ProfileRow) -> None:
    statement = found.statement
    head = h(row, "th", class_="duty", scope="row")
    h(head, "code", statement.code).tail = " "
    h(head, "span", document.wording(statement))
    for profile in document.columns:
        badge(h(row, "td"), statement.suggested.get(profile.slug, ""))
    if not document.columns:
        h(row, "td", document.letters_in_words(statement), "left")
    h(row, "td", statement.rule.code if statement.rule else "", "left rule")
    answers = h(row, "td", class_="left")
    if not document.profile:
        answers.text = ", ".join(answer.code for answer in found.answers)
        return
    for text in document.answers(found.answers):
        h(answers, "p", text)


def _rules(parent: Element, document: ProfileDocument) -> None:
    if not document.catalogue.rules:
        return
    section = h(parent, "section", class_="close rules")
    h(section, "h2", _("Why these letters"))
    words = _("The letters are suggestions, given by the rules below; a project is free to choose others.")
    h(section, "p", words, "note")
    rules = h(h(section, "div", class_="two"), "dl")
    for rule in document.catalogue.rules:
        entry = h(rules, "div")
        h(entry, "dt", f"{rule.code} {document.text(rule.name)}")
        h(entry, "dd", document.text(rule.condition))
