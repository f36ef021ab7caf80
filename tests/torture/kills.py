"""Programs that die while people write: web servers, workers, the cache and PostgreSQL."""

import time
from collections.abc import Iterator
from random import Random

from tests.torture.editors import busy
from tests.torture.place import place
from tests.torture.postgres import Postgres
from tests.torture.table import Row
from tests.torture.watch import Watch

EDITORS, KILLS, STOPS = 12, 24, 3


def run(postgres: Postgres) -> Iterator[Row]:
    """Each of two web servers, two workers, a Valkey and a PostgreSQL is killed and begun again while people edit."""
    with place("PostgreSQL", postgres, webs=2, workers=2, cached=True) as running:
        editors, watch = running.people(EDITORS), Watch(running)
        services, chance = running.services, Random(3)
        with busy([editor.edit for editor in editors]):
            for _kill in range(KILLS):
                service = chance.choice(services)
                service.kill()
                time.sleep(chance.random())
                service.start()
                time.sleep(0.5)
        yield watch.row("programs killed (web, worker, cache)", f"{KILLS} kills", editors)
        for mode in ("immediate", "fast"):
            with watch, busy([editor.edit for editor in editors]):
                for _stop in range(STOPS):
                    postgres.stop(mode)
                    watch.expect("database unreachable|nothing can be written")
                    postgres.start()
                    time.sleep(2)
            yield watch.row(f"PostgreSQL stopped ({mode}) and started", f"{STOPS} times", editors)
