"""The French of the interface: what the code says, what the catalogue holds, and whether they agree.

English stands in the code; its own catalogue holds only what libraries say otherwise than this site.

Made with Babel (a development dependency: only the `translations` command imports this module), so that
no machine needs the gettext programs.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from aispec.web.words.typography import typeset

SOURCES = ("aispec", "phases", "roles", "templates")
PO = Path("locale/fr/LC_MESSAGES/django.po")
ENGLISH = Path("locale/en/LC_MESSAGES/django.po")  # the words of libraries that this site says otherwise
_KEYWORDS: dict[str, Any] = {
    name + lazy: spec
    for name, spec in {
        "_": None,
        "gettext": None,
        "gettext_noop": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for lazy in ("", "_lazy")
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class PlainCatalog(Catalog):
    """A catalogue without dates or authors, so that its files change only when a text does."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The three headers that mean something."""
        return [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Language", str(self.locale)),
            ("Plural-Forms", f"nplurals=2; plural=({'n > 1' if str(self.locale) == 'fr' else 'n != 1'});\n"),
        ]


def from_code(base: Path) -> PlainCatalog:
    """Every text marked for translation in Python and in templates, not translated yet."""
    catalog = PlainCatalog(locale="fr", header_comment="# French of the responsibility matrix.", fuzzy=False)
    for path in sorted(chain.from_iterable((base / source).rglob("*.*") for source in SOURCES)):
        if path.suffix in (".py", ".html", ".txt"):
            for text, context in (_in_python if path.suffix == ".py" else _in_template)(path.read_text()):
                catalog.add(text, context=context)
    return catalog


def _in_python(code: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The texts of gettext calls with their contexts, in f-strings too, where Babel sees none before Python 3.12."""
    for call in ast.walk(ast.parse(code)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in _KEYWORDS:
            continue
        numbered = call.func.id.startswith("n")
        context = "pgettext" in call.func.id
        given = [arg.value for arg in call.args[: 1 + numbered + context] if isinstance(arg, ast.Constant)]
        if len(given) == 1 + numbered + context:
            texts = tuple(map(str, given[context:]))
            yield texts if numbered else texts[0], str(given[0]) if context else None


def _in_template(code: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """As _in_python; what stands between tags is noise to a tokenizer, so it is unindented."""
    lines = "\n".join(line.lstrip() for line in templatize(code).splitlines())
    for _line, text, _comments, context in extract("python", BytesIO(lines.encode()), _KEYWORDS):
        yield text, context


def from_file(path: Path) -> Catalog:
    """A catalogue as it stands in a PO file; empty when there is none."""
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def translate(texts: Catalog, french: Catalog) -> None:
    """Give `texts` the French they have in `french`, typeset; what only `french` has is left out."""
    for message in _messages(texts):
        known = french.get(_key(message), message.context)
        if known is None or known.pluralizable != message.pluralizable:
            continue
        strings = [typeset(string, "fr") for string in _strings(known)]
        message.string = tuple(strings) if message.pluralizable else strings[0]


def write(base: Path, catalog: Catalog) -> None:
    """The French PO file, sorted and without line numbers, and the MO files that it and the English one compile to."""
    path = base / PO
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    for source in _sources(base):
        source.with_suffix(".mo").write_bytes(compiled(source))


def compiled(path: Path) -> bytes:
    """What a PO file compiles to."""
    catalog = PlainCatalog(locale=path.parts[-3], fuzzy=False)
    for message in _messages(from_file(path)):
        catalog[message.id] = message
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _sources(base: Path) -> list[Path]:
    """The PO files there must be, and are."""
    english = base / ENGLISH
    return [base / PO, english] if english.exists() else [base / PO]


def problems(base: Path = settings.BASE_DIR) -> Iterator[str]:
    """What keeps the French from being complete and right, a sentence each."""
    path = base / PO
    wanted, french = from_code(base), from_file(path)
    for message in _messages(wanted):
        known = french.get(_key(message), message.context)
        yield from ["not in the catalogue: " + _key(message)] if known is None else _faults(message, known)
    for message in _messages(french):
        if wanted.get(_key(message), message.context) is None:
            yield f"no longer used: {_key(message)}"
    for english in _messages(from_file(base / ENGLISH)):
        if wanted.get(_key(english), english.context) is None:
            yield f"no longer used, in English: {_key(english)}"
    for source in _sources(base):
        binary = source.with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != compiled(source):
            yield f"{binary.name} is not what {source.name} compiles to"


def _faults(wanted: Message, known: Message) -> Iterator[str]:
    text, strings = _key(wanted), _strings(known)
    if wanted.pluralizable != known.pluralizable:
        yield f"singular in one place, plural in the other: {text}"
    elif not all(strings):
        yield f"not translated: {text}"
    elif known.fuzzy:
        yield f"fuzzy: {text}"
    elif _placeholders(strings) != _placeholders(_ids(wanted)):
        yield f"other placeholders than the source: {text}"
    elif any(typeset(string, "fr") != string for string in strings):
        yield f"French typography (spaces, apostrophes): {text}"


def _messages(catalog: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalog if message.id]


def _ids(message: Message) -> Sequence[str]:
    return [message.id] if isinstance(message.id, str) else message.id


def _key(message: Message) -> str:
    return _ids(message)[0]


def _strings(message: Message) -> Sequence[str]:
    return [message.string or ""] if isinstance(message.string, str | None) else message.string


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {mark for text in texts for mark in _PLACEHOLDER.findall(text)}
