"""Looks at a place while something is wrong with it: what its probes say meanwhile, and what is right afterwards."""

import re
import time
from collections.abc import Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.torture.editors import Caller, Editor, Ledger
from tests.torture.place import Place
from tests.torture.table import Row

HEALTHY, READY = 1.0, 2.0  # seconds within which the two probes answer
SOON = 30  # seconds within which all is well again once the fault is over


class Watch:
    """Asks both probes again and again while it is entered; each fault it sees is told by its row."""

    def __init__(self, place: Place) -> None:
        self.place, self.done, self.seen = place, Event(), ""
        self.slowest, self.faults = {"/healthz": 0.0, "/readyz": 0.0}, list[str]()

    def __enter__(self) -> Self:
        self.done.clear()
        self.thread = Thread(target=self._look)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.done.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.done.is_set():
            for path in self.slowest:
                start = time.perf_counter()
                answer = Caller([self.place.webs[0].port]).ask("GET", path)
                self.slowest[path] = max(self.slowest[path], time.perf_counter() - start)
                if path == "/healthz" and answer.status != 200:
                    self.faults.append(f"/healthz answered {answer.status}")
                if path == "/readyz":
                    self.seen = answer.content.decode(errors="replace")
            time.sleep(0.2)

    def expect(self, reason: str, seconds: float = 6) -> None:
        """Wait until /readyz names the reason."""
        end = time.monotonic() + seconds
        while not re.search(reason, self.seen):
            if time.monotonic() > end:
                self.faults.append(f"/readyz said {self.seen[:80]!r}, not {reason}")
                return
            time.sleep(0.1)

    def row(self, what: str, tried: str, editors: Sequence[Editor]) -> Row:
        """What came of it: all is well again by itself, nothing is lost, the probes answered in time."""
        self._recover(editors[0])
        told = Ledger()
        for editor in editors:
            told.add(editor.told)
        wrong = [*self.faults, *filter(None, [self.place.wrong(told)])]
        wrong += [
            f"{path} took {self.slowest[path]:.1f} s"
            for path, most in (("/healthz", HEALTHY), ("/readyz", READY))
            if self.slowest[path] > most
        ]
        for answer in told.refused:
            if answer.status and (answer.status != 503 or "Retry-After" not in answer.headers):
                wrong.append(f"an edit was answered {answer.status}")
        refused = len(told.refused)
        came = f"{told.saved.total()} edits saved, {refused} asked to come again or not answered, lost 0, double 0"
        return Row(what, tried, "; ".join(dict.fromkeys(wrong)) or came, "lost 0, double 0, recovers", not wrong)

    def _recover(self, editor: Editor) -> None:
        """Edit until it is saved, as somebody would who comes again."""
        end, saved = time.monotonic() + SOON, editor.told.saved.total()
        while editor.told.saved.total() == saved:
            if time.monotonic() > end:
                self.faults.append(f"nothing was saved for {SOON} s afterwards")
                return
            editor.edit(lambda: time.monotonic() < end)
