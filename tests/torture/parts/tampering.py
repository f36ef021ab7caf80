"""Whatever is changed behind the product, in a project to which something of every kind has happened."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import F

from phases.enums import ChangeKind
from phases.models import Project, ProjectChange
from roles.history.domain.proof import faults
from roles.models import Comment, Duty, PersonalLink, Position, Publication
from tests.roles.history.proof.life import Life
from tests.roles.history.proof.tamperings import TAMPERINGS
from tests.torture.place import DATABASES
from tests.torture.postgres import Postgres
from tests.torture.table import Row
from tests.torture.tested import inside_tests

MORE: dict[str, Callable[[Life], object]] = {
    "hash of a line changed": lambda life: life.line(ChangeKind.CELL).update(hash="0" * 64),
    "digest of a line changed": lambda life: life.line(ChangeKind.CELL).update(digest="0" * 64),
    "data of an answer made nonsense": lambda life: life.line(ChangeKind.DUTIES_ACCEPTED).update(data=["x"]),
    "data of the start emptied": lambda life: life.lines.filter(version=1).update(data=None),
    "line given another version": lambda life: life.line(ChangeKind.CELL).update(version=F("version") + 1),
    "line marked as taken back": lambda life: life.line(ChangeKind.CELL).update(undoes=1),
    "position of a line changed": lambda life: life.line(ChangeKind.CELL).update(position_id=F("position_id") + 1),
    "version of the project lowered": lambda life: Project.objects.filter(pk=life.pk).update(version=F("version") - 1),
    "all lines moved a day": lambda life: [
        ProjectChange.objects.filter(pk=line.pk).update(at=line.at.replace(year=2001)) for line in life.lines
    ],
    "personal link deleted": lambda _life: PersonalLink.objects.all().delete(),
    "comment moved to another duty": lambda life: Comment.objects.update(
        duty=Duty.objects.filter(project_id=life.pk).exclude(pk=life.own.pk)[0]
    ),
    "duty given another phase": lambda life: Duty.objects.filter(pk=life.own.pk).update(
        phase=life.framework.phases.exclude(pk=life.own.phase_id)[0]
    ),
    "holder added beside": lambda life: Position.objects.filter(title_fr="Adjoint").get().co_holders.add(life.person),
    "publication rewritten": lambda _life: Publication.objects.update(said=[]),
    "publication deleted": lambda _life: Publication.objects.all().delete(),
}


def run(postgres: Postgres) -> Iterator[Row]:
    """On both databases."""
    for kind in DATABASES:
        tried, missed = inside_tests("tampering", kind, postgres)
        came = f"{tried - len(missed)} noticed" + (f", not {', '.join(missed)}" if missed else "")
        yield Row(f"{kind}: tampering by SQL", f"{tried} tamperings", came, "all noticed", not missed)


def inside() -> Any:
    """How many were tried, and the names of those that nobody notices."""
    life = Life()
    assert list(faults(life.pk)) == []
    both = TAMPERINGS | MORE
    return len(both), [name for name, tamper in both.items() if not noticed(life, tamper)]


def noticed(life: Life, tamper: Callable[[Life], object]) -> bool:
    """Whether there is a fault afterwards; all is then as before."""
    with transaction.atomic():
        tamper(life)
        found = list(faults(life.pk))
        transaction.set_rollback(True)
    return bool(found)
