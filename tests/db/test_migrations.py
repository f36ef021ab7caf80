"""Migrations run back and forth over what people have made, and lose nothing that the earlier release knew."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from aispec.web.models import AccountSettings, KeptMail, LivingWorker, SentForm
from phases.models import Baseline, Project, ProjectChange
from roles.history.domain.proof import faults
from roles.models import Answer, Assignment, Comment, Duty, Position, Posting
from tests.roles.history.proof.full_life import FullLife

# Where each app stood when projects had journals, answers, comments and postings, and no chain yet.
EARLIER = [
    ("roles", "0008_removed_comment"),
    ("phases", "0013_version_restored_change_kind"),
    ("web", "0001_sent_form"),
]
# What a posting says since, and what was kept of it; the description of a duty; somebody who holds a position, too.
LATER = re.compile(r"^posting|^publication|duty\.added .* Rangée|position\.edited .* Émile Essai")
# What the earlier release knew, of projects; it knew no posting and no journal without one.
KEPT = {
    Project: ["name", "version"],
    ProjectChange: ["version", "kind", "label", "old", "new"],
    Duty: ["text_fr", "text_en", "phase", "order"],
    Position: ["title_fr", "title_en", "holder"],
    Assignment: ["duty", "position", "letter"],
    Answer: ["letter", "reason", "version"],
    Comment: ["text", "by"],
    Posting: ["state"],
    Baseline: ["name", "version"],
}


def known() -> dict[str, list[Any]]:
    """What stands of it now."""
    without = {Posting: {"project": None}, ProjectChange: {"project": None}}
    return {
        model.__name__: list(
            model._default_manager.exclude(**without.get(model, {"pk": None})).order_by("pk").values_list("pk", *fields)
        )
        for model, fields in KEPT.items()
    }


@pytest.fixture
def life(transactional_db: None) -> Iterator[FullLife]:
    life, now = FullLife(), timezone.now()
    SentForm.objects.create(key="x")
    AccountSettings.objects.create(user=life.owner, language="fr")
    KeptMail.objects.create(to="ada@exemple.test", subject="x", text="y")
    LivingWorker.objects.create(name="x", at=now)
    yield life
    call_command("migrate", verbosity=0)


def test_migrations_run_back_and_forth_over_what_people_have_made(life: FullLife) -> None:
    """Each table of ours has a row: a new one gets it in FullLife, or here where it belongs to no project."""
    ours = [model for app, _name in EARLIER for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    assert [model._meta.label for model in ours if not model._default_manager.exists()] == []
    before = known()
    for app, name in EARLIER:
        call_command("migrate", app, name, verbosity=0)
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "phases_projectchange")
    assert "hash" not in {column.name for column in columns}
    call_command("migrate", verbosity=0)
    assert known() == before
    # What stood was chained as it stood, without what the earlier release could not keep.
    assert [fault for fault in faults(life.pk) if not LATER.search(fault)] == []
