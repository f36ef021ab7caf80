"""Who had accepted what a frozen version holds: from the journal, since an answer is kept only until the next one."""

from collections.abc import Iterator, Mapping
from typing import Any

from phases.enums import ChangeKind
from phases.models import ProjectChange
from phases.projects.chain import digest_of
from roles.acceptance.domain.answers import Tally
from roles.history.domain.snapshot import Snapshot

_MERGED = ChangeKind.PEOPLE_MERGED
_Last = dict[tuple[int, int, int], list[str] | None]  # by person, duty and position, what they accepted
_Held = tuple[int, int, int, str, str]  # person, duty and position, the letter, the digest of the words


def tally_then(snapshot: Snapshot, version: int) -> Tally:
    """How many of those who held something had accepted all of it, just as it stood (one query)."""
    lines = ProjectChange.objects.filter(
        project_id=snapshot.project_id,
        version__lte=version,
        kind__in=(ChangeKind.DUTIES_ACCEPTED, ChangeKind.DUTIES_OBJECTED, ChangeKind.DUTIES_WITHDRAWN, _MERGED),
    )
    last: _Last = {}
    for kind, said in lines.order_by("version", "id").values_list("kind", "data"):
        _follow(last, kind, said or {})  # of somebody who was erased
    people: dict[int, bool] = {}
    for held in _held(snapshot):
        people[held[0]] = people.get(held[0], True) and last.get(held[:3]) == [*held[3:]]
    return Tally(sum(people.values()), len(people))


def _follow(last: _Last, kind: str, data: Mapping[str, Any]) -> None:
    """Let the last answers be those after a line."""
    if kind == _MERGED and "was" in data:
        for person, duty, position in [key for key in last if key[0] == data["was"]]:
            answer = last.pop((person, duty, position))
            if [duty, position] in data["answers"]:
                last[data["person"], duty, position] = answer
    for duty, position, *answered in data.get("cells", ()):
        last[data["person"], duty, position] = answered if kind == ChangeKind.DUTIES_ACCEPTED else None
    for cell in data.get("gone", ()):
        last.pop((data["person"], *cell), None)


def _held(snapshot: Snapshot) -> Iterator[_Held]:
    holders = {
        str(row["id"]): [*filter(None, [row["holder_id"]]), *(pk for pk, *_rest in row.get("co_holders", ()))]
        for row in snapshot.positions
    }
    for duty in snapshot.duties:
        words = digest_of((duty["text_fr"] or "", duty["text_en"] or ""))
        for position, letter in duty["letters"].items() if duty["applicable"] else ():
            for person in holders.get(position, ()):
                yield person, duty["id"], int(position), letter, words
