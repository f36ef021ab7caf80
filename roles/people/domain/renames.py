"""Another name for somebody: each project in which they hold a position says so in its journal.

So the past keeps the name that was right then, and what stands now is the same as what the journal says.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from phases.enums import ChangeKind
from phases.projects.journal import project_change
from roles.models import FormerName, Person, Position
from roles.people.domain.holders import held_by, holdings
from roles.people.domain.names import same_name


class OwnName(Exception):
    """Nobody gives themself another person's name; how it is written they may change."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Who is called otherwise now, and how they were called and reached."""

    person_id: int
    name: str
    was: str
    email: str = ""


def note_renames(renames: Iterable[Rename], user: AbstractBaseUser | None) -> None:
    """Keep the names of before, and say in the projects what they are now; inside the transaction that renames.

    Raises OwnName.
    """
    known = {rename.person_id: rename for rename in renames if rename.name != rename.was}
    others = [rename.person_id for rename in known.values() if not same_name(rename.name, rename.was)]
    if user and Person.objects.filter(pk__in=others, user=user.pk).exists():
        raise OwnName
    FormerName.objects.bulk_create(
        FormerName(person_id=rename.person_id, name=rename.was, email=rename.email) for rename in known.values()
    )
    holding: dict[int, set[int]] = defaultdict(set)
    theirs = Position.objects.filter(held_by(pk__in=list(known)))
    for _position, project_id, person_id in holdings(pk__in=theirs.values("pk")):
        if person_id in known:
            holding[project_id].add(person_id)
    for project_id in sorted(holding):
        with project_change(project_id, user) as journal:
            for person_id in sorted(holding[project_id]):
                rename = known[person_id]
                data = {"person": person_id}
                journal.add(ChangeKind.PERSON_RENAMED, rename.name, rename.was, rename.name, data=data)
