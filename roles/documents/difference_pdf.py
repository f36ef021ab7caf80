"""A difference as a PDF for print: Letter, landscape, tagged."""

from roles.documents.difference_document import DifferenceDocument
from roles.documents.pdf import document as new_document
from roles.documents.pdf import h, render_pdf


def difference_pdf(document: DifferenceDocument) -> bytes:
    """The PDF/UA-1 file."""
    root, body = new_document(document.after.language, f"{document.kind}, {document.title}", "letter")
    main = h(body, "main")
    h(main, "p", document.kind, "kind")
    h(main, "h1", document.title)
    h(main, "p", document.made, "facts stamp")
    table = h(main, "table", class_="raci difference")
    h(table, "caption", document.kind, "vh")
    group = h(table, "colgroup")
    for width in ("what", "subject", "old", "new"):
        h(group, "col", class_=f"c-{width}")
    header = h(h(table, "thead"), "tr")
    for name in document.heads:
        h(header, "th", name, "first", scope="col")
    rows = h(table, "tbody")
    for line in document.lines():
        row = h(rows, "tr")
        h(row, "th", line.what, "first", scope="row")
        for text in line[1:]:
            h(row, "td", text)
    return render_pdf(root, "print.css", "print_difference.css")
