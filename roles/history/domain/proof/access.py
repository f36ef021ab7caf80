"""Who has access, and by which invitations and links."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User

from aispec.web.fields.days import last_day
from phases.access.invitations import invitation_seal, open_invitations
from phases.enums import ChangeKind, Role
from phases.models import Membership, ProjectChange, ShareLink
from phases.sharing.domain import link_seal
from roles.history.domain.proof.records import Lines, compared, of_kinds, same_moment, sealed, written
from roles.matrix.seals import personal_seal
from roles.models import Person, PersonalLink

_OF_MEMBERS = (
    ChangeKind.PROJECT_CREATED, ChangeKind.MEMBER_ADDED, ChangeKind.MEMBER_JOINED, ChangeKind.MEMBER_EDITED,
    ChangeKind.MEMBER_REMOVED,
)  # fmt: skip


def members(project_id: int, lines: Lines) -> Iterator[str]:
    """The accesses; whose account is gone has none."""
    said: dict[int | None, str] = {}
    for kind, line, data in of_kinds(lines, *_OF_MEMBERS):
        if kind == ChangeKind.PROJECT_CREATED:
            said[line.author] = Role.OWNER.name.lower()
        elif kind == ChangeKind.MEMBER_REMOVED:
            said.pop(data["user"], None)
        else:
            said[data["user"]] = line.new
    there = set(User.objects.filter(pk__in=[pk for pk in said if pk]).values_list("pk", flat=True))
    rows = Membership.objects.filter(project_id=project_id).values_list("user_id", "role")
    found = {user: Role(role).name.lower() for user, role in rows}
    yield from compared("access of user", {user: role for user, role in said.items() if user in there}, found)


def invitations(project_id: int, lines: Lines) -> Iterator[str]:
    """Those that are open were sent as they are; one that was ended or erased opens nothing, whatever it says."""
    said: dict[int, str] = {}
    whole = bool(lines) and "facts" in (lines[0].data or {})  # whether all were noted; those of before were not
    made: dict[int, ProjectChange] = {}
    ending = (ChangeKind.MEMBER_UNINVITED, ChangeKind.MEMBER_JOINED)
    for kind, line, data in of_kinds(lines, ChangeKind.MEMBER_INVITED, *ending):
        pk = data.get("invitation", 0)  # older lines do not say by which somebody has joined
        said[pk] = data["seal"] if kind == ChangeKind.MEMBER_INVITED else "ended"
        made.setdefault(pk, line)
    rows = {row.pk: row for row in open_invitations(project_id) if whole or row.pk in said}
    found = {pk: invitation_seal(row) for pk, row in rows.items()}
    yield from compared("invitation", {pk: said[pk] for pk in rows if pk in said}, found)
    yield from written("invitation", made, rows)


def share_links(project_id: int, lines: Lines) -> Iterator[str]:
    """The links to the matrix."""
    said: dict[int, tuple[Any, ...]] = {}
    made: dict[int, ProjectChange] = {}
    rows = {link.pk: link for link in ShareLink.objects.filter(project_id=project_id)}
    for kind, line, data in of_kinds(lines, ChangeKind.LINK_MADE, ChangeKind.LINK_REVOKED):
        pk = data["link"]
        if kind == ChangeKind.LINK_MADE:
            seal = data.get("seal", sealed(rows.get(pk), link_seal))
            said[pk], made[pk] = (line.label, line.new, data["names"], seal, "open"), line
        elif pk in said:
            revoked = pk in rows and same_moment(rows[pk].revoked_at, line.at)
            said[pk] = (*said[pk][:4], str(rows[pk].revoked_at if revoked else line.at))
    found = {
        pk: (row.label, last_day(row.expires_at).isoformat(), row.names, link_seal(row), str(row.revoked_at or "open"))
        for pk, row in rows.items()
    }
    yield from compared("share link", said, found)
    yield from written("share link", made, rows)


def personal_links(project_id: int, lines: Lines) -> Iterator[str]:
    """The links of holders to their own duties; those of people who were erased are gone."""
    rows = {link.person_id: link for link in PersonalLink.objects.filter(project_id=project_id)}
    said: dict[int, str] = {}
    made: dict[int, ProjectChange] = {}
    about = (ChangeKind.PERSONAL_LINK_MADE, ChangeKind.PERSONAL_LINK_REVOKED, ChangeKind.PEOPLE_MERGED)
    for kind, line, data in of_kinds(lines, *about):
        person = data["person"]
        if kind == ChangeKind.PERSONAL_LINK_MADE:
            made[person] = line
            said[person] = data.get("seal", sealed(rows.get(person), personal_seal))
        elif kind == ChangeKind.PEOPLE_MERGED:
            seal = said.pop(data["was"], "")
            if data["link"]:
                said[person] = seal
                made |= {person: made[data["was"]]} if data["was"] in made else {}
        else:
            said.pop(person, None)
    there = set(Person.objects.filter(pk__in=said).values_list("pk", flat=True))
    said = {person: seal for person, seal in said.items() if person in there}
    yield from compared("personal link of person", said, {pk: personal_seal(row) for pk, row in rows.items()})
    yield from written("personal link of person", made, rows)
