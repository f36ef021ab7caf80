"""What of a past version can come back: people, profiles and phases that have gone since cannot."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aispec.db.prepared_query import Row
from phases.models import Phase
from roles.formats.text import in_language
from roles.history.domain.snapshot import Snapshot
from roles.models import Person, Responsibility, RoleProfile

VACANT = {"holder_id": None, "holder__name": None, "holder__active": None}
WITHOUT_PROFILE = {"profile_id": None, "profile__slug": None}


def restorable(then: Snapshot) -> tuple[Snapshot, list[str]]:
    """The version without what has gone since, and a sentence for each of that."""
    lost: list[str] = []
    phase_ids = set(Phase.objects.filter(framework__projects=then.project_id).values_list("pk", flat=True))
    profile_ids = set(RoleProfile.objects.filter(framework__projects=then.project_id).values_list("pk", flat=True))
    people = Person.objects.in_bulk([row["holder_id"] for row in then.positions if row["holder_id"]])
    positions = []
    for row in then.positions:
        changed = _holder(row, people) | (WITHOUT_PROFILE if _gone(row["profile_id"], profile_ids) else {})
        lost += _lost_of(row, changed)
        positions.append(row | changed)
    for phase in then.phases:
        if phase["phase_id"] not in phase_ids:
            words = _("The phase “%(name)s” has left the framework: its duties do not come back.")
            lost.append(words % {"name": _words(phase, "phase__name")})
    origins = {row["responsibility_id"] for row in then.duties}
    here = set(Responsibility.objects.filter(pk__in=origins - {None}).values_list("pk", flat=True))
    duties = [
        row
        | (WITHOUT_PROFILE if _gone(row["profile_id"], profile_ids) else {})
        | ({"responsibility_id": None} if _gone(row["responsibility_id"], here) else {})
        for row in then.duties
        if row["phase_id"] in phase_ids
    ]
    phases = [row for row in then.phases if row["phase_id"] in phase_ids]
    return replace(then, phases=phases, positions=positions, duties=duties), lost


def _gone(pk: int | None, known: set[int]) -> bool:
    return pk is not None and pk not in known


def _holder(row: Row, people: dict[int, Person]) -> Row:
    """The holder as the directory has them now."""
    person = people.get(row["holder_id"]) if row["holder_id"] else None
    if person is None:
        return dict(VACANT)
    return {"holder_id": person.pk, "holder__name": person.name, "holder__active": person.active}


def _lost_of(row: Row, changed: Row) -> Iterator[str]:
    words = {"title": _words(row, "title"), "name": row["holder__name"]}
    if row["holder_id"] and changed["holder_id"] is None:
        yield _("“%(title)s” stays vacant: %(name)s is in the directory no more.") % words
    if changed.get("profile_id", "") is None:
        yield _("“%(title)s” comes back without its profile, which the framework has no more.") % words


def _words(row: Row, field: str) -> str:
    return in_language(row, field, get_language() or "fr")
