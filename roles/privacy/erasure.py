"""Erasing somebody for good: out of the positions they hold, and out of the words that name them.

The lines of the journal from which the past is rebuilt name somebody as a holder and nowhere else: there the name is
taken out by whose it is. Elsewhere, as in comments and reasons, it is taken out wherever it stands, unless somebody
else of the directory bears it too: then nothing tells whose it is. The words of the matrix itself are the project's.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from phases.enums import ChangeKind
from phases.models import Baseline, ProjectChange
from phases.projects.chain import words_digest
from phases.projects.journal import project_change
from roles.history.domain.replay import REBUILT
from roles.matrix.seals import baseline_seal, posting_seal
from roles.models import (
    AcceptanceRequest,
    Answer,
    Comment,
    FindingDismissal,
    Person,
    Position,
    Posting,
    Publication,
    RemovedComment,
    TextBlock,
)
from roles.models.postings import TEXTS
from roles.people.domain.holders import held_by
from roles.privacy.addressed import emails_of, invitations_to, mail_to
from roles.projects.domain.positions import said, set_holders

ERASED = "[…]"  # where a name was, in any language
Cleaner = Callable[[str], str]
Erased = dict[str, dict[int, str]]  # the digests of what a project's lines and records say without the name


@dataclass(frozen=True, slots=True)
class Goes:
    """How much an erasure takes, which positions it makes vacant or leaves to others, and whether there is a login."""

    vacant: int
    shared: int
    projects: int
    answers: int
    links: int
    invitations: int
    login: bool


def what_goes(person: Person) -> Goes:
    """What an erasure would take (six queries)."""
    held = Position.objects.filter(held_by(pk=person.pk)).select_related("holder").prefetch_related("co_holders")
    shared = [position for position in held if len(position.holders) > 1]
    return Goes(
        vacant=len(held) - len(shared),
        shared=len(shared),
        projects=len({position.project_id for position in held}),
        answers=person.answers.count(),
        links=person.personal_links.count(),
        invitations=invitations_to(person).count(),
        login=person.user_id is not None,
    )


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
        invitations_to(person).delete()
        mail_to(person).delete()
        clean = _cleaner(person)
        erased: dict[int | None, Erased] = defaultdict(lambda: defaultdict(dict))
        for line in list(_lines(person, clean)):
            line.salt = ""
            line.save(update_fields=["label", "old", "new", "data", "salt"])
            erased[line.project_id]["lines"][line.pk] = words_digest(line)
        for baseline in _frozen(person, clean):
            erased[baseline.project_id]["frozen"][baseline.pk] = baseline_seal(baseline)
        for posting in _postings(clean):
            erased[posting.project_id]["postings"][posting.pk] = posting_seal(posting)
        for publication in _publications(clean):
            erased[publication.project_id]["published"][publication.pk] = posting_seal(publication.posting_then())
        for owner, digests in erased.items():
            if owner is None:  # a posting without a project has no journal
                continue
            with project_change(owner, user) as journal:
                journal.add(ChangeKind.WORDS_ERASED, "", data=digests)
        for model, field in (
            (AcceptanceRequest, "message"),
            (Comment, "text"),
            (RemovedComment, "text"),
            (FindingDismissal, "reason"),
            (Answer, "reason"),
            (TextBlock, "text_fr"),
            (TextBlock, "text_en"),
        ):
            _texts(model, field, clean)
        person.delete()


def _cleaner(person: Person) -> Cleaner:
    """A function that takes out of a text every e-mail of theirs, and the names that nobody else bears."""
    others = {name.casefold() for name in Person.objects.exclude(pk=person.pk).values_list("name", flat=True)}
    called = {person.name, *person.former_names.values_list("name", flat=True)}
    # The longest first: one name may begin another.
    words = [re.escape(name) for name in sorted(called, key=len, reverse=True) if name.casefold() not in others]
    words += [f"(?i:{re.escape(email)})" for email in emails_of(person)]
    if not words:
        return str
    named = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
    return lambda text: named.sub(ERASED, text)


def _lines(person: Person, clean: Cleaner) -> Iterator[ProjectChange]:
    """The lines of all journals that named them, without the name."""
    ids = _ids(person)
    held: dict[int | None, int | None] = {}  # who held a position after the line in hand, as far as later lines tell
    for line in ProjectChange.objects.exclude(kind=ChangeKind.CELL).order_by("-version", "-id").iterator():
        before = (line.label, line.old, line.new, repr(line.data))
        if line.kind in REBUILT:
            _as_holder(line, line.data or {}, ids, held)
        else:
            if (line.data or {}).get("person") in ids:
                line.label = ERASED
                line.old = ERASED if line.kind == ChangeKind.PEOPLE_MERGED else line.old
            line.label, line.old, line.new = clean(line.label), clean(line.old), clean(line.new)
            line.data = _everywhere(line.data, clean)
        if before != (line.label, line.old, line.new, repr(line.data)):
            yield line


def _ids(person: Person) -> set[int | None]:
    """Who they are and were."""
    return {person.pk, *person.former_names.exclude(merged_id=None).values_list("merged_id", flat=True)}


def _as_holder(
    line: ProjectChange, data: dict[str, Any], ids: set[int | None], held: dict[int | None, int | None]
) -> None:
    """Take them out where a line says who held a position before and after it."""
    edited = line.kind == ChangeKind.POSITION_EDITED and data.get("field") == "holder"
    if (edited or line.kind == ChangeKind.POSITION_ADDED) and held.get(line.position_id) in ids:
        line.new = ERASED
    if edited:
        held[line.position_id] = data["id"]
        if data["id"] in ids:
            line.old = ERASED
    elif line.kind == ChangeKind.POSITION_REMOVED and "holder" in data:
        held[line.position_id] = data["holder"]
        _as_last_holder(data, ids)
    else:
        _as_co_holder(line, data, ids)


def _as_last_holder(data: dict[str, Any], ids: set[int | None]) -> None:
    """Take them out of a position that was removed."""
    if data["holder"] in ids:
        data["position"]["holder"] = ERASED
    _nameless(data.get("co_holders", ()), ids)


def _as_co_holder(line: ProjectChange, data: dict[str, Any], ids: set[int | None]) -> None:
    """Take them out where a line says who else held a position, or what somebody was called."""
    if line.kind == ChangeKind.PERSON_RENAMED and data["person"] in ids:
        line.label = line.old = line.new = ERASED
    if data.get("field") == "co_holders":
        if _nameless(data["was"], ids):
            line.old = said(data["was"])
        if _nameless(data["now"], ids):
            line.new = said(data["now"])


def _nameless(people: Sequence[list[Any]], ids: set[int | None]) -> bool:
    """Take a name out of a list of people, each an id and a name first; whether it was there."""
    found = [row for row in people if row[0] in ids]
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
    ids = _ids(person)
    for baseline in Baseline.objects.iterator():
        rows = baseline.frozen.get("positions", [])
        held = [row for row in rows if row.get("holder_id") in ids]
        for row in held:
            row["holder__name"] = ERASED
        shared = [row for row in rows if _nameless(row.get("co_holders") or (), ids)]
        note, baseline.note = baseline.note, clean(baseline.note)
        if held or shared or note != baseline.note:
            models.QuerySet(Baseline).filter(pk=baseline.pk).update(frozen=baseline.frozen, note=baseline.note)
            yield baseline


def _postings(clean: Cleaner) -> Iterator[Posting]:
    """The postings whose texts named them, as somebody to ask, without the name; what is published says so too."""
    names = [f"{name}_{language}" for name in TEXTS for language in ("fr", "en")]
    for posting in Posting.objects.iterator():
        cleaned = {name: clean(text) for name in names if (text := getattr(posting, name))}
        changed = {name: text for name, text in cleaned.items() if text != getattr(posting, name)}
        if changed:
            Posting.objects.filter(pk=posting.pk).update(**changed)
            yield Posting.objects.get(pk=posting.pk)


def _publications(clean: Cleaner) -> Iterator[Publication]:
    """What was published stays for its years, without the name; its PDF is made again of what is left."""
    for publication in Publication.objects.iterator():
        said, reason = _everywhere(publication.said, clean), clean(publication.reason)
        if (said, reason) != (publication.said, publication.reason):
            publication.said, publication.reason = said, reason
            publication.save(update_fields=["said", "reason"])
            publication.files.all().delete()
            yield publication


def _texts(model: type[models.Model], field: str, clean: Cleaner) -> None:
    for pk, text in model._default_manager.exclude(**{field: ""}).values_list("pk", field).iterator():
        if clean(text) != text:
            model._default_manager.filter(pk=pk).update(**{field: clean(text)})
