"""What of a past version can come back: people, profiles and phases that have gone since cannot."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aispec.db.prepared_query import Row
from phases.models import Phase
from roles.formats.text import in_language
from roles.history.domain.snapshot import Snapshot
from roles.matrix.holders import holders_in
from roles.models import Person, Responsibility, RoleProfile

VACANT: Row = {"holder_id": None, "holder__name": None, "holder__active": None, "co_holders": []}
WITHOUT_PROFILE = {"profile_id": None, "profile__slug": None}


def restorable(then: Snapshot) -> tuple[Snapshot, list[str]]:
    """The version without what has gone since, and a sentence for each of that."""
    lost: list[str] = []
    phase_ids = set(Phase.objects.filter(framework__projects=then.project_id).values_list("pk", flat=True))
    profile_ids = set(RoleProfile.objects.filter(framework__projects=then.project_id).values_list("pk", flat=True))
    people = Person.objects.in_bulk({holder.id for row in then.positions for holder in holders_in(row)})
    positions = []
    for row in then.positions:
        changed = _holders(row, people) | (WITHOUT_PROFILE if _gone(row["profile_id"], profile_ids) else {})
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


def _holders(row: Row, people: dict[int, Person]) -> Row:
    """The holders as the directory has them now; where the first one has gone, another is named first."""
    here = [people[holder.id] for holder in holders_in(row) if holder.id in people]
    if not here:
        return dict(VACANT)
    first, *others = here
    return {
        "holder_id": first.pk,
        "holder__name": first.name,
        "holder__active": first.active,
        "co_holders": [[person.pk, person.name, person.active] for person in others],
    }


def _lost_of(row: Row, changed: Row) -> Iterator[str]:
    left = {holder.id for holder in holders_in(changed)}
    gone = [holder.name for holder in holders_in(row) if holder.id not in left]
    words = {"title": _words(row, "title"), "name": ", ".join(gone)}
    if gone and left:
        yield (
            ngettext(
                "“%(title)s” comes back without %(name)s, who is in the directory no more.",
                "“%(title)s” comes back without %(name)s, who are in the directory no more.",
                len(gone),
            )
            % words
        )
    elif gone:
        yield (
            ngettext(
                "“%(title)s” stays vacant: %(name)s is in the directory no more.",
                "“%(title)s” stays vacant: %(name)s are in the directory no more.",
                len(gone),
            )
            % words
        )
    if changed.get("profile_id", "") is None:
        yield _("“%(title)s” comes back without its profile, which the framework has no more.") % words


def _words(row: Row, field: str) -> str:
    return in_language(row, field, get_language() or "fr")
