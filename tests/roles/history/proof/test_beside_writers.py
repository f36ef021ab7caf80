"""The proof is read while people write: that is no fault, and nobody waits for it."""

from io import StringIO
from threading import Event, Thread
from time import monotonic

import pytest
from django.core.management import call_command
from django.db import connections

from aispec.db.one_moment import one_moment
from phases.models import Project
from phases.projects.domain import ProjectDetails, edit_project
from roles.history.domain.proof import faults
from tests.roles.history.proof.life import Life

pytestmark = pytest.mark.django_db(transaction=True)


def test_edits_beside_the_proof_are_no_fault() -> None:
    life, enough = Life(), Event()
    turns: list[str] = []

    def write() -> None:
        while not enough.is_set():
            name = ("Essai", "Autre")[len(turns) % 2]
            edit_project(life.pk, life.owner, ProjectDetails(name, "Équipe", {"max_r": 2 + len(turns) % 3}))
            turns.append(name)
        connections.close_all()

    writer = Thread(target=write)
    writer.start()
    try:
        for _turn in range(4):
            call_command("verify_history", life.pk, stdout=StringIO())
    finally:
        enough.set()
        writer.join()
    assert len(turns) > 1


def test_writer_does_not_wait_for_the_proof() -> None:
    life = Life()
    with one_moment():
        before = Project.objects.get(pk=life.pk).name
        writer = Thread(target=_rename, args=(life,))
        began = monotonic()
        writer.start()
        writer.join(15)
        assert not writer.is_alive()
        assert monotonic() - began < 10
        assert Project.objects.get(pk=life.pk).name == before
    assert Project.objects.get(pk=life.pk).name == "Autre"
    assert list(faults(life.pk)) == []


def _rename(life: Life) -> None:
    edit_project(life.pk, life.owner, ProjectDetails("Autre", "Équipe", {}))
    connections.close_all()
