"""What of PDF/UA-1 a program can check: the points of the Matterhorn Protocol that a document of ours could miss."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

_STANDARD = {
    *(
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
    ),
    *("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"),
    *("THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
    *("Figure", "Formula", "Form"),
}
# What may stand in what, and in what alone.
_KIDS = {
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"},
    "L": {"LI", "Caption"}, "LI": {"Lbl", "LBody"},
}  # fmt: skip
_PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
    "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}, "LI": {"L"}, "LBody": {"LI"},
}  # fmt: skip
_PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"EI"}


@dataclass
class Node:
    """An element of the structure: its kind, the content it marks by page and number, and what stands in it."""

    kind: str
    data: Any
    parent: "Node | None" = None
    marks: list[tuple[int, int]] = field(default_factory=list)
    kids: "list[Node]" = field(default_factory=list)

    def all(self) -> "Iterator[Node]":
        """Itself and what stands in it, in the order of reading."""
        yield self
        for kid in self.kids:
            yield from kid.all()


def faults(pdf: bytes) -> list[str]:
    """Every point that the file misses, by the number of the protocol; none for a good one."""
    reader = PdfReader(BytesIO(pdf))
    pages = {page.indirect_reference.idnum: page for page in reader.pages if page.indirect_reference}
    root: Any = reader.trailer["/Root"]
    tree = _tree(root["/StructTreeRoot"])
    nodes = [node for kid in tree.kids for node in kid.all()]
    found = [*_metadata(reader, root), *_order(nodes), *_headings(nodes), *_tables(nodes), *_figures(nodes)]
    marked = Counter(mark for node in nodes for mark in node.marks)
    for number, page in pages.items():
        found += _page(reader, page, {mark for at, mark in marked if at == number})
    found += [f"01-005 content {mark} has two elements" for mark, count in marked.items() if count > 1]
    return found + _parents(root["/StructTreeRoot"], pages, nodes)


def _tree(root: Any) -> Node:
    top = Node("", root)
    waiting = [top]
    for node in waiting:  # grows
        kids = node.data.get("/K", [])
        for raw in kids if isinstance(kids, list) else [kids]:
            _put(node, raw.get_object())
        waiting += node.kids
    return top


def _put(node: Node, kid: Any) -> None:
    """What stands in a node: a number of marked content, a reference to one, or an element."""
    if isinstance(kid, int):
        node.marks.append((_page_of(node.data), int(kid)))
    elif kid.get("/Type") == "/MCR":
        node.marks.append((_page_of(kid) or _page_of(node.data), int(kid["/MCID"])))
    elif "/S" in kid:
        node.kids.append(Node(str(kid["/S"])[1:], kid, node))


def _page_of(data: Any) -> int:
    return data.raw_get("/Pg").idnum if "/Pg" in data else 0


def _metadata(reader: PdfReader, root: Any) -> Iterator[str]:
    xmp = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    text = "".join(ElementTree.fromstring(xmp).itertext()) if xmp else ""  # noqa: S314
    title = (reader.metadata and reader.metadata.title) or ""
    for point, good in {
        "05-001 pdfuaid": re.search(r'pdfuaid:part[=>]"?1', xmp),
        "06-003 title in XMP": title and title in text,
        "07-001 title displayed": root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        "01-007 suspects": not root.get("/MarkInfo", {}).get("/Suspects"),
        "00 marked": root.get("/MarkInfo", {}).get("/Marked"),
        "11 language": re.fullmatch(r"(fr|en)-CA", str(root.get("/Lang", ""))),
        "00 author and subject": reader.metadata and reader.metadata.author and reader.metadata.subject,
        "26 encryption": not reader.is_encrypted,
    }.items():
        if not good:
            yield point


def _order(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        kinds, parent = {kid.kind for kid in node.kids}, node.parent.kind if node.parent else ""
        wrong = kinds - _KIDS.get(node.kind, kinds)
        for point, bad in {
            f"02-001 no standard kind: {node.kind}": node.kind not in _STANDARD,
            f"09 {wrong} in {node.kind}": wrong,
            f"09 {node.kind} in {parent}": parent not in _PARENTS.get(node.kind, {parent}),
            f"09 {node.kind} is empty": node.kind in _KIDS and not node.kids,
            "19-003 note without an ID": node.kind == "Note" and "/ID" not in node.data,
        }.items():
            if bad:
                yield point


def _headings(nodes: list[Node]) -> Iterator[str]:
    levels = [int(node.kind[1]) for node in nodes if re.fullmatch(r"H[1-6]", node.kind)]
    if levels[:1] != [1] or levels.count(1) > 1:
        yield f"14-002 not one H1 first: {levels}"
    if any(level > before + 1 for before, level in itertools.pairwise(levels)):
        yield f"14-003 a level is left out: {levels}"
    if any(node.kind == "H" for node in nodes):
        yield "14-006 H beside H1"


def _tables(nodes: list[Node]) -> Iterator[str]:
    for table in (node for node in nodes if node.kind == "Table"):
        yield from _table(list(table.all()), {node.kind for node in table.kids})


def _table(within: list[Node], kinds: set[str]) -> Iterator[str]:
    widths = {sum(map(_span, node.kids)) for node in within if node.kind == "TR"}
    if len(widths) > 1:
        yield f"09 rows of {sorted(widths)} cells in one table"
    if not {"THead", "TBody"} <= kinds:
        yield "09 a table without THead or TBody"
    scopes = [_attributes(node).get("/Scope") for node in within if node.kind == "TH"]
    if not scopes or None in scopes:
        yield "15-003 a head without scope"


def _attributes(node: Node) -> dict[str, Any]:
    found = node.data.get("/A", {})
    parts = [part.get_object() for part in found] if isinstance(found, list) else [found.get_object()]
    return {key: value for part in parts if hasattr(part, "items") for key, value in part.items()}


def _span(cell: Node) -> int:
    return int(_attributes(cell).get("/ColSpan", 1))


def _figures(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if node.kind in ("Figure", "Formula") and not (node.data.get("/Alt") or node.data.get("/ActualText")):
            yield f"13-004 {node.kind} without a text"


def _page(reader: PdfReader, page: PageObject, reached: set[int]) -> Iterator[str]:
    """Everything drawn is an artifact or tagged, never both; what is tagged is reached from the structure."""
    drawn = _Drawn()
    for values, operator in ContentStream(page.get_contents(), reader).operations:
        drawn.take(operator, values)
    yield from (f"{fault} on page {page.page_number}" for fault in drawn.faults)
    if drawn.seen != reached:
        yield f"01-005 tagged but not reached, or the reverse, on page {page.page_number}: {drawn.seen ^ reached}"
    yield from _resources(page)


class _Drawn:
    """What a page draws, one operator after the other, and within what: an artifact, tagged content, or neither."""

    def __init__(self) -> None:
        self.within: list[str] = []
        self.seen: set[int] = set()
        self.faults: list[str] = []

    def take(self, operator: bytes, values: Any) -> None:
        if operator in (b"BMC", b"BDC"):
            self._begin(values)
        elif operator == b"EMC":
            self.within.pop()
        elif operator in _PAINTS and not any(self.within):
            self.faults.append(f"01-005 {operator!r} neither tagged nor an artifact")
        elif operator in (b"Tj", b"TJ") and _empty_glyph(values[0]):
            self.faults.append("31-030 a character without a glyph")

    def _begin(self, values: Any) -> None:
        properties: Any = values[1] if len(values) > 1 else None
        mark = properties.get("/MCID") if hasattr(properties, "get") else None
        own = "artifact" if values[0] == "/Artifact" else "" if mark is None else "tagged"
        if own and any(self.within):
            self.faults.append(f"01-003 {own} content in other content")
        if own and mark is not None:
            self.seen.add(int(mark))
        self.within.append(own)


def _empty_glyph(shown: Any) -> bool:
    """Whether one of the glyphs is number 0: fonts of ours have two bytes a glyph."""
    for text in shown if isinstance(shown, list) else [shown]:
        raw = getattr(text, "original_bytes", b"")
        if any(raw[at : at + 2] == b"\0\0" for at in range(0, len(raw), 2)):
            return True
    return False


def _resources(page: PageObject) -> Iterator[str]:
    resources: Any = page["/Resources"]
    for font in resources.get("/Font", {}).values():
        found = font.get_object()
        (inner,) = found["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"]
        if "/FontFile2" not in described and "/FontFile3" not in described:
            yield f"31-009 not embedded: {found['/BaseFont']}"
        if "/ToUnicode" not in found:
            yield f"31-027 no Unicode: {found['/BaseFont']}"
    annotations: Any = page.get("/Annots", ())
    for annotation in annotations:
        note = annotation.get_object()
        if "/StructParent" not in note:
            yield "28-002 an annotation outside the structure"
        if not note.get("/Contents"):
            yield "28-004 an annotation without a text"
        if page.get("/Tabs") != "/S":
            yield "28-008 tabs do not follow the structure"


def _parents(root: Any, pages: dict[int, PageObject], nodes: list[Node]) -> list[str]:
    """The way back, from content to its element."""
    numbers = _number_tree(root["/ParentTree"])
    wrong = []
    owners = {mark: node.data for node in nodes for mark in node.marks}
    for number, page in pages.items():
        own = {mark: owner for (at, mark), owner in owners.items() if at == number}
        listed = numbers.get(int(page.get("/StructParents", -1)), [])
        if any(mark >= len(listed) or listed[mark].get_object() != owner for mark, owner in own.items()):
            wrong.append(f"01 the parent tree leads elsewhere from page {page.page_number}")
    return wrong


def _number_tree(node: Any) -> dict[int, Any]:
    pairs = node.get("/Nums", [])
    found = {int(pairs[at]): pairs[at + 1].get_object() for at in range(0, len(pairs), 2)}
    for kid in node.get("/Kids", ()):
        found |= _number_tree(kid.get_object())
    return found
