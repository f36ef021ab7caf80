"""The parts of a workbook's archive as a parser goes through them. Runs in the process that parses."""

import posixpath
import zipfile
from io import BytesIO
from typing import IO
from xml.parsers.expat import ParserCreate

from roles.formats.reading.limits import CELL, SOURCE, TEXT, TooMuch
from roles.formats.reading.readers.number_formats import BUILT_IN, EPOCH, EPOCH_1904, shape


class Damaged(Exception):
    """Not made like a workbook."""


class Part:
    """A part of the archive on its way through the parser; `text` at an end is what stood since the last tag."""

    def before(self, text: str) -> None:
        """A text stood before an element that begins."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str, text: str) -> None:
        """An element ends."""

    def read(self, source: IO[bytes]) -> None:
        """Go through it. Names lose their namespace, in which alone Strict Open XML differs."""
        pieces: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if pieces:
                self.before("".join(pieces))
                pieces.clear()
            self.start(tag.rpartition(" ")[2], attributes)

        def end(tag: str) -> None:
            self.end(tag.rpartition(" ")[2], "".join(pieces))
            pieces.clear()

        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = pieces.append
        parser.StartDoctypeDeclHandler = _refuse
        parser.ParseFile(source)


class Relations(Part):
    """What a part refers to: the last word of its type and its target, by id."""

    def __init__(self) -> None:
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """What lies outside of the archive is nothing to read."""
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = kind, attributes.get("Target", "")


class Archive:
    """The parts of a file, which may be named in any case."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._names = {name.lower(): name for name in self._archive.namelist()}

    def read(self, part: Part, path: str) -> None:
        """Take a part through the parser."""
        with self._archive.open(self._names[path.lower()]) as source:
            part.read(source)

    def content(self, path: str) -> bytes:
        """A part that is no XML."""
        return self._archive.read(self._names[path.lower()])

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by id, with the paths from the top of the archive."""
        folder, name = posixpath.split(path)
        relations = Relations()
        self.read(relations, posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for key, (kind, target) in relations.targets.items()
        }

    def main_part(self, usual: str) -> str:
        """The path of what the file is about."""
        return next((path for kind, path in self.relations("").values() if kind == "officeDocument"), usual)


class Book(Part):
    """The list of sheets, each with its name, whether it is hidden, and the id of its part."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.epoch = EPOCH

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Sheets, and the day from which dates count."""
        if tag == "sheet":
            relation = next((value for name, value in attributes.items() if name.endswith("relationships id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), hidden, relation))
        elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = EPOCH_1904


class Properties(Part):
    """What this app has written about itself among the properties that a workbook may have of its own."""

    def __init__(self) -> None:
        self.source = ""
        self._ours = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A property has its name before its value."""
        if tag == "property":
            self._ours = attributes.get("name") == SOURCE

    def end(self, tag: str, text: str) -> None:
        """The value."""
        if self._ours and tag == "lpwstr":
            self.source = text[:CELL]


class Styles(Part):
    """What matters of the number format of each style of cells."""

    def __init__(self) -> None:
        self.shapes: list[str] = []
        self._codes = dict(BUILT_IN)
        self._inside = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Formats come before the styles that use them."""
        if tag in ("numFmts", "cellXfs", "cellStyleXfs", "dxfs"):
            self._inside = tag
        elif tag == "numFmt" and self._inside == "numFmts":
            self._codes[_int(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[:255]
        elif tag == "xf" and self._inside == "cellXfs":
            number = _int(attributes.get("numFmtId"))
            self.shapes.append(shape(number, self._codes.get(number, "")))


class Strings(Part):
    """The texts that cells share."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._aside, self._left = False, TEXT

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A text may stand in several runs."""
        if tag == "si":
            self._pieces, self._aside = [], False
        elif tag == "rPh":  # how a Japanese text is spoken
            self._aside = True

    def end(self, tag: str, text: str) -> None:
        """The runs are one text."""
        if tag == "t" and not self._aside:
            self._pieces.append(text)
        elif tag == "rPh":
            self._aside = False
        elif tag == "si":
            self.texts.append("".join(self._pieces)[:CELL])
            self._left -= len(self.texts[-1])
            if self._left < 0:
                raise TooMuch("text", "")


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _refuse(*_declared: object) -> None:
    raise Damaged
