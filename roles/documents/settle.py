"""The open findings as documents list them: a check once, with its places."""

from roles.documents.matrix_document import MatrixDocument
from roles.domain.findings import Finding


def to_settle(document: MatrixDocument) -> list[tuple[Finding, str]]:
    """One finding for each thing that is said, with where: `Nobody approves`, `T05, T12`."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in document.listed:
        groups.setdefault((finding.code, finding.title), []).append(finding)
    return [
        (found[0], ", ".join(filter(None, (_place(document, finding) for finding in found))))
        for found in groups.values()
    ]


def _place(document: MatrixDocument, finding: Finding) -> str:
    """The code of a duty; the title of a position; the name of a phase."""
    if finding.duty_id is not None:
        return document.whole.duty(finding.duty_id).code
    return document.text(finding.place(document.whole))
