"""The columns of a project: adding, editing, ordering and removing positions."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.utils.translation import get_language

from aispec.web.edit_conflict import check_seen, fingerprint
from phases.enums import ChangeKind
from phases.projects.journal import Journal, project_change
from roles.comments.domain import comments_lost_with, set_aside
from roles.enums import Letter
from roles.matrix.seals import position_seal
from roles.models import Assignment, Person, Position, RoleProfile
from roles.people.domain.doubts import KnownPeople, meant
from roles.people.domain.holders import SEPARATOR, holder_named, names_in
from roles.projects.domain.places import move_among, place_among


@dataclass(frozen=True, slots=True)
class PositionDetails:
    """What a form says of a position; an empty holder makes it vacant, several names stand as `names_in` reads them.

    The e-mail is of the one named first. `who` are the answers of somebody who can be asked whom a name means, as
    `meant` takes them; None where nobody can be. `people` are those who are known to be meant, by name.
    """

    title_fr: str = ""
    title_en: str = ""
    profile: RoleProfile | None = None
    holder: str = ""
    email: str = ""
    profile_of_holder: bool = False  # without a profile of its own, the position takes that of a new holder
    who: Mapping[str, int] | None = None
    people: Mapping[str, Person] = dataclasses.field(default_factory=dict)


def position_fingerprint(position: Position) -> str:
    """The fingerprint that a form about this position carries."""
    holders = [person.pk for person in position.holders]
    return fingerprint(position.title_fr, position.title_en, position.profile_id, holders)


def add_positions(project_id: int, user: User, positions: Sequence[PositionDetails]) -> list[Position]:
    """New columns after the others, as one change. Raises HolderMismatch and HolderDoubt."""
    with project_change(project_id, user) as journal:
        last = last_order(project_id)
        return [
            add_position(journal, project_id, user, last + number, details)
            for number, details in enumerate(positions, start=1)
        ]


def edit_position(
    project_id: int, user: User, position_id: int, details: PositionDetails, seen: str | None = None
) -> None:
    """Change a position's words, profile or holders; its letters stay.

    Raises EditConflict, HolderMismatch, HolderDoubt and Position.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        position = _position(project_id, position_id)
        check_seen(seen, position_fingerprint(position))
        was = _fields(position)
        position.title_fr, position.title_en = details.title_fr, details.title_en
        holders = _holders(project_id, user, position.holders, details)
        first = holders[0] if holders else None
        position.profile = _profile(project_id, details, first if first != position.holder else None)
        position.holder = first
        if _note_edits(journal, position, was):
            position.save()
        set_co_holders(journal, position, holders[1:])


def set_field(journal: Journal, position: Position, field: str, value: Any) -> None:
    """Change `title_fr`, `title_en`, `profile` or `holder` alone, inside the change that this journal is of."""
    was = _fields(position)
    setattr(position, field, value)
    if _note_edits(journal, position, was):
        position.save(update_fields=[field])


def set_holders(journal: Journal, position: Position, holders: Sequence[Person]) -> None:
    """Let these people hold a position, the first one named first, inside the change that this journal is of."""
    set_field(journal, position, "holder", holders[0] if holders else None)
    set_co_holders(journal, position, holders[1:])


def set_co_holders(journal: Journal, position: Position, people: Iterable[Person]) -> None:
    """Change who holds a position besides the one named first, as one line of the journal."""
    was = names_by_id(position.co_holders.all())
    now = names_by_id(people)
    if now != was:
        position.co_holders.set(pk for pk, _name in now)
        data = {"field": "co_holders", "was": was, "now": now}
        old, new = said(was), said(now)
        journal.add(ChangeKind.POSITION_EDITED, position.title, old, new, position_id=position.pk, data=data)


def names_by_id(people: Iterable[Person]) -> list[list[Any]]:
    """Co-holders as the journal keeps them, by name: the id of each, and the name they had."""
    return [[person.pk, person.name] for person in sorted(people, key=lambda person: (person.name, person.pk))]


def said(people: Iterable[Sequence[Any]]) -> str:
    """The names of such a list in words."""
    return ", ".join(row[1] for row in people)


def _fields(position: Position) -> dict[str, tuple[str, int | None]]:
    """The fields of a position in the words people read, those that name something else with its id."""
    ids = {"profile": position.profile_id, "holder": position.holder_id}
    return {field: (words, ids.get(field)) for field, words in _words(position).items()}


def _note_edits(journal: Journal, position: Position, was: dict[str, tuple[str, int | None]]) -> bool:
    """Note each field that is not as it was; whether there is one."""
    noted = False
    for field, now in _fields(position).items():
        if now != was[field]:
            (old, old_id), (new, _id), noted = was[field], now, True
            data = {"field": field, "id": old_id}
            journal.add(ChangeKind.POSITION_EDITED, position.title, old, new, position_id=position.pk, data=data)
    return noted


def title_fingerprint(position: Position) -> str:
    """The fingerprint that a form about the title alone carries."""
    return fingerprint(position.title_fr, position.title_en)


def rename_position(project_id: int, user: User, position_id: int, title: str, seen: str | None = None) -> None:
    """Change a position's title in the active language; the other one stays.

    Raises EditConflict and Position.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        position = _position(project_id, position_id)
        check_seen(seen, title_fingerprint(position))
        if title != position.title:
            set_field(journal, position, f"title_{get_language() or 'fr'}", title)


def hold_position(
    project_id: int,
    user: User,
    position_id: int,
    holder: str,
    seen: str | None = None,
    who: Mapping[str, int] | None = None,
) -> None:
    """Let others hold a position, or with "" nobody; the rest stays. Raises as edit_position does."""
    position = _position(project_id, position_id)
    words = position.title_fr or "", position.title_en or ""
    details = PositionDetails(*words, position.profile, holder, profile_of_holder=True, who=who)
    edit_position(project_id, user, position_id, details, seen)


def move_position(project_id: int, user: User, position_id: int, step: int) -> bool:
    """Move a column so many places to the left (below 0) or to the right, as far as the edge; whether it has moved.

    Raises Position.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        position = _position(project_id, position_id)
        return move_among(journal, Position.objects.filter(project_id=project_id), position, step)


def remove_position(project_id: int, user: User, position_id: int, seen: str | None = None) -> None:
    """Remove a column with its letters, which the journal keeps.

    `seen` is the mark of the letters the confirmation named. Raises EditConflict and Position.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        position = _position(project_id, position_id)
        letters = letters_of(position)
        check_seen(seen, fingerprint(letters, comments_lost_with(positions=[position])))
        drop_position(journal, position)


def drop_position(journal: Journal, position: Position) -> None:
    """Remove a column inside the change that this journal is of; what it held is kept for undo."""
    letters = letters_of(position)
    journal.add(
        ChangeKind.POSITION_REMOVED,
        position.title,
        old=" · ".join(f"{code} {Letter(letter).shown}" for code, letter in letters),
        position_id=position.pk,
        data={
            "position": _words(position),
            "letters": dict(letters),
            "profile": position.profile_id,
            "holder": position.holder_id,
            "co_holders": names_by_id(position.co_holders.all()),
            "open_to_hr": position.open_to_hr,
            "postings": list(position.postings.values_list("pk", flat=True)),
            "place": place_of(position),
        },
    )
    set_aside(journal.project_id, Q(position=position))
    position.delete()


def letters_of(position: Position) -> list[tuple[str, str]]:
    """The codes of a position's duties and its stored letters, in the order of the matrix."""
    return list(
        Assignment.objects.filter(position=position)
        .order_by("duty__phase__order", "duty__order", "duty_id")
        .values_list("duty__code", "letter")
    )


def place_of(position: Position) -> int:
    """How many columns stand before this one."""
    return place_among(Position.objects.filter(project_id=position.project_id), position)


def _position(project_id: int, position_id: int) -> Position:
    rows = Position.objects.select_related("profile", "holder").prefetch_related("co_holders")
    return rows.get(pk=position_id, project_id=project_id)


def last_order(project_id: int) -> int:
    """The order of the last column, 0 when there is none."""
    return Position.objects.filter(project_id=project_id).aggregate(last=Max("order"))["last"] or 0


def add_position(journal: Journal, project_id: int, user: User, order: int, details: PositionDetails) -> Position:
    """One more column, inside the change that this journal is of. Raises HolderMismatch."""
    holders = _holders(project_id, user, (), details)
    first = holders[0] if holders else None
    position = Position(
        project_id=project_id,
        order=order,
        title_fr=details.title_fr,
        title_en=details.title_en,
        profile=_profile(project_id, details, first),
        holder=first,
    )
    return place_position(journal, position, holders[1:])


def place_position(journal: Journal, position: Position, co_holders: Sequence[Person] = ()) -> Position:
    """Keep a new column and note it, then its co-holders, inside the change that this journal is of."""
    position.save()
    journal.add(
        ChangeKind.POSITION_ADDED,
        position.title,
        new=position.holder.name if position.holder else "",
        position_id=position.pk,
        data={"seal": position_seal(position)},
    )
    if co_holders:
        set_co_holders(journal, position, co_holders)
    return position


def _holders(project_id: int, user: User, current: Sequence[Person], details: PositionDetails) -> list[Person]:
    """The holders the form names, the first one first; an unchanged name keeps the person, whoever else bears it."""
    if details.holder == named(current) and details.email in ("", *(person.email for person in current[:1])):
        return list(current)
    names = list(dict.fromkeys(names_in(details.holder)))
    known = {**details.people, **{person.name: person for person in reversed(current)}}
    if details.who is not None:
        asked = [name for name in names[bool(details.email) :] if name not in known]
        known |= meant(KnownPeople(user, project_id), asked, details.who)
    found: list[Person | None] = []
    for name in names:
        email = "" if found else details.email
        kept = known.get(name)
        found.append(kept if kept and email in ("", kept.email) else holder_named(project_id, user, name, email))
    return list(dict.fromkeys(filter(None, found)))


def named(people: Iterable[Person]) -> str:
    """The names of holders as a field shows and takes them."""
    return SEPARATOR.join(person.name for person in people)


def _profile(project_id: int, details: PositionDetails, new_holder: Person | None) -> RoleProfile | None:
    """The profile the form names, or that of the new holder, where it is of the project's framework."""
    if details.profile or not details.profile_of_holder or new_holder is None or new_holder.profile_id is None:
        return details.profile
    return RoleProfile.objects.filter(pk=new_holder.profile_id, framework__projects=project_id).first()


def _words(position: Position) -> dict[str, str]:
    """The fields of a position in the words people read; an empty holder is a vacancy."""
    return {
        "title_fr": position.title_fr or "",
        "title_en": position.title_en or "",
        "profile": position.profile.name if position.profile else "",
        "holder": position.holder.name if position.holder else "",
    }
