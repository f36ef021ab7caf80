"""What was posted, and what was published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from phases.enums import ChangeKind
from phases.models import ProjectChange
from phases.projects.chain import digest_of
from roles.enums import PostingState, PublicationState
from roles.history.domain.proof.records import Data, Lines, compared, of_kinds, same_moment, sealed, written
from roles.matrix.seals import posting_seal
from roles.models import Posting, Publication

_STATES = {
    ChangeKind.POSTING_MADE: PostingState.DRAFT,
    ChangeKind.POSTING_PUBLISHED: PostingState.PUBLISHED,
    ChangeKind.POSTING_CLOSED: PostingState.CLOSED,
    ChangeKind.POSTING_REOPENED: PostingState.DRAFT,
}
_ENDS = {
    ChangeKind.POSTING_CLOSED: PublicationState.CLOSED,
    ChangeKind.POSTING_REOPENED: PublicationState.REOPENED,
}


def postings(project_id: int, lines: Lines) -> Iterator[str]:
    """The postings of a project: their states, and what those say that are published."""
    return _posting_faults(Posting.objects.filter(project_id=project_id), lines)


def postings_of_framework(framework_id: int, lines: Lines) -> Iterator[str]:
    """The postings that have no project; those of before have no lines."""
    named = [line.data["posting"] for line in lines if line.data and "posting" in line.data]
    if named:
        yield from _posting_faults(Posting.objects.filter(framework_id=framework_id, pk__gte=min(named)), lines)


def _posting_faults(postings: Iterable[Posting], lines: Lines) -> Iterator[str]:
    rows = {row.pk: row for row in postings}
    said: dict[int, tuple[str, str]] = {}
    for kind, _line, data in of_kinds(lines, *_STATES, ChangeKind.POSTING_REMOVED, ChangeKind.WORDS_ERASED):
        if kind == ChangeKind.WORDS_ERASED:
            seals = {int(pk): seal for pk, seal in data.get("postings", {}).items()}
            said |= {pk: (said[pk][0], seals[pk]) for pk in said.keys() & seals.keys()}
        elif kind == ChangeKind.POSTING_REMOVED:
            said.pop(data.get("posting", 0), None)
        else:
            said[data["posting"]] = _posting_said(kind, data, rows, said)
    found = {pk: (row.state, "" if row.state == PostingState.DRAFT else posting_seal(row)) for pk, row in rows.items()}
    yield from compared("posting", said, found)


def _posting_said(
    kind: ChangeKind, data: Data, rows: Mapping[int, Posting], said: Mapping[int, tuple[str, str]]
) -> tuple[str, str]:
    """The state of a posting after a line, and its seal: one that is closed keeps what was published."""
    pk = data["posting"]
    if kind == ChangeKind.POSTING_PUBLISHED:
        return _STATES[kind], data.get("seal", sealed(rows.get(pk), posting_seal))
    return _STATES[kind], said[pk][1] if kind == ChangeKind.POSTING_CLOSED and pk in said else ""


def publications(lines: Lines) -> Iterator[str]:
    """What was published stands as it was, however often, until it is no longer kept, and so do its files."""
    said: dict[int, _Kept] = {}
    for kind, line, data in of_kinds(lines, *_STATES, ChangeKind.POSTING_REMOVED, ChangeKind.POSTING_FILED):
        if kind == ChangeKind.POSTING_PUBLISHED and "publication" in data:
            said[data["publication"]] = _Kept(line, data)
        elif kind == ChangeKind.POSTING_FILED and data["publication"] in said:
            said[data["publication"]].files[data["language"]] = line.new
        elif kind == ChangeKind.POSTING_REMOVED:
            said.pop(data.get("publication", 0), None)
        else:
            _end(said, kind, line, data)
    rows = {row.pk: row for row in Publication.objects.filter(pk__in=said).prefetch_related("files")}
    for pk, row in rows.items():
        yield from said[pk].faults(row)
    yield from compared("publication", dict.fromkeys(said, "it"), dict.fromkeys(rows, "it"))
    yield from written("publication", {pk: kept.line for pk, kept in said.items()}, rows)


def _end(said: Mapping[int, "_Kept"], kind: ChangeKind, line: ProjectChange, data: Data) -> None:
    """A posting that is closed or reopened ends what was published of it last."""
    state = _ENDS.get(kind)
    for kept in said.values():
        if state and kept.data["posting"] == data["posting"] and kept.state == PublicationState.PUBLISHED:
            kept.state, kept.ended = state, line.at


@dataclass
class _Kept:
    """What the lines say of a publication; `ended` is when a line has ended it."""

    line: ProjectChange
    data: Data
    state: PublicationState = PublicationState.PUBLISHED
    ended: datetime | None = None
    files: dict[str, str] = field(default_factory=dict)  # the fingerprint of each, by language

    def faults(self, row: Publication) -> Iterator[str]:
        """What is not as the lines say."""
        posting = row.posting_then()
        said: dict[str, Any] = {"seal": self.data["seal"], "state": self.state, "reason": self.data.get("reason", "")}
        found: dict[str, Any] = {"seal": posting_seal(posting), "state": row.state, "reason": row.reason}
        said |= {"posting": self.data["posting"], "project": self.line.project_id}
        found |= {"posting": row.posting_id or said["posting"], "project": row.project_id}
        if "titles" in self.data:
            said, found = said | {"titles": self.data["titles"]}, found | {"titles": digest_of(row.framework)}
        yield from compared(f"publication {row.pk}:", said, found)
        if not (same_moment(row.published_at, self.line.at) and same_moment(row.ends_at, self._end(posting))):
            yield f"publication {row.pk}: it stood at other times than the journal says"
        files = {each.language: sha256(each.content).hexdigest() for each in row.files.all()}
        # Those of before have no line.
        told = files.keys() if "titles" in self.data else files.keys() & self.files.keys()
        yield from compared(f"file of publication {row.pk}:", self.files, {name: files[name] for name in told})
        for each in row.files.all():
            if each.fingerprint != files[each.language]:
                yield f"file of publication {row.pk}: {each.language} has another fingerprint"

    def _end(self, posting: Posting) -> datetime | None:
        """When it ended or ends: by a line, or by itself before."""
        ends = [end for end in (self.ended, posting.ends_at) if end]
        return min(ends, default=None)
