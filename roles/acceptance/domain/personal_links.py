"""Personal links, to the page of one holder: made by editors, signed, expiring, revocable.

The database alone opens nothing: an address needs the signature, which needs the server's key. So an editor
may copy a link again for as long as it lasts.
"""

import secrets
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from phases.enums import ChangeKind, Role
from phases.models import Membership
from phases.projects.journal import Journal, project_change
from roles.matrix.seals import personal_seal
from roles.models import Person, PersonalLink
from roles.people.domain.holders import who_hold
from roles.people.domain.logins import EDITS

LASTS = timedelta(days=30)
_SIGNER = Signer(salt="roles.personal-link", sep=".")


class NoSuchLink(Exception):
    """The link has expired, was revoked, was never made, or leads to somebody who holds nothing any more."""


def make_link(project_id: int, user: User, person_id: int) -> PersonalLink:
    """A link for a holder of this project; an earlier one ends. Raises Person.DoesNotExist."""
    with project_change(project_id, user) as journal:
        return new_link(journal, _holder(project_id, person_id))


def new_link(journal: Journal, person: Person) -> PersonalLink:
    """A link for a holder, inside the change that this journal is of; an earlier one ends."""
    link, _made = PersonalLink.objects.update_or_create(
        project_id=journal.project_id,
        person=person,
        defaults={
            "nonce": secrets.token_urlsafe(16),
            "by_id": journal.user_id,
            "expires_at": timezone.now() + LASTS,
        },
    )
    journal.add(ChangeKind.PERSONAL_LINK_MADE, person.name, data={"person": person.pk, "seal": personal_seal(link)})
    return link


def revoke_link(project_id: int, user: User, person_id: int) -> None:
    """End a link; nothing happens where there is none."""
    with project_change(project_id, user) as journal:
        link = PersonalLink.objects.select_related("person").filter(project_id=project_id, person_id=person_id).first()
        if link:
            journal.add(ChangeKind.PERSONAL_LINK_REVOKED, link.person.name, data={"person": person_id})
            link.delete()


def token_of(link: PersonalLink) -> str:
    """What the address of a link carries."""
    return _SIGNER.sign(link.nonce)


def link_of(token: str) -> PersonalLink:
    """The link of an address, with its person and project. Raises NoSuchLink."""
    try:
        nonce = _SIGNER.unsign(token)
    except BadSignature as tampered:
        raise NoSuchLink from tampered
    link = (
        PersonalLink.objects.select_related("person__user", "project")
        .filter(nonce=nonce, expires_at__gt=timezone.now(), person__active=True)
        .first()
    )
    if link is None or not who_hold(project_id=link.project_id).filter(pk=link.person_id).exists():
        raise NoSuchLink
    return link


def makes_links(user: User | AnonymousUser, project_id: int) -> bool:
    """Whether somebody could make a link of another for themself, as editors do, or have one sent to an e-mail."""
    editor = Membership.objects.filter(project_id=project_id, user_id=user.pk or 0, role__gte=Role.EDITOR)
    return user.has_perm(EDITS) or editor.exists()


def links(project_id: int) -> dict[int, PersonalLink]:
    """By person, the links of a project that still lead somewhere (one query)."""
    rows = PersonalLink.objects.filter(project_id=project_id, expires_at__gt=timezone.now(), person__active=True)
    return {link.person_id: link for link in rows}


def _holder(project_id: int, person_id: int) -> Person:
    """Somebody active who holds a position here. Raises Person.DoesNotExist."""
    return who_hold(project_id=project_id).filter(active=True).get(pk=person_id)
