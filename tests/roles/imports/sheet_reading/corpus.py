"""The corpus of foreign matrices: each file of `sheets/` describes one, and the plan that is expected of it.

After a sentence come settings (`merge`, `hidden`, `unseen` rows and columns, `encoding`), then the sheets of a
workbook, cells between bars (⏎ breaks a line in a cell), or the text of a file as it is, then the plan. From case 67 on
the plan also says what became of the letters, and how sure the matrices are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from roles.formats.reading.table import Table
from roles.formats.reading.upload import read_tables
from roles.imports.sheet_reading.account.counts import Fate
from roles.imports.sheet_reading.interpret import Interpretation
from roles.imports.sheet_reading.model import NO_PHASE, Place

FOLDER = Path(__file__).with_name("sheets")
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


@dataclass
class Case:
    """A file as an office would have made it, and the lines of the plan expected of it."""

    name: str
    data: bytes
    expected: list[str]
    settings: dict[str, str] = field(default_factory=dict)


def read_case(stem: str) -> Case:
    """A case of the corpus as a file."""
    head, *parts = re.split(r"^--- (.+)\n", (FOLDER / f"{stem}.txt").read_text("utf-8"), flags=re.MULTILINE)
    settings = dict(re.findall(r"^(merge|hidden|unseen|encoding): (.+)$", head, flags=re.MULTILINE))
    bodies = dict(zip(parts[::2], parts[1::2], strict=True))
    expected = bodies.pop("plan").splitlines()
    sheets = {key.removeprefix("sheet "): body for key, body in bodies.items() if key.startswith("sheet ")}
    if sheets:
        return Case(f"{stem}.xlsx", _workbook(sheets, settings), expected, settings)
    (kind, text), *_rest = bodies.items()
    return Case(f"{stem}.{kind}", text.encode(settings.get("encoding", "utf-8")), expected, settings)


@cache
def tables_of(stem: str) -> list[Table]:
    """The tables of a case, read once by whoever tests with them, for each reading is a process of its own."""
    return read_tables(read_case(stem).data)


def _workbook(sheets: dict[str, str], settings: dict[str, str]) -> bytes:
    workbook = Workbook()
    del workbook["Sheet"]
    for title, body in sheets.items():
        sheet: Any = workbook.create_sheet(title)
        for line in body.splitlines():
            sheet.append([_value(text.replace("⏎", "\n")) for text in re.split(r" ?\| ?", line)])
        sheet.sheet_state = "hidden" if title in settings.get("hidden", "") else "visible"
        for merge in settings.get("merge", "").split():
            sheet.merge_cells(merge)
        for unseen in settings.get("unseen", "").split():
            (sheet.row_dimensions[int(unseen)] if unseen.isdecimal() else sheet.column_dimensions[unseen]).hidden = True
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _value(text: str) -> int | str | None:
    return int(text) if text.strip().isdecimal() else text or None


def account_lines(found: Interpretation) -> list[str]:
    """What became of the letters, and how sure each matrix is."""
    counts = " ".join(f"{fate} {number}" for fate in Fate if (number := found.account.counts.get(fate, 0)))
    badges = [f"badge {block.certainty.name.lower()}" for block in found.blocks if block.used]
    return [f"letters {len(found.account.items)}: {counts}", *badges]


def plan_lines(found: Interpretation) -> list[str]:
    """A plan in the words of the corpus."""
    tables, plan = found.tables, found.plan
    lines = [f"title: {plan.title}"] if plan.title else []
    lines += [f"phases: {'; '.join(plan.phases)}"] if plan.phases else []
    lines += [f"positions: {'; '.join(plan.positions)}"] if plan.positions else ["none"]
    several = len({duty.place.table for duty in plan.duties}) > 1
    for duty in plan.duties:
        sheet = f"{tables[duty.place.table].name} " if several else ""
        phase = "" if duty.phase == NO_PHASE else plan.phases[duty.phase]
        letters = " ".join(duty.letters.get(number, "") or "." for number in range(len(plan.positions)))
        row = f"{sheet}{duty.place.row + 1} | {phase} | {duty.code} | {duty.text} | {letters}"
        lines.append(re.sub(r" +", " ", row))
    lines += [f"doubt {doubt.kind} {_place(tables, doubt.place)}" for doubt in plan.doubts]
    lines += [f"mark {mark.text} = {'?' if mark.letter is None else mark.letter}" for mark in found.marks]
    return [line.rstrip() for line in lines]


def _place(tables: Sequence[Table], place: Place) -> str:
    row, column = (place.column, place.row) if tables[place.table].turned else (place.row, place.column)
    name = "" if column is None else get_column_letter(column + 1)
    return f"{tables[place.table].name} {name}{'' if row is None else row + 1}".strip()
