"""Broken, cut, swollen and hostile files for the reader of foreign matrices: `python -m tests.fuzz --count 2000`.

Whatever a file holds, the reader answers with tables or with a sentence, in time; what it reads, the interpreter plans;
the page shows either; nothing is written.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz.run import Tally


def main(words: Sequence[str]) -> int:
    """Run so many files through the reader, the interpreter and the page; print the figures; 1 when one is at fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=4, help="post every so many-th file to the page")
    given = parser.parse_args(words)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 (the settings are named first)

    django.setup()
    logging.disable(logging.WARNING)
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from tests.arrangement.databases import databases_of_tests  # noqa: PLC0415

    setup_test_environment()
    with databases_of_tests():
        return _report(_tally(given.count, given.seed, given.every))


def _tally(count: int, seed: int, every: int) -> "Tally":
    from django.test import Client  # noqa: PLC0415
    from django.utils.translation import override  # noqa: PLC0415

    from tests.factories import UserFactory  # noqa: PLC0415
    from tests.fuzz.files import files  # noqa: PLC0415
    from tests.fuzz.run import Tally, outcome, posted  # noqa: PLC0415

    client, tally = Client(), Tally()
    client.force_login(UserFactory.create())
    for number, (name, data) in enumerate(files(count, seed)):
        with override("en"):
            tally.run(f"seed {seed}, file {number}", partial(outcome, data))
        if number % every == 0:
            tally.run(f"seed {seed}, file {number}, page", partial(posted, client, name, data))
    return tally


def _report(tally: "Tally") -> int:
    for words, count in tally.outcomes.most_common():
        print(f"{count:6} {words}")
    print(f"{tally.outcomes.total()} answers, the slowest after {tally.slowest:.1f} s; {len(tally.faults)} faults")
    for fault in tally.faults[:20]:
        print(fault)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
