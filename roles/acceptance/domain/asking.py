"""Asking holders to answer to what is theirs, and reminding them until they have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.contrib.auth.models import User
from django.db.models import F, Q
from django.utils import timezone

from phases.enums import ChangeKind
from phases.projects.journal import project_change
from roles.acceptance.domain.answers import part_of
from roles.acceptance.domain.commitments import parts
from roles.acceptance.domain.personal_links import links, new_link
from roles.enums import NoticeKind
from roles.models import AcceptanceRequest, Person
from roles.notices.domain.concern import Concern

MOST_REMINDERS = 3


class Way(Enum):
    """How a holder can be reached: by their account, by e-mail alone, or by whoever hands them their link."""

    ACCOUNT = "account"
    MAIL = "mail"
    BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A holder with something open, and the last request to them."""

    person: Person
    way: Way
    open: int
    request: AcceptanceRequest | None


def way_to(person: Person) -> Way:
    """How somebody can be reached."""
    if person.user and person.user.is_active:
        return Way.ACCOUNT
    return Way.MAIL if person.email else Way.BY_HAND


def waiting_holders(project_id: int) -> list[Waiting]:
    """Everybody active with something open, by name (four queries)."""
    found = {person: part for person, part in parts(project_id).items() if person and part.open}
    people = Person.objects.filter(pk__in=found, active=True).select_related("user").order_by("name", "pk")
    known = requests_of(project_id)
    return [Waiting(one, way_to(one), len(found[one.pk].open), known.get(one.pk)) for one in people]


def requests_of(project_id: int) -> dict[int, AcceptanceRequest]:
    """By person, the last request to the holders of a project (one query)."""
    return {one.person_id: one for one in AcceptanceRequest.objects.filter(project_id=project_id)}


def ask(
    project_id: int, user: User, chosen: Collection[int], message: str, every: int, language: str
) -> list[AcceptanceRequest]:
    """Ask these holders, of those whom something reaches; the requests, to be mailed where `way_to` says so.

    Whoever is written to has a personal link from now on. Who has answered in the meantime is not asked.
    """
    made = []
    with project_change(project_id, user) as journal:
        asked = [one for one in waiting_holders(project_id) if one.person.pk in chosen and one.way != Way.BY_HAND]
        known = links(project_id)
        for one in asked:
            values = {"by": user, "message": message, "language": language, "asked_at": timezone.now(), "every": every}
            values |= {"reminders": 0, "reminded_at": None, "mailed_at": None}
            request, _new = AcceptanceRequest.objects.update_or_create(
                project_id=project_id, person=one.person, defaults=values
            )
            if one.way == Way.MAIL and one.person.pk not in known:
                new_link(journal, one.person)
            made.append(request)
        if asked:
            names = ", ".join(one.person.name for one in asked)
            journal.add(ChangeKind.DUTIES_ASKED, names, data={"people": [one.person.pk for one in asked]})
    return made


def due_reminders(now: datetime) -> list[AcceptanceRequest]:
    """The requests that have waited for their days and have not been answered; each is returned to one caller only.

    A holder is reminded three times at most, and no more once nothing is open.
    """
    rows = AcceptanceRequest.objects.filter(every__gt=0, reminders__lt=MOST_REMINDERS, person__active=True)
    due = []
    for request in rows.select_related("person__user"):
        last = request.reminded_at or request.asked_at
        if last + timedelta(days=request.every) > now or not part_of(request.project_id, request.person).open:
            continue
        same = AcceptanceRequest.objects.filter(pk=request.pk, reminders=request.reminders)
        if same.update(reminders=F("reminders") + 1, reminded_at=now, mailed_at=None):
            due.append(request)
    return due


def reminder(request: AcceptanceRequest, now: datetime) -> list[Concern]:
    """What a reminder is to a holder who has an account."""
    user = request.person.user
    if user is None or not user.is_active:
        return []
    source = f"ask-{request.pk}-{timezone.localtime(now).date()}"
    return [Concern(user.pk, NoticeKind.ASKED, source, request.project_id)]


def claim(request_id: int) -> AcceptanceRequest | None:
    """Take a request whose message waits to leave: nobody else sends it. None where there is nothing to send."""
    rows = AcceptanceRequest.objects.filter(pk=request_id, mailed_at=None)
    if not rows.update(mailed_at=timezone.now()):
        return None
    found = AcceptanceRequest.objects.select_related("person__user", "by", "project").get(pk=request_id)
    wanted = way_to(found.person) == Way.MAIL and part_of(found.project_id, found.person).open
    return found if wanted else None


def release(request: AcceptanceRequest) -> None:
    """Let a message wait again: it could not be sent."""
    AcceptanceRequest.objects.filter(pk=request.pk).update(mailed_at=None)


def unsent() -> list[int]:
    """The requests whose message has not left and is not too old to."""
    recent = timezone.now() - timedelta(days=3)
    rows = AcceptanceRequest.objects.filter(Q(asked_at__gt=recent) | Q(reminded_at__gt=recent), mailed_at=None)
    by_mail = rows.filter(person__user=None).exclude(person__email="")
    return list(by_mail.values_list("pk", flat=True))
