"""What is kept for a day goes by the timer's command, whether anybody asks for another or not."""

import os
import time
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from phases.archive.domain import new_archive
from phases.archive.prepared import ask_for
from phases.models import ArchiveEntry, PreparedFile
from roles.enums import SecurityKind
from roles.formats import cache
from roles.models import SecurityEvent
from tests.conftest import Team


def test_old_documents_and_events_are_deleted_and_new_ones_stay(team: Team, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    long_ago = timezone.now() - timedelta(days=366)
    for reader in ("owner", "viewer"):
        new_archive(team.users[reader], "fr")
        ask_for(team.users[reader], "/fr/")
        SecurityEvent.objects.create(kind=SecurityKind.SIGNED_IN, by=team.users[reader])
        cache.kept(f"{reader}.pdf", lambda: b"%PDF")
    for model in (ArchiveEntry, PreparedFile):
        model._default_manager.filter(owner=team.users["owner"]).update(asked_at=long_ago)
    SecurityEvent.objects.filter(by=team.users["owner"]).update(at=long_ago)
    os.utime(tmp_path / "documents" / "owner.pdf", (0, time.time() - 86_401))
    call_command("forget_old")
    for owned in (ArchiveEntry, PreparedFile):
        assert [row.owner for row in owned._default_manager.all()] == [team.users["viewer"]]
    assert [event.by for event in SecurityEvent.objects.all()] == [team.users["viewer"]]
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["viewer.pdf"]
