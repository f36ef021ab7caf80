"""What fits together although all of it was written anew, a seal that is kept elsewhere tells."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import F

from phases.models import Project, ProjectChange
from phases.projects.chain import chain
from phases.projects.seal import _SIGNER, SealBroken, check_seal, seal
from roles.history.domain.proof import faults
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from roles.models import Assignment
from roles.projects.domain.duplicate import duplicate_project
from tests.roles.history.proof.life import Life
from tests.roles.history.proof.tamperings import both, cell

pytestmark = pytest.mark.django_db


def test_letter_and_line_with_all_hashes_after_it_is_noticed_by_the_seal_alone() -> None:
    life = Life()
    _version, sealed = seal(life.pk)
    check_seal(sealed, {})
    both(life)
    lines = list(life.lines)
    chain("", lines)
    ProjectChange.objects.bulk_update(lines, ["salt", "digest", "hash"])
    assert list(faults(life.pk)) == []
    with pytest.raises(SealBroken, match="not the one that was sealed"):
        check_seal(sealed, {})


def test_tail_cut_off_with_what_it_is_about_is_noticed_by_the_newest_seal_alone(tmp_path: Path) -> None:
    """Where that was dropped from the file, the older ones hold: the journal is the one that was sealed up to there."""
    life, seals, out = Life(), tmp_path / "seals", StringIO()
    call_command("seal_history", all=True, stdout=out)
    older, found = out.getvalue(), cell(life)
    set_cells(life.pk, life.owner, [CellChange(found.duty_id, found.position_id, "C")])
    call_command("seal_history", all=True, stdout=out)
    life.lines.filter(version=life.lines.latest("version").version).delete()
    Assignment.objects.filter(pk=found.pk).update(letter=found.letter)
    Project.objects.filter(pk=life.pk).update(version=F("version") - 1)
    seals.write_text(older)
    call_command("verify_history", all=True, seals=str(seals), stdout=StringIO())
    seals.write_text(out.getvalue())
    with pytest.raises(CommandError, match="1 of them"):
        call_command("verify_history", all=True, seals=str(seals), stdout=out)
    assert "was sealed, and its lines are gone" in out.getvalue()


def test_seal_holds_for_its_own_journal_and_keys_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life()
    copy = duplicate_project(life.owner, life.pk, "Copie", holders=True, letters=True)
    _version, sealed = seal(life.pk)
    with pytest.raises(SealBroken, match="no seal of this server"):
        check_seal(sealed.replace(f"{life.pk}-", f"{copy.pk}-", 1), {})
    monkeypatch.setattr(_SIGNER, "key", "next")  # as after a start with another key
    with pytest.raises(SealBroken):
        check_seal(sealed, {})
    monkeypatch.setattr(_SIGNER, "fallback_keys", [settings.SECRET_KEY])
    check_seal(sealed, {})


@pytest.mark.parametrize(("content", "said"), [(b"", "holds no seal"), (b"\n \n", "no seal"), (b"\xff\xfe", "no file")])
def test_file_without_seals_is_no_proof(tmp_path: Path, content: bytes, said: str) -> None:
    seals = tmp_path / "seals"
    seals.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("verify_history", all=True, seals=str(seals), stdout=StringIO())
