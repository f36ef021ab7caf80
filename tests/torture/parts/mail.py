"""A mail server that refuses, then says nothing, then is back: who writes waits for neither, and all is sent once."""

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from urllib.parse import urlencode

from tests.arrangement.databases import all_is_due
from tests.torture.editors import Caller, busy
from tests.torture.faults import Fault, suffered
from tests.torture.place import Place, place
from tests.torture.postgres import Postgres
from tests.torture.table import Row
from tests.torture.watch import ANSWERED, HEALTHY

EDITORS, ASKED = 6, 3  # holders, by mail, while each fault lasts
SOON = 60  # seconds within which what waited has left


def run(postgres: Postgres) -> Iterator[Row]:
    """Holders are asked to accept and somebody is invited while it refuses, others while it is silent."""
    with place("PostgreSQL", postgres, workers=2) as running:
        editors, asker = running.people(EDITORS), Asker(running)
        for name, away in (("refuses", _refusing), ("says nothing", _silent)):
            fault = Fault(f"mail server {name}", asker.asking(away), "^ready$", reads=True, writes=True)
            yield suffered(fault, running, editors)
        with busy([editor.edit for editor in editors]):
            came = asker.sent()
    once = set(came.values()) == {1} and len(came) == len(asker.waits)
    late = [seconds for seconds in asker.took if seconds > ANSWERED + HEALTHY]
    said = f"{len(came)} people have {came.total()} messages, askers waited {max(asker.took):.1f} s at most"
    wrong = "".join(f", answered {status}" for status in asker.statuses if status != 302)
    yield Row("mail that waited, the server being back", f"{len(asker.waits)} people asked", said + wrong,
              "one message each, no asker waits", once and not late and not wrong)  # fmt: skip


class Asker:
    """The owner of the project, who asks for answers and invites."""

    def __init__(self, running: Place) -> None:
        self.place, self.world, self.waits = running, running.world, list[str]()
        self.took, self.statuses = list[float](), list[int]()

    def asking(
        self, away: Callable[[Place], AbstractContextManager[None]]
    ) -> Callable[[Place], AbstractContextManager[None]]:
        """The mail server away, and meanwhile what would be mailed."""

        @contextmanager
        def done(running: Place) -> Iterator[None]:
            with away(running):
                first = len(self.waits)
                people = self.world["holders"][first : first + ASKED]
                self.waits += [f"holder{number}@example.org" for number in range(first, first + ASKED)]
                self._send("acceptance/ask/", [("people", pk) for pk in people] + [("message", "Merci"), ("every", 7)])
                self._send("members/new/", [("email", f"{first}@example.net"), ("role", 1), ("language", "fr")])
                yield

        return done

    def _send(self, path: str, form: list[tuple[str, object]]) -> None:
        caller = Caller([self.place.webs[0].port], self.world["owner"])
        answer = caller.ask("POST", f"/fr/projects/{self.world['project']}/{path}", urlencode(form))
        self.took.append(answer.seconds)
        self.statuses.append(answer.status)

    def sent(self) -> Counter[str]:
        """How many messages each has who was asked, once all have one and nothing more comes."""
        end = time.monotonic() + SOON
        while time.monotonic() < end and not {*self.waits} <= {mail.to for mail in self.place.mailbox.mails}:
            all_is_due(self.place.environment["DATABASE_URL"])
            time.sleep(1)
        all_is_due(self.place.environment["DATABASE_URL"])
        time.sleep(3)
        return Counter(mail.to for mail in self.place.mailbox.mails if mail.to in self.waits)


@contextmanager
def _refusing(running: Place) -> Iterator[None]:
    running.mailbox.close()
    try:
        yield
    finally:
        running.mailbox.open()


@contextmanager
def _silent(running: Place) -> Iterator[None]:
    """Somebody who takes connections and says nothing."""
    with _refusing(running), closing(socket.create_server(("127.0.0.1", running.mailbox.port))):
        yield
