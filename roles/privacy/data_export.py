"""All that is kept about somebody, for them to have: the counterpart of `roles.privacy.erasure`.

Source of the rule: the right of access and to portability, Law 25 in Québec and the GDPR, articles 15 and 20.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import F, Q, QuerySet

from aispec.web.models import AccountSettings
from phases.models import ArchiveEntry, Baseline, Invitation, Membership, PreparedFile, ProjectChange, ShareLink
from roles.models import (
    AcceptanceRequest,
    Answer,
    Assignment,
    Comment,
    FindingDismissal,
    LoginChange,
    Notice,
    NoticeChoices,
    PersonalLink,
    Position,
    Publication,
    RemovedComment,
    SecurityEvent,
    TextBlock,
)
from roles.people.domain.holders import held_by
from roles.privacy.mentions import mentions
from roles.privacy.subject import Subject

_PROJECT = {"project_name": F("project__name")}
_DUTY = {"project_name": F("duty__project__name"), "code": F("duty__code")}
Part = list[dict[str, Any]]


def subject_data(subject: Subject, *, everywhere: bool = True) -> dict[str, Any]:
    """What is kept, as plain values by kind: texts in French and English, times as times, the oldest first.

    With `everywhere`, the lines of all journals and all texts that name them; without it, of the projects that they may
    read, and of journals where they hold a position: whoever asks for themselves could have chosen any word as their
    name.
    """
    return {
        "person": _person(subject),
        "former_names": _values(subject.person.former_names, "name", "email") if subject.person else [],
        **_in_projects(subject),
        **_made_by(subject.login),
        **_of_login(subject.login),
        "kept_mail": _values(subject.mail(), "subject", "text", "at"),
        "mentions": mentions(subject, everywhere=everywhere),
        "journal": _values(_lines(subject, everywhere), "version", "at", "kind", "label", "old", "new", **_PROJECT),
    }


def _values(rows: Any, *names: str, **more: F) -> Part:
    return list(rows.order_by("pk").values(*names, **more))


def _person(subject: Subject) -> dict[str, Any]:
    person, user = subject.person, subject.user
    login = user and {
        "username": user.username,
        "email": user.email,
        "name": user.get_full_name(),
        "made_at": user.date_joined,
        "last_sign_in": user.last_login,
        "administrator": user.is_superuser,
        "groups": list(user.groups.values_list("name", flat=True)),
    }
    profile = str(person.profile) if person and person.profile else None
    known = {"name": person.name, "email": person.email, "active": person.active} if person else {}
    return {**known, "profile": profile, "login": login}


def _in_projects(subject: Subject) -> dict[str, Any]:
    """What they hold and say, and what was sent to them."""
    held = Position.objects.filter(held_by(pk=subject.person_id)).select_related("project")
    of_person = {"person": subject.person_id}
    return {
        "positions": [_position(position) for position in held.order_by("pk")],
        "answers": _values(
            Answer.objects.filter(**of_person), "letter", "text_fr", "text_en", "reason", "version", "at", **_DUTY
        ),
        "requests_to_accept": _values(
            AcceptanceRequest.objects.filter(**of_person), "message", "asked_at", "reminded_at", **_PROJECT
        ),
        "personal_links": _values(PersonalLink.objects.filter(**of_person), "expires_at", **_PROJECT),
        "invitations": _values(subject.invitations(), "role", "sent_at", "expires_at", "accepted_at", **_PROJECT),
    }


def _made_by(login: int) -> dict[str, Any]:
    """What their account may open, and has written, sent and made."""
    by = {"by": login}
    files = [("archive", ArchiveEntry, "project__name"), ("document", PreparedFile, "address")]
    return {
        "access": _values(Membership.objects.filter(user=login), "role", "seen_at", "layout", **_PROJECT),
        "comments": _values(Comment.objects.filter(**by), "text", "at", "edited_at", **_DUTY),
        "removed_comments": _values(RemovedComment.objects.filter(**by), "text", "at", "edited_at", **_PROJECT),
        "dismissals": _values(FindingDismissal.objects.filter(**by), "key", "reason", "at", **_PROJECT),
        "frozen_versions": _values(Baseline.objects.filter(**by), "name", "note", "approved", "at", **_PROJECT),
        "share_links": _values(ShareLink.objects.filter(**by), "label", "at", "expires_at", "revoked_at", **_PROJECT),
        "requests_sent": _values(AcceptanceRequest.objects.filter(**by), "message", "asked_at", **_PROJECT),
        "invitations_sent": _values(Invitation.objects.filter(**by), "role", "sent_at", "expires_at", **_PROJECT),
        "publications": _values(Publication.objects.filter(**by), "published_at", "reason", **_PROJECT),
        "text_blocks": _values(TextBlock.objects.filter(user=login), "field", "name", "text_fr", "text_en"),
        "files": [
            {"kind": kind, "of": of, "asked_at": at}
            for kind, model, name in files
            for of, at in model._default_manager.filter(owner=login).order_by("pk").values_list(name, "asked_at")
        ],
    }


def _of_login(login: int) -> dict[str, Any]:
    """What their account was told and has chosen, where and by what it signs in, and what it did beside projects."""
    return {
        "notices": _values(Notice.objects.filter(reader=login), "kind", "made_at", "read_at", **_PROJECT),
        "notice_choices": _values(NoticeChoices.objects.filter(user=login), "deliveries", "hour"),
        "settings": _values(AccountSettings.objects.filter(user=login), "language"),
        "addresses": _values(EmailAddress.objects.filter(user=login), "email", "verified", "primary"),
        "providers": _values(SocialAccount.objects.filter(user=login), "provider", "uid", "date_joined", "extra_data"),
        "factors": _values(Authenticator.objects.filter(user=login), "type", "created_at", "last_used_at"),
        "sessions": _values(UserSession.objects.filter(user=login), "created_at", "last_seen_at", "ip", "user_agent"),
        "security_log": _values(
            SecurityEvent.objects.filter(Q(by=login) | Q(account=login)), "at", "kind", "detail", "network", **_PROJECT
        ),
        "login_changes": _values(LoginChange.objects.filter(account=login), "at", "kind"),
        "administration": _values(
            LogEntry.objects.filter(user=login), "action_time", "action_flag", "object_repr", "change_message"
        ),
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


def _lines(subject: Subject, everywhere: bool) -> QuerySet[ProjectChange]:
    """What they changed, and the lines that say their name or e-mail."""
    told = Q(by=subject.login)
    reached = Q() if everywhere else _reached(subject)
    for word in subject.names() | subject.emails():
        told |= reached & (Q(label__icontains=word) | Q(old__icontains=word) | Q(new__icontains=word))
    return ProjectChange.objects.filter(told)


def _reached(subject: Subject) -> Q:
    """The projects that they may read, or hold a position in."""
    read = Membership.objects.filter(user=subject.login).values("project")
    held = Position.objects.filter(held_by(pk=subject.person_id)).values("project")
    return Q(project__in=read) | Q(project__in=held)
