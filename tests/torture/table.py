"""What was tried and what came of it, as one table, which goes into docs/reliability.md between two marks."""

import os
import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
_BETWEEN = re.compile(r"(<!-- torture: begin -->\n).*(<!-- torture: end -->\n)", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """One thing that was tried; `held` is whether it came out as it must."""

    what: str
    tried: str
    came: str
    must: str
    held: bool

    def __str__(self) -> str:
        return f"| {self.what} | {self.tried} | {self.came} | {self.must} | {'yes' if self.held else '**no**'} |"


def table(rows: Iterable[Row]) -> str:
    """The rows, with the day and the machine."""
    machine = f"{date.today().isoformat()}, {os.cpu_count()} processors, Python {platform.python_version()}."  # noqa: DTZ011
    head = ["| | tried | came of it | must be | held |", "|---|---|---|---|---|"]
    return "\n".join([machine, "", *head, *map(str, rows), ""])


def write(text: str) -> None:
    """Put the table into the page."""
    PAGE.write_text(_BETWEEN.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", PAGE.read_text()))
