"""The postings that somebody may read, as lines of a list: searched, counted by state, what closes soonest first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from aispec.web.fields.days import last_day
from aispec.web.words.folding import fold
from phases.enums import Role
from phases.models import Membership
from roles.enums import PostingState
from roles.models import Position, Posting
from roles.models.postings import TEXTS
from roles.postings.domain.opened import is_opened, opened_positions

# Published, drafts, closed; of what is published, what closes soonest first, and with today what nothing ends.
_STATES = (PostingState.PUBLISHED, PostingState.DRAFT, PostingState.CLOSED)
_ENDS = Q(state=PostingState.PUBLISHED, expires_at__isnull=False) & (Q(public=True) | Q(closing_date__isnull=False))
_ORDER = (
    Case(*(When(state=state, then=place) for place, state in enumerate(_STATES))),
    Case(When(_ENDS, then=TruncDate(F("expires_at") - timedelta(microseconds=1))), default=TruncDate(Now())),
)
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
    """What somebody has to do with postings: the positions opened to them and the lines they may read, the first ones.

    All that was found is counted, and so is all there is, of which it was looked for.
    """

    hr: bool
    opened: Sequence[OpenedLine]
    lines: Sequence[ListedPosting]
    opened_count: int
    counts: Sequence[tuple[PostingState, int]]
    empty: bool

    @property
    def count(self) -> int:
        """How many postings were found, in whatever state."""
        return sum(count for _state, count in self.counts)

    @property
    def current(self) -> list[ListedPosting]:
        """What is published, what closes soonest first, then the drafts."""
        return [line for line in self.lines if line.posting.state != PostingState.CLOSED]


def desk_of(user: User, *, hr: bool, most: int, query: str = "", state: str = "") -> Desk:
    """The desk of a user, who may be an HR manager: at most so many of what has every word, of postings in a state.

    Words are looked for in all there is; without them the database reads what is shown and counts the rest (seven
    queries, three for whoever is no HR manager).
    """
    roles = dict(Membership.objects.filter(user=user).values_list("project_id", "role"))
    opened = opened_positions(user) if hr else Position.objects.none()
    postings = Posting.objects.filter(project__in=roles)
    if hr:  # as one set of ids: asked for as this or that, a database looks at every posting
        ways = Q(project__in=roles), Q(project=None), Q(position__in=opened.order_by().values("pk"))
        first, *others = (Posting.objects.filter(way).order_by().values("pk") for way in ways)
        postings = Posting.objects.filter(pk__in=first.union(*others))
    if words := fold(query).split():
        return _searched(hr, words, list(opened), listed_postings(postings, roles, hr=hr), most, state)
    counts = Counter(dict(postings.order_by().values_list("state").annotate(Count("pk"))))
    opened_count = opened.count()
    shown = _with_lines(opened[:most], roles) if opened_count and not state else []
    in_state = postings.filter(state=state) if state else postings
    lines = listed_postings(in_state, roles, hr=hr, most=most) if counts else []
    return Desk(hr, shown, lines, opened_count, _by_state(counts), not (counts or opened_count))


def _searched(
    hr: bool, words: Sequence[str], opened: Sequence[Position], lines: Sequence[ListedPosting], most: int, state: str
) -> Desk:
    of_opened = [each for each in _joined(opened, lines) if _has(each.searched, words)]
    found = [line for line in lines if _has(line.searched, words)]
    counts = _by_state(Counter(line.posting.state for line in found))
    shown = [line for line in found if not state or line.posting.state == state]
    return Desk(
        hr, [] if state else of_opened[:most], shown[:most], len(of_opened), counts, empty=not (opened or lines)
    )


def _by_state(counts: Counter[str]) -> list[tuple[PostingState, int]]:
    return [(state, counts[state]) for state in (PostingState.DRAFT, PostingState.PUBLISHED, PostingState.CLOSED)]


def _with_lines(opened: QuerySet[Position], roles: Mapping[int, int]) -> list[OpenedLine]:
    """These positions with the postings that stand for them now."""
    positions = list(opened)
    postings = Posting.objects.filter(position__in=[each.pk for each in positions])
    return _joined(positions, listed_postings(postings, roles, hr=True))


def _joined(opened: Sequence[Position], lines: Sequence[ListedPosting]) -> list[OpenedLine]:
    current = {line.posting.position_id: line for line in reversed(lines) if line.posting.state != PostingState.CLOSED}
    return [OpenedLine(position, current.get(position.pk)) for position in opened]


def listed_postings(
    rows: QuerySet[Posting], roles: Mapping[int, int], *, hr: bool = False, most: int | None = None
) -> list[ListedPosting]:
    """Postings as lines, the first ones (one query), by the role of their reader in each project."""
    found = rows.select_related("project", "position").defer("frozen", *_LONG).order_by(*_ORDER, "-pk")
    return [
        ListedPosting(
            posting,
            member=posting.project_id in roles,
            editor=posting.project_id is None
            or roles.get(posting.project_id, 0) >= Role.EDITOR
            or (hr and is_opened(posting.position)),
        )
        for posting in found[:most]
    ]


def _has(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
