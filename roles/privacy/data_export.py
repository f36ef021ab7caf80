"""All that is kept about somebody of the directory, for them to have: the counterpart of `roles.privacy.erasure`.

Source of the rule: the right of access and to portability, Law 25 in Québec and the GDPR, articles 15 and 20.
"""

from itertools import chain
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import F, Q, QuerySet

from phases.models import Membership, ProjectChange
from roles.models import (
    AcceptanceRequest,
    Answer,
    Assignment,
    Comment,
    Notice,
    NoticeChoices,
    Person,
    PersonalLink,
    Position,
    Publication,
    RemovedComment,
    TextBlock,
)
from roles.people.domain.holders import held_by
from roles.privacy.addressed import invitations_to, mail_to

NOBODY = 0  # the login of somebody who has none
_BLOCK = ("field", "name", "text_fr", "text_en")
_PROJECT = {"project_name": F("project__name")}


def person_data(person: Person) -> dict[str, Any]:
    """What is kept, as plain values by kind: texts in French and English, times as times, the oldest first."""
    login = person.user_id or NOBODY
    at_duty = {"project_name": F("duty__project__name"), "code": F("duty__code")}
    held = Position.objects.filter(held_by(pk=person.pk)).select_related("project")
    answers = Answer.objects.filter(person=person).order_by("pk")
    comments = Comment.objects.filter(by=login).order_by("pk")
    invitations = invitations_to(person).order_by("pk")
    removed = RemovedComment.objects.filter(by=login).order_by("pk")
    return {
        "person": _person(person),
        "former_names": list(person.former_names.order_by("pk").values("name", "email")),
        "access": list(Membership.objects.filter(user=login).order_by("pk").values("role", "seen_at", **_PROJECT)),
        "positions": [_position(position) for position in held.order_by("pk")],
        "invitations": list(invitations.values("role", "sent_at", "expires_at", "accepted_at", **_PROJECT)),
        "answers": list(answers.values("letter", "text_fr", "text_en", "reason", "version", "at", **at_duty)),
        "comments": list(comments.values("text", "at", "edited_at", **at_duty)),
        "removed_comments": list(removed.values("text", "at", "edited_at", **_PROJECT)),
        "requests_to_accept": list(_requests(person).values("message", "asked_at", "reminded_at", **_PROJECT)),
        "notices": list(
            Notice.objects.filter(reader=login).order_by("pk").values("kind", "made_at", "read_at", **_PROJECT)
        ),
        "notice_choices": list(NoticeChoices.objects.filter(user=login).values("deliveries", "hour")),
        "kept_mail": list(mail_to(person).order_by("pk").values("subject", "text", "at")),
        "personal_links": list(PersonalLink.objects.filter(person=person).values("expires_at", **_PROJECT)),
        "text_blocks": list(TextBlock.objects.filter(user=login).order_by("pk").values(*_BLOCK)),
        "publications": list(Publication.objects.filter(by=login).order_by("pk").values("published_at", "reason")),
        **_sign_in(login),
        "journal": list(_lines(person, login).values("version", "at", "kind", "label", "old", "new", **_PROJECT)),
    }


def _person(person: Person) -> dict[str, Any]:
    login = {"username": person.user.username, "email": person.user.email} if person.user else None
    profile = str(person.profile) if person.profile else None
    return {"name": person.name, "email": person.email, "active": person.active, "profile": profile, "login": login}


def _sign_in(login: int) -> dict[str, Any]:
    """Where the login is signed in, and what it signs in by beside its password."""
    providers = SocialAccount.objects.filter(user=login).order_by("pk")
    factors = Authenticator.objects.filter(user=login).order_by("pk")
    sessions = UserSession.objects.filter(user=login).order_by("pk")
    return {
        "providers": list(providers.values("provider", "uid", "date_joined", "extra_data")),
        "factors": list(factors.values("type", "created_at", "last_used_at")),
        "sessions": list(sessions.values("created_at", "last_seen_at", "ip", "user_agent")),
    }


def _position(position: Position) -> dict[str, Any]:
    """A position they hold, with its letters."""
    letters = Assignment.objects.filter(position=position).order_by("duty__order", "pk")
    words = {"code": F("duty__code"), "text_fr": F("duty__text_fr"), "text_en": F("duty__text_en")}
    return {
        "project_name": position.project.name,
        "title_fr": position.title_fr,
        "title_en": position.title_en,
        "letters": list(letters.values("letter", **words)),
    }


def _requests(person: Person) -> QuerySet[AcceptanceRequest]:
    return AcceptanceRequest.objects.filter(person=person).order_by("pk")


def _lines(person: Person, login: int) -> QuerySet[ProjectChange]:
    """What they changed, and the lines that say their name or e-mail."""
    told = Q(by=login)
    former = chain.from_iterable(person.former_names.values_list("name", "email"))
    for word in filter(None, {person.name, person.email, *former}):
        told |= Q(label__contains=word) | Q(old__contains=word) | Q(new__contains=word)
    return ProjectChange.objects.filter(told).order_by("pk")
