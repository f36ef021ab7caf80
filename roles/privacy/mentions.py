"""The texts of others that name somebody: those that an erasure would clean, and those that it leaves."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from phases.models import Membership
from roles.privacy.cleaning import cleaner
from roles.privacy.inventory import INVENTORY, Decision, decision_on, texts_of
from roles.privacy.subject import Subject

SAID = (Decision.CLEANED, Decision.SEALED, Decision.KEPT, Decision.MATRIX)
ELSEWHERE = ("phases.ProjectChange",)  # which is told as the journal
# What every member of a project reads, and where it tells of which project it is.
MEMBERS: Mapping[str, str] = {
    "phases.Baseline": "project",
    "roles.Answer": "duty__project",
    "roles.Comment": "duty__project",
    "roles.Duty": "project",
    "roles.FindingDismissal": "project",
    "roles.Position": "project",
}


def mentions(subject: Subject, *, everywhere: bool) -> list[dict[str, Any]]:
    """By table and text, what names them as an erasure finds it; without `everywhere`, of what they may read."""
    clean = cleaner(subject)
    found = []
    for rows, names in _tables(subject, everywhere):
        for pk, *values in rows.values_list("pk", *names).iterator():
            for name, value in zip(names, values, strict=True):
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                if clean(text) != text:
                    found.append({"table": rows.model._meta.label, "row": pk, "field": name, "text": value})
    return found


def _tables(subject: Subject, everywhere: bool) -> Iterator[tuple[models.QuerySet[Any], list[str]]]:
    """The rows to look at, with their texts; by a plain queryset: the columns as they are, in both languages."""
    read = Membership.objects.filter(user=subject.login).values("project")
    for label in INVENTORY if everywhere else MEMBERS:
        model = apps.get_model(label)
        binary = {field.attname for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)}
        names = [name for name in texts_of(model) if decision_on(model, name) in SAID and name not in binary]
        rows: models.QuerySet[Any] = models.QuerySet(model).order_by("pk")
        if names and label not in ELSEWHERE:
            yield rows if everywhere else rows.filter(**{f"{MEMBERS[label]}__in": read}), names
