"""Backups taken while people write, brought back elsewhere, and refused where they are not whole or not ours."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture.editors import Edit, Editor, busy
from tests.torture.place import DATABASES, Place, place
from tests.torture.postgres import Postgres
from tests.torture.table import Row

EDITORS, BACKUPS, CUTS = 8, 3, 20


def run(postgres: Postgres) -> Iterator[Row]:
    """On both databases."""
    for kind in DATABASES:
        with place(kind, postgres) as running:
            editors = running.people(EDITORS)
            taken = list(_backups(running, editors))
            missing, told = 0, 0
            for number, (path, edits) in enumerate(taken):
                url = postgres.database() if kind == "PostgreSQL" else f"sqlite:///{running.folder}/again{number}.db"
                missing += _missing(running, path, url, edits)
                told += len(edits)
            whole = running.inside("refused", str(taken[-1][0]), CUTS)
        yield Row(
            f"{kind}: backups while {EDITORS} editors write", f"{BACKUPS} backups, {told} edits saved before",
            f"{missing} missing once restored, histories valid", "0 missing", not missing and told > 0,
        )  # fmt: skip
        yield Row(
            f"{kind}: backups that are cut off, spoilt, foreign or newer", f"{whole[0]} files", f"{whole[1]} refused",
            "all refused, what stands stays", whole[0] == whole[1] and whole[2],
        )  # fmt: skip


def _backups(running: Place, editors: Sequence[Editor]) -> Iterator[tuple[Path, list[Edit]]]:
    """Each backup, and which edits were told to be saved before it began."""
    with busy([editor.edit for editor in editors]):
        for number in range(BACKUPS):
            time.sleep(2)
            saved = [edit for editor in editors for edit in editor.told.saved.elements()]
            path = running.folder / f"{number}.backup"
            running.manage("backup", str(path))
            yield path, saved


def _missing(running: Place, path: Path, url: str, edits: list[Edit]) -> int:
    """How many of these edits a backup does not hold, once it is brought back; its history must verify."""
    environment, running.environment = running.environment, running.environment | {"DATABASE_URL": url}
    try:
        running.manage("restore", str(path))
        running.manage("verify_history", "--all")
    except subprocess.CalledProcessError as failed:
        raise RuntimeError(f"{failed.stdout} {failed.stderr}") from failed
    finally:
        running.environment = environment
    lines = {Edit(*line) for line in running.inside("lines", running.world["project"], database=url)}
    return sum(edit not in lines for edit in edits)
