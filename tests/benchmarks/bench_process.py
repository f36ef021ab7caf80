"""What a process of the server costs: until its first answer, and the memory of one that has served clicks.

The application starts in an interpreter of its own, on the database of the benchmarks.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter

import django
from django.conf import settings
from django.db import connection
from django.urls import reverse

from phases.models import Project
from tests.benchmarks.harness import Figure, benchmark, best_of, peak
from tests.benchmarks.worlds import clicks, signed_in, world

CLICKS = 100


@benchmark
def process() -> Iterator[Figure]:
    small, large = world(51, 20).pk, world(500, 50).pk
    start = perf_counter()
    _in_process(large)
    detail = f"{perf_counter() - start:.1f} s of the clock"
    seconds = best_of(lambda: _in_process(large), 3)
    yield Figure("process to its first answer, 500 × 50", seconds, "s", 1.5, detail)
    for pk, size, limit in ((small, "51 × 20", 100), (large, "500 × 50", 110)):
        first, last = _in_process(pk, CLICKS)
        detail = f"{last - first:.1f} MiB of them since the first click"
        yield Figure(f"memory of a process after {CLICKS} clicks, {size}", last, "MiB", limit, detail)


def _in_process(project: int, times: int = 0) -> tuple[float, float]:
    """The peak in MiB of a new process after the page and a click, and after so many clicks more."""
    name = str(connection.settings_dict["NAME"])
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        return pool.submit(_served, name, project, times).result()


def _served(database: str, project: int, times: int) -> tuple[float, float]:
    settings.DATABASES["default"]["NAME"] = database
    client = signed_in(checked=True)
    assert client.get(reverse("project", args=[project])).status_code == 200
    if not times:
        return 0, 0
    click = clicks(client, Project.objects.get(pk=project))
    click()
    first = peak()
    for _ in range(times):
        click()
    return first, peak()
