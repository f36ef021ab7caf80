"""How the PDF of a matrix ends: what is open, and who signs."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from roles.documents.matrix_document import MatrixDocument
from roles.documents.pdf import h
from roles.domain.findings import Finding
from roles.enums import Severity

_SIGNS = {Severity.ERROR: ("✕", "is-err"), Severity.WARNING: ("!", "is-warn"), Severity.HINT: ("•", "")}


def close(parent: Element, document: MatrixDocument) -> None:
    """The findings, grouped by what they say, and the lines for signatures."""
    section = h(parent, "section", class_="close")
    h(section, "h2", _("To settle"))
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in document.listed:
        groups.setdefault((finding.code, finding.title), []).append(finding)
    if not groups:
        h(section, "p", _("No open finding."))
    found = h(section, "ul", class_="find") if groups else None
    for findings in groups.values():
        _group(found, document, findings)
    _sign(h(parent, "section", class_="close last"))


def _group(parent: Element | None, document: MatrixDocument, findings: list[Finding]) -> None:
    """`✕ H1 Nobody approves: T05, T12`: a check once, with its places."""
    first = findings[0]
    if parent is None:
        return
    entry = h(parent, "li")
    sign, class_ = ("○", "is-todo") if first.todo else _SIGNS[first.severity]
    h(entry, "b", sign, f"st {class_}").tail = " "
    places = ", ".join(filter(None, (_place(document, finding) for finding in findings)))
    h(entry, "b", document.text(f"{first.title}: ") if places else first.title)
    h(entry, "span", places)


def _place(document: MatrixDocument, finding: Finding) -> str:
    """The code of a duty; the title of a position; the name of a phase."""
    if finding.duty_id is not None:
        return document.whole.duty(finding.duty_id).code
    return document.text(finding.place(document.whole))


def _sign(section: Element) -> None:
    h(section, "h2", _("Approvals"))
    lines = h(section, "div", class_="sign")
    for who in (_("Project lead"), _("Human resources"), _("Client management")):
        line = h(lines, "div")
        name = h(line, "p", class_="line")
        h(name, "span", who)
        h(line, "p", _("Name, signature, date"), "small")
