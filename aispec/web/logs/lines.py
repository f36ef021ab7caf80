"""The log of a production: a JSON object a line, which tells a request and its reader by number and names nobody.

Needs no Django, for gunicorn writes in the same way before there is one.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

current: ContextVar[Any] = ContextVar("request", default=None)  # what this thread answers

_EMAIL = re.compile(r"[^\s@<>\"'(=/]+@[^\s@<>\"')]+")
_TOKEN = re.compile(r"(?<=[/=])[\w:.-]{20,}")  # what opens a page by itself stands in paths and queries
_VALUE = re.compile(r"'[^']*'")  # as errors quote what was typed


class JsonFormatter(logging.Formatter):
    """Writes a record; an error comes with where it was raised, its values left out."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        request = getattr(record, "request", None) or current.get()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(_message(record, request)),
            **_of(request),
            **getattr(record, "figures", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = list(_told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def masked(text: str) -> str:
    """The text without e-mails and without what opens a page by itself."""
    return _TOKEN.sub("…", _EMAIL.sub("…", text))


def route_of(request: Any) -> str:
    """The address of a request as the product knows it, without what stands in it; "" for one that leads nowhere."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""


def logging_of(*, production: bool) -> dict[str, Any]:
    """What Django and gunicorn are told of logging: warnings, and of a production each request, too."""
    lines = {"()": "aispec.web.logs.lines.JsonFormatter"} if production else {"format": "%(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": lines},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "aispec.requests": {"level": "INFO" if production else "WARNING"},
            "gunicorn.error": {"level": "INFO", "propagate": True},
        },
    }


def _message(record: logging.LogRecord, request: Any) -> str:
    """Django names the path of a request, in which somebody's token may stand: here it is the route."""
    path = getattr(request, "path", None)
    if path and isinstance(record.args, tuple) and path in record.args:
        return str(record.msg) % tuple(route_of(request) if arg == path else arg for arg in record.args)
    return record.getMessage()


def _of(request: Any) -> dict[str, Any]:
    """Which request, whose, and where to; nothing of that is looked up for it."""
    if not hasattr(request, "id"):
        return {}
    user = getattr(request, "_cached_user", None)
    return {"request": request.id, "user": user and user.pk, "method": request.method, "route": route_of(request)}


def _told(error: BaseException | None) -> Iterator[str]:
    """What was raised and where, with what had led to it."""
    while error is not None:
        said = str(error).strip().partition("\n")[0]  # a database quotes the row in the lines that follow
        yield f"{type(error).__name__}: {masked(_VALUE.sub('…', said))}"
        yield from (f"{part.filename}:{part.lineno} {part.name}" for part in traceback.extract_tb(error.__traceback__))
        error = error.__cause__ or error.__context__
