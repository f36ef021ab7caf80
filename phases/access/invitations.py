"""Invitations: a role in a project offered by e-mail, until it is accepted, revoked or too old.

Whoever accepts has confirmed the address: its account had done so, or the link that came to it does.
"""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from aispec.web.fields.days import end_of
from phases.access.members import name_of, note_ended
from phases.enums import ChangeKind, Role
from phases.models import OPEN_INVITATION, Invitation, Membership
from phases.projects.chain import digest_of
from phases.projects.journal import Journal, project_change

ACCEPTED = "invitation"  # in the session: what somebody has accepted who had yet to sign in
LASTS = timedelta(days=14)  # and the rest of the last day
MOST_AN_HOUR = 40
HOUR = 3600
_SIGNER = Signer(salt="phases.invitation", sep=".")


class AlreadyInvited(Exception):
    """An open invitation to this project has the same address."""


class InvitationClosed(Exception):
    """The invitation was accepted or revoked, or has expired."""


class NotInvited(Exception):
    """The account has not confirmed the address of the invitation."""


def invite(project_id: int, by: User, email: str, role: Role, language: str) -> Invitation:
    """Offer a role to an address, in a language. Raises AlreadyInvited."""
    try:
        with project_change(project_id, by) as journal:
            invitation = Invitation.objects.create(
                project_id=project_id,
                email=email.lower(),
                role=role,
                language=language,
                nonce=secrets.token_urlsafe(16),
                by=by,
                expires_at=_end(),
            )
            _note_invited(journal, invitation)
            return invitation
    except IntegrityError as there:
        raise AlreadyInvited from there


def invitation_seal(invitation: Invitation) -> str:
    """What the journal seals of an open invitation: to whom, what it opens and until when; it gives no address away."""
    return digest_of(invitation.nonce, invitation.email, invitation.role, invitation.expires_at.timestamp())


def _note_invited(journal: Journal, invitation: Invitation) -> None:
    data = {"invitation": invitation.pk, "seal": invitation_seal(invitation)}
    journal.add(ChangeKind.MEMBER_INVITED, "", new=Role(invitation.role).name.lower(), data=data)


def _end() -> datetime:
    return end_of(timezone.localdate() + LASTS)


def may_invite(asker: User) -> bool:
    """Whether somebody has not sent too many invitations within the hour.

    Anybody who owns a project learns by inviting whether an e-mail has an account, and lets us write to it: that is for
    colleagues, not for a search. So it holds for addresses with an account, too.
    """
    return bool(cache.get(_counter(asker), 0) < MOST_AN_HOUR)


def count_invitation(asker: User) -> None:
    """Count one that is sent, or tried to be."""
    key = _counter(asker)
    cache.set(key, cache.get(key, 0) + 1, HOUR)


def _counter(asker: User) -> str:
    return f"invitations:{asker.pk}"


def open_invitations(project_id: int) -> QuerySet[Invitation]:
    """Those of a project that were neither accepted nor revoked; they may have expired."""
    rows = Invitation.objects.filter(OPEN_INVITATION, project_id=project_id)
    return rows.select_related("by", "project")


def renew(invitation: Invitation, by: User) -> None:
    """Let an invitation last as long as a new one; its link stays the same."""
    with project_change(invitation.project_id, by) as journal:
        invitation.expires_at = _end()
        invitation.save(update_fields=["expires_at"])
        _note_invited(journal, invitation)


def note_sent(invitation: Invitation) -> None:
    """Remember that its mail has left."""
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])


def revoke(invitation: Invitation, by: User) -> None:
    """End an open invitation for good."""
    with project_change(invitation.project_id, by) as journal:
        if open_invitations(invitation.project_id).filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            note_ended(journal, invitation)


def token_of(invitation: Invitation) -> str:
    """What the address of an invitation carries."""
    return _SIGNER.sign(invitation.nonce)


def invitation_of(token: str) -> Invitation | None:
    """The invitation of an address, whatever has become of it."""
    try:
        nonce = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return Invitation.objects.select_related("by", "project").filter(nonce=nonce).first()


def invited_address(session: SessionBase) -> str:
    """The address that an invitation came to which was accepted in this session, "" where none still works."""
    found = Invitation.objects.filter(nonce=session.get(ACCEPTED) or "").first()
    return found.email if found and found.works else ""


def accept(invitation: Invitation, user: User) -> None:
    """Give the account the role that was offered; one that has access keeps its own.

    Raises NotInvited and InvitationClosed.
    """
    if not EmailAddress.objects.filter(user=user, email=invitation.email, verified=True).exists():
        raise NotInvited
    with project_change(invitation.project_id, user) as journal:
        if not Invitation.objects.get(pk=invitation.pk).works:
            raise InvitationClosed
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
        role = Role(invitation.role)
        _, created = Membership.objects.get_or_create(
            project_id=invitation.project_id, user=user, defaults={"role": role}
        )
        if created:
            by = name_of(invitation.by) if invitation.by else ""
            data = {"user": user.pk, "invitation": invitation.pk}
            journal.add(ChangeKind.MEMBER_JOINED, name_of(user), by, role.name.lower(), data=data)
        else:
            note_ended(journal, invitation)
