"""How gunicorn serves: `gunicorn -c python:aispec.server aispec.wsgi`; options on its command line still win.

Threads, so that who is slow stops nobody, and a limit on how slow. gunicorn's own threads wait five seconds for a
silent client, as long as it likes for one that has sent a part of a request, and two seconds, all of them, for one that
does not hang up.
"""

import os
import socket
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


def on_starting(_server: Any) -> None:
    """Begin to count anew: what the processes of before have counted is of no use."""
    for path in Path(os.environ.get("VAR_DIR", "var"), "metrics").glob("*.db"):
        path.unlink()


AT_ONCE = 0.05  # seconds that a thread waits for a client to begin; afterwards no thread waits
TO_ASK = 5  # seconds without a byte, of a request that has begun
TO_TAKE = 120  # seconds without a byte, of a body that is sent or an answer that is taken


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn's threads, which wait for nobody without end."""

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it; a client that takes too long is hung up on."""
        if not isinstance(conn.sock, _Patient):
            conn.sock = _Patient(conn.sock)
            conn.wait_for_data = lambda _longer: TConn.wait_for_data(conn, AT_ONCE)
            conn.close = partial(self._close, conn)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request that has been read."""
        conn.sock.settimeout(TO_TAKE)
        return super().handle_request(req, conn)

    def _close(self, conn: Any, graceful: bool = False) -> None:
        """Hang up in a thread: a client may take seconds to do the same, and all others would wait for that."""
        try:
            self.tpool.submit(TConn.close, conn, graceful)
        except RuntimeError:  # the threads have ended with the worker
            TConn.close(conn)


class _Patient:
    """A socket that waits for so long where gunicorn would let it wait for ever."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def setblocking(self, flag: bool) -> None:
        """Wait, but not without end."""
        self._sock.settimeout(TO_ASK if flag else 0)

    def recv(self, size: int) -> bytes:
        """What the client sends; one that sends nothing is not waited for again when hanging up."""
        try:
            return self._sock.recv(size)
        except TimeoutError:
            self._sock.close()
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
