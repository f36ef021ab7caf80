"""Who had accepted what a frozen version holds: from the journal, since an answer is kept only until the next one."""

from collections.abc import Iterator

from phases.enums import ChangeKind
from phases.models import ProjectChange
from phases.projects.chain import digest_of
from roles.acceptance.domain.answers import Tally
from roles.history.domain.snapshot import Snapshot

_MERGED = ChangeKind.PEOPLE_MERGED
_Held = tuple[int, int, int, str, str]  # person, duty and position, the letter, the digest of the words


def tally_then(snapshot: Snapshot, version: int) -> Tally:
    """How many of those who held something had accepted all of it, just as it stood (one query)."""
    lines = ProjectChange.objects.filter(
        project_id=snapshot.project_id,
        version__lte=version,
        kind__in=(ChangeKind.DUTIES_ACCEPTED, ChangeKind.DUTIES_OBJECTED, ChangeKind.DUTIES_WITHDRAWN, _MERGED),
    )
    last: dict[tuple[int, int, int], list[str] | None] = {}
    for kind, said in lines.order_by("version", "id").values_list("kind", "data"):
        data = said or {}  # of somebody who was erased
        if kind == _MERGED and "was" in data:
            last = {
                (data["person"] if person == data["was"] else person, duty, position): answer
                for (person, duty, position), answer in last.items()
                if person != data["was"] or [duty, position] in data["answers"]
            }
        for duty, position, *answered in data.get("cells", ()):
            last[data["person"], duty, position] = answered if kind == ChangeKind.DUTIES_ACCEPTED else None
        for cell in data.get("gone", ()):
            last.pop((data["person"], *cell), None)
    people: dict[int, bool] = {}
    for held in _held(snapshot):
        people[held[0]] = people.get(held[0], True) and last.get(held[:3]) == [*held[3:]]
    return Tally(sum(people.values()), len(people))


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
