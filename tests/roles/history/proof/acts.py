"""What people may do in a project, in the order that chance gives it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from aispec.web.edit_conflict import EditConflict
from phases.access.invitations import InvitationClosed, NotInvited, accept, invite, renew, revoke
from phases.access.members import AlreadyMember, LastOwner, remove_member, set_role
from phases.enums import Role
from phases.models import Baseline, Invitation, Membership, Project, ShareLink
from phases.projects.domain import ProjectDetails
from phases.sharing.domain import make_link, revoke_link
from roles.acceptance.domain import asking, personal_links
from roles.acceptance.domain.answers import answer, part_of, withdraw
from roles.checks.domain.check import open_findings
from roles.checks.domain.dismissals import dismiss
from roles.checks.domain.dismissals import restore as restore_finding
from roles.comments.domain import add_comment, edit_comment, remove_comment, resolve_comment
from roles.directory.domain.merge import merge
from roles.directory.domain.people import PersonDetails, edit_person, set_active
from roles.history.domain.baselines import NameTaken, freeze
from roles.history.domain.restore import restore
from roles.matrix.changes import CellRefused, CellUnknown, set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Comment, FindingDismissal, Person, Posting
from roles.postings.domain.lines import Line
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import (
    NotADraft,
    Source,
    close,
    duplicate_posting,
    edit_posting,
    make_catalogue_posting,
    make_posting,
    remove,
    reopen,
)
from roles.privacy.erasure import erase
from roles.projects.domain.duplicate import duplicate_project
from roles.projects.domain.duties import DutyDetails, add_duty, edit_duty, move_duty, remove_duty, reword_duty
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    edit_position,
    move_position,
    remove_position,
)
from roles.projects.domain.reviews import mark_reviewed
from roles.projects.domain.scope import set_applicable, set_phases
from roles.projects.domain.settings import SupportHeld, save_settings
from roles.undo.expected import CannotUndo
from roles.undo.undo import NothingToUndo, redo, undo
from tests.roles.history.proof.world import Nothing, World
from tests.roles.postings.drafts import go_out

# What somebody may be told instead.
REFUSALS = (
    AlreadyMember, CannotUndo, CellRefused, CellUnknown, EditConflict, InvitationClosed, LastOwner, NameTaken,
    NotADraft, NotInvited, NothingToUndo, SupportHeld, Person.DoesNotExist,
)  # fmt: skip


def act(world: World) -> None:
    """Do something of it, or be refused."""
    chosen = world.chance.choice(ACTS)
    with suppress(Nothing, *REFUSALS), transaction.atomic():
        chosen(world)


def _letters(w: World) -> None:
    matrix = load_matrix(w.pk)
    duties = [duty for duty in matrix.duties if duty.applicable]
    letters = ["", "R", "A", "AR", "C", "I", *(["S"] if matrix.rules.get("letter_s") else [])]
    changes = {
        (duty.id, w.one(matrix.positions).id): w.chance.choice(letters)
        for duty in w.chance.sample(duties, min(2, len(duties)))
    }
    set_cells(w.pk, w.user, [CellChange(*cell, letter) for cell, letter in changes.items()], transfer=True)


def _settings(w: World) -> None:
    project = Project.objects.get(pk=w.pk)
    choices = {"letter_s": True, "max_r": w.chance.randrange(2, 6), "review_every": 90, "name_r": "Exécute"}
    rules = {**project.rules}
    name, value = w.chance.choice([*choices.items()])
    rules = {key: kept for key, kept in rules.items() if key != name} if name in rules else {**rules, name: value}
    details = ProjectDetails(w.word or "Essai", w.word, rules, w.chance.choice([None, True, False]))
    save_settings(w.pk, w.owner, details, instead=w.chance.choice(["C", ""]))


def _answer(w: World) -> None:
    person = w.person
    part = part_of(w.pk, person)
    cell = w.one(part.cells)
    answer(w.pk, person, None, {cell.cell: cell.mark}, w.chance.choice(["", "Pas à moi, dit Ada Essai"]))


def _withdraw(w: World) -> None:
    person = w.person
    withdraw(w.pk, person, None, {w.one(part_of(w.pk, person).cells).cell})


def _comment(w: World) -> None:
    position = w.chance.choice([None, w.position.pk])
    duty = w.duty
    parents = [*Comment.objects.filter(duty=duty, parent=None).values_list("pk", flat=True), None]
    add_comment(w.pk, w.user, (duty.pk, position), "Ada Essai le sait", w.chance.choice(parents))


def _own_comment(w: World, do: Callable[[int, User, int], Any]) -> None:
    comment = w.one(Comment.objects.exclude(by=None))
    assert comment.by
    do(w.pk, comment.by, comment.pk)


def _resolve(w: World) -> None:
    comment = w.one(Comment.objects.filter(parent=None))
    resolve_comment(w.pk, w.owner, comment.pk, resolved=not comment.resolved)


def _dismiss(w: World) -> None:
    found = w.one(one for one in open_findings(load_matrix(w.pk)) if one.rule.dismissible)
    dismiss(w.pk, w.user, {found.key: found.state}, "Ada Essai y voit")


def _posting(w: World) -> None:
    if w.chance.random() < 0.3:
        make_catalogue_posting(w.framework, w.owner, Source(profile=w.profile, twin=True))
    else:
        make_posting(Project.objects.get(pk=w.pk), w.owner, Source(w.position, twin=w.chance.random() < 0.5))


def _edit_posting(w: World) -> None:
    posting = w.one(Posting.objects.filter(project_id=w.pk))
    edit_posting(posting, w.owner, {"contact_fr": w.name, "mission_fr": w.word}, [Line(w.duty.pk), Line(None, "Autre")])


def _publish(w: World) -> None:
    posting = w.one(Posting.objects.all())
    days = w.chance.choice([None, 9])
    Posting.objects.filter(pk=posting.pk, state="draft").update(
        closing_date=days and timezone.localdate() + timedelta(days=days)
    )
    go_out(posting, w.owner, public=w.chance.random() < 0.5)


def _invite(w: World) -> None:
    open_one = Invitation.objects.filter(accepted_at=None, revoked_at=None).first()
    if open_one is None:
        invite(w.pk, w.owner, w.guest.email, w.chance.choice([*Role]), "fr")
        return
    acts: list[Callable[[Invitation, User], Any]] = [renew, revoke, accept]
    act = w.chance.choice(acts)
    act(open_one, w.guest if act is accept else w.owner)


def _role(w: World) -> None:
    member = w.one(Membership.objects.filter(project_id=w.pk).exclude(user__in=[w.owner, w.editor]))
    if w.chance.random() < 0.5:
        remove_member(w.pk, w.owner, member.pk)
    else:
        set_role(w.pk, w.owner, member.pk, w.chance.choice([*Role]))


def _restore(w: World) -> None:
    version = Project.objects.get(pk=w.pk).version
    names = [f"b{pk}" for pk in Baseline.objects.filter(project_id=w.pk).values_list("pk", flat=True)]
    restore(w.pk, w.user, w.chance.choice([*names, str(w.chance.randrange(1, version + 1))]), None)


def _duplicate(w: World) -> None:
    if Project.objects.count() < 3:
        duplicate_project(w.owner, w.pk, "Copie", holders=w.chance.random() < 0.5, letters=True)


def _merge(w: World) -> None:
    merge(w.owner, w.person.pk, w.person.pk)


def _rename(w: World) -> None:
    edit_person(w.owner, w.person.pk, PersonDetails(w.chance.choice(["Ada Roy", "Zoé Roy", "Ada Essai"])))


def _open(w: World) -> None:
    position = w.position
    open_to_hr(w.pk, w.owner, position.pk, opened=not position.open_to_hr)


def _edit_duty(w: World) -> None:
    edit_duty(w.pk, w.user, w.duty.pk, DutyDetails(w.word or "Texte", w.word, w.phase, w.word, w.word))


def _phases(w: World) -> None:
    set_phases(w.pk, w.user, w.chance.sample(w.phases, w.chance.randrange(1, 4)))


ACTS: list[Callable[[World], Any]] = [
    _letters, _letters, _letters, _settings, _answer, _answer, _withdraw, _comment, _comment, _resolve, _dismiss,
    _posting, _edit_posting, _publish, _invite, _role, _restore, _duplicate, _merge, _rename, _open, _edit_duty,
    _phases,
    lambda w: _own_comment(w, lambda pk, user, comment: edit_comment(pk, user, comment, "Autre")),
    lambda w: _own_comment(w, remove_comment),
    lambda w: restore_finding(w.pk, w.owner, w.one(FindingDismissal.objects.all()).key),
    lambda w: close(w.one(Posting.objects.all()), w.owner),
    lambda w: reopen(w.one(Posting.objects.all()), w.owner),
    lambda w: remove(w.one(Posting.objects.all()), w.owner),
    lambda w: duplicate_posting(w.one(Posting.objects.all()), w.owner),
    lambda w: undo(w.pk, w.user),
    lambda w: undo(w.pk, w.user),
    lambda w: redo(w.pk, w.user),
    lambda w: add_duty(w.pk, w.user, DutyDetails(w.word or "Texte", "", w.phase)),
    lambda w: reword_duty(w.pk, w.user, w.duty.pk, w.word or "Texte"),
    lambda w: move_duty(w.pk, w.user, w.duty.pk, w.chance.choice([-1, 1])),
    lambda w: remove_duty(w.pk, w.user, w.duty.pk),
    lambda w: set_applicable(w.pk, w.user, w.duty.pk, w.word),
    lambda w: add_positions(w.pk, w.user, [PositionDetails(w.word or "Poste", "", w.profile, w.name)]),
    lambda w: edit_position(w.pk, w.user, w.position.pk, PositionDetails(w.word or "Poste", "", None, w.name)),
    lambda w: move_position(w.pk, w.user, w.position.pk, w.chance.choice([-1, 1])),
    lambda w: remove_position(w.pk, w.user, w.position.pk),
    lambda w: make_link(w.pk, w.owner, w.word or "Lien", timezone.now() + timedelta(days=9), names=True),
    lambda w: revoke_link(w.pk, w.owner, w.one(ShareLink.objects.filter(project_id=w.pk)).pk),
    lambda w: personal_links.make_link(w.pk, w.owner, w.person.pk),
    lambda w: personal_links.revoke_link(w.pk, w.owner, w.person.pk),
    lambda w: asking.ask(w.pk, w.owner, {w.person.pk}, "Merci, Ada Essai", 3, "fr"),
    lambda w: set_active(w.person.pk, active=w.chance.random() < 0.5),
    lambda w: freeze(w.pk, w.user, w.word or "Version", "Vu par Ada Essai"),
    lambda w: mark_reviewed(w.pk, w.user),
    lambda w: erase(w.person, w.owner),
    lambda w: User.objects.filter(pk=w.guest.pk).delete(),
]  # fmt: skip
