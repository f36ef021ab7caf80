"""Migrations run back and forth over what people have made, and lose nothing that the earlier release knew."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from phases.models import Baseline, Project, ProjectChange
from roles.history.domain.proof import faults
from roles.matrix.matrix import load_matrix
from roles.models import Answer, Assignment, Comment, Duty, Position, Posting
from tests.roles.history.test_proof import Life

# Where each app stood when projects had journals, answers, comments and postings, and no chain yet.
EARLIER = [
    ("roles", "0008_removed_comment"),
    ("phases", "0013_version_restored_change_kind"),
    ("web", "0001_sent_form"),
]
KEPT = (Project, ProjectChange, Duty, Position, Assignment, Answer, Comment, Posting, Baseline)


@pytest.fixture
def life(transactional_db: None) -> Iterator[Life]:
    yield Life()
    call_command("migrate", verbosity=0)


def test_migrations_run_back_and_forth_over_what_people_have_made(life: Life) -> None:
    counts, matrix = [model._default_manager.count() for model in KEPT], load_matrix(life.pk)
    for app, name in EARLIER:
        call_command("migrate", app, name, verbosity=0)
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "phases_projectchange")
    assert "hash" not in {column.name for column in columns}
    call_command("migrate", verbosity=0)
    assert [model._default_manager.count() for model in KEPT] == counts
    assert load_matrix(life.pk) == matrix
    # What stood was chained as it stood; what a posting says since, and what was kept of it, goes with today's release.
    assert [fault for fault in faults(life.pk) if not fault.startswith(("posting", "publication"))] == []
