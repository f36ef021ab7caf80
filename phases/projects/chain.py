"""The chain of a project's journal: each line carries a hash over what it says and over the line before it.

The words of a line (label, old, new, data) may name somebody and be erased later, so the chain holds a salted digest of
them: with the salt gone, nothing of the words can be guessed from it. What is hashed never changes; another way of
hashing would need another name of its field.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from phases.models import ProjectChange


def digest_of(*values: Any) -> str:
    """A hash of values as JSON keeps them, the same for all that read alike."""
    return _hash(json.loads(json.dumps(values)))


def words_digest(line: ProjectChange) -> str:
    """The digest of the words that a line has now; of words that were erased, it has no salt."""
    data = None if line.data is None else json.loads(json.dumps(line.data))  # where keys that are numbers are texts
    return _hash([line.salt, line.label, line.old, line.new, data])


def beginning(framework_id: int | None) -> str:
    """What stands before the first line: nothing in the journal of a project, in that of a framework its number."""
    return f"framework-{framework_id}" if framework_id else ""


def link(before: str, line: ProjectChange) -> str:
    """The hash of a line whose predecessor has the hash `before`, `beginning` for the first one."""
    place = (line.project_id, line.version, line.kind, line.duty_id, line.position_id, line.undoes)
    return _hash([before, *place, moment(line.at), line.author, line.digest])


def chain(before: str, lines: Iterable[ProjectChange]) -> None:
    """Give new lines their salt, the digest of their words and their hash; `before` is that of the last line there."""
    for line in lines:
        line.salt = token_hex(16)
        line.digest = words_digest(line)
        line.hash = before = link(before, line)


def _hash(values: Any) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def moment(at: datetime) -> str:
    """A time as it is hashed, wherever it was written."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
