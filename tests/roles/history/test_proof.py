"""A journal proves itself: whatever is changed behind it, by whoever can write to the database, is noticed."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import override

from phases.access.invitations import accept, invite
from phases.access.members import add_member, remove_member, set_role
from phases.enums import ChangeKind, Role
from phases.models import Baseline, Membership, Project, ProjectChange, ShareLink
from phases.projects.chain import chain
from phases.sharing.domain import make_link, revoke_link
from roles.acceptance.domain import personal_links
from roles.acceptance.domain.answers import answer, part_of, withdraw
from roles.checks.domain.check import open_findings
from roles.checks.domain.dismissals import dismiss
from roles.comments.domain import add_comment, remove_comment
from roles.enums import PostingState
from roles.history.domain.baselines import freeze
from roles.history.domain.proof import faults
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import (
    Answer,
    Assignment,
    Comment,
    Duty,
    FindingDismissal,
    Person,
    PersonalLink,
    Position,
    Posting,
)
from roles.postings.domain.postings import Source, close, edit_posting, make_posting
from roles.privacy.erasure import erase
from roles.projects.domain.duplicate import duplicate_project
from roles.projects.domain.duties import DutyDetails, add_duty, edit_duty, remove_duty
from roles.projects.domain.positions import PositionDetails, add_positions, remove_position
from roles.projects.domain.start import ProjectPlan, start_project
from roles.undo.undo import undo
from tests.factories import FrameworkFactory, PhaseFactory, ResponsibilityFactory, RoleProfileFactory, UserFactory
from tests.roles.postings.drafts import go_out

pytestmark = pytest.mark.django_db


class Life:
    """A project to which something of every kind has happened."""

    def __init__(self) -> None:
        framework = FrameworkFactory.create()
        phases = PhaseFactory.create_batch(2, framework=framework)
        profile = RoleProfileFactory.create(framework=framework)
        for phase in phases:
            ResponsibilityFactory.create_batch(3, phase=phase, profile=profile)
        self.owner, self.editor, self.viewer = (
            UserFactory.create(first_name=name, last_name="Essai", email=f"{name}@exemple.test")
            for name in ("ada", "blaise", "chloe")
        )
        positions = [PositionDetails("Cheffe", "", profile, "Ada Essai"), PositionDetails("Adjoint", "", profile)]
        project = start_project(self.owner, ProjectPlan(framework, phases, "Essai", "Équipe", positions, suggest=True))
        self.pk, self.framework = project.pk, framework
        self._letters()
        self._records()

    def _letters(self) -> None:
        self.own = add_duty(self.pk, self.owner, DutyDetails("Signe le bon", "", self.framework.phases.all()[0]))
        matrix = load_matrix(self.pk)
        cells = [
            CellChange(duty.id, position.id, letter)
            for duty in matrix.duties[:3]
            for position, letter in zip(matrix.positions, ("AR", "C"), strict=True)
        ]
        set_cells(self.pk, self.editor, cells)
        set_cells(self.pk, self.editor, [CellChange(*cells[1].cell, "I")])
        first = Duty.objects.get(pk=cells[0].duty_id)
        edit_duty(self.pk, self.owner, first.pk, DutyDetails("D’autres mots", "Other words", first.phase))

    def _records(self) -> None:
        for user, role in ((self.editor, Role.EDITOR), (self.viewer, Role.VIEWER)):
            add_member(self.pk, self.owner, user, role)
        until = timezone.now() + timedelta(days=9)
        link, _token = make_link(self.pk, self.owner, "Comité", until, names=False)
        make_link(self.pk, self.owner, "Public", until, names=True)
        revoke_link(self.pk, self.owner, link.pk)
        self.person = Person.objects.get(name="Ada Essai")
        personal_links.make_link(self.pk, self.owner, self.person.pk)
        part = part_of(self.pk, self.person)
        accepted, objected = part.cells[0], part.cells[1]
        answer(self.pk, self.person, None, {accepted.cell: accepted.mark})
        answer(self.pk, self.person, None, {objected.cell: objected.mark}, "Pas à moi, Ada Essai")
        add_comment(self.pk, self.owner, (self.own.pk, None), "Pourquoi ?")
        matrix = load_matrix(self.pk)
        found = [one for one in open_findings(matrix) if one.rule.dismissible][:1]
        assert found
        dismiss(self.pk, self.owner, {one.key: one.state for one in found}, "Voulu")
        self.baseline = freeze(self.pk, self.owner, "Départ", "Vu par Ada Essai")
        source = Source(Position.objects.first(), twin=True)
        self.posting = make_posting(Project.objects.get(pk=self.pk), self.owner, source)
        Posting.objects.update(closing_date=timezone.localdate() + timedelta(days=9))
        with override("en"):
            go_out(self.posting, self.owner, public=True)

    @property
    def lines(self) -> "QuerySet[ProjectChange]":
        return ProjectChange.objects.filter(project_id=self.pk).order_by("version", "id")

    def line(self, kind: ChangeKind) -> "QuerySet[ProjectChange]":
        return ProjectChange.objects.filter(pk=self.lines.filter(kind=kind).latest("id").pk)


@pytest.fixture
def life(db: None) -> Life:
    return Life()


def cell(life: Life) -> Assignment:
    found = Assignment.objects.filter(duty__project=life.pk, letter="I").first()
    assert found
    return found


def cut(life: Life) -> None:
    """The tail goes, and everything is made to look as before it."""
    version = life.lines.aggregate(last=Max("version"))["last"]
    life.lines.filter(version=version).delete()
    Posting.objects.update(state=PostingState.DRAFT)


def swap(life: Life, *kinds: ChangeKind) -> None:
    """Two lines of these kinds change their words and places with each other."""
    one, other = life.lines.filter(kind__in=kinds)[:2]
    fields = ("label", "old", "new", "data", "duty_id", "position_id")
    mine = {name: getattr(one, name) for name in fields}
    ProjectChange.objects.filter(pk=one.pk).update(**{name: getattr(other, name) for name in fields})
    ProjectChange.objects.filter(pk=other.pk).update(**mine)


def swap_in_cell(life: Life) -> None:
    found = cell(life)
    one, other = life.lines.filter(kind=ChangeKind.CELL, duty_id=found.duty_id, position_id=found.position_id)[:2]
    ProjectChange.objects.filter(pk=one.pk).update(old=other.old, new=other.new)
    ProjectChange.objects.filter(pk=other.pk).update(old=one.old, new=one.new)


def both(life: Life) -> None:
    """The letter and the line that gave it."""
    found = cell(life)
    line = life.lines.filter(kind=ChangeKind.CELL, duty_id=found.duty_id, position_id=found.position_id).latest("id")
    ProjectChange.objects.filter(pk=line.pk).update(new="C")
    Assignment.objects.filter(pk=found.pk).update(letter="C")


def inserted(life: Life) -> None:
    last = life.lines.latest("version", "id")
    found = cell(life)
    Project.objects.filter(pk=life.pk).update(version=last.version + 1)
    Assignment.objects.filter(pk=found.pk).update(letter="C")
    place = {"duty_id": found.duty_id, "position_id": found.position_id, "by": last.by, "author": last.author}
    ProjectChange.objects.create(
        project_id=life.pk, version=last.version + 1, kind=ChangeKind.CELL, old="I", new="C", label="x", **place
    )


def all_gone(life: Life) -> None:
    life.lines.delete()


def no_history(life: Life) -> None:
    life.lines.delete()
    Project.objects.filter(pk=life.pk).update(version=0)


def first_gone(life: Life) -> None:
    """The beginning goes, and the rest is chained anew."""
    life.lines.filter(version=1).delete()
    life.lines.update(version=F("version") - 1)
    Project.objects.filter(pk=life.pk).update(version=F("version") - 1)
    lines = list(life.lines)
    chain("", lines)
    ProjectChange.objects.bulk_update(lines, ["salt", "digest", "hash"])


def frozen_rewritten(life: Life) -> None:
    frozen = deepcopy(life.baseline.frozen)
    frozen["duties"][0]["text_fr"] = "Autre chose"
    QuerySet(Baseline).filter(pk=life.baseline.pk).update(frozen=frozen)


def text_of(of: ChangeKind, **values: object) -> Callable[[Life], object]:
    return lambda life: life.line(of).update(**values)


TAMPERINGS: dict[str, Callable[[Life], object]] = {
    "letter changed": lambda life: Assignment.objects.filter(pk=cell(life).pk).update(letter="C"),
    "letter added": lambda life: Assignment.objects.create(
        duty=life.own, position=Position.objects.latest("id"), letter="I"
    ),
    "letter removed": lambda life: cell(life).delete(),
    "letter and line changed": both,
    "line of a letter edited": text_of(ChangeKind.CELL, new="C"),
    "line deleted": lambda life: life.lines.filter(kind=ChangeKind.CELL)[:1].get().delete(),
    "line in the middle deleted with its version": lambda life: life.line(ChangeKind.MEMBER_ADDED).delete(),
    "line inserted": inserted,
    "lines swapped within a cell": swap_in_cell,
    "lines swapped across cells": lambda life: swap(life, ChangeKind.CELL),
    "lines of other kinds swapped": lambda life: swap(life, ChangeKind.MEMBER_ADDED),
    "author changed": lambda life: life.line(ChangeKind.CELL).update(by=life.viewer),
    "author and number changed": lambda life: life.line(ChangeKind.CELL).update(by=life.viewer, author=life.viewer.pk),
    "author forgotten": lambda life: life.line(ChangeKind.CELL).update(by=None),
    "time changed": text_of(ChangeKind.BASELINE_FROZEN, at=F("at") - timedelta(days=3)),
    "label changed": text_of(ChangeKind.BASELINE_FROZEN, label="Autre"),
    "kind changed": text_of(ChangeKind.DUTIES_OBJECTED, kind=ChangeKind.DUTIES_ACCEPTED),
    "data of a line emptied": text_of(ChangeKind.BASELINE_FROZEN, data={}),
    "data of a cell made nonsense": text_of(ChangeKind.CELL, data=["x"], new="?"),
    "tail cut off": cut,
    "all lines deleted": all_gone,
    "all lines deleted and version lowered": no_history,
    "first line deleted and chained anew": first_gone,
    "version of the project raised": lambda life: Project.objects.filter(pk=life.pk).update(version=F("version") + 1),
    "words of a line called erased": lambda life: life.line(ChangeKind.DUTIES_OBJECTED).update(salt="", label="[…]"),
    "duty of the start reworded": lambda life: Duty.objects.filter(pk=Duty.objects.latest("id").pk - 1).update(
        text_fr="Autre"
    ),
    "own duty described": lambda life: Duty.objects.filter(pk=life.own.pk).update(description_fr="Autre"),
    "own duty reworded": lambda life: Duty.objects.filter(pk=life.own.pk).update(text_fr="Autre"),
    "duty added": lambda life: Duty.objects.create(
        project_id=life.pk, phase=life.own.phase, code="P77", order=77, text_fr="De trop"
    ),
    "duty removed": lambda life: Duty.objects.filter(pk=life.own.pk).delete(),
    "position renamed": lambda life: Position.objects.filter(title_fr="Adjoint").update(title_fr="Autre"),
    "position held by another": lambda life: Position.objects.filter(title_fr="Adjoint").update(holder=life.person),
    "position removed": lambda life: Position.objects.filter(title_fr="Adjoint").delete(),
    "frozen version rewritten": frozen_rewritten,
    "frozen version marked approved": lambda life: QuerySet(Baseline).update(approved=True),
    "frozen version deleted": lambda life: QuerySet(Baseline).all().delete(),
    "note of a frozen version changed": lambda life: QuerySet(Baseline).update(note="Autre"),
    "acceptance forged": lambda life: Answer.objects.exclude(reason="").update(reason=""),
    "acceptance added": lambda life: Answer.objects.create(
        person=life.person, duty=life.own, position=Position.objects.all()[0], letter="R", version=1, at=timezone.now()
    ),
    "answer deleted": lambda life: Answer.objects.all()[0].delete(),
    "answer of another text": lambda life: Answer.objects.update(text_fr="Autre"),
    "role raised": lambda life: Membership.objects.filter(user=life.viewer).update(role=Role.OWNER),
    "access added": lambda life: Membership.objects.create(
        project_id=life.pk, user=UserFactory.create(), role=Role.VIEWER
    ),
    "access removed": lambda life: Membership.objects.filter(user=life.viewer).delete(),
    "share link reopened": lambda life: ShareLink.objects.update(revoked_at=None),
    "share link prolonged": lambda life: ShareLink.objects.update(expires_at=timezone.now() + timedelta(days=900)),
    "share link with names": lambda life: ShareLink.objects.update(names=True),
    "share link added": lambda life: ShareLink.objects.create(
        project_id=life.pk, token_hash="0" * 64, label="x", expires_at=timezone.now()
    ),
    "personal link replaced": lambda life: PersonalLink.objects.update(nonce="x"),
    "dismissal added": lambda life: FindingDismissal.objects.create(project_id=life.pk, key="H1-1", reason="x"),
    "reason of a dismissal changed": lambda life: FindingDismissal.objects.update(reason="Autre"),
    "posting rewritten": lambda life: Posting.objects.update(title_fr="Autre"),
    "posting reopened": lambda life: Posting.objects.update(state=PostingState.DRAFT),
    "comment deleted": lambda life: Comment.objects.all().delete(),
    "comment added": lambda life: Comment.objects.create(duty=life.own, text="x"),
}


def test_project_as_it_was_written_has_no_fault(life: Life) -> None:
    assert list(faults(life.pk)) == []


class Back(Exception):
    """What was done is taken back."""


def is_noticed(life: Life, tamper: Callable[[Life], object]) -> bool:
    try:
        with transaction.atomic():
            tamper(life)
            raise Back(any(faults(life.pk)))
    except Back as back:
        return bool(back.args[0])


def test_tampering_is_noticed(life: Life) -> None:
    assert [name for name, tamper in TAMPERINGS.items() if not is_noticed(life, tamper)] == []


def test_project_to_which_more_happens_has_no_fault(life: Life) -> None:
    """Undo, removal of rows and columns with their comments and answers, roles, closing, a copy."""
    remove_duty(life.pk, life.owner, life.own.pk)
    assert list(faults(life.pk)) == []
    undo(life.pk, life.owner)
    undo(life.pk, life.owner)
    remove_position(life.pk, life.owner, Position.objects.filter(project_id=life.pk)[0].pk)
    add_positions(life.pk, life.owner, [PositionDetails("Autre", "", None, "Chloé Essai")])
    set_role(life.pk, life.owner, Membership.objects.get(user=life.viewer).pk, Role.OWNER)
    remove_member(life.pk, life.owner, Membership.objects.get(user=life.editor).pk)
    invited: User = UserFactory.create(email="dora@exemple.test")
    EmailAddress.objects.create(user=invited, email=invited.email, verified=True, primary=True)
    accept(invite(life.pk, life.owner, invited.email, Role.EDITOR, "fr"), invited)
    close(life.posting, life.owner)
    personal_links.revoke_link(life.pk, life.owner, life.person.pk)
    comment = add_comment(life.pk, life.owner, (Duty.objects.filter(project_id=life.pk)[0].pk, None), "Et ?")
    remove_comment(life.pk, life.owner, comment.pk)
    copy = duplicate_project(life.owner, life.pk, "Copie", holders=True, letters=True)
    assert list(faults(life.pk)) == []
    assert list(faults(copy.pk)) == []


def test_withdrawn_answer_is_expected_to_be_gone(life: Life) -> None:
    cell = part_of(life.pk, life.person).objections[0].cell
    assert withdraw(life.pk, life.person, None, {cell}) == 1
    assert list(faults(life.pk)) == []
    erase(life.person, life.owner)
    assert list(faults(life.pk)) == []


def test_answer_that_is_deleted_beside_a_withdrawn_one_is_noticed(life: Life) -> None:
    withdraw(life.pk, life.person, None, {part_of(life.pk, life.person).objections[0].cell})
    Answer.objects.get().delete()
    assert list(faults(life.pk))


def test_withdrawn_answer_that_is_put_back_is_noticed(life: Life) -> None:
    kept = Answer.objects.exclude(reason="").get()
    withdraw(life.pk, life.person, None, {(kept.duty_id, kept.position_id)})
    kept.save(force_insert=True)
    assert list(faults(life.pk))


def test_erasing_somebody_keeps_the_chain(life: Life) -> None:
    erase(life.person, life.owner)
    assert not life.lines.filter(label__contains="Ada Essai").exists()
    assert list(faults(life.pk)) == []
    life.lines.filter(label="[…]").update(label="Quelqu’un d’autre")
    assert list(faults(life.pk))


def test_posting_that_is_published_from_an_english_page_stands_as_it_was_sealed(life: Life) -> None:
    with override("en"):
        posting = make_posting(Project.objects.get(pk=life.pk), life.owner, Source(Position.objects.first(), twin=True))
        edit_posting(posting, life.owner, {"apply_fr": "Ici", "apply_en": "Here"}, [])
        go_out(posting, life.owner, public=True)
    assert list(faults(life.pk)) == []


def test_account_that_is_deleted_keeps_the_chain(life: Life) -> None:
    User.objects.filter(pk=life.editor.pk).delete()
    assert list(faults(life.pk)) == []


def test_first_bad_line_is_named(life: Life) -> None:
    second = life.lines.filter(version=2)[0]
    ProjectChange.objects.filter(pk=second.pk).update(label="Autre")
    life.line(ChangeKind.POSTING_PUBLISHED).update(label="Autre")
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("verify_history", all=True, stdout=out)
    assert refused.value.returncode == 1
    assert f"Project {life.pk}: {life.pk} v2 position.added Autre" in out.getvalue()


def test_seal_shows_a_tail_that_was_cut_without_a_trace(life: Life, tmp_path: Path) -> None:
    out = StringIO()
    call_command("seal_history", all=True, stdout=out)
    seals = tmp_path / "seals"
    seals.write_text(out.getvalue())
    call_command("verify_history", life.pk, seals=str(seals), stdout=out)
    cut(life)
    Project.objects.filter(pk=life.pk).update(version=F("version") - 1)
    Posting.objects.all().delete()
    life.line(ChangeKind.POSTING_MADE).delete()
    Project.objects.filter(pk=life.pk).update(version=F("version") - 1)
    assert list(faults(life.pk)) == []  # all that is left is as if it had never been
    with pytest.raises(CommandError):
        call_command("verify_history", life.pk, seals=str(seals), stdout=out)
    assert "was sealed, and its lines are gone" in out.getvalue()


def test_seal_of_another_key_is_none(life: Life, tmp_path: Path) -> None:
    seals = tmp_path / "seals"
    seals.write_text(f"{life.pk} v1 {life.pk}-1-{'0' * 64}.forged\n")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", life.pk, seals=str(seals), stdout=out)
    assert "no seal of this server" in out.getvalue()


def test_journal_of_before_the_chain_is_sealed_as_it_stands(life: Life) -> None:
    """What the migration does to lines that had neither author nor hash."""
    from importlib import import_module  # noqa: PLC0415 (a module whose name begins with a digit)

    from django.apps import apps  # noqa: PLC0415

    life.lines.update(author=None, salt="", digest="", hash="")
    assert list(faults(life.pk))
    migration = import_module("phases.migrations.0015_journal_chain")
    with connection.schema_editor() if connection.vendor != "sqlite" else _Editor() as editor:
        migration.chain_what_stands(apps, editor)
    assert list(faults(life.pk)) == []
    assert life.lines.aggregate(first=Min("version"))["first"] == 1


class _Editor:
    connection = connection

    def __enter__(self) -> "_Editor":
        return self

    def __exit__(self, *_error: object) -> None:
        return None
