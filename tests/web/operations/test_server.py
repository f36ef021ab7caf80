"""The server itself: slow and silent clients stop nobody, and who was accepted is answered."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from aispec.server import TO_ASK
from tests.arrangement import services

PART = b"GET /healthz HTTP/1.1\r\nHost: loc"


class Served:
    """gunicorn, as it serves the demonstration, and its clients."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.server = services.web(folder, {"VAR_DIR": str(folder)} | environment)
        self.server.start()
        self.clients = ExitStack()

    def close(self) -> None:
        self.clients.close()
        self.server.stop()

    def connect(self, sent: bytes = b"") -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
        self.clients.enter_context(client)
        client.sendall(sent)
        return client

    def ask(self, path: str = "/healthz") -> bytes:
        with self.connect(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()) as client:
            return b"".join(iter(lambda: client.recv(4096), b""))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    yield server
    server.close()


def test_silent_and_slow_clients_stop_nobody(served: Served) -> None:
    assert b"200 OK" in served.ask()
    for _ in range(20):
        served.connect()  # and says nothing
    slow = [served.connect(PART) for _ in range(40)]  # more than there are threads
    start = time.monotonic()
    assert b"302 Found" in served.ask("/")
    assert time.monotonic() - start < TO_ASK
    assert slow[0].recv(1) == b""  # it was hung up on


def test_client_that_does_not_hang_up_stops_nobody(served: Served) -> None:
    """Its connection is closed by the server, which then waits for the other end to do the same."""
    start = time.monotonic()
    for _ in range(20):
        client = served.connect(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
    assert time.monotonic() - start < 15


def test_server_that_is_told_to_stop_answers_whom_it_has_accepted(served: Served) -> None:
    served.ask()
    waiting = [served.connect(PART) for _ in range(3)]
    time.sleep(0.5)
    served.server.tell_to_stop()
    time.sleep(0.5)
    for client in waiting:
        client.sendall(b"alhost\r\nConnection: close\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
    assert served.server.process is not None
    assert served.server.process.wait(40) == 0


def test_slow_forms_and_files_stop_nobody(served: Served) -> None:
    served.ask()
    form = b"POST /fr/theme/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
    slow = [served.connect(form % 9) for _ in range(40)]  # more than there are threads
    start = time.monotonic()
    assert b"302 Found" in served.ask("/")
    assert time.monotonic() - start < TO_ASK
    start = time.monotonic()
    for client in slow[:8]:
        client.sendall(b"next=/fr/")
        assert client.recv(100).startswith(b"HTTP/1.1 ")  # it is answered once it is whole, and at once
    assert time.monotonic() - start < 4
    slow[-1].sendall(b"nex")
    slow[-1].shutdown(socket.SHUT_WR)
    assert b"200 OK" not in slow[-1].recv(100)  # what will never be whole is not waited for
    for _ in range(40):
        served.connect(form % 900_000)
    start = time.monotonic()
    for path in ("/healthz", "/readyz") * 3:  # threads of their own answer these
        served.ask(path)
    assert time.monotonic() - start < TO_ASK
