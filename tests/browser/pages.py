"""Every page there is, by a short name: who reads it and where it stands in the demonstration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from phases.access.invitations import invite, open_invitations
from phases.access.invitations import revoke as revoke_invitation
from phases.access.invitations import token_of as token_of_invitation
from phases.archive.domain import PATIENCE, delete_archive, keep_entry, new_archive
from phases.archive.prepared import ask_for
from phases.enums import Role
from phases.models import ArchiveEntry, Framework, Invitation, Membership, PreparedFile, Project
from phases.projects.domain import create_project
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

EMPTY = "Projet vide"
_TOLD = (NoticeKind.INVITED, NoticeKind.ASKED, NoticeKind.LETTER, NoticeKind.ANSWER)


@dataclass(frozen=True)
class World:
    """The demonstration project, and one of the same lead that has nothing in it yet."""

    project: Project
    empty: Project

    @property
    def lead(self) -> User:
        """The owner of both projects."""
        return User.objects.get(username="lead@demo.example")

    @property
    def editor(self) -> User:
        """Who edits the first project."""
        return User.objects.get(username="editor@demo.example")

    def reader(self, name: str) -> User | None:
        """One of the demonstration's readers, or nobody."""
        return User.objects.get(username=f"{name}@demo.example") if name else None


@dataclass(frozen=True)
class PageOf:
    """A page: its reader ("" is anonymous), its URL name and what it needs, and the status it answers."""

    reader: str
    name: str
    arguments: Callable[[World], list[int | str]] = lambda world: []
    query: str | Callable[[World], str] = ""
    status: int = 200

    def path(self, world: World, language: str) -> str:
        """Its path in that language."""
        with override(language):
            query = self.query(world) if callable(self.query) else self.query
            return reverse(self.name, args=self.arguments(world)) + query


def _project(world: World) -> list[int | str]:
    return [world.project.pk]


def _empty(world: World) -> list[int | str]:
    return [world.empty.pk]


def _missing(world: World) -> list[int | str]:
    return [987_654]


def _position(world: World) -> list[int | str]:
    return [world.project.pk, world.project.positions.order_by("order")[1].pk]


def _duty(world: World) -> list[int | str]:
    return [world.project.pk, world.project.duties.order_by("order")[1].pk]


def _member(world: World) -> list[int | str]:
    return [world.project.pk, world.project.memberships.order_by("-role")[1].pk]


def _token(world: World, days: int = 30) -> str:
    """A share link that works, or that has expired for a negative number of days."""
    expires_at = timezone.now() + timedelta(days=days)
    return make_share_link(world.project.pk, world.lead, "Cliente", expires_at, names=True)[1]


def _share_link(world: World) -> list[int | str]:
    _token(world)
    return [world.project.pk, world.project.links.all()[0].pk]


def _invitation(world: World) -> Invitation:
    """One that is open: of the empty project, whose page shows nothing else."""
    kept = open_invitations(world.empty.pk).first()
    return kept or invite(world.empty.pk, world.lead, "zoe.cote@exemple.ca", Role.EDITOR, "fr")


def _revoked_invitation(world: World) -> list[int | str]:
    kept = invite(world.project.pk, world.lead, "zoe.cote@exemple.ca", Role.EDITOR, "fr")
    revoke_invitation(kept, world.lead)
    return [token_of_invitation(kept)]


def _baseline(world: World) -> list[int | str]:
    kept = world.project.baselines.first() or freeze(world.project.pk, world.lead, "Version d’essai")
    return [world.project.pk, kept.pk]


def _link(world: World) -> list[int | str]:
    kept = world.project.personal_links.first() or make_link(world.project.pk, world.lead, _holder(world).pk)
    return [token_of(kept)]


def _holder(world: World) -> Person:
    """One who has no login."""
    return Person.objects.filter(positions__project=world.project, user=None).order_by("name")[0]


def _answered(world: World) -> list[int | str]:
    """Their link once they have accepted most of what is theirs and objected to some, and one of it has changed."""
    person = _holder(world)
    cells = {held.cell: held.mark for held in part_of(world.project.pk, person).open[:-2]}
    if cells:
        answer(world.project.pk, person, None, cells)
        objected = list(cells.items())[:2]
        answer(world.project.pk, person, None, dict(objected), "Une autre équipe s’en charge déjà")
        Answer.objects.filter(person=person, duty=objected[0][0][0]).update(letter="S", text_fr="Signe", text_en="")
    return _link(world)


def _person(world: World) -> list[int | str]:
    return [_holder(world).pk]


def _with_another(world: World) -> str:
    return f"?with={Person.objects.exclude(pk=_holder(world).pk).order_by('pk')[0].pk}"


def _nothing(_world: World) -> list[int | str]:
    return ["tampered"]


def _talk(world: World) -> list[int | str]:
    duty, position = world.project.duties.order_by("order")[0], world.project.positions.order_by("order")[0]
    if not duty.comments.exists():
        asked = add_comment(world.project.pk, world.lead, (duty.pk, position.pk), "Qui valide ?\nÀ confirmer")
        add_comment(world.project.pk, world.lead, (duty.pk, None), "Une réponse", asked.pk)
    return [world.project.pk, duty.pk]


def _archive(world: World, made: int) -> list[int | str]:
    """The lead's archive, with so many of its two projects made."""
    delete_archive(world.lead)
    for entry_id in new_archive(world.lead, "fr")[:made]:
        keep_entry(entry_id, b"PK", "")
    return []


def _archive_stalled(world: World) -> list[int | str]:
    _archive(world, 1)
    long_ago = timezone.now() - 2 * PATIENCE
    ArchiveEntry.objects.update(asked_at=long_ago)
    ArchiveEntry.objects.exclude(made_at=None).update(made_at=long_ago)
    return []


def _archive_lost(world: World) -> list[int | str]:
    """Ready, but a project in it is one the viewer has lost, and another has failed."""
    viewer = world.reader("viewer")
    assert viewer
    delete_archive(viewer)
    Membership.objects.create(project=world.empty, user=viewer, role=Role.VIEWER)
    for entry_id in new_archive(viewer, "fr"):
        keep_entry(entry_id, b"PK", "PDF : le document n’a pas pu être fait.")
    Membership.objects.filter(project=world.empty, user=viewer).delete()
    return []


def _prepared(world: World, hours: int = 0, **more: Any) -> list[int | str]:
    """A large document of the lead, asked for so long ago; `more` of what is known of it."""
    file, _fresh = ask_for(world.lead, f"/fr/projects/{world.project.pk}/export/pdf/")
    asked = {"asked_at": timezone.now() - timedelta(hours=hours), "begun_at": None, "made_at": None, "size": 0}
    PreparedFile.objects.update(**asked | more)
    return [file.pk]


def _prepared_begun(world: World, hours: int = 0) -> list[int | str]:
    return _prepared(world, hours, begun_at=timezone.now() - timedelta(hours=hours))


def _prepared_made(world: World, size: int) -> list[int | str]:
    return _prepared(world, made_at=timezone.now(), size=size)


def _posting(world: World) -> list[int | str]:
    """The posting of the demonstration, a draft in both languages."""
    kept = Posting.objects.get(project=world.project)
    if kept.state != "draft":
        reopen(kept, world.lead)
    return [kept.pk]


def _public_posting(world: World) -> list[int | str]:
    kept = Posting.objects.get(project=world.project)
    if kept.state == "draft":
        publish(kept, world.lead, public=True)
    return [kept.slug]


def _published_posting(world: World) -> list[int | str]:
    _public_posting(world)
    return [Posting.objects.get(project=world.project).pk]


def _catalogue_posting(world: World) -> list[int | str]:
    """A draft without a project."""
    kept = Posting.objects.filter(project=None).first()
    if kept is None:
        framework, hr = world.project.framework, world.reader("hr")
        assert hr
        profile = framework.profiles.get(slug="technicien")
        kept = make_catalogue_posting(framework, hr, Source(profile=profile, twin=True))
    return [kept.pk]


def _notices(world: World) -> list[int | str]:
    """Those of the editor, who is given letters and mentioned."""
    tell([Concern(world.editor.pk, kind, "page", world.project.pk) for kind in _TOLD])
    return []


def _unsubscribe(world: World) -> list[int | str]:
    return [token_of_reader(world.lead)]


def _opened(world: World) -> list[int | str]:
    position = world.project.positions.order_by("order")[1]
    open_to_hr(world.project.pk, world.lead, position.pk, opened=True)
    return [position.pk]


PAGES = {
    "home": PageOf("", "home"),
    "home-signed-in": PageOf("lead", "home"),
    "home-hr": PageOf("hr", "home", lambda world: _opened(world)[:0]),
    "home-holder": PageOf("holder", "home"),
    "profiles": PageOf("", "profiles"),
    "profiles-search": PageOf("", "profiles", query="?q=donnees"),
    "profiles-nothing": PageOf("", "profiles", query="?q=zzz"),
    "profile": PageOf("", "profile", lambda world: ["universitaire"]),
    "frameworks": PageOf("hr", "frameworks"),
    "frameworks-refused": PageOf("lead", "frameworks", status=403),
    "projects": PageOf("lead", "projects"),
    "projects-none": PageOf("hr", "projects"),
    "archive": PageOf("editor", "archive"),
    "archive-none": PageOf("hr", "archive"),
    "archive-making": PageOf("lead", "archive", lambda world: _archive(world, 1)),
    "archive-stalled": PageOf("lead", "archive", _archive_stalled),
    "archive-ready": PageOf("lead", "archive", lambda world: _archive(world, 2)),
    "archive-lost": PageOf("viewer", "archive", _archive_lost),
    "prepared": PageOf("lead", "prepared", _prepared),
    "prepared-begun": PageOf("lead", "prepared", _prepared_begun),
    "prepared-unbegun": PageOf("lead", "prepared", lambda world: _prepared(world, 1)),
    "prepared-stalled": PageOf("lead", "prepared", lambda world: _prepared_begun(world, 1)),
    "prepared-ready": PageOf("lead", "prepared", lambda world: _prepared_made(world, 1_500_000)),
    "prepared-failed": PageOf("lead", "prepared", lambda world: _prepared_made(world, 0)),
    "project-new": PageOf("lead", "project-new"),
    "project-file": PageOf("lead", "project-file"),
    "project-sheet": PageOf("lead", "project-sheet"),
    "project": PageOf("lead", "project", _project),
    "project-view": PageOf("viewer", "project", _project),
    "project-filtered": PageOf("lead", "project", _project, "?q=donnees"),
    "project-nothing": PageOf("lead", "project", _project, "?q=zzz"),
    "project-empty": PageOf("lead", "project", _empty),
    "fill": PageOf("editor", "fill", _project),
    "fill-empty": PageOf("lead", "fill", _empty),
    "fill-refused": PageOf("editor", "fill", _project, "?kind=copy&source=x"),
    "duty-row": PageOf("editor", "duty-row", _duty),
    "findings": PageOf("lead", "findings", _project),
    "findings-viewer": PageOf("viewer", "findings", _project),
    "findings-empty": PageOf("lead", "findings", _empty),
    "finding-dismiss": PageOf("lead", "finding-dismiss", _project, query="?code=H8"),
    "finding-dismiss-refused": PageOf("lead", "finding-dismiss", _project, query="?code=H4", status=409),
    "gap-position": PageOf("lead", "gap-position", _project, query="?gap=R"),
    "gap-position-empty": PageOf("lead", "gap-position", _empty),
    "repair": PageOf("lead", "repair", _project, query="?r=H4-0"),
    "workload": PageOf("lead", "workload", _project),
    "absence": PageOf("lead", "absence", _project, query="?start=2026-12-01&end=2026-12-18"),
    "absence-empty": PageOf("lead", "absence", _empty),
    "workload-empty": PageOf("lead", "workload", _empty),
    "people": PageOf("lead", "people"),
    "people-hr": PageOf("hr", "people", query="?show=all"),
    "people-doubles": PageOf("hr", "people", query="?show=doubles"),
    "people-nobody": PageOf("hr", "people", query="?q=zzz"),
    "people-refused": PageOf("viewer", "people", status=403),
    "people-load": PageOf("lead", "people-load"),
    "people-load-viewer": PageOf("viewer", "people-load"),
    "people-load-hr": PageOf("hr", "people-load"),
    "person": PageOf("hr", "person", _person),
    "person-lead": PageOf("lead", "person", _person),
    "person-new": PageOf("hr", "person-new"),
    "person-merge": PageOf("hr", "person-merge", _person),
    "person-merge-found": PageOf("hr", "person-merge", _person, query="?q=a"),
    "person-merge-with": PageOf("hr", "person-merge", _person, query=_with_another),
    "person-erase": PageOf("hr", "person-erase", _person),
    "account-roles": PageOf("hr", "account-roles"),
    "account-roles-nobody": PageOf("hr", "account-roles", query="?q=zzz"),
    "account-roles-refused": PageOf("lead", "account-roles", status=403),
    "account-role": PageOf("hr", "account-role", lambda world: [world.lead.pk, "hr"]),
    "privacy": PageOf("", "privacy"),
    "security-log": PageOf("administrator", "security-log"),
    "security-log-refused": PageOf("hr", "security-log", status=403),
    "notices": PageOf("editor", "notices", _notices),
    "notices-none": PageOf("hr", "notices"),
    "notices-unsubscribe": PageOf("", "notices-unsubscribe", _unsubscribe),
    "people-import": PageOf("hr", "people-import"),
    "suggestions": PageOf("lead", "suggestions", _project),
    "comments": PageOf("lead", "comments", lambda world: _talk(world)[:1]),
    "comments-none": PageOf("lead", "comments", _empty),
    "duty-comments": PageOf("lead", "duty-comments", _talk),
    "duty-comments-viewer": PageOf("viewer", "duty-comments", _talk),
    "history": PageOf("lead", "history", _project),
    "history-nothing": PageOf("lead", "history", _project, "?since=2199-01-01"),
    "version": PageOf("viewer", "version", lambda world: [world.project.pk, 2]),
    "version-empty": PageOf("lead", "version", lambda world: [world.empty.pk, 1]),
    "project-import": PageOf("editor", "project-import", _project),
    "baselines": PageOf("lead", "baselines", _project),
    "baselines-empty": PageOf("lead", "baselines", _empty),
    "baseline": PageOf("viewer", "baseline", _baseline),
    "compare": PageOf("viewer", "compare", _project, "?from=5&to=now"),
    "compare-same": PageOf("lead", "compare", _project, "?from=now&to=now"),
    "compare-unknown": PageOf("lead", "compare", _project, "?from=99999&to=now", status=404),
    "acceptance": PageOf("lead", "acceptance", _project),
    "acceptance-viewer": PageOf("viewer", "acceptance", _project),
    "acceptance-empty": PageOf("lead", "acceptance", _empty),
    "acceptance-ask": PageOf("lead", "acceptance-ask", _project),
    "acceptance-ask-nobody": PageOf("lead", "acceptance-ask", _empty),
    "mine": PageOf("viewer", "mine", _project),
    "linked": PageOf("", "linked", _link),
    "linked-answered": PageOf("", "linked", _answered),
    "link-gone": PageOf("", "linked", _nothing, status=404),
    "position-sheet": PageOf("viewer", "position-sheet", _position),
    "positions": PageOf("lead", "positions", _project),
    "positions-viewer": PageOf("viewer", "positions", _project),
    "positions-empty": PageOf("lead", "positions", _empty),
    "position": PageOf("lead", "position", _position),
    "position-new": PageOf("lead", "position-new", _project),
    "position-remove": PageOf("lead", "position-remove", _position),
    "duties": PageOf("lead", "duties", _project),
    "duties-empty": PageOf("lead", "duties", _empty),
    "duties-viewer": PageOf("viewer", "duties", _project),
    "duty-new": PageOf("lead", "duty-new", _project),
    "duty-edit": PageOf("lead", "duty-edit", _duty),
    "duty-applies": PageOf("lead", "duty-applies", _duty),
    "duty-remove": PageOf("lead", "duty-remove", _duty),
    "members": PageOf("lead", "members", _project),
    "members-viewer": PageOf("viewer", "members", _project),
    "members-invited": PageOf("lead", "members", lambda world: [_invitation(world).project_id]),
    "invitation": PageOf("", "invitation", lambda world: [token_of_invitation(_invitation(world))]),
    "invitation-of-another": PageOf("hr", "invitation", lambda world: [token_of_invitation(_invitation(world))]),
    "invitation-revoked": PageOf("", "invitation", _revoked_invitation, status=404),
    "invitation-gone": PageOf("", "invitation", _nothing, status=404),
    "share-links": PageOf("lead", "share-links", lambda world: _share_link(world)[:1]),
    "share-links-viewer": PageOf("viewer", "share-links", lambda world: _share_link(world)[:1]),
    "share-links-empty": PageOf("lead", "share-links", _empty),
    "share-link-revoke": PageOf("lead", "share-link-revoke", _share_link),
    "shared": PageOf("", "shared", lambda world: [_token(world)]),
    "shared-nothing": PageOf("", "shared", lambda world: [_token(world)], "?q=zzz"),
    "shared-gone": PageOf("", "shared", lambda world: [_token(world, -1)], status=404),
    "postings": PageOf("lead", "postings", _project),
    "postings-viewer": PageOf("viewer", "postings", _project),
    "postings-none": PageOf("lead", "postings", _empty),
    "postings-mine": PageOf("lead", "postings-mine"),
    "postings-mine-hr": PageOf("hr", "postings-mine", lambda world: _opened(world)[:0]),
    "postings-mine-nothing": PageOf("lead", "postings-mine", query="?q=zzz"),
    "posting-from-catalogue": PageOf("hr", "posting-from-catalogue", query="?profile=technicien"),
    "posting-from-catalogue-refused": PageOf("lead", "posting-from-catalogue", status=403),
    "posting-without-project": PageOf("hr", "posting", _catalogue_posting),
    "posting-without-project-edit": PageOf("hr", "posting-edit", _catalogue_posting),
    "posting-opened": PageOf("hr", "posting-opened", _opened),
    "posting-new": PageOf("lead", "posting-new", _project),
    "posting": PageOf("lead", "posting", _posting),
    "posting-published": PageOf("lead", "posting", _published_posting),
    "publications": PageOf("lead", "publications", lambda world: _public_posting(world)[:0]),
    "publications-none": PageOf("holder", "publications"),
    "posting-edit": PageOf("editor", "posting-edit", _posting),
    "posting-public": PageOf("", "posting-public", _public_posting),
    "posting-gone": PageOf("", "posting-public", lambda world: ["gone"], status=404),
    "member-remove": PageOf("lead", "member-remove", _member),
    "member-leave": PageOf("viewer", "leave", _project),
    "project-settings": PageOf("lead", "project-settings", _project),
    "project-settings-viewer": PageOf("viewer", "project-settings", _project),
    "version-restore": PageOf("lead", "version-restore", lambda world: [world.project.pk, 1]),
    "project-duplicate": PageOf("lead", "project-duplicate", _project),
    "project-delete": PageOf("lead", "project-delete", _project),
    "login": PageOf("", "account_login"),
    "signup": PageOf("", "account_signup"),
    "logout": PageOf("lead", "account_logout"),
    "password-reset": PageOf("", "account_reset_password"),
    "password-reset-done": PageOf("", "account_reset_password_done"),
    "account": PageOf("viewer", "account"),
    "sessions": PageOf("lead", "account-sessions"),
    "two-factor": PageOf("lead", "mfa_index"),
    "two-factor-app": PageOf("lead", "mfa_activate_totp"),
    "two-factor-keys": PageOf("lead", "mfa_list_webauthn"),
    "two-factor-key-new": PageOf("lead", "mfa_add_webauthn"),
    "two-factor-codes-new": PageOf("lead", "mfa_generate_recovery_codes"),
    "account-name": PageOf("lead", "account-name"),
    "email": PageOf("lead", "account_email"),
    "password-set": PageOf("lead", "account_set_password"),
    "confirm-email": PageOf("", "account_email_verification_sent"),
    "inactive": PageOf("", "account_inactive"),
    "error-403": PageOf("viewer", "project-delete", _project, status=403),
    "error-404": PageOf("lead", "project", _missing, status=404),
}


def make_world() -> World:
    """The demonstration as `make run` makes it."""
    call_command("load_catalogue", stdout=StringIO())
    call_command("seed_demo", stdout=StringIO())
    lead = User.objects.get(username="lead@demo.example")
    framework = Framework.objects.get()
    create_project(lead, framework, framework.phases.all(), EMPTY)
    world = made_world()
    _lived_in(world.project)
    return world


def _lived_in(project: Project) -> None:
    """Its duties have descriptions, and its review is long due."""
    address = f"https://guide.exemple.ca/{'prevision-de-la-demande-' * 9}"
    project.duties.filter(order__lte=2).update(description_fr=f"Voir :\n{address}", description_en=f"See:\n{address}")
    rules, long_ago = project.rules | {"review_every": 91, "descriptions": True}, timezone.now() - timedelta(days=120)
    Project.objects.filter(pk=project.pk).update(rules=rules, created_at=long_ago)


def made_world() -> World:
    """The demonstration once it is made; `holder` holds a position and is no member; there is an administrator, too."""
    world = World(Project.objects.exclude(name=EMPTY).get(), Project.objects.get(name=EMPTY))
    user, made = User.objects.get_or_create(username="holder@demo.example", email="holder@demo.example")
    if made:
        Person.objects.filter(pk=_holder(world).pk).update(user=user)
    name = "administrator@demo.example"
    User.objects.get_or_create(username=name, email=name, is_superuser=True, is_staff=True)
    return world
