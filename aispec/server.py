"""How gunicorn serves: `gunicorn -c python:aispec.server aispec.wsgi`; options on its command line still win.

Threads, so that who is slow stops nobody, and a limit on how slow. gunicorn's own threads wait five seconds for a
silent client, as long as it likes for one that has sent a part of a request, and two seconds, all of them, for one that
does not hang up. Here no thread waits for a client to begin, and whoever asks after the process itself is answered by
threads of their own, whatever the others wait for.
"""

import os
import re
import selectors
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from aispec.web.logs.lines import logging_of

workers = 2
threads = 4
worker_class = "aispec.server.Worker"
timeout = 120  # seconds after which a worker that hangs is replaced
keepalive = 5  # seconds that a connection without a request is kept
graceful_timeout = 30  # seconds a worker that is told to stop may take for what it has accepted
control_socket_disable = True
logconfig_dict = logging_of(production=True) if "SECRET_KEY" in os.environ else {}

METRICS = Path(os.environ.get("VAR_DIR", "var"), "metrics")
OF_A_PROCESS = 4_000_000  # bytes of each of its files there, for some thousand series
PROBES = {b"GET /healthz ": 1, b"GET /readyz ": 3}  # how many threads answer each
FORM = 65_536  # bytes of a request that no thread waits for
BODY = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TOLD_TO_GO_ON = re.compile(rb"\r\nexpect:", re.IGNORECASE)  # who sends a body only then
AWAITED = socket.SOL_SOCKET, socket.SO_RCVLOWAT
TO_ASK = 5  # seconds without a byte, of a request that has begun
TO_TELL = 10  # seconds without a byte, of a file that is sent
TO_TAKE = 30  # seconds in which nothing of an answer is taken


def on_starting(_server: Any) -> None:
    """Begin to count anew: what the processes of before have counted is of no use."""
    for path in METRICS.glob("*.db"):
        path.unlink()


def post_fork(_server: Any, worker: Any) -> None:
    """Take the room for what this process counts: written to where there is none, a mapped file kills its process."""
    if not os.environ.get("METRICS_TOKEN"):
        return
    try:
        METRICS.mkdir(mode=0o700, parents=True, exist_ok=True)
        for kind in ("counter", "histogram"):
            with (METRICS / f"{kind}_{worker.pid}.db").open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, OF_A_PROCESS)
    except OSError as error:
        worker.log.warning("No metrics of this process: %s", error)
        os.environ["METRICS_TOKEN"] = ""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn's threads, which wait for nobody without end."""

    def get_thread_pool(self) -> Any:
        """The threads for people; beside them those for each probe."""
        self.probed = {probe: ThreadPoolExecutor(many, "probes") for probe, many in PROBES.items()}
        return super().get_thread_pool()

    def enqueue_req(self, conn: Any) -> None:
        """Let a thread answer who has asked; no thread waits for a head, nor for a form."""
        sent = _unread(conn.sock)
        if sent is None and not conn.initialized:
            self._wait_for(conn, 1)
        elif sent and not _is_whole(sent) and len(sent) >= _awaited(conn.sock) and not self.cfg.is_ssl:
            self._wait_for(conn, len(sent) + 1)
        else:  # or nothing more will come, as whoever reads will find
            conn.sock.setsockopt(*AWAITED, 1)
            conn.data_ready = True
            pool = next((found for probe, found in self.probed.items() if (sent or b"").startswith(probe)), self.tpool)
            done = pool.submit(self.handle, conn)
            done.add_done_callback(lambda future: self.method_queue.defer(self.finish_request, conn, future))

    def _wait_for(self, conn: Any, least: int) -> None:
        """Go on once a client has sent so much, or hang up when nothing comes."""
        conn.sock.setsockopt(*AWAITED, least)
        conn.sock.setblocking(False)
        conn.close = partial(self._close, conn, graceful=True)
        conn.timeout = time.monotonic() + TO_ASK
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it; a client that takes too long is hung up on."""
        if not isinstance(conn.sock, _Patient):
            conn.sock = _Patient(conn.sock)
            conn.close = partial(self._close, conn)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request that has been read."""
        conn.sock.settimeout(TO_TELL)
        return super().handle_request(req, conn)

    def _close(self, conn: Any, graceful: bool = False) -> None:
        """Hang up; a thread waits for the client to do the same, which may take seconds and is no concern of others."""
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        try:
            self.tpool.submit(TConn.close, conn, graceful)
        except RuntimeError:  # the threads have ended with the worker
            TConn.close(conn)


def _unread(sock: Any) -> bytes | None:
    """What a client has sent and nobody has read; None when that is nothing."""
    try:
        return sock.recv(FORM, socket.MSG_PEEK | socket.MSG_DONTWAIT)  # type: ignore[no-any-return]
    except BlockingIOError:
        return None
    except OSError:  # it is gone, as whoever reads will find
        return b""


def _is_whole(sent: bytes) -> bool:
    """Whether a request has come, or the first of one that is large."""
    head, end, body = sent.partition(b"\r\n\r\n")
    length = BODY.search(head)
    left = int(length[1]) - len(body) if length and not TOLD_TO_GO_ON.search(head) else 0
    return len(sent) == FORM or (bool(end) and (left <= 0 or left > FORM - len(sent)))


def _awaited(sock: Any) -> int:
    """How many bytes a client was to have sent before anybody looks again."""
    return sock.getsockopt(*AWAITED)  # type: ignore[no-any-return]


class _Patient:
    """A socket that waits for so long where gunicorn would let it wait for ever."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def setblocking(self, flag: bool) -> None:
        """Wait, but not without end."""
        self._sock.settimeout(TO_ASK if flag else 0)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """What the client sends; one that sends nothing is not waited for again when hanging up."""
        try:
            return self._sock.recv(size, flags)
        except TimeoutError:
            self._sock.close()
            raise

    def sendall(self, data: bytes) -> None:
        """Send what is answered."""
        self._sock.settimeout(TO_TAKE)
        self._sock.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
