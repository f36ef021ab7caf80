"""What somebody who can write to the database may change behind the journal."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from phases.enums import ChangeKind, Role
from phases.models import Baseline, Membership, Project, ProjectChange, ShareLink
from phases.projects.chain import chain
from roles.enums import PostingState
from roles.models import Answer, Assignment, Comment, Duty, FindingDismissal, PersonalLink, Position, Posting
from tests.factories import UserFactory
from tests.roles.history.proof.life import Life


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
