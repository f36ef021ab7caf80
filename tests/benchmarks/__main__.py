"""`make bench`: print each figure beside its peer and its limit; exit 1 when a limit is broken.

A time over its limit while others use the machine is told, and is no failure: nobody knows what it would be alone.

`python -m tests.benchmarks matrix pdf` runs only the files bench_matrix.py and bench_pdf.py.
"""

import os
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.harness import Benchmark, Figure


def main(names: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import django  # noqa: PLC0415 (the settings are named first)

    django.setup()
    from tests.arrangement.databases import databases_of_tests  # noqa: PLC0415

    with databases_of_tests():
        return run(names)


def run(names: list[str]) -> int:
    """Print the figures of these files, of all when none is named; 1 when a limit is broken."""
    from tests.benchmarks.harness import BENCHMARKS, busy  # noqa: PLC0415

    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if not names or path.stem.removeprefix("bench_") in names:
            import_module(f"tests.benchmarks.{path.stem}")
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}", flush=True)
    broken = unsure = 0
    before = busy()
    for function in BENCHMARKS:
        over = _over(function)
        after = busy()
        doubtful = _doubtful(over, before, after)
        unsure += doubtful
        broken += len(over) - doubtful
        before = after
    if unsure:
        print(f"{unsure} over the limit on a noisy machine: run it again when it is quiet.")
    if broken:
        print(f"{broken} over the limit.")
    return 1 if broken else 0


def _over(function: "Benchmark") -> list["Figure"]:
    """Print the figures of a benchmark; those over their limit."""
    over = []
    for figure in function():
        print(figure, flush=True)
        if figure.over:
            over.append(figure)
    return over


def _doubtful(over: list["Figure"], before: float, after: float) -> int:
    """How many of these others at work on the machine may explain, which is told."""
    from tests.benchmarks.harness import QUIET  # noqa: PLC0415

    if max(before, after) <= QUIET:
        return 0
    print(f"Noisy: others were at work on this machine ({before:.2f}, {after:.2f}; 1 is quiet).", flush=True)
    return sum(figure.timed for figure in over)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
