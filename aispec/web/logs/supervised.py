"""supervisor, whose log says in JSON what it begins and ends: `python -m aispec.web.logs.supervised -c FILE`."""

import json
from datetime import UTC, datetime
from typing import Any

from supervisor import loggers, supervisord  # type: ignore[import-untyped]


class Record(loggers.LogRecord):  # type: ignore[misc]  # supervisor carries no types
    """A record that is written as one line; what a part says itself passes by the same way, as it is."""

    def asdict(self) -> dict[str, str]:
        """What a format may name."""
        said: dict[str, str] = super().asdict()
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": said["levelname"].lower(), "logger": "supervisor", "message": said["message"]}
        return {**said, "line": json.dumps(line, ensure_ascii=False)}


def _set_format(handler: Any, given: str) -> None:
    """The format of supervisor itself is the one that tells a time."""
    handler.fmt = "%(line)s\n" if "asctime" in given else given


def main() -> None:
    """The program."""
    loggers.LogRecord = Record
    loggers.Handler.setFormat = _set_format
    supervisord.main()


if __name__ == "__main__":
    main()
