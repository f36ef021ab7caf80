"""What a person corrected of the interpretation of a file, read from the form of its page.

A field that offers what was read carries that too, as `was-…`: only what differs from it was said by the person.
"""

import re
from collections.abc import Iterator

from django.http import QueryDict

from roles.enums import Letter
from roles.formats.reading.limits import COLUMNS, ROWS
from roles.formats.reading.readers.encodings import OFFERED
from roles.formats.xlsx.cells import column_number
from roles.imports.sheet_reading.corrected import NO_GROUPS, BlockCorrection, Corrections
from roles.imports.sheet_reading.model import ColumnKind, RowKind

NO_PART = "-"  # what a form sends for a mark that means no part in the duty
APART, TOGETHER = "apart", "together"  # what it sends for joined names
ROW_KINDS = (RowKind.DUTY, RowKind.MORE, RowKind.PHASE, RowKind.UNDER_PHASE, RowKind.HEADING, RowKind.LEFT)
_BLOCK = re.compile(r"b([0-9]{1,4})-header")
_KINDS = {kind.value: kind for kind in ColumnKind}
_ROWS = {kind.value: kind for kind in ROW_KINDS}
_MEANINGS: dict[str, str | None] = {"": None, NO_PART: "", **{letter.value: letter.value for letter in Letter}}


def read_corrections(data: QueryDict) -> Corrections:
    """Return what the form says; nonsense counts as not said."""
    undone = data.get("undo", "")
    blocks = (found[1] for found in map(_BLOCK.fullmatch, data) if found)
    means, was = data.getlist("means"), data.getlist("was-means")
    said = zip(data.getlist("mark"), means, [*was, *[None] * len(means)], strict=False)
    named = zip(data.getlist("joined"), data.getlist("names"), strict=False)
    return Corrections(
        blocks={int(number): _block(f"b{number}", data, undone=undone) for number in blocks},
        marks={mark: _MEANINGS[now] for mark, now, before in said if now in _MEANINGS and now != before},
        encoding=data.get("encoding", "") if data.get("encoding") in OFFERED else "",
        apart={text: how == APART for text, how in named if how in (APART, TOGETHER)},
    )


def _block(prefix: str, data: QueryDict, *, undone: str) -> BlockCorrection:
    """What is said of one matrix; turning it, or undoing all, makes nothing of the rest."""
    used, turned = f"{prefix}-used" in data, _ticked(data, f"{prefix}-turned")
    shown = data.get(f"{prefix}-shown-turned") == "on"
    if undone == prefix:
        return BlockCorrection(used=used)
    if f"{prefix}-shown-turned" in data and shown != (f"{prefix}-turned" in data):
        return BlockCorrection(used=used, turned=turned)
    last, groups = _number(_said(data, f"{prefix}-last")), _said(data, f"{prefix}-groups")
    return BlockCorrection(
        used=used,
        turned=turned,
        header=_number(_said(data, f"{prefix}-header")),
        last=last - 1 if last else None,  # people count from 1
        left=column_number(data.get(f"{prefix}-left", "")),
        right=column_number(data.get(f"{prefix}-right", "")),
        groups=NO_GROUPS if groups == "" else _number(groups),
        bands=_ticked(data, f"{prefix}-bands"),
        columns={place: _KINDS[kind] for place, kind in _numbered(data, f"{prefix}-c", COLUMNS) if kind in _KINDS},
        titles={place: " ".join(title.split()) for place, title in _numbered(data, f"{prefix}-t", COLUMNS)},
        rows={row: _ROWS[kind] for row, kind in _numbered(data, f"{prefix}-r", ROWS) if kind in _ROWS},
    )


def _said(data: QueryDict, name: str) -> str | None:
    """What a field holds, unless that is what was read."""
    value = data.get(name)
    return None if value == data.get(f"was-{name}", None) else value


def _ticked(data: QueryDict, name: str) -> bool | None:
    """Whether a box is ticked, unless that is what was read."""
    ticked = name in data
    return None if ticked == (data.get(f"was-{name}", "") == "on") else ticked


def _numbered(data: QueryDict, prefix: str, most: int) -> Iterator[tuple[int, str]]:
    """The fields of columns or rows in which something was said."""
    for name in data:
        number = _number(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if number is not None and number < most and (value := _said(data, name)):
            yield number, value


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def kept_choice(data: QueryDict | None, name: str, mark: str, proposal: object) -> object:
    """Return what was chosen in a field, if the field was shown for what has this mark; otherwise the proposal."""
    shown_for_this = data is not None and data.get(f"was-{name}") == mark
    return data.get(name, proposal) if data is not None and shown_for_this else proposal
