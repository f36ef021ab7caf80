"""What a person corrected of the interpretation of a file, read from the form of its page."""

import re

from django.http import QueryDict

from roles.enums import Letter
from roles.imports.forms.upload import COLUMNS
from roles.imports.sheet_reading.corrected import NO_GROUPS, BlockCorrection, Corrections
from roles.imports.sheet_reading.model import ColumnKind

NO_PART = "-"  # what a form sends for a mark that means no part in the duty
_BLOCK = re.compile(r"b([0-9]{1,4})-header")
_KINDS = {kind.value: kind for kind in ColumnKind}
_MEANINGS: dict[str, str | None] = {"": None, NO_PART: "", **{letter.value: letter.value for letter in Letter}}


def read_corrections(data: QueryDict) -> Corrections:
    """Return what the form says; nonsense counts as not said."""
    said = zip(data.getlist("mark"), data.getlist("means"), strict=False)
    return Corrections(
        blocks={int(found[1]): _block(f"b{found[1]}", data) for found in map(_BLOCK.fullmatch, data) if found},
        marks={mark: _MEANINGS[means] for mark, means in dict(said).items() if means in _MEANINGS},
    )


def _block(prefix: str, data: QueryDict) -> BlockCorrection:
    last, groups = _number(data.get(f"{prefix}-last")), data.get(f"{prefix}-groups")
    kinds = {place: _KINDS.get(data.get(f"{prefix}-c{place}", "")) for place in range(COLUMNS)}
    return BlockCorrection(
        header=_number(data.get(f"{prefix}-header")),
        last=None if last is None else last - 1,  # people count from 1
        groups=NO_GROUPS if groups == "" else _number(groups),
        columns={place: kind for place, kind in kinds.items() if kind},
        bands=f"{prefix}-bands" in data,
        used=f"{prefix}-used" in data,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def kept_choice(data: QueryDict | None, name: str, mark: str, proposal: object) -> object:
    """Return what was chosen in a field, if the field was shown for what has this mark; otherwise the proposal."""
    shown_for_this = data is not None and data.get(f"was-{name}") == mark
    return data.get(name, proposal) if data is not None and shown_for_this else proposal
