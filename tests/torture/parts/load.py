"""Fifty editors of one project at once, without and with ten readers of its PDF beside them, by turns."""

from collections.abc import Iterator

from tests.torture.editors import Ledger, Reader, busy, edited
from tests.torture.place import DATABASES, place
from tests.torture.postgres import Postgres
from tests.torture.table import Row

EDITORS, EDITS, READERS = 50, 40, 10
TURNS = 4  # so many with readers and as many without, EDITS / TURNS edits in each
SLOWER = 1.5


def run(postgres: Postgres) -> Iterator[Row]:
    """On both databases."""
    for kind in DATABASES:
        with place(kind, postgres) as running:
            editors = running.people(EDITORS)
            readers = [Reader(running.world, number, [running.webs[0].port]) for number in range(READERS)]
            quiet, beside = Ledger(), Ledger()
            with busy([reader.read for reader in readers]):
                told = edited(editors, 2)  # so that all is loaded
            for _turn in range(TURNS):
                quiet.add(edited(editors, EDITS // TURNS))
                with busy([reader.read for reader in readers]):
                    beside.add(edited(editors, EDITS // TURNS))
            told.add(quiet)
            told.add(beside)
            wrong = running.wrong(told)
            files = sum(reader.files for reader in readers)
        edits, other = quiet.answers.total() + beside.answers.total(), told.other
        yield Row(
            f"{kind}: {EDITORS} editors × {EDITS} edits, and as many beside {READERS} readers", f"{edits} edits",
            wrong or f"lost 0, double 0, {other} answers other than 200, 409, 422", "lost 0, double 0, other 0",
            not wrong and not other,
        )  # fmt: skip
        ratio = beside.p95 / quiet.p95
        times = f"{quiet.p95 * 1000:.0f} ms without, {beside.p95 * 1000:.0f} ms with readers"
        yield Row(
            f"{kind}: 95 of 100 edits within", f"{files} PDFs read", f"{times}: {ratio:.2f} ×",
            f"at most {SLOWER} ×", ratio <= SLOWER and files > 0,
        )  # fmt: skip
