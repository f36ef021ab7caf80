"""What stands in the address of a page, made where the demonstration does not have it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from phases.access.invitations import invite, open_invitations
from phases.access.invitations import revoke as revoke_invitation
from phases.access.invitations import token_of as token_of_invitation
from phases.archive.domain import PATIENCE, delete_archive, keep_entry, new_archive
from phases.archive.prepared import ask_for
from phases.enums import Role
from phases.models import ArchiveEntry, Invitation, Membership, PreparedFile
from phases.sharing.domain import make_link as make_share_link
from roles.acceptance.domain.answers import answer, part_of
from roles.acceptance.domain.personal_links import make_link, token_of
from roles.comments.domain import add_comment
from roles.enums import NoticeKind
from roles.history.domain.baselines import freeze
from roles.models import Answer, Person, Posting
from roles.notices.domain.choices import token_of as token_of_reader
from roles.notices.domain.concern import Concern
from roles.notices.domain.making import tell
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import Source, make_catalogue_posting, publish, reopen
from tests.browser.world import World, holder

_TOLD = (NoticeKind.INVITED, NoticeKind.ASKED, NoticeKind.LETTER, NoticeKind.ANSWER)


def project(world: World) -> list[int | str]:
    return [world.project.pk]


def empty(world: World) -> list[int | str]:
    return [world.empty.pk]


def missing(world: World) -> list[int | str]:
    return [987_654]


def position(world: World) -> list[int | str]:
    return [world.project.pk, world.project.positions.order_by("order")[1].pk]


def duty(world: World) -> list[int | str]:
    return [world.project.pk, world.project.duties.order_by("order")[1].pk]


def member(world: World) -> list[int | str]:
    return [world.project.pk, world.project.memberships.order_by("-role")[1].pk]


def token(world: World, days: int = 30) -> str:
    """A share link that works, or that has expired for a negative number of days."""
    expires_at = timezone.now() + timedelta(days=days)
    return make_share_link(world.project.pk, world.lead, "Cliente", expires_at, names=True)[1]


def share_link(world: World) -> list[int | str]:
    token(world)
    return [world.project.pk, world.project.links.all()[0].pk]


def invitation(world: World) -> Invitation:
    """One that is open: of the empty project, whose page shows nothing else."""
    kept = open_invitations(world.empty.pk).first()
    return kept or invite(world.empty.pk, world.lead, "zoe.cote@exemple.ca", Role.EDITOR, "fr")


def revoked_invitation(world: World) -> list[int | str]:
    kept = invite(world.project.pk, world.lead, "zoe.cote@exemple.ca", Role.EDITOR, "fr")
    revoke_invitation(kept, world.lead)
    return [token_of_invitation(kept)]


def baseline(world: World) -> list[int | str]:
    kept = world.project.baselines.first() or freeze(world.project.pk, world.lead, "Version d’essai")
    return [world.project.pk, kept.pk]


def link(world: World) -> list[int | str]:
    kept = world.project.personal_links.first() or make_link(world.project.pk, world.lead, holder(world).pk)
    return [token_of(kept)]


def answered(world: World) -> list[int | str]:
    """Their link once they have accepted most of what is theirs and objected to some, and one of it has changed."""
    person = holder(world)
    cells = {held.cell: held.mark for held in part_of(world.project.pk, person).open[:-2]}
    if cells:
        answer(world.project.pk, person, None, cells)
        objected = list(cells.items())[:2]
        answer(world.project.pk, person, None, dict(objected), "Une autre équipe s’en charge déjà")
        Answer.objects.filter(person=person, duty=objected[0][0][0]).update(letter="S", text_fr="Signe", text_en="")
    return link(world)


def person(world: World) -> list[int | str]:
    return [holder(world).pk]


def with_another(world: World) -> str:
    return f"?with={Person.objects.exclude(pk=holder(world).pk).order_by('pk')[0].pk}"


def nothing(_world: World) -> list[int | str]:
    return ["tampered"]


def talk(world: World) -> list[int | str]:
    duty, position = world.project.duties.order_by("order")[0], world.project.positions.order_by("order")[0]
    if not duty.comments.exists():
        asked = add_comment(world.project.pk, world.lead, (duty.pk, position.pk), "Qui valide ?\nÀ confirmer")
        add_comment(world.project.pk, world.lead, (duty.pk, None), "Une réponse", asked.pk)
    return [world.project.pk, duty.pk]


def archive(world: World, made: int) -> list[int | str]:
    """The lead's archive, with so many of its two projects made."""
    delete_archive(world.lead)
    for entry_id in new_archive(world.lead, "fr")[:made]:
        keep_entry(entry_id, b"PK", "")
    return []


def archive_stalled(world: World) -> list[int | str]:
    archive(world, 1)
    long_ago = timezone.now() - 2 * PATIENCE
    ArchiveEntry.objects.update(asked_at=long_ago)
    ArchiveEntry.objects.exclude(made_at=None).update(made_at=long_ago)
    return []


def archive_lost(world: World) -> list[int | str]:
    """Ready, but a project in it is one the viewer has lost, and another has failed."""
    viewer = world.reader("viewer")
    assert viewer
    delete_archive(viewer)
    Membership.objects.create(project=world.empty, user=viewer, role=Role.VIEWER)
    for entry_id in new_archive(viewer, "fr"):
        keep_entry(entry_id, b"PK", "PDF : le document n’a pas pu être fait.")
    Membership.objects.filter(project=world.empty, user=viewer).delete()
    return []


def prepared(world: World, hours: int = 0, **more: Any) -> list[int | str]:
    """A large document of the lead, asked for so long ago; `more` of what is known of it."""
    file, _fresh = ask_for(world.lead, f"/fr/projects/{world.project.pk}/export/pdf/")
    asked = {"asked_at": timezone.now() - timedelta(hours=hours), "begun_at": None, "made_at": None, "size": 0}
    PreparedFile.objects.update(**asked | more)
    return [file.pk]


def prepared_begun(world: World, hours: int = 0) -> list[int | str]:
    return prepared(world, hours, begun_at=timezone.now() - timedelta(hours=hours))


def prepared_made(world: World, size: int) -> list[int | str]:
    return prepared(world, made_at=timezone.now(), size=size)


def posting(world: World) -> list[int | str]:
    """The posting of the demonstration, a draft in both languages."""
    kept = Posting.objects.get(project=world.project)
    if kept.state != "draft":
        reopen(kept, world.lead)
    return [kept.pk]


def public_posting(world: World) -> list[int | str]:
    kept = Posting.objects.get(project=world.project)
    if kept.state == "draft":
        publish(kept, world.lead, public=True)
    return [kept.slug]


def published_posting(world: World) -> list[int | str]:
    public_posting(world)
    return [Posting.objects.get(project=world.project).pk]


def catalogue_posting(world: World) -> list[int | str]:
    """A draft without a project."""
    kept = Posting.objects.filter(project=None).first()
    if kept is None:
        framework, hr = world.project.framework, world.reader("hr")
        assert hr
        profile = framework.profiles.get(slug="technicien")
        kept = make_catalogue_posting(framework, hr, Source(profile=profile, twin=True))
    return [kept.pk]


def notices(world: World) -> list[int | str]:
    """Those of the editor, who is given letters and mentioned."""
    tell([Concern(world.editor.pk, kind, "page", world.project.pk) for kind in _TOLD])
    return []


def unsubscribe(world: World) -> list[int | str]:
    return [token_of_reader(world.lead)]


def opened(world: World) -> list[int | str]:
    position = world.project.positions.order_by("order")[1]
    open_to_hr(world.project.pk, world.lead, position.pk, opened=True)
    return [position.pk]
