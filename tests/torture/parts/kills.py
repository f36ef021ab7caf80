"""Programs that die while people write: web servers, workers, the cache and PostgreSQL, which may hang as well."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from random import Random

from tests.torture.editors import busy
from tests.torture.faults import GONE, Fault, suffered
from tests.torture.place import Place, place
from tests.torture.postgres import Postgres
from tests.torture.table import Row
from tests.torture.watch import Watch

EDITORS, KILLS, STOPS = 12, 24, 3


def run(postgres: Postgres) -> Iterator[Row]:
    """Each of two web servers, two workers, a Valkey and a PostgreSQL is killed and begun again while people edit."""

    def hung(_place: Place) -> AbstractContextManager[None]:
        return postgres.hung()

    with place("PostgreSQL", postgres, webs=2, workers=2, cached=True) as running:
        editors, chance = running.people(EDITORS), Random(3)
        watch = Watch(running, editors, killed=True)
        with watch, busy([editor.edit for editor in editors]):
            for _kill in range(KILLS):
                service = chance.choice(running.services)
                service.kill()
                time.sleep(chance.random())
                service.start()
                time.sleep(0.5)
        yield watch.row("programs killed (web, worker, cache)", f"{KILLS} kills")
        for mode in ("immediate", "fast"):
            watch = Watch(running, editors)
            with watch, busy([editor.edit for editor in editors]):
                for _stop in range(STOPS):
                    postgres.stop(mode)
                    watch.expect(GONE)
                    postgres.start()
                    time.sleep(2)
            yield watch.row(f"PostgreSQL stopped ({mode}) and started", f"{STOPS} times")
        yield suffered(Fault("PostgreSQL hangs (SIGSTOP)", hung, GONE), running, editors)
