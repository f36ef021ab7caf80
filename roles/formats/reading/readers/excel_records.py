"""What python-calamine does not tell of old and binary workbooks: hidden rows and columns, and merged cells of .xlsb.

Both kinds are records of a number, a length and a body, one after the other; of these a few are looked at. Runs in the
process that parses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from struct import iter_unpack, unpack_from

from roles.formats.reading.readers.cells import Cells, Range
from roles.formats.reading.readers.parts import Archive

_SHORT = 4_096  # bytes of a stream
_END = (0xFFFFFFFE, 0xFFFFFFFF)
Record = tuple[int, bytes]


@dataclass
class HiddenParts:
    """What a sheet hides and merges."""

    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)

    def tell(self, cells: Cells) -> None:
        """Note it with the cells of the sheet."""
        for row in self.rows:
            cells.hide_rows(row, row)
        for first, last in self.columns:
            cells.hide_columns(first, last)
        for place in self.merges:
            cells.merge(place)


def hidden_parts(data: bytes) -> list[HiddenParts]:
    """Sheet by sheet, in the order of the workbook."""
    return list(_binary(Archive(data)) if data.startswith(b"PK") else _old(_stream(data)))


def _old(book: bytes) -> Iterator[HiddenParts]:
    """The sheets of a stream of 16 bits (.xls): the list of them says where each begins."""
    starts = [unpack_from("<I", body)[0] for number, body in _records(book, 0) if number == 0x85]
    for start in starts:
        found = HiddenParts()
        for number, body in _records(book, start):
            if number == 0x208 and body[12] & 0x20:
                found.rows.append(unpack_from("<H", body)[0])
            elif number == 0x7D and body[8] & 1:
                found.columns.append(unpack_from("<HH", body))
        yield found


def _records(book: bytes, at: int) -> Iterator[Record]:
    """The records from a place up to the end of their sheet."""
    while at + 4 <= len(book):
        number, size = unpack_from("<HH", book, at)
        yield number, book[at + 4 : at + 4 + size]
        if number == 0x0A:
            return
        at += 4 + size


def _stream(data: bytes) -> bytes:
    """The workbook inside a compound file, which is a little file system: sectors in chains, and a directory.

    What is short stands in small sectors, inside of the chain that the first entry of the directory names.
    """
    size = 1 << unpack_from("<H", data, 30)[0]
    tables = [number for number in unpack_from("<109I", data, 76) if number not in _END]
    links = [link for at in tables for link in unpack_from(f"<{size // 4}I", data, (at + 1) * size)]
    first, small = unpack_from("<I", data, 48)[0], unpack_from("<I", data, 60)[0]
    body = data[size:]
    directory = _chain(body, size, links, first)
    for entry in range(0, len(directory), 128):
        name = directory[entry : entry + 64].decode("utf-16-le", errors="replace").rstrip("\0")
        if name in ("Workbook", "Book"):
            at, length = unpack_from("<II", directory, entry + 116)
            if length >= _SHORT:
                return _chain(body, size, links, at)
            table, within = _chain(body, size, links, small), unpack_from("<I", directory, 116)[0]
            small_links = [link for (link,) in iter_unpack("<I", table)]
            return _chain(_chain(body, size, links, within), 64, small_links, at)
    return b""


def _chain(body: bytes, size: int, links: Sequence[int], at: int) -> bytes:
    """The sectors from one on, each of which leads to the next."""
    sectors: list[bytes] = []
    while at not in _END and len(sectors) <= len(links):
        sectors.append(body[at * size : (at + 1) * size])
        at = links[at]
    return b"".join(sectors)


def _binary(archive: Archive) -> Iterator[HiddenParts]:
    """The sheets of a binary workbook (.xlsb), each a part of the archive."""
    relations = archive.relations("xl/workbook.bin")
    for number, body in _wide_records(archive.content("xl/workbook.bin")):
        if number == 156:
            length = unpack_from("<I", body, 8)[0]
            name = body[12 : 12 + 2 * length].decode("utf-16-le")
            yield _binary_sheet(archive.content(relations[name][1]))


def _binary_sheet(part: bytes) -> HiddenParts:
    found = HiddenParts()
    for number, body in _wide_records(part):
        if number == 0 and body[11] & 0x10:
            found.rows.append(unpack_from("<I", body)[0])
        elif number == 60 and body[16] & 1:
            found.columns.append(unpack_from("<II", body))
        elif number == 176:
            top, low, left, right = unpack_from("<4I", body)
            found.merges.append((top, left, low, right))
    return found


def _wide_records(part: bytes) -> Iterator[Record]:
    """Records whose number and length are written in as many bytes as they need, of seven bits each."""
    source = BytesIO(part)
    while head := source.read(1):
        number = head[0] if head[0] < 0x80 else head[0] & 0x7F | source.read(1)[0] << 7
        size = shift = 0
        while shift < 28:
            byte = source.read(1)[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield number, source.read(size)
