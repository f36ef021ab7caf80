"""How the PDF of a matrix ends: what is open, and who signs."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from roles.documents.matrix_document import MatrixDocument
from roles.documents.pdf import h
from roles.documents.settle import to_settle
from roles.domain.findings import Finding
from roles.enums import Severity

_SIGNS = {Severity.ERROR: ("✕", "is-err"), Severity.WARNING: ("!", "is-warn"), Severity.HINT: ("•", "")}


def close(parent: Element, document: MatrixDocument) -> None:
    """The findings, grouped by what they say, and the lines for signatures."""
    section = h(parent, "section", class_="close")
    h(section, "h2", _("To settle"))
    settle = to_settle(document)
    if not settle:
        h(section, "p", _("No open finding."))
    else:
        found = h(section, "ul", class_="find")
        for finding, places in settle:
            _entry(found, document, finding, places)
    _sign(h(parent, "section", class_="close last"))


def _entry(parent: Element, document: MatrixDocument, finding: Finding, places: str) -> None:
    """`✕ H1 Nobody approves: T05, T12`."""
    entry = h(parent, "li")
    sign, class_ = ("○", "is-todo") if finding.todo else _SIGNS[finding.severity]
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
