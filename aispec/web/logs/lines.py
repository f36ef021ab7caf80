"""The log of a production: a JSON object a line, which tells a request and its reader by number and names nobody.

Needs no Django, for gunicorn writes in the same way before there is one.
"""

import json
import logging
import logging.config
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

current: ContextVar[Any] = ContextVar("request", default=None)  # what this thread answers

_EMAIL = re.compile(r"[^\s@<>\"'(=/]+@[^\s@<>\"')]+")
_TOKEN = re.compile(r"(?<=[/=])[\w:.-]{20,}")  # what opens a page by itself stands in paths and queries
_QUERY = re.compile(r"(?<=[\w/])\?[^\s)'\"]+")
_ADDRESS = re.compile(r"(?<=\bip=)[\da-fA-F:.]+(?=:)")  # as gunicorn tells who it does not understand
# What was typed, as Python, databases and libraries quote it; one that was cut off has no end.
_VALUE = re.compile(r"(?:(?<!\w)|(?<=\bb))'[^']*(?:'|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$)")
_QUOTED = re.compile(r'(: )?"([^"]*)(?:"|$)')
_NAME = re.compile(r"[a-z_][a-z0-9_]*")  # of a table or a column


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
    """The text without e-mails, what was typed, and what opens a page by itself."""
    for pattern in (_QUERY, _ADDRESS, _VALUE, _EMAIL, _TOKEN):
        text = pattern.sub("…", text)
    return _QUOTED.sub(_without_value, text)


def _without_value(quoted: re.Match[str]) -> str:
    """What stands in double quotes, if it names a part of the database."""
    return quoted[0] if _NAME.fullmatch(quoted[2]) and not quoted[1] else f"{quoted[1] or ''}…"


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


def begin(config: Mapping[str, Any]) -> None:
    """Log as this says, and in the same way what else Python writes: warnings, and errors that nobody caught."""
    logging.config.dictConfig(dict(config))
    logging.captureWarnings(True)
    sys.excepthook = lambda *error: _uncaught(error)
    threading.excepthook = lambda thread: _uncaught((thread.exc_type, thread.exc_value, thread.exc_traceback))
    sys.unraisablehook = lambda found: _uncaught((found.exc_type, found.exc_value, found.exc_traceback))


def _uncaught(error: Any) -> None:
    """Tell what ends a program or a thread; that somebody stopped it is no news."""
    if not issubclass(error[0], KeyboardInterrupt | SystemExit):
        logging.getLogger("aispec").critical("Nobody caught this", exc_info=error)


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
        yield f"{type(error).__name__}: {masked(said)}"
        yield from (f"{part.filename}:{part.lineno} {part.name}" for part in traceback.extract_tb(error.__traceback__))
        error = error.__cause__ or error.__context__
