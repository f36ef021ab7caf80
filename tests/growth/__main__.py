"""`make growth`: how long what people ask for takes among 10, 1,000 and 10,000 projects, as a table.

TEST_DATABASE_URL names a PostgreSQL, whose databases growth_10 … are made where they are not there, and by NEW=1 anew.
Every one is asked in turn, so that noise hits all: a ratio is the median of the ratios of each turn. Words name
actions, as in `python -m tests.growth people bell`.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from tests.growth.databases import Database, database_of

SIZES = [int(size) for size in os.environ.get("SIZES", "10 1000 10000").split()]
TURNS, SLOW, FEW = 15, 1.0, 3  # of what takes more than a second, only a few
MOST = 2.0  # times as long as among the fewest projects
PAGE = Path(__file__).parents[2] / "docs" / "growth.md"
MARKS = ("<!-- measured -->", "<!-- end -->")


class World:
    """A process that answers from one database."""

    def __init__(self, database: Database) -> None:
        command = [sys.executable, "-m", "tests.growth.worker", database.url]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.actions: list[str] = self._answer()

    def seconds(self, action: str) -> float:
        """How long an action takes."""
        assert self._process.stdin
        self._process.stdin.write(f"{action}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def end(self) -> None:
        """Let it go."""
        self._process.communicate()

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


def main(words: list[str]) -> int:
    """Measure and print; 1 when something takes longer than it may."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server.startswith("postgres"):
        print("TEST_DATABASE_URL names no PostgreSQL.")
        return 2
    databases = [database_of(server, size, anew=bool(os.environ.get("NEW"))) for size in SIZES]
    worlds = [World(database) for database in databases]
    lines, over = [*_head(databases)], 0
    for line in lines:
        print(line, flush=True)
    for action in worlds[0].actions:
        if words and not any(word in action for word in words):
            continue
        line, broken = _measured(worlds, action)
        print(line, flush=True)
        lines.append(line)
        over += broken
    for world in worlds:
        world.end()
    if not words:
        before, _mark, rest = PAGE.read_text().partition(MARKS[0])
        PAGE.write_text("\n".join([f"{before}{MARKS[0]}", "", *lines, "", MARKS[1]]) + rest.partition(MARKS[1])[2])
    return int(over > 0)


def _head(databases: list[Database]) -> list[str]:
    day, cores = datetime.now(UTC).date().isoformat(), os.cpu_count()
    made = [f"{each.seconds:.0f} s" if each.seconds is not None else "there" for each in databases]
    return [
        f"{day}, {cores} processors, Python {platform.python_version()}, PostgreSQL; milliseconds, medians of {TURNS}.",
        "",
        f"| projects | {' | '.join(f'{each.projects:,}' for each in databases)} | ratio |",
        "|---" * (len(databases) + 2) + "|",
        f"| made in | {' | '.join(made)} | |",
        f"| on disk | {' | '.join(f'{each.size / 1e6:,.0f} MB' for each in databases)} | |",
    ]


def _measured(worlds: list[World], action: str) -> tuple[str, bool]:
    """A line of the table, and whether the largest world takes too long."""
    longest = max(world.seconds(action) for world in worlds for _time in range(2))
    turns = [[world.seconds(action) for world in worlds] for _turn in range(FEW if longest > SLOW else TURNS)]
    times = [f"{median(turn) * 1000:.1f}" for turn in zip(*turns, strict=True)]
    ratio = median(turn[-1] / turn[0] for turn in turns)
    shown = f"**{ratio:.2f}**" if ratio > MOST else f"{ratio:.2f}"
    return f"| {action} | {' | '.join(times)} | {shown} |", ratio > MOST


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
