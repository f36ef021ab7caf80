"""Erasing somebody for good: out of the positions they hold, and out of the words that name them.

The lines of the journal from which the past is rebuilt name somebody as a holder and nowhere else: there the name is
taken out by whose it is. Elsewhere, as in comments and reasons, it is taken out wherever it stands, unless somebody
else of the directory bears it too: then nothing tells whose it is. The words of the matrix itself are the project's.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from aispec.web.models import KeptMail
from phases.enums import ChangeKind
from phases.models import Baseline, Invitation, ProjectChange
from phases.projects.chain import words_digest
from phases.projects.journal import project_change
from roles.history.domain.replay import REBUILT
from roles.matrix.seals import baseline_seal
from roles.models import AcceptanceRequest, Answer, Comment, FindingDismissal, Person, Position, RemovedComment
from roles.people.domain.holders import held_by
from roles.projects.domain.positions import said, set_holders

ERASED = "[…]"  # where a name was, in any language
Cleaner = Callable[[str], str]
Erased = dict[str, dict[int, str]]  # the digests of what a project's lines and frozen versions say without the name


def erase(person: Person, user: AbstractBaseUser | None) -> None:
    """Erase somebody of the directory: out of their positions, vacant or left to the others who hold them.

    Their answers, links and invitations go.

    Journals and frozen versions keep what was done and decided, without the name; a line of each journal seals what
    they say from now on, so that the chain stands.
    """
    with transaction.atomic():
        held = Position.objects.filter(held_by(pk=person.pk))
        for project_id in set(held.values_list("project_id", flat=True)):
            with project_change(project_id, user) as journal:
                for position in held.filter(project_id=project_id).select_related("holder"):
                    set_holders(journal, position, [other for other in position.holders if other != person])
        if person.email:
            Invitation.objects.filter(email__iexact=person.email).delete()
            KeptMail.objects.filter(to__iexact=person.email).delete()
        clean = _cleaner(person)
        erased: dict[int, Erased] = defaultdict(lambda: {"lines": {}, "frozen": {}})
        for line in list(_lines(person, clean)):
            line.salt = ""
            line.save(update_fields=["label", "old", "new", "data", "salt"])
            erased[line.project_id]["lines"][line.pk] = words_digest(line)
        for baseline in _frozen(person, clean):
            erased[baseline.project_id]["frozen"][baseline.pk] = baseline_seal(baseline)
        for project_id, digests in erased.items():
            with project_change(project_id, user) as journal:
                journal.add(ChangeKind.WORDS_ERASED, "", data=digests)
        for model, field in (
            (AcceptanceRequest, "message"),
            (Comment, "text"),
            (RemovedComment, "text"),
            (FindingDismissal, "reason"),
            (Answer, "reason"),
        ):
            _texts(model, field, clean)
        person.delete()


def _cleaner(person: Person) -> Cleaner:
    """A function that takes out of a text the e-mail, and the name unless somebody else bears it too."""
    others = Person.objects.exclude(pk=person.pk).values_list("name", flat=True)
    shared = person.name.casefold() in (name.casefold() for name in others)
    words = [] if shared else [re.escape(person.name)]
    words += [f"(?i:{re.escape(person.email)})"] if person.email else []
    if not words:
        return str
    named = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
    return lambda text: named.sub(ERASED, text)


def _lines(person: Person, clean: Cleaner) -> Iterator[ProjectChange]:
    """The lines of all journals that named them, without the name."""
    held: dict[int | None, int | None] = {}  # who held a position after the line in hand, as far as later lines tell
    for line in ProjectChange.objects.exclude(kind=ChangeKind.CELL).order_by("-version", "-id").iterator():
        before = (line.label, line.old, line.new, repr(line.data))
        if line.kind in REBUILT:
            _as_holder(line, line.data or {}, person.pk, held)
        else:
            if (line.data or {}).get("person") == person.pk:
                line.label = ERASED
            line.label, line.old, line.new = clean(line.label), clean(line.old), clean(line.new)
            line.data = _everywhere(line.data, clean)
        if before != (line.label, line.old, line.new, repr(line.data)):
            yield line


def _as_holder(line: ProjectChange, data: dict[str, Any], person_id: int, held: dict[int | None, int | None]) -> None:
    """Take them out where a line says who held a position before and after it."""
    edited = line.kind == ChangeKind.POSITION_EDITED and data.get("field") == "holder"
    if (edited or line.kind == ChangeKind.POSITION_ADDED) and held.get(line.position_id) == person_id:
        line.new = ERASED
    if edited:
        held[line.position_id] = data["id"]
        if data["id"] == person_id:
            line.old = ERASED
    elif line.kind == ChangeKind.POSITION_REMOVED and "holder" in data:
        held[line.position_id] = data["holder"]
        if data["holder"] == person_id:
            data["position"]["holder"] = ERASED
        _nameless(data.get("co_holders", ()), person_id)
    elif data.get("field") == "co_holders":
        if _nameless(data["was"], person_id):
            line.old = said(data["was"])
        if _nameless(data["now"], person_id):
            line.new = said(data["now"])


def _nameless(people: Sequence[list[Any]], person_id: int) -> bool:
    """Take a name out of a list of people, each an id and a name first; whether it was there."""
    found = [row for row in people if row[0] == person_id]
    for row in found:
        row[1] = ERASED
    return bool(found)


def _everywhere(value: Any, clean: Cleaner) -> Any:
    """JSON with all of its texts cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_everywhere(part, clean) for part in value]
    return {name: _everywhere(part, clean) for name, part in value.items()} if isinstance(value, dict) else value


def _frozen(person: Person, clean: Cleaner) -> Iterator[Baseline]:
    """Frozen versions change for this alone, past the guard that nothing else may pass; those that did."""
    for baseline in Baseline.objects.iterator():
        rows = baseline.frozen.get("positions", [])
        held = [row for row in rows if row.get("holder_id") == person.pk]
        for row in held:
            row["holder__name"] = ERASED
        shared = [row for row in rows if _nameless(row.get("co_holders") or (), person.pk)]
        note, baseline.note = baseline.note, clean(baseline.note)
        if held or shared or note != baseline.note:
            models.QuerySet(Baseline).filter(pk=baseline.pk).update(frozen=baseline.frozen, note=baseline.note)
            yield baseline


def _texts(model: type[models.Model], field: str, clean: Cleaner) -> None:
    for pk, text in model._default_manager.exclude(**{field: ""}).values_list("pk", field).iterator():
        if clean(text) != text:
            model._default_manager.filter(pk=pk).update(**{field: clean(text)})
