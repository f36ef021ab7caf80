"""Characters that neither our fonts nor the machine's have: each is printed as its number, never as an empty box.

Only the layout knows which they are, since it looks for a font of the machine last. WeasyPrint warns of each glyph it
does not find; tests/formats/test_pdf_fonts.py tells when it no longer does.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from xml.etree.ElementTree import Element, SubElement

_WARNING = ".notdef glyph rendered"


@contextmanager
def without_a_glyph() -> Iterator[set[str]]:
    """The characters for which no glyph is found within it, by this thread."""
    missing: set[str] = set()
    thread, log = get_ident(), logging.getLogger("weasyprint")

    def note(record: logging.LogRecord) -> bool:
        if record.thread != thread or not str(record.msg).startswith(_WARNING):
            return True
        missing.add(chr(record.args[1]))  # type: ignore[index, arg-type]
        return False

    log.addFilter(note)
    try:
        yield missing
    finally:
        log.removeFilter(note)


def name_them(root: Element, missing: set[str]) -> None:
    """Put `[U+1F600]` for each of these characters, and say so at the end of the document."""
    numbers = {ord(character): f"[U+{ord(character):04X}]" for character in sorted(missing)}
    body = root.find("body")
    if body is None:
        return
    for element in body.iter():
        element.text = element.text and element.text.translate(numbers)
        element.tail = element.tail and element.tail.translate(numbers)
    words = body.get("data-missing", "%(characters)s")
    note = SubElement(body, "p", {"class": "missing"})
    note.text = words % {"characters": ", ".join(number.strip("[]") for number in numbers.values())}
