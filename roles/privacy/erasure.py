"""Erasing somebody for good: out of the positions they hold, and out of the words that name them.

The lines of the journal from which the past is rebuilt name somebody as a holder and nowhere else: there the name is
taken out by whose it is. Elsewhere, as in comments and reasons, it is taken out wherever it stands, unless somebody
else of the directory bears it too: then nothing tells whose it is. The words of the matrix itself are the project's.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import slugify

from phases.archive.domain import forget_all
from phases.enums import ChangeKind
from phases.models import Baseline, ProjectChange
from phases.projects.chain import words_digest
from phases.projects.journal import change_of, project_change
from roles.enums import PostingState, SecurityKind
from roles.formats import cache
from roles.history.domain.replay import REBUILT
from roles.matrix.seals import baseline_seal, posting_seal
from roles.models import Person, Position, Posting
from roles.people.domain.holders import held_by
from roles.privacy import account
from roles.privacy.cleaning import ERASED, Cleaner, cleaner
from roles.privacy.inventory import cleaned
from roles.privacy.subject import Subject
from roles.projects.domain.positions import said, set_holders
from roles.security_log.domain import note

# By journal (of a project, or of a framework), the digests of what its lines, frozen versions and postings say without
# the name.
Erased = dict[tuple[int | None, int | None], dict[str, dict[int, str]]]


class AccountStays(Exception):
    """The account is an administrator's, or the only owner of a project."""


@dataclass(frozen=True, slots=True)
class Goes:
    """How much an erasure takes, and which positions it makes vacant or leaves to others.

    `login` is whether there is one, `account` whether it goes too. `words` are the names and e-mails taken out.
    """

    vacant: int
    shared: int
    projects: int
    answers: int
    links: int
    invitations: int
    login: bool
    account: bool
    words: list[str]


def what_goes(person: Person, by: User | None = None) -> Goes:
    """What an erasure by this user would take (eight queries)."""
    subject = Subject.of(person)
    held = Position.objects.filter(held_by(pk=person.pk)).select_related("holder").prefetch_related("co_holders")
    shared = [position for position in held if len(position.holders) > 1]
    return Goes(
        vacant=len(held) - len(shared),
        shared=len(shared),
        projects=len({position.project_id for position in held}),
        answers=person.answers.count(),
        links=person.personal_links.count(),
        invitations=subject.invitations().count(),
        login=subject.user is not None,
        account=subject.user is not None and account.may_go(subject.user, by),
        words=sorted(subject.names() | subject.emails()),
    )


def erase(person: Person, user: User | None) -> None:
    """Erase somebody of the directory: out of their positions, vacant or left to the others who hold them.

    Their answers, links and invitations go, and so does their account where it may. Journals, frozen versions and what
    others wrote keep what was done and decided, without the name; a line of each journal seals what is said from now
    on, so that the chain stands. What was made of it before, such as archives, goes for everybody.
    """
    subject = Subject.of(person)
    _erase(subject, user, subject.user if subject.user and account.may_go(subject.user, user) else None)


def erase_account(login: User, by: User | None = None) -> None:
    """Erase whoever has this account, in the directory too; `by` is None for the server. Raises AccountStays."""
    if account.must_stay(login):
        raise AccountStays
    _erase(Subject.of_account(login), by, login)


def _erase(subject: Subject, user: User | None, login: User | None) -> None:
    """Erase somebody, with this login if it goes too."""
    with transaction.atomic():
        if login:
            account.withdraw(login, user)
        if subject.person:
            _vacate(subject.person, user)
        subject.invitations().delete()
        subject.mail().delete()
        _clean(subject, user)
        forget_all()
        if subject.person:
            subject.person.delete()
        if login:
            account.delete(login)
        note(SecurityKind.ERASED, user)
    cache.forget(0)


def _vacate(person: Person, user: User | None) -> None:
    """Out of the positions they hold."""
    held = Position.objects.filter(held_by(pk=person.pk))
    for project_id in set(held.values_list("project_id", flat=True)):
        with project_change(project_id, user) as journal:
            for position in held.filter(project_id=project_id).select_related("holder"):
                set_holders(journal, position, [other for other in position.holders if other != person])


def _clean(subject: Subject, user: User | None) -> None:
    """Take their words out of all texts, and seal in the journals what is left."""
    clean = cleaner(subject)
    erased: Erased = defaultdict(lambda: {"lines": {}, "frozen": {}, "postings": {}})
    for line in list(_lines(subject, clean)):
        line.salt = ""
        line.save(update_fields=["label", "old", "new", "data", "salt"])
        erased[line.project_id, line.framework_id]["lines"][line.pk] = words_digest(line)
    for baseline in _frozen(subject, clean):
        erased[baseline.project_id, None]["frozen"][baseline.pk] = baseline_seal(baseline)
    LogEntry.objects.filter(_about(subject)).update(object_repr=ERASED)
    for model, fields in cleaned():
        changed = set(_texts(model, fields, clean))
        if model is Posting:
            for posting in Posting.objects.filter(pk__in=changed).exclude(state=PostingState.DRAFT):
                erased[posting.project_id, posting.framework_id]["postings"][posting.pk] = posting_seal(posting)
    for journal_of, digests in erased.items():
        with change_of(*journal_of, user) as journal:
            journal.add(ChangeKind.WORDS_ERASED, "", data=digests)


def _about(subject: Subject) -> Q:
    """The lines of the administration that are about them."""
    types = ContentType.objects.get_for_models(Person, User)
    person = Q(content_type=types[Person], object_id=str(subject.person_id))
    return person | Q(content_type=types[User], object_id=str(subject.login))


def _lines(subject: Subject, clean: Cleaner) -> Iterator[ProjectChange]:
    """The lines of all journals that named them, without the name."""
    ids, login = subject.ids(), subject.login
    held: dict[int | None, int | None] = {}  # who held a position after the line in hand, as far as later lines tell
    for line in ProjectChange.objects.exclude(kind=ChangeKind.CELL).order_by("-version", "-id").iterator():
        before = (line.label, line.old, line.new, repr(line.data))
        if line.kind in REBUILT:
            _as_holder(line, line.data or {}, ids, held)
        else:
            if (line.data or {}).get("person") in ids or (line.data or {}).get("user") == login:
                line.label = ERASED
                line.old = ERASED if line.kind == ChangeKind.PEOPLE_MERGED else line.old
            line.label, line.old, line.new = clean(line.label), clean(line.old), clean(line.new)
            line.data = _everywhere(line.data, clean)
        if before != (line.label, line.old, line.new, repr(line.data)):
            yield line


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


def _frozen(subject: Subject, clean: Cleaner) -> Iterator[Baseline]:
    """Frozen versions change for this alone, past the guard that nothing else may pass; those that did."""
    ids = subject.ids()
    for baseline in Baseline.objects.iterator():
        rows = baseline.frozen.get("positions", [])
        held = [row for row in rows if row.get("holder_id") in ids]
        for row in held:
            row["holder__name"] = ERASED
        shared = [row for row in rows if _nameless(row.get("co_holders") or (), ids)]
        words, baseline.note = (baseline.name, baseline.note), clean(baseline.note)
        baseline.name = _free(baseline, clean(baseline.name))
        if held or shared or words != (baseline.name, baseline.note):
            models.QuerySet(Baseline).filter(pk=baseline.pk).update(
                frozen=baseline.frozen, name=baseline.name, note=baseline.note
            )
            yield baseline


def _free(baseline: Baseline, name: str) -> str:
    """The name, with a number where another version of the project has it now."""
    others = Baseline.objects.filter(project=baseline.project_id).exclude(pk=baseline.pk)
    if name == baseline.name or not others.filter(name__iexact=name).exists():
        return name
    return f"{name} ({baseline.pk})"


def _texts(model: type[models.Model], fields: Sequence[str], clean: Cleaner) -> Iterator[int]:
    """Clean these texts of a table; the rows that had something to clean.

    By a plain queryset: the columns as they are, whatever the language of the page.
    """
    rows: models.QuerySet[Any] = models.QuerySet(model)
    for pk, *texts in rows.values_list("pk", *fields).iterator():
        changed = {
            field: _fitting(model, field, words)
            for field, text in zip(fields, texts, strict=True)
            if text and (words := clean(text)) != text
        }
        if changed:
            rows.filter(pk=pk).update(**changed)
            yield pk


def _fitting(model: type[models.Model], name: str, text: str) -> str:
    """A text without a name, as its field takes it: an address stays one."""
    return (slugify(text) if name == "slug" else text)[: getattr(model._meta.get_field(name), "max_length", None)]
