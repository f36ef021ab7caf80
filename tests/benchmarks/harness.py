"""Figures with their limits: what a benchmark yields, and how it measures.

A file `bench_<thing>.py` beside this one holds functions that wear `@benchmark` and yield figures:

    @benchmark
    def matrix_page() -> Iterator[Figure]:
        client, project = signed_in(), world(51, 20)
        page = reverse("project", args=[project.pk])
        yield against("matrix page 51 × 20", lambda: client.get(page),
                      "empty signed-in page", lambda: client.get(EMPTY_PAGE), limit=5)
        yield Figure("matrix page 51 × 20", queries(lambda: client.get(page)), "queries", limit=12)
"""

import gzip
import hashlib
import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

Benchmark = Callable[[], Iterator["Figure"]]
BENCHMARKS: list[Benchmark] = []
QUIET = 1.2  # how busy a machine may be, see `busy`: alone it is 1.01, with one other at work 2.0
_TIMED = ("×", "ms", "s")


@dataclass(frozen=True)
class Figure:
    """One measured value; `limit` None only informs."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    detail: str = ""

    @property
    def over(self) -> bool:
        """Whether the limit is broken."""
        return self.limit is not None and self.value > self.limit

    @property
    def timed(self) -> bool:
        """Whether other work on the machine changes it; statements and bytes are what they are."""
        return self.unit in _TIMED

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:g}, {'OVER' if self.over else 'ok'}"
        return f"{self.name:<44} {self.value:>9.2f} {self.unit:<8} {limit:<18} {self.detail}".rstrip()


def benchmark(function: Benchmark) -> Benchmark:
    """Register a generator of figures."""
    BENCHMARKS.append(function)
    return function


def busy() -> float:
    """How much longer than alone this machine takes for work on all of its processors: 1 when nobody else is on it."""
    count, data = os.cpu_count() or 1, bytes(20_000_000)

    def once(pool: ThreadPoolExecutor) -> float:
        start, used = time.perf_counter(), time.process_time()
        list(pool.map(lambda _: hashlib.sha256(data).digest(), range(count)))  # which lets go of the interpreter
        return (time.perf_counter() - start) * count / (time.process_time() - used)

    with ThreadPoolExecutor(count) as pool:
        return median(once(pool) for _ in range(9))


def cpu_seconds(call: Callable[[], object]) -> float:
    """The processor time of one call, its child processes included."""
    start = _used()
    call()
    return _used() - start


def best_of(call: Callable[[], object], times: int) -> float:
    """The least processor time of several calls, after one that is not counted."""
    call()
    return min(cpu_seconds(call) for _ in range(times))


def against(
    name: str,
    call: Callable[[], object],
    peer_name: str,
    peer: Callable[[], object],
    *,
    limit: float,
    times: int = 20,
    warm: bool = True,
) -> Figure:
    """How many times the peer's processor time a call takes; both in turn, so that noise hits both."""
    if warm:
        call()
        peer()
    pairs = [(cpu_seconds(call), cpu_seconds(peer)) for _ in range(times)]
    own, other = (min(times) for times in zip(*pairs, strict=True))
    detail = f"{own * 1000:.1f} ms against {other * 1000:.1f} ms, {peer_name}"
    return Figure(name, own / other, "×", limit, detail)


def queries(call: Callable[[], object]) -> int:
    """How many statements a call sends to the database."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def peak() -> float:
    """The most memory, in MiB, that this process has held; Linux tells it without that of the process it comes from."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [line] = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def gzipped_kb(content: bytes) -> float:
    """The kilobytes (of 1000 bytes) a body has on the wire."""
    return len(gzip.compress(content, compresslevel=6)) / 1000


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
