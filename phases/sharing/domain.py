"""Share links: whoever has one reads the matrix, until it expires or is revoked."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.models import User
from django.utils import timezone

from aispec.web.fields.days import last_day
from aispec.web.operations.unavailable import dispensable
from phases.enums import ChangeKind
from phases.models import ShareLink
from phases.projects.chain import digest_of
from phases.projects.journal import project_change

TOKEN_BYTES = 32  # 256 bits: no link is ever guessed, so guesses need not be counted


def make_link(project_id: int, by: User, label: str, expires_at: datetime, *, names: bool) -> tuple[ShareLink, str]:
    """A new link and its token, which is known now and never again. Raises Project.DoesNotExist."""
    token = token_urlsafe(TOKEN_BYTES)
    with project_change(project_id, by) as journal:
        link = ShareLink.objects.create(
            project_id=project_id, token_hash=_hash(token), label=label, names=names, by=by, expires_at=expires_at
        )
        until = last_day(expires_at).isoformat()
        data = {"link": link.pk, "names": names, "seal": link_seal(link)}
        journal.add(ChangeKind.LINK_MADE, label, new=until, data=data)
    return link, token


def revoke_link(project_id: int, by: User, link_id: int) -> None:
    """End a link for good; one that was revoked before stays as it is. Raises ShareLink.DoesNotExist."""
    with project_change(project_id, by) as journal:
        link = ShareLink.objects.get(pk=link_id, project_id=project_id)
        if link.revoked_at is None:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
            journal.add(ChangeKind.LINK_REVOKED, link.label, data={"link": link.pk})


def open_link(token: str) -> ShareLink | None:
    """The link of a token if it still works (one query, and once a day another that notes the day).

    It is looked up by the hash of the token: how long that takes says nothing about any token.
    """
    link = ShareLink.objects.filter(token_hash=_hash(token)).first()
    if link is None or not link.works:
        return None
    today = timezone.localdate()
    if link.last_used_on != today:
        with dispensable():
            ShareLink.objects.filter(pk=link.pk).update(last_used_on=today)
    return link


def link_seal(link: ShareLink) -> str:
    """What the journal seals of a link: what it opens and until when."""
    return digest_of(link.token_hash, link.names, link.expires_at.timestamp())


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
