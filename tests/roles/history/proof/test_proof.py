"""A journal proves itself: whatever is changed behind it, by whoever can write to the database, is noticed."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Min
from django.utils.translation import override

from phases.access.invitations import accept, invite
from phases.access.members import remove_member, set_role
from phases.enums import ChangeKind, Role
from phases.models import Membership, Project, ProjectChange
from roles.acceptance.domain import personal_links
from roles.acceptance.domain.answers import part_of, withdraw
from roles.comments.domain import add_comment, remove_comment
from roles.history.domain.proof import faults
from roles.models import Answer, Duty, Position, Posting
from roles.postings.domain.postings import Source, close, edit_posting, make_posting
from roles.privacy.erasure import erase
from roles.projects.domain.duplicate import duplicate_project
from roles.projects.domain.duties import remove_duty
from roles.projects.domain.positions import PositionDetails, add_positions, remove_position
from roles.undo.undo import undo
from tests.factories import UserFactory
from tests.roles.history.proof.life import Life
from tests.roles.history.proof.tamperings import TAMPERINGS, cut
from tests.roles.postings.drafts import go_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(db: None) -> Life:
    return Life()


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
