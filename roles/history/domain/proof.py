"""Does a project hold what its journal says? The chain, the matrix back to its start, and every record beside it.

A record (an access, a link, an answer, a frozen version, a dismissal, a posting, a comment) is held against what the
lines about it leave. Lines of before these seals say less; what they do not say is not held against anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import User

from aispec.web.fields.days import last_day
from phases.enums import ChangeKind, Role
from phases.models import Baseline, Membership, ProjectChange, ShareLink
from phases.projects import proof
from phases.projects.chain import digest_of
from phases.projects.proof import chain_faults, resealed
from phases.sharing.domain import link_seal
from roles.enums import PostingState
from roles.history.domain.replay import ReplayFailed, verify
from roles.matrix.seals import baseline_seal, personal_seal, posting_seal
from roles.models import Answer, Comment, FindingDismissal, Person, PersonalLink, Posting, Publication, RemovedComment

Data = Mapping[str, Any]
Lines = list[ProjectChange]


def faults(project_id: int) -> Iterator[str]:
    """What is not as the journal says, in its order: the lines themselves, the matrix, the records beside it.

    Raises Project.DoesNotExist.
    """
    yield from chain_faults(project_id)
    yield from _readable(_replay_faults(project_id))
    lines = list(ProjectChange.objects.filter(project_id=project_id).order_by("version", "id"))
    for records in (_members, _links, _personal_links, _answers, _baselines, _dismissals, _postings, _comments):
        yield from _readable(records(project_id, lines))
    yield from _readable(_publication_faults(lines))


def framework_faults(framework_id: int) -> Iterator[str]:
    """What is not as the journal of a framework says: its lines, and the postings that have no project."""
    yield from proof.framework_faults(framework_id)
    lines = list(ProjectChange.objects.filter(framework_id=framework_id).order_by("version", "id"))
    named = [line.data["posting"] for line in lines if line.data and "posting" in line.data]
    if named:  # those of before have no lines
        yield from _readable(
            _posting_faults(Posting.objects.filter(framework_id=framework_id, pk__gte=min(named)), lines)
        )
    yield from _readable(_publication_faults(lines))


def _replay_faults(project_id: int) -> Iterator[str]:
    try:
        for line, found in reversed(verify(project_id)):
            yield f"{line}, but “{found}” is found"
    except ReplayFailed as unknown:
        yield f"{unknown}: it cannot be taken back"


def _readable(found: Iterator[str]) -> Iterator[str]:
    """The same; a line that was changed may hold what nobody can read, which is a fault and ends nothing else."""
    try:
        yield from found
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        yield f"a line says what none of ours says: {error!r}"


def _compared(what: str, said: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    """The records that are there and not said, said and not there, or otherwise than said."""
    for key in [*said, *(key for key in found if key not in said)]:
        if key not in found:
            yield f"{what} {key}: the journal says {said[key]}, and it is not there"
        elif key not in said:
            yield f"{what} {key}: it is there ({found[key]}), and no line says so"
        elif said[key] != found[key]:
            yield f"{what} {key}: the journal says {said[key]}, and {found[key]} is found"


def _of(lines: Iterable[ProjectChange], *kinds: ChangeKind) -> Iterator[tuple[ChangeKind, ProjectChange, Data]]:
    return ((ChangeKind(line.kind), line, line.data or {}) for line in lines if line.kind in kinds)


def _members(project_id: int, lines: Lines) -> Iterator[str]:
    said: dict[int | None, str] = {}
    created, about = ChangeKind.PROJECT_CREATED, [kind for kind in ChangeKind if kind.startswith("member.")]
    for kind, line, data in _of(lines, created, *about):
        if kind == created:
            said[line.author] = Role.OWNER.name.lower()
        elif kind == ChangeKind.MEMBER_REMOVED:
            said.pop(data["user"], None)
        else:
            said[data["user"]] = line.new
    there = set(User.objects.filter(pk__in=[pk for pk in said if pk]).values_list("pk", flat=True))
    rows = Membership.objects.filter(project_id=project_id).values_list("user_id", "role")
    found = {user: Role(role).name.lower() for user, role in rows}
    yield from _compared("access of user", {user: role for user, role in said.items() if user in there}, found)


def _links(project_id: int, lines: Lines) -> Iterator[str]:
    said: dict[int, tuple[Any, ...]] = {}
    rows = {link.pk: link for link in ShareLink.objects.filter(project_id=project_id)}
    for kind, line, data in _of(lines, ChangeKind.LINK_MADE, ChangeKind.LINK_REVOKED):
        pk = data["link"]
        if kind == ChangeKind.LINK_MADE:
            said[pk] = (line.new, data["names"], data.get("seal", _seal(rows.get(pk), link_seal)), "open")
        elif pk in said:
            said[pk] = (*said[pk][:3], "revoked")
    found = {
        pk: (last_day(row.expires_at).isoformat(), row.names, link_seal(row), "revoked" if row.revoked_at else "open")
        for pk, row in rows.items()
    }
    yield from _compared("share link", said, found)


def _personal_links(project_id: int, lines: Lines) -> Iterator[str]:
    rows = {link.person_id: link for link in PersonalLink.objects.filter(project_id=project_id)}
    said: dict[int, str] = {}
    about = (ChangeKind.PERSONAL_LINK_MADE, ChangeKind.PERSONAL_LINK_REVOKED, ChangeKind.PEOPLE_MERGED)
    for kind, _line, data in _of(lines, *about):
        person = data["person"]
        if kind == ChangeKind.PERSONAL_LINK_MADE:
            said[person] = data.get("seal", _seal(rows.get(person), personal_seal))
        elif kind == ChangeKind.PEOPLE_MERGED:
            seal = said.pop(data["was"], "")
            said |= {person: seal} if data["link"] else {}
        else:
            said.pop(person, None)
    there = set(Person.objects.filter(pk__in=said).values_list("pk", flat=True))
    said = {person: seal for person, seal in said.items() if person in there}
    yield from _compared("personal link of person", said, {pk: personal_seal(row) for pk, row in rows.items()})


_Answer = tuple[int, int, int]  # person, duty, position


def _answers(project_id: int, lines: Lines) -> Iterator[str]:
    rows = Answer.objects.filter(duty__project_id=project_id)
    found = {(row.person_id, row.duty_id, row.position_id): _said_by(row) for row in rows}
    said: dict[_Answer, tuple[Any, ...]] = {}
    given = (ChangeKind.DUTIES_ACCEPTED, ChangeKind.DUTIES_OBJECTED)
    merged = ChangeKind.PEOPLE_MERGED
    ending = (ChangeKind.DUTIES_WITHDRAWN, ChangeKind.DUTY_REMOVED, ChangeKind.POSITION_REMOVED)
    for kind, line, data in _of(lines, *given, merged, *ending):
        if kind in given:
            said |= _given(line, data, found)
        elif kind == merged:
            said = _passed_on(said, data)
        said = {key: value for key, value in said.items() if not _ends(line, data, key)}
    # Older lines do not say which answers went.
    vague = {data["person"] for _kind, _line, data in _of(lines, *given) if "gone" not in data}
    vague |= {data["person"] for _kind, _line, data in _of(lines, merged) if data["was"] in vague}
    there = set(Person.objects.filter(pk__in={key[0] for key in said}).values_list("pk", flat=True)) - vague
    yield from _compared("answer", {key: said[key] for key in said if key[0] in there or key in found}, found)


def _passed_on(said: Mapping[_Answer, tuple[Any, ...]], data: Data) -> dict[_Answer, tuple[Any, ...]]:
    """The answers after two people became one: those of the other that were kept are now theirs."""
    person, was = data["person"], data["was"]
    moved = {
        (person, duty, position): words
        for (answerer, duty, position), words in said.items()
        if answerer == was and [duty, position] in data["answers"]
    }
    return {key: words for key, words in said.items() if key[0] != was} | moved


def _ends(line: ProjectChange, data: Data, answer: _Answer) -> bool:
    """Whether this line ends an answer: withdrawn, with its duty or position, or as one to what was theirs no more."""
    person, duty, position = answer
    if data.get("person") == person and [duty, position] in data.get("gone", ()):
        return True
    return line.duty_id == duty or line.position_id == position


def _said_by(row: Answer) -> tuple[Any, ...]:
    return (row.letter, digest_of((row.text_fr or "", row.text_en or "")), row.reason, row.version)


def _given(line: ProjectChange, data: Data, found: Mapping[_Answer, tuple[Any, ...]]) -> dict[_Answer, tuple[Any, ...]]:
    """The answers of a line; one of before these seals does not say to which words."""
    answers = {}
    for duty, position, letter, *texts in data["cells"]:
        key = data["person"], duty, position
        answers[key] = (letter, texts[0] if texts else found.get(key, ("", ""))[1], data["reason"], line.version - 1)
    return answers


def _baselines(project_id: int, lines: Lines) -> Iterator[str]:
    rows = {row.pk: row for row in Baseline.objects.filter(project_id=project_id)}
    said: dict[int, tuple[Any, ...]] = {}
    for _kind, line, data in _of(lines, ChangeKind.BASELINE_FROZEN):
        pk = data["baseline"]
        said[pk] = (bool(line.new), data.get("seal", _seal(rows.get(pk), baseline_seal)))
    for pk, seal in resealed(project_id).items():
        if pk in said:
            said[pk] = (said[pk][0], seal)
    yield from _compared("frozen version", said, {pk: (row.approved, baseline_seal(row)) for pk, row in rows.items()})


def _dismissals(project_id: int, lines: Lines) -> Iterator[str]:
    said: dict[str, tuple[str, str]] = {}
    for kind, line, data in _of(lines, ChangeKind.FINDING_DISMISSED, ChangeKind.FINDING_RESTORED):
        if kind == ChangeKind.FINDING_DISMISSED:
            said[data["key"]] = (data["state"], line.new)
        else:
            said.pop(data["key"], None)
    rows = FindingDismissal.objects.filter(project_id=project_id).values_list("key", "state", "reason")
    yield from _compared("dismissed finding", said, {key: (state, reason) for key, state, reason in rows})


_STATES = {
    ChangeKind.POSTING_MADE: PostingState.DRAFT,
    ChangeKind.POSTING_PUBLISHED: PostingState.PUBLISHED,
    ChangeKind.POSTING_CLOSED: PostingState.CLOSED,
    ChangeKind.POSTING_REOPENED: PostingState.DRAFT,
}


def _postings(project_id: int, lines: Lines) -> Iterator[str]:
    return _posting_faults(Posting.objects.filter(project_id=project_id), lines)


def _posting_faults(postings: Iterable[Posting], lines: Lines) -> Iterator[str]:
    rows = {row.pk: row for row in postings}
    said: dict[int, tuple[str, str]] = {}
    for kind, _line, data in _of(lines, *_STATES, ChangeKind.POSTING_REMOVED, ChangeKind.WORDS_ERASED):
        if kind == ChangeKind.WORDS_ERASED:
            seals = {int(pk): seal for pk, seal in data.get("postings", {}).items()}
            said |= {pk: (said[pk][0], seals[pk]) for pk in said.keys() & seals.keys()}
        elif kind == ChangeKind.POSTING_REMOVED:
            said.pop(data.get("posting", 0), None)
        else:
            said[data["posting"]] = _posting_said(kind, data, rows, said)
    found = {pk: (row.state, "" if row.state == PostingState.DRAFT else posting_seal(row)) for pk, row in rows.items()}
    yield from _compared("posting", said, found)


def _posting_said(
    kind: ChangeKind, data: Data, rows: Mapping[int, Posting], said: Mapping[int, tuple[str, str]]
) -> tuple[str, str]:
    """The state of a posting after a line, and its seal: one that is closed keeps what was published."""
    pk = data["posting"]
    if kind == ChangeKind.POSTING_PUBLISHED:
        return _STATES[kind], data.get("seal", _seal(rows.get(pk), posting_seal))
    return _STATES[kind], said[pk][1] if kind == ChangeKind.POSTING_CLOSED and pk in said else ""


def _publication_faults(lines: Lines) -> Iterator[str]:
    """What was published stands as it was, however often, until it is no longer kept."""
    said: dict[int, str] = {}
    for kind, _line, data in _of(lines, ChangeKind.POSTING_PUBLISHED, ChangeKind.POSTING_REMOVED):
        if "publication" in data and kind == ChangeKind.POSTING_PUBLISHED:
            said[data["publication"]] = data["seal"]
        else:
            said.pop(data.get("publication", 0), None)
    rows = Publication.objects.filter(pk__in=said)
    yield from _compared("publication", said, {row.pk: posting_seal(row.posting_then()) for row in rows})


def _comments(project_id: int, lines: Lines) -> Iterator[str]:
    """That they are there, with their place; their words are their author's, to change and to erase."""
    found = dict(Comment.objects.filter(duty__project_id=project_id).values_list("pk", "duty_id"))
    found |= dict(RemovedComment.objects.filter(project_id=project_id).values_list("comment_id", "duty_id"))
    said: dict[int, int | None] = {}
    vague = 0  # comments of older lines, which do not name them
    for kind, line, data in _of(lines, ChangeKind.COMMENT_ADDED, ChangeKind.COMMENT_REMOVED):
        if "comment" not in data:
            vague += kind == ChangeKind.COMMENT_ADDED
        elif kind == ChangeKind.COMMENT_ADDED:
            said[data["comment"]] = line.duty_id
        elif data["comment"] not in found:  # one that was answered stays, without words
            said.pop(data["comment"], None)
    known = {pk: duty for pk, duty in found.items() if pk in said}
    if len(found) - len(known) > vague:
        known = found
    yield from _compared("comment", said, known)


def _seal(row: Any, seal: Callable[[Any], str]) -> str:
    """What stands, where a line of before these seals says nothing."""
    return "" if row is None else seal(row)
