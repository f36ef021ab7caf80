"""Looks at a place while something is wrong with it: what probes and pages say meanwhile, what is right afterwards."""

import re
import time
from collections.abc import Callable, Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.torture.editors import Answer, Caller, Editor, Ledger, taken
from tests.torture.place import Place
from tests.torture.table import Row

HEALTHY, READY = 1.0, 2.0  # seconds within which the two probes answer
ANSWERED = 5.0  # seconds within which any request is answered, beside what the machine adds
SOON = 30  # seconds within which all is well again once the fault is over
WORDS = ("Le site revient dans un instant", "Back in a moment")  # of the page that asks to come again


class Watch:
    """Asks both probes and reads pages while it is entered; whatever should not be is told by its row.

    Programs that are killed answer nothing, where `killed` says so.
    """

    def __init__(self, place: Place, editors: Sequence[Editor], *, killed: bool = False) -> None:
        self.place, self.editors, self.killed = place, editors, killed
        self.done, self.must_read, self.said, self.read = Event(), False, "", 0
        self.slowest, self.wrong = {"/healthz": 0.0, "/readyz": 0.0, "a page": 0.0, "a PDF": 0.0}, list[str]()

    def __enter__(self) -> Self:
        self._until(lambda: self._probe("/readyz").status == 200, "it was not ready before")
        self.threads = [Thread(target=self._over_and_over, args=(look,)) for look in (self._probes, self._page)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join()

    def expect(self, reason: str, seconds: float = 8) -> None:
        """Wait until /readyz says this, whatever it said before."""
        self.said = ""
        self._until(lambda: bool(re.search(reason, self.said)), f"/readyz did not say “{reason}”", seconds)

    def row(self, what: str, tried: str, *, writes: bool = False) -> Row:
        """What came of it: nothing is lost, all were answered in time and in words, all is well again by itself."""
        self._recover(self.editors[0])
        told = taken(self.editors)
        self.place.told.add(told)
        wrong = [*self.wrong, *filter(None, [self.place.wrong(self.place.told)]), *self._late(told)]
        wrong += filter(None, map(self._not_in_words, told.refused))
        refused = len(told.refused)
        if writes and refused:
            wrong.append(f"{refused} edits refused")
        came = f"{told.saved.total()} edits saved, {refused} asked to come again"
        came += f"{' or not answered' if self.killed else ''}, {self.read} pages read, lost 0, double 0"
        return Row(what, tried, "; ".join(dict.fromkeys(wrong)) or came, "lost 0, double 0, recovers", not wrong)

    def _late(self, told: Ledger) -> list[str]:
        """What took too long: of a page and an edit, longer than that beside what asks nothing of anybody."""
        most = ANSWERED + self.slowest["/healthz"]
        limits = {"a page": most, "a PDF": most, "an edit": most}
        limits |= {} if self.killed else {"/healthz": HEALTHY, "/readyz": READY}
        took = self.slowest | {"an edit": told.slowest}
        return [f"{what} took {took[what]:.1f} s" for what, most in limits.items() if took[what] > most]

    def _not_in_words(self, answer: Answer) -> str:
        """What is wrong about an answer that refuses."""
        if not answer.status:
            return "" if self.killed else "a request was not answered"
        if answer.status != 503 or "Retry-After" not in answer.headers:
            return f"a request was answered {answer.status}"
        return "" if any(words.encode() in answer.content for words in WORDS) else "a refusal said nothing"

    def _over_and_over(self, look: Callable[[], None]) -> None:
        while not self.done.is_set():
            look()
            time.sleep(0.2)

    def _probes(self) -> None:
        healthy, ready = self._probe("/healthz"), self._probe("/readyz")
        if healthy.status != 200 and not self.killed:
            self.wrong.append(f"/healthz answered {healthy.status}")
        self.said = ready.content.decode(errors="replace")

    def _probe(self, path: str) -> Answer:
        answer = Caller([self.place.webs[0].port]).ask("GET", path)
        if answer.status:
            self.slowest[path] = max(self.slowest[path], answer.seconds)
        return answer

    def _page(self) -> None:
        """Read the matrix, and its PDF by turns."""
        world, must = self.place.world, self.must_read
        caller = Caller([self.place.webs[0].port], next(iter(world["sessions"].values())))
        page = "a PDF" if self.read % 2 else "a page"
        path = f"/fr/projects/{world['project']}/{'export/pdf/' if self.read % 2 else ''}"
        answer = caller.ask("GET", path)
        caller.close()
        self.slowest[page] = max(self.slowest[page], answer.seconds)
        self.read += answer.status in (200, 302)
        if answer.status not in (200, 302):
            must = must and self.must_read and page == "a page"  # a PDF may be put off, which is written
            fault = self._not_in_words(answer) or (must and f"{path} was refused")
            self.wrong += [fault] if fault else []

    def _recover(self, editor: Editor) -> None:
        """Edit until it is saved, as somebody would who comes again."""
        end, saved = time.monotonic() + SOON, editor.told.saved.total()

        def edits() -> bool:
            editor.edit(lambda: time.monotonic() < end)
            return editor.told.saved.total() > saved

        self._until(edits, f"nothing was saved for {SOON} s afterwards, answers {dict(editor.told.answers)}")

    def _until(self, what: Callable[[], bool], otherwise: str, seconds: float = SOON) -> None:
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end:
                self.wrong.append(f"{otherwise}: {self.said[:80]!r}")
                return
            time.sleep(0.1)
