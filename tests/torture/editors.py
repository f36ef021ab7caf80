"""Clients over HTTP, each a thread with a session: what editors were told is what must stand afterwards."""

import http.client
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from random import Random
from threading import Event
from typing import Any, NamedTuple
from urllib.parse import urlencode

PATIENCE = 30  # seconds that a client waits for an answer
AGAIN = 0.3  # seconds after which a client tries again; Retry-After says more, for people
POLL = 2  # seconds after which the page that waits for a document asks again
SHARED = 10  # every so many-th edit is in the row that is everybody's
ALLOWED = (200, 409, 422)
LANGUAGES = ("fr", "en")  # of the editors, by turns
TOKEN = "t" * 32  # of forms: a cookie and a header that are alike
_HELD = re.compile(rb'name="seen" value="([A-Z]*)"')


class Edit(NamedTuple):
    """Another letter for a cell, as the line of the journal about it says."""

    user: int
    duty: int
    position: int
    seen: str
    letter: str


@dataclass
class Ledger:
    """What clients were told: edits that were saved, those nobody knows of, and how long each answer took."""

    saved: Counter[Edit] = field(default_factory=Counter)
    unsure: Counter[Edit] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)  # 0 is none
    times: list[float] = field(default_factory=list)  # of edits that were saved, seconds
    slowest: float = 0  # of all answers
    refused: "list[Answer]" = field(default_factory=list)  # those other than allowed

    def lost(self, lines: Iterable[Sequence[Any]]) -> int:
        """Edits that were said to be saved and of which the journal knows nothing."""
        return (self.saved - Counter(Edit(*line) for line in lines)).total()

    def doubled(self, lines: Iterable[Sequence[Any]]) -> int:
        """Lines of the journal beyond what was saved or may have been; what was there before has no author of ours."""
        ours = {edit.user for edit in self.saved}
        found = Counter(Edit(*line) for line in lines if line[0] in ours)
        return (found - self.saved - self.unsure).total()

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 edits were saved."""
        return sorted(self.times)[len(self.times) * 95 // 100]

    @property
    def other(self) -> int:
        """Answers other than saved, seen otherwise, and approved by another."""
        return sum(count for status, count in self.answers.items() if status not in ALLOWED)

    def add(self, more: "Ledger") -> None:
        """What others were told as well."""
        self.saved += more.saved
        self.unsure += more.unsure
        self.answers += more.answers
        self.times += more.times
        self.slowest = max(self.slowest, more.slowest)
        self.refused += more.refused


class Answer(NamedTuple):
    """What came back, and after how many seconds."""

    status: int
    headers: Message
    content: bytes
    seconds: float
    again: bool = False  # whether it was sent twice, for the connection that was kept had gone


class Caller:
    """A client that keeps its connection, as a proxy does, and takes another port where that is gone."""

    def __init__(self, ports: Sequence[int], session: str = "", at: int = 0) -> None:
        self.ports, self.at = ports, at
        self.connection: http.client.HTTPConnection | None = None
        self.headers = {
            "Host": "localhost", "Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        """The answer; one without a status where there is none."""
        kept, start = self.connection is not None, time.perf_counter()
        try:
            if self.connection is None:
                self.at += 1
                port = self.ports[self.at % len(self.ports)]
                self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            self.connection.request(method, path, body, self.headers | headers)
            response = self.connection.getresponse()
            return Answer(response.status, response.headers, response.read(), time.perf_counter() - start)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if kept and isinstance(error, ConnectionError):  # closed while nothing was said, as it may be at any time
                return self.ask(method, path, body, **headers)._replace(again=True)
            return Answer(0, Message(), b"", time.perf_counter() - start)

    def close(self) -> None:
        """Hang up."""
        if self.connection:
            self.connection.close()
        self.connection = None


class Editor:
    """Changes letters in a row of its own, and some in the last one, which is everybody's."""

    def __init__(self, world: Mapping[str, Any], number: int, ports: Sequence[int]) -> None:
        user, session = list(world["sessions"].items())[number]
        self.user, self.random, self.done, self.told = int(user), Random(number), 0, Ledger()
        self.caller = Caller(ports, session, number)
        self.path = f"/{LANGUAGES[number % 2]}/projects/{world['project']}/cells/"
        rows = [world["rows"][number], world["rows"][-1]]
        self.rows = [(duty, dict(zip(world["positions"], letters, strict=True))) for duty, letters in rows]

    def edit(self, while_: Callable[[], bool] = lambda: True) -> None:
        """Change a letter, and insist until it is known what came of it, or for so long."""
        self.done += 1
        shared = self.done % SHARED == 0
        duty, row = self.rows[shared]
        position = self.random.choice(list(row))
        letter = self.random.choice([one for one in ("RCIA" if shared else "RCI") if one != row[position]])
        edit = Edit(self.user, duty, position, row[position], letter)
        body = urlencode({"duty": duty, "position": position, "letter": letter, "seen": row[position]})
        insisted = False
        while True:
            answer = self.caller.ask("POST", self.path, body, **{"HX-Request": "true"})
            insisted |= answer.again
            self.told.answers[answer.status] += 1
            self.told.slowest = max(self.told.slowest, answer.seconds)
            if answer.status in ALLOWED:
                break
            insisted = True
            self.told.refused.append(answer)
            if not while_():
                self.told.unsure[edit] += 1
                return
            time.sleep(AGAIN)
        if "Matrix-Version" in answer.headers or (answer.status == 200 and insisted and not shared):
            self.told.times.append(answer.seconds)
            self.told.saved[edit] += 1
            self.told.unsure[edit] += insisted and shared  # the first time, too, if others took it back in between
        else:  # what was not answered at first may have been saved all the same, and then changed by others
            self.told.unsure[edit] += insisted
        row[position] = letter if answer.status == 200 else _HELD.findall(answer.content)[-1].decode()


class Reader:
    """Asks for the small PDF of the menu, over and over: each change of a letter makes it another one."""

    def __init__(self, world: Mapping[str, Any], number: int, ports: Sequence[int]) -> None:
        self.caller = Caller(ports, list(world["sessions"].values())[-1 - number], number)
        self.path = f"/fr/projects/{world['project']}/export/pdf/"
        self.files = 0

    def read(self, while_: Callable[[], bool]) -> None:
        """Ask, and wait for the file, on the page that waits where one is led there."""
        answer = self.caller.ask("GET", self.path)
        page = answer.headers.get("Location", "")
        while page and while_():
            time.sleep(POLL)
            if b"/file/" in self.caller.ask("GET", page, **{"HX-Request": "true"}).content:
                answer, page = self.caller.ask("GET", f"{page}file/"), ""
        self.files += answer.content.startswith(b"%PDF")
        if answer.status != 200:
            time.sleep(AGAIN)


@contextmanager
def busy(works: Sequence[Callable[[Callable[[], bool]], None]]) -> Iterator[None]:
    """Within it each is done over and over, all at once."""
    done = Event()

    def work(one: Callable[[Callable[[], bool]], None]) -> None:
        while not done.is_set():
            one(lambda: not done.is_set())

    with ThreadPoolExecutor(len(works)) as pool:
        begun = [pool.submit(work, one) for one in works]
        try:
            yield
        finally:
            done.set()
    for each in begun:
        each.result()


def edited(editors: Sequence[Editor], edits: int) -> Ledger:
    """What they were told, once each has made so many edits, all at once."""
    with ThreadPoolExecutor(len(editors)) as pool:
        list(pool.map(lambda editor: [editor.edit() for _ in range(edits)], editors))
    return taken(editors)


def taken(editors: Iterable[Editor]) -> Ledger:
    """What all of them were told since this was last asked."""
    told = Ledger()
    for editor in editors:
        told.add(editor.told)
        editor.told = Ledger()
    return told
