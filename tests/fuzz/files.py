"""Files as no program writes them: sound ones mutated one to four times, the same for the same seed and number."""

import random
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import BytesIO

from tests.formats.test_kinds import OLD
from tests.formats.workbooks import shared, strict, workbook
from tests.formats.written_kinds import WITHOUT_MERGES, WRITERS
from tests.roles.imports.own_workbook.returns import written
from tests.roles.imports.sheet_reading.corpus import NAMES as CORPUS
from tests.roles.imports.sheet_reading.corpus import read_case
from tests.roles.imports.sheet_reading.test_kinds import MERGES, ROWS
from tests.roles.matrices import matrix_of

PLACES = ("XFD1048576", "A1048577", "A0", "ZZZZ1", "A", "1", "KO5001", "$B$2", "A9999999", "", "a1:xfd1048576")
NUMBERS = ("-1", "0", "4294967296", "1e308", "-1e999", "NaN", "9" * 400, "9" * 5000, "2958466", "0x1F", "1_0", "٣", "")
TEXTS = (
    "_xD800_", "_x0000_", "&#0;", "&#xD800;", "&a;", "<![CDATA[", "]]>", "<!DOCTYPE a [<!ENTITY a 'b'>]>", "<?xml?>",
    "\x00", "\x0b", "\ud7ff", "é" * 40_000, "A/R" * 999, "<a>" * 5000, "<row>", "</worksheet>", '"', "'", "\xff",
)  # fmt: skip
NAMES = (
    "xl/vbaProject.bin", "../a.xml", "/a.xml", "c:/a.xml", "xl\\a.xml", "", "xl/workbook.bin", "word/document.xml",
    "mimetype", "xl/worksheets/sheet1.xml", "XL/WORKBOOK.XML", "é.xml", "a" * 300,
)  # fmt: skip
MARKS = (
    "{|", "|}", "|-", "||", "^", ":::", "</table>", "<td colspan=99999 rowspan=99999>", "<table><tr><td>",
    ";", ",", "\t", '"', "\n", "\r", "|", "|---|", "\\", "\x00", "\ufeff", "sep=;\n", "<table>", "{", "`", "**", "😀",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32", "utf-7", "cp037")


@cache
def seeds() -> list[tuple[str, bytes]]:
    """Sound files: plain, with texts apart, strict, merged, this application's own, the corpus, and the other kinds."""
    own = written(matrix_of([["A", "R", ""], ["AR", "C", "I"]], holders=["Maïka Essai", "", ""]))
    merged = workbook(change=lambda sheet: [sheet.merge_cells(place) for place in ("A5:D5", "A2:A3")])
    made = [workbook(), shared(), strict(workbook()), strict(shared()), merged, own, own]
    cases = [(case.name, case.data) for case in map(read_case, CORPUS)]
    kinds = [(f"m.{kind}", write(ROWS, MERGES)) for kind, write in WRITERS.items()]
    kinds += [(f"m.{kind}", write(ROWS)) for kind, write in WITHOUT_MERGES.items()]
    texts = [
        ("m.csv", "\n".join(map(";".join, ROWS)).encode(encoding)) for encoding in ("cp850", "mac_roman", "utf-16")
    ]
    files = [*(("m.xlsx", data) for data in made), *cases, *(kinds * 6), *texts, ("m.xls", OLD)]
    return [(name, _still(data)) for name, data in files]


def _still(data: bytes) -> bytes:
    """A workbook without the hour at which it was made, so that a seed gives the same files tomorrow."""
    if not data.startswith(b"PK"):
        return data
    return _packed([(name, re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"", part)) for name, part in _members(data)])


def files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many mutated files."""
    sound = seeds()
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        name, data = chance.choice(sound)
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            data = _mutated(chance, data)
        yield name, data[:6_000_000]


def _mutated(chance: random.Random, data: bytes) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.88:
        try:
            return _archive(chance, data)
        except Exception:  # it is too broken already, or would be
            return _bytes(chance, data)
    return _bytes(chance, data) if data.startswith(b"PK") or chance.random() < 0.2 else _text(chance, data)


def _bytes(chance: random.Random, data: bytes) -> bytes:
    """Bytes flipped, cut, doubled, put in or blanked."""
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    kind = chance.randrange(6)
    if kind == 0:
        spoiled = bytearray(data)
        for _ in range(chance.choice((1, 3, 30)) if data else 0):
            spoiled[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(spoiled)
    last = min(last, first + 3000)
    middles = (b"", data[first:last] * 2, chance.randbytes(40), bytes(last - first))
    return data[:last] if kind == 5 else data[:first] + middles[kind - 1] + data[last:]


def _archive(chance: random.Random, data: bytes) -> bytes:
    """Members taken away, swapped, renamed, doubled, or changed inside."""
    members = _members(data)
    at = chance.randrange(len(members)) if members else 0
    kind = chance.randrange(12)
    if not members or kind == 0:
        members.append((chance.choice(NAMES), chance.choice(members)[1] if members else b"<a/>"))
    elif kind == 1:
        members.pop(at)
    elif kind == 2:
        other = chance.randrange(len(members))
        (one, first), (two, second) = members[at], members[other]
        members[at], members[other] = (one, second), (two, first)
    elif kind == 3:
        members[at] = chance.choice(NAMES), members[at][1]
    else:
        telling = [
            n for n, (name, _) in enumerate(members) if re.search("sheet|tring|workbook|content|document.xml", name)
        ]
        at = chance.choice(telling or [at])
        members[at] = members[at][0], _xml(chance, members[at][1])
    return _packed(members)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _xml(chance: random.Random, part: bytes) -> bytes:
    """Tags dropped, doubled or nested; numbers, places, texts and encodings as no program writes them."""
    text = part.decode("utf-8", "replace")
    deep, many = chance.choice((1, 20_000)), chance.choice((2, 2, 400))
    pattern, change = chance.choice(_changes(chance, deep, many))
    if places := list(re.finditer(pattern, text, re.DOTALL)):
        found = chance.choice(places)
        text = text[: found.start()] + change(found[0]) + text[found.end() :]
    if chance.random() < 0.1:
        return text.encode(chance.choice(ENCODINGS), "replace")
    return text.encode("utf-8", "surrogatepass")


def _changes(chance: random.Random, deep: int, many: int) -> tuple[tuple[str, Callable[[str], str]], ...]:
    """What is looked for in the XML, and what becomes of it."""
    return (
        (r"<[^>]+>", lambda _: ""),
        (r"<[^>]+>", lambda found: found * many * 10),
        (r"<\w+[^>]*/>", lambda found: "<x>" * deep + found + "</x>" * deep),
        (r'(?<=")-?\d+(?=")|(?<=>)\d+(?=<)', lambda _: chance.choice(NUMBERS)),
        (r'(?<=")[A-Z]+\d+(:[A-Z]+\d+)?(?=")', lambda _: chance.choice(PLACES)),
        (r'(?<=")[^"]*(?=")', lambda _: chance.choice(TEXTS + NAMES + PLACES)),
        (r"(?<=>)[^<]*(?=<)", lambda _: chance.choice(TEXTS)),
        (r"<row.*?</row>", lambda found: found * 6000),
        (r"<c .*?</c>|<c [^>]*/>", lambda found: found * many),
        (r"<(w:tr|table:table-row|tr)\b.*?</(w:tr|table:table-row|tr)>", lambda found: found * many),
        (r"</sheetData>", lambda found: f"{found}<mergeCells>{_merges(chance)}</mergeCells>"),
        (r' (t|s|r|state)="[^"]*"', lambda _: chance.choice(("", ' t="s"', ' t="d"', ' t="b"', ' s="-7"', ' s="1"'))),
    )


def _merges(chance: random.Random) -> str:
    place = f"{chance.choice(PLACES)}:{chance.choice(PLACES)}"
    return f'<mergeCell ref="{place}"/>' * chance.choice((1, 2000, 2001))


def _text(chance: random.Random, data: bytes) -> bytes:
    """Separators, quotation marks and oddities put in, lines cut and multiplied, another encoding."""
    text = data.decode("utf-8", "replace")
    first, last = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    middle = chance.choice((
        "", text[first:last] * 2, chance.choice(MARKS), chance.choice(MARKS) * 400, chance.choice(TEXTS),
        "a;b\n" * 5001, "|a" * 400, text[first:last].replace("\n", ""), text[first:last].upper(), "R,A;C\tI\n" * 50,
    ))  # fmt: skip
    changed = text[:first] + middle + text[last if chance.random() < 0.5 else first :]
    return changed.encode(chance.choice(ENCODINGS) if chance.random() < 0.4 else "utf-8", "replace")
