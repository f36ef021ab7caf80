"""The postings that somebody may read, as lines of a list: searched, counted by state, what closes soonest first."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from aispec.web.fields.days import last_day
from aispec.web.words.folding import fold
from phases.enums import Role
from phases.models import Membership
from roles.enums import PostingState
from roles.models import Position, Posting
from roles.models.postings import TEXTS
from roles.postings.domain.opened import opened_positions

_ORDER = (PostingState.PUBLISHED, PostingState.DRAFT, PostingState.CLOSED)
_LONG = [f"{name}_{language}" for name in TEXTS if name not in ("title", "employer") for language in ("fr", "en")]
_SEARCHED = ("title_fr", "title_en", "employer_fr", "employer_en", "city", "reference")


@dataclass(frozen=True, slots=True)
class ListedPosting:
    """A posting in a list; `member` may see the name of its project, `editor` may duplicate it."""

    posting: Posting
    member: bool
    editor: bool

    @property
    def days_left(self) -> int | None:
        """How many days a published posting still runs, 0 on its last one; None for one that nothing ends."""
        ends = self.posting.ends_at
        if self.posting.state != PostingState.PUBLISHED or ends is None:
            return None
        return (last_day(ends) - timezone.localdate()).days

    @property
    def searched(self) -> str:
        """Where words are looked for."""
        texts = [getattr(self.posting, name) or "" for name in _SEARCHED]
        if self.posting.position:
            texts += [self.posting.position.title_fr or "", self.posting.position.title_en or ""]
        if self.member and self.posting.project:
            texts.append(self.posting.project.name)
        return " ".join(texts)


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """A vacant position opened to HR managers, with the posting that stands for it now."""

    position: Position
    line: ListedPosting | None

    @property
    def searched(self) -> str:
        """Where words are looked for; its project is not named to whoever is no member."""
        profile = self.position.profile
        texts = [self.position.title_fr, self.position.title_en, self.position.project.organization]
        return " ".join(text or "" for text in [*texts, profile and profile.name_fr, profile and profile.name_en])


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody has to do with postings: the positions opened to them, and the lines they may read."""

    hr: bool
    opened: Sequence[OpenedLine]
    lines: Sequence[ListedPosting]

    @property
    def counts(self) -> list[tuple[PostingState, int]]:
        """How many postings stand in each state."""
        count = Counter(line.posting.state for line in self.lines)
        return [(state, count[state]) for state in (PostingState.DRAFT, PostingState.PUBLISHED, PostingState.CLOSED)]

    @property
    def current(self) -> list[ListedPosting]:
        """What is published, what closes soonest first, then the drafts."""
        return [line for line in self.lines if line.posting.state != PostingState.CLOSED]

    def in_state(self, state: str) -> list[ListedPosting]:
        """The lines of a state."""
        return [line for line in self.lines if line.posting.state == state]

    def searched(self, text: str) -> "Desk":
        """What has every word of a text, whatever its case and accents."""
        words = fold(text).split()
        opened = [each for each in self.opened if _has(each.searched, words)]
        return Desk(self.hr, opened, [line for line in self.lines if _has(line.searched, words)])


def desk_of(user: User, *, hr: bool) -> Desk:
    """The desk of a user, who may be an HR manager (four queries, two for whoever is none)."""
    roles = dict(Membership.objects.filter(user=user).values_list("project_id", "role"))
    opened = list(opened_positions(user)) if hr else []
    theirs = Q(project__in=roles)
    if hr:
        theirs |= Q(project=None) | Q(position__in=opened)
    lines = listed_postings(Posting.objects.filter(theirs), roles, {position.pk for position in opened})
    current = {line.posting.position_id: line for line in reversed(lines) if line.posting.state != PostingState.CLOSED}
    return Desk(hr, [OpenedLine(position, current.get(position.pk)) for position in opened], lines)


def listed_postings(
    rows: QuerySet[Posting], roles: Mapping[int, int], opened: Collection[int | None] = ()
) -> list[ListedPosting]:
    """Postings as lines (one query), by the role of their reader in each project and the positions opened to them."""
    found = rows.select_related("project", "position").defer("frozen", *_LONG).order_by("-pk")
    lines = [
        ListedPosting(
            posting,
            member=posting.project_id in roles,
            editor=posting.project_id is None
            or roles.get(posting.project_id, 0) >= Role.EDITOR
            or posting.position_id in opened,
        )
        for posting in found
    ]
    return sorted(lines, key=_place)


def _place(line: ListedPosting) -> tuple[int, int]:
    return _ORDER.index(PostingState(line.posting.state)), line.days_left or 0


def _has(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
