"""In which encoding a text was written that does not say so: by the letters and marks of French and English.

Of the bytes above 127, each old encoding makes other letters. In the right one they stand where French and English have
them: é after a letter, É at the start of a word, ’ between two letters. No library that guesses: of short texts, such
as a matrix is, charset-normalizer tells less than half. Needs nothing but Python: the process that parses has it.
"""

import codecs
import re
from collections.abc import Iterator

GUESSED = ("cp1252", "mac_roman", "cp850", "cp437")  # Windows, Mac and DOS in French and English offices
OFFERED = (*GUESSED, "iso8859_15", "cp1250", "cp1251", "cp1253", "cp1254")
_SAMPLE = 200_000  # bytes
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_UNDER = "éèàâêëîïôûùüçœæ"
_UPPER = _UNDER.upper()
_OTHER = "áíóúñãõäöåøßÿ"  # in names
_MARKS = {  # what stands before and after them
    "’": r"\w’\w",
    "‘": r"(?:^|[\s(])‘\w",
    "“": r"(?:^|[\s(;,\t\"])“[\w\s]",
    "”": r"[\w.!?…\s]”",
    "«": r"(?:^|[\s(;,\t\"])«[\s\w]",
    "»": r"[\w.!?…\s]»",
    "–": r"(?:^|[\s\d])–[\s\d]",
    "—": r"(?:^|\s|\w)—(?:\s|\w|$)",
    "…": r"[\w.]…",
    "•": r"(?:^|[\s;,\t\"])•",
    "\xa0": r"[\w«»]?\xa0[\w:;?!»%$€]?",
    "°": r"[nN\d]°",
    "€": r"[\d\s]€",
    "®": r"\w®",
    "©": r"(?:^|\s)©",
}
_KNOWN = (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"), (
    codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")  # fmt: skip


def decoded(data: bytes, asked: str = "") -> tuple[str, str, bool]:
    """The text of the bytes; the encoding, if it was guessed and may be another; and whether that is in doubt.

    By their mark, by the zeros of UTF-16, else UTF-8, else what was `asked` for or is likely.
    """
    for mark, encoding in _KNOWN:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), "", False
    even, odd = data[:4096:2], data[1:4096:2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) * 2 > len(high) and low.count(0) * 10 < len(low):
            return data.decode(encoding, errors="replace"), "", False
    try:
        return data.decode(), "", False
    except UnicodeDecodeError:
        pass
    if not asked and (declared := _declared(data)):
        return data.decode(declared, errors="replace"), "", False
    encoding, doubtful = (asked, False) if asked else likely(data[:_SAMPLE])
    return data.decode(encoding, errors="replace"), encoding, doubtful


def _declared(data: bytes) -> str:
    """The encoding that a web page names, "" for none that is known."""
    found = _CHARSET.search(data[:4096]) if data.lstrip()[:1] == b"<" else None
    try:
        return codecs.lookup(found[1].decode()).name if found and codecs.decode(b"a", found[1].decode()) == "a" else ""
    except (LookupError, ValueError, TypeError):
        return ""


def in_other_encoding(text: str, encoding: str, other: str) -> str:
    """A text that was read in one encoding, as it reads in another."""
    high = bytes(range(0x80, 0x100))
    pairs = zip(_each(high, encoding), _each(high, other), strict=True)
    return text.translate({ord(sign): shown for sign, shown in pairs if sign != "\ufffd"})


def _each(high: bytes, encoding: str) -> Iterator[str]:
    return (bytes([byte]).decode(encoding, errors="replace") for byte in high)


def likely(data: bytes) -> tuple[str, bool]:
    """The encoding in which the most letters stand where French and English have them; and whether that is in doubt."""
    found: dict[str, tuple[float, str]] = {}
    for encoding in GUESSED:
        text = data.decode(encoding, errors="replace")
        if text not in found:
            found[text] = likeness(text), encoding
    (best, encoding), *others = sorted(found.values(), key=lambda pair: -pair[0])
    few = sum(byte > 127 for byte in data) < 3
    margin = 0.65 if few and encoding != "cp1252" else 0.25  # of few letters, the usual encoding alone is believed
    return encoding, best < 0.9 or any(best - share < margin for share, _encoding in others)


def likeness(text: str) -> float:
    """How large a part of what is no ASCII in a text stands where French and English have it."""
    weights = list(_weights(text))
    return sum(weights) / len(weights) if weights else 1.0


def _weights(text: str) -> Iterator[float]:
    for found in re.finditer(r"[^\x00-\x7f]", text):
        sign, at = found[0], found.start()
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if sign in _MARKS:
            yield float(bool(re.search(_MARKS[sign], f"{before}{sign}{after}")))
        elif _is_foreign(before) and _is_foreign(after):  # nowhere three in a row
            yield 0.0
        elif sign in _UPPER:
            yield float(not before.islower() and not (before.isupper() and after.islower()))
        elif sign in _UNDER or sign in _OTHER:
            starts_or_goes_on = before.islower() or not before.isalnum() or not text[max(0, at - 2) : at - 1].isalpha()
            yield (1.0 if sign in _UNDER else 0.6) * (starts_or_goes_on and not after.isupper())
        else:
            yield 0.0


def _is_foreign(sign: str) -> bool:
    return sign.isalpha() and not sign.isascii()
