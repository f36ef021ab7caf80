"""Asks the whole server what no browser asks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.middleware.csrf import _get_new_csrf_string
from django.test import RequestFactory

from aispec.wsgi import application
from tests.hostile.prober import HEADERS


class Server:
    """Asks the application as gunicorn does, with a session and a token, and remembers what broke."""

    def __init__(self, session: str = "") -> None:
        self.token = _get_new_csrf_string()
        self.cookie = f"{settings.CSRF_COOKIE_NAME}={self.token}; {settings.SESSION_COOKIE_NAME}={session}"
        self.broken: list[str] = []

    def ask(self, method: str, path: str, body: bytes = b"", **environ: str) -> str:
        """The status of the answer; what stands in `environ` is as it comes in over the network, byte by byte."""
        asked: dict[str, Any] = RequestFactory()._base_environ(  # type: ignore[attr-defined]
            REQUEST_METHOD=method,
            PATH_INFO=path,
            CONTENT_LENGTH=str(len(body)),
            **{"HTTP_COOKIE": self.cookie, "HTTP_X_CSRFTOKEN": self.token} | environ,
        )
        asked["wsgi.input"] = BytesIO(body)
        answer: list[Any] = []
        said = f"{method} {path[:80]} {str(environ)[:160]}"
        try:
            response = application(asked, lambda *given: answer.extend(given))
            b"".join(response)
            response.close()  # type: ignore[attr-defined]  # WSGI asks for it
        except Exception as error:
            self.broken.append(f"{said}: {type(error).__name__}: {str(error)[:160]}")
            return ""
        status, headers = answer[0], dict(answer[1])
        missing = [name for name in HEADERS if name not in headers]
        if status.startswith("5") or missing:
            self.broken.append(f"{said}: {status} without {' '.join(missing)}")
        return str(status)

    def ask_all(self, methods: Iterable[str], paths: Iterable[str], environs: Iterable[dict[str, str]]) -> None:
        """Each with each."""
        paths, methods = list(paths), list(methods)
        for environ in environs:
            for path in paths:
                for method in methods:
                    self.ask(method, path, b"theme=d\xe9rk&next=%ff", **environ)
        assert not self.broken, "\n".join(self.broken)


@contextmanager
def connection_stays() -> Iterator[None]:
    """Within it the connection to the database outlives a request, for it holds the world."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
