"""Whom a line of the journal concerns, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Q

from phases.access.members import editors_of
from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.comments.mentions import members_of, mentioned
from roles.enums import NoticeKind
from roles.models import Assignment, Comment, Person, Position
from roles.people.domain.holders import HR, holdings, who_hold


@dataclass(frozen=True, slots=True)
class Concern:
    """Why a reader is to be told: a notice that may have been made already."""

    reader: int
    kind: NoticeKind
    source: str
    project: int | None = None
    line: int | None = None
    about: int | None = None
    count: int = 1


class People:
    """Those who may be concerned by what happens in a project; each is asked for once, when it is needed."""

    def __init__(self, project_id: int) -> None:
        self.project_id = project_id

    @cached_property
    def accounts(self) -> Mapping[int, int]:
        """By person who holds a position here, their account; those without one are told otherwise."""
        people = who_hold(project_id=self.project_id).filter(active=True, user__is_active=True)
        return {pk: user for pk, user in people.values_list("pk", "user_id") if user}

    @cached_property
    def holders(self) -> Mapping[int, set[int]]:
        """By position, the accounts of those who hold it."""
        found: dict[int, set[int]] = {}
        for position, _project, person in holdings(project_id=self.project_id):
            if person in self.accounts:
                found.setdefault(position, set()).add(self.accounts[person])
        return found

    @cached_property
    def members(self) -> Mapping[int, User]:
        """The accounts that have access, by id."""
        return {user.pk: user for user in members_of(self.project_id)}

    @cached_property
    def editors(self) -> set[int]:
        """Those who may change the project."""
        return set(editors_of([self.project_id]).get(self.project_id, ()))

    @cached_property
    def hr(self) -> set[int]:
        """All HR managers."""
        return set(User.objects.filter(groups__name=HR, is_active=True).values_list("pk", flat=True))

    def first_of(self, position_id: int) -> set[int]:
        """The account of the one who is named first in a position."""
        first = Position.objects.filter(pk=position_id).values_list("holder_id", flat=True)
        return self.accounts_of(pk for pk in first if pk)

    def accounts_of(self, people: Iterable[int]) -> set[int]:
        """The accounts of holders of this project."""
        return {self.accounts[person] for person in people if person in self.accounts}

    def who_left(self, people: Iterable[int], position_id: int) -> set[int]:
        """Of those who held a position, the accounts of those who do not hold it now."""
        rows = Person.objects.filter(pk__in=people, active=True, user__is_active=True)
        return set(rows.values_list("user_id", flat=True)) - self.holders.get(position_id, set())

    def on_duty(self, comment: Comment) -> set[int]:
        """Members who hold the cell of a comment, or have a letter for its duty."""
        positions = {comment.position_id} if comment.position_id else _positions_with(comment.duty_id)
        return {user for pk in positions for user in self.holders.get(pk, ())} & self.members.keys()


def _positions_with(duty_id: int) -> set[int]:
    """The positions that have a letter for a duty."""
    return set(Assignment.objects.filter(duty_id=duty_id).values_list("position_id", flat=True))


Found = Iterator[Concern]


def concerns(project_id: int, lines: Iterable[ProjectChange]) -> list[Concern]:
    """What these lines of a project are to somebody; lines of a change that are alike are one, counted.

    Whoever has made a change is not told of it.
    """
    people = People(project_id)
    found: dict[tuple[int, NoticeKind, str], Concern] = {}
    counts: Counter[tuple[int, NoticeKind, str]] = Counter()
    for line in lines:
        for concern in CONCERNS[ChangeKind(line.kind)](line, people):
            if concern.reader != line.by_id:
                key = concern.reader, concern.kind, concern.source
                found.setdefault(key, concern)
                counts[key] += 1
    return [replace(concern, count=counts[key]) for key, concern in found.items()]


def _of(
    line: ProjectChange, readers: Iterable[int], kind: NoticeKind, source: str = "", about: int | None = None
) -> Found:
    source = source or f"p{line.project_id}v{line.version}"
    for reader in sorted(readers):
        yield Concern(reader, kind, source, line.project_id, line.pk, about)


def _cell(line: ProjectChange, people: People) -> Found:
    return _of(line, people.holders.get(line.position_id or 0, ()), NoticeKind.LETTER)


def _duty(line: ProjectChange, people: People) -> Found:
    """Its letters go with it, whether it is removed or set aside; they come back when it applies again."""
    data = line.data or {}
    positions: Iterable[int] = map(int, data.get("letters", ()))
    if data.get("field") == "reason" and not line.new:
        positions = _positions_with(line.duty_id or 0)
    for position in positions:
        yield from _of(line, people.holders.get(position, ()), NoticeKind.LETTER)


def _holder(line: ProjectChange, people: People) -> Found:
    """Somebody holds a position now, and with it its duties; those who held it already are not told."""
    data = line.data or {}
    position = line.position_id or 0
    joined, left = people.holders.get(position, set()), set[int]()
    if line.kind == ChangeKind.POSITION_EDITED:
        if data.get("field") == "co_holders":
            now, was = ({person for person, _name in data[side]} for side in ("now", "was"))
            joined, left = joined & people.accounts_of(now - was), was - now
        elif data.get("field") == "holder":
            joined, left = joined & people.first_of(position), {data["id"]} - {None}
        else:
            return
    yield from _of(line, joined, NoticeKind.ASKED, about=position)
    if left:
        yield from _of(line, people.who_left(left, position), NoticeKind.LEFT, about=position)


def _position_removed(line: ProjectChange, people: People) -> Found:
    data, position = line.data or {}, line.position_id or 0
    held = {data.get("holder"), *(person for person, _name in data.get("co_holders", ()))} - {None}
    return _of(line, people.who_left(held, position), NoticeKind.LEFT, about=position)


def _asked(line: ProjectChange, people: People) -> Found:
    return _of(line, people.accounts_of((line.data or {}).get("people", ())), NoticeKind.ASKED)


def _answered(line: ProjectChange, people: People) -> Found:
    own = people.accounts_of([(line.data or {}).get("person", 0)])
    return _of(line, people.editors - own, NoticeKind.ANSWER)


def _comment(line: ProjectChange, people: People) -> Found:
    """Those it mentions, those whose duty it is on, and those who have taken part in its discussion."""
    comment = Comment.objects.filter(pk=(line.data or {}).get("comment", 0)).first()
    if comment is None:
        return
    named = mentioned(comment.text, people.members.values())
    source = f"c{comment.pk}"
    yield from _of(line, named, NoticeKind.MENTION, source)
    if line.kind == ChangeKind.COMMENT_ADDED:
        talk = Comment.objects.filter(Q(pk=comment.parent_id or 0) | Q(parent=comment.parent_id or 0))
        spoke = set(talk.values_list("by_id", flat=True))
        others = (people.on_duty(comment) | spoke & people.members.keys()) - named
        yield from _of(line, others, NoticeKind.COMMENT, source)


def _opened(line: ProjectChange, people: People) -> Found:
    return _of(line, people.hr, NoticeKind.OPENED, about=line.position_id)


def _access(line: ProjectChange, people: People) -> Found:
    return _of(line, {(line.data or {}).get("user", 0)} & people.members.keys(), NoticeKind.INVITED)


CONCERNS: Mapping[ChangeKind, Callable[[ProjectChange, People], Found]] = {
    ChangeKind.CELL: _cell,
    ChangeKind.POSITION_ADDED: _holder,
    ChangeKind.POSITION_EDITED: _holder,
    ChangeKind.POSITION_REMOVED: _position_removed,
    ChangeKind.DUTY_EDITED: _duty,
    ChangeKind.DUTY_REMOVED: _duty,
    ChangeKind.DUTIES_ACCEPTED: _answered,
    ChangeKind.DUTIES_OBJECTED: _answered,
    ChangeKind.DUTIES_WITHDRAWN: _answered,
    ChangeKind.DUTIES_ASKED: _asked,
    ChangeKind.COMMENT_ADDED: _comment,
    ChangeKind.COMMENT_EDITED: _comment,
    ChangeKind.POSITION_OPENED: _opened,
    ChangeKind.MEMBER_ADDED: _access,
}
