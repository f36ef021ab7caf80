"""`make torture`: load, faults, tampering, backups and bad inputs; exit 1 when anything was lost or not held.

`python -m tests.torture load inputs` runs these parts only; `--write` puts the table of all into docs/reliability.md.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.torture.table import Row

PARTS = ("load", "kills", "disk", "mail", "tampering", "backups", "inputs")


def main(words: list[str]) -> int:
    """Run the parts that are named, all when none is; 1 when something did not hold."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 (the settings are named first)

    django.setup()
    from tests.torture.table import Row, table, write  # noqa: PLC0415

    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))  # so that all it has begun ends
    named = [word for word in words if not word.startswith("-")]
    rows: list[Row] = []
    for name, run in parts(named or list(PARTS)):
        start = time.monotonic()
        try:
            for row in run():
                rows.append(row)
                print(row, flush=True)
        except Exception as error:  # the other parts are run all the same
            rows.append(Row(name, "", f"{type(error).__name__}: {str(error)[:200]}", "to end", False))
            print(rows[-1], flush=True)
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)
    text = table(rows)
    print(f"\n{text}")
    if "--write" in words:
        write(text)
    return 0 if all(row.held for row in rows) else 1


def parts(names: list[str]) -> "Iterator[tuple[str, Callable[[], Iterator[Row]]]]":
    """Each part with what runs it, around one PostgreSQL."""
    from importlib import import_module  # noqa: PLC0415

    from tests.torture.postgres import Postgres  # noqa: PLC0415

    with Postgres() as postgres:
        for name in names:
            yield name, partial(import_module(f"tests.torture.parts.{name}").run, postgres)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
