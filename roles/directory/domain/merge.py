"""Two people of the directory who are one: what is the other's becomes theirs, and the other is there no more.

It is not taken back. Journals and frozen versions keep the name that the other had then; what was theirs is told there.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from aispec.web.edit_conflict import check_seen, fingerprint
from phases.enums import ChangeKind
from phases.projects.journal import Journal, project_change
from roles.enums import LoginChangeKind
from roles.models import AcceptanceRequest, Answer, FormerName, Person, PersonalLink, Position
from roles.people.domain.holders import held_by
from roles.people.domain.login_changes import note_login
from roles.people.domain.login_journal import write
from roles.people.domain.logins import OwnAccount, join_by_email
from roles.projects.domain.positions import set_holders


@dataclass(frozen=True, slots=True)
class Moves:
    """What a merge would pass on; `login` is whose account both would have, None where neither has one."""

    positions: int
    projects: int
    answers: int
    links: int
    login: User | None
    left: User | None  # the account of the other that stays without a person
    seen: str


def what_moves(kept: Person, other: Person) -> Moves:
    """What becomes of everything that is the other's."""
    held = list(Position.objects.filter(held_by(pk=other.pk)).order_by("pk").values_list("pk", "project_id"))
    answers, links = other.answers.count(), other.personal_links.count()
    said = [(one.name, one.email, one.profile_id, one.active, one.user_id) for one in (kept, other)]
    return Moves(
        positions=len(held),
        projects=len({project for _position, project in held}),
        answers=answers,
        links=links,
        login=kept.user or other.user,
        left=other.user if kept.user else None,
        seen=fingerprint(said, held, answers, links),
    )


@transaction.atomic
def merge(user: User, kept_id: int, other_id: int, seen: str | None = None) -> Person:
    """Make the two one, in one transaction: not with somebody's own account, to whom the other's duties would come.

    Raises EditConflict, OwnAccount and Person.DoesNotExist.
    """
    people = Person.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    found = {person.pk: person for person in people.filter(pk__in=(kept_id, other_id))}
    if len(found) < len({kept_id, other_id}) or kept_id == other_id:
        raise Person.DoesNotExist
    kept, other = found[kept_id], found[other_id]
    if user in (kept.user, other.user):
        raise OwnAccount
    check_seen(seen, what_moves(kept, other).seen)
    for project_id in _projects_of(other):
        with project_change(project_id, user) as journal:
            pass_on_positions(journal, other, kept)
            data = {
                "person": kept.pk,
                "was": other.pk,
                "answers": _pass_on_answers(project_id, other, kept),
                "link": _pass_on_link(project_id, other, kept),
            }
            journal.add(ChangeKind.PEOPLE_MERGED, kept.name, other.name, data=data)
    _pass_on_rest(other, kept, user)
    return kept


def _projects_of(person: Person) -> list[int]:
    """Where they hold a position, have answered or have a link, always in one order."""
    held = Position.objects.filter(held_by(pk=person.pk)).values_list("project_id", flat=True)
    answered = person.answers.values_list("duty__project_id", flat=True)
    linked = person.personal_links.values_list("project_id", flat=True)
    return sorted({*held, *answered, *linked})


def pass_on_positions(journal: Journal, other: Person, kept: Person) -> None:
    """Let one person hold what another holds, in the same place, inside the change that this journal is of."""
    held = Position.objects.filter(held_by(pk=other.pk), project_id=journal.project_id)
    for position in held.select_related("profile", "holder").prefetch_related("co_holders").order_by("order", "id"):
        holders = dict.fromkeys(kept if person == other else person for person in position.holders)
        set_holders(journal, position, list(holders))


def _pass_on_answers(project_id: int, other: Person, kept: Person) -> list[list[int]]:
    """The duties and positions whose answers are passed on: where both have answered, the later answer stays."""
    own = {(row.duty_id, row.position_id): row for row in kept.answers.filter(duty__project_id=project_id)}
    moved = []
    for row in other.answers.filter(duty__project_id=project_id).order_by("duty_id", "position_id"):
        mine = own.get((row.duty_id, row.position_id))
        if mine and mine.at >= row.at:
            row.delete()
            continue
        if mine:
            mine.delete()
        Answer.objects.filter(pk=row.pk).update(person=kept)
        moved.append([row.duty_id, row.position_id])
    return moved


def _pass_on_link(project_id: int, other: Person, kept: Person) -> bool:
    """Whether the link of the other leads to them now: somebody who has one keeps their own."""
    links = PersonalLink.objects.filter(project_id=project_id)
    if links.filter(person=kept).exists():
        links.filter(person=other).delete()
        return False
    return links.filter(person=other).update(person=kept) > 0


def _pass_on_rest(other: Person, kept: Person, by: User) -> None:
    """What the directory says, where it says nothing of them yet; names of before; requests to accept; the login."""
    user, email = other.user, other.email
    FormerName.objects.create(person=kept, merged_id=other.pk, name=other.name, email=email)
    other.former_names.update(person=kept)
    asked = AcceptanceRequest.objects.filter(person=kept).values("project")
    other.acceptance_requests.exclude(project__in=asked).update(person=kept)
    parted = list(other.parted_from.all())
    if user:
        _pass_on_login(other, kept, user, by)
    other.delete()
    kept.email = kept.email or email
    kept.profile_id = kept.profile_id or other.profile_id
    kept.active = kept.active or other.active
    kept.user = kept.user or user
    kept.save()
    kept.parted_from.add(*parted)
    if kept.user:
        kept.parted_from.remove(kept.user)
    join_by_email(Person.objects.filter(pk=kept.pk), by)


def _pass_on_login(other: Person, kept: Person, user: User, by: User) -> None:
    """The login of the other is that of whoever is kept; where they have one, it is nobody's any more."""
    if kept.user:
        note_login(LoginChangeKind.PARTED, other, user, by)
    else:
        write(LoginChangeKind.PARTED, other, user, by)
        note_login(LoginChangeKind.JOINED, kept, user, by)
    Person.objects.filter(pk=other.pk).update(user=None)
