"""The duties of a posting: read from the matrix or the catalogue, in posting wording, by phase and letter; never with
a name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from roles.catalogue.domain.supervision import own_letter
from roles.enums import Letter
from roles.formats.text import in_language
from roles.matrix.letters import LANGUAGES, NamedLetter, default_name, letter_name
from roles.models import Assignment, Duty, Posting, Responsibility
from roles.postings.domain.lines import Line, lines_of

OWN = 9_999  # stands for the number of a phase, in the lines that no matrix has
_DONE = (Letter.R, Letter.AR, Letter.A, Letter.S)  # what a position does itself; it may be consulted on much else
_ORDER = (Letter.R, Letter.AR, Letter.A, Letter.C, Letter.I, Letter.S)
_NAMES = tuple(f"letter_{language}" for language in LANGUAGES)
_WORDS = ("text_fr", "text_en", "posting_fr", "posting_en", "phase__name_fr", "phase__name_en")


@dataclass(frozen=True, slots=True)
class PostedDuty:
    """A duty as a posting lists it; `phase` is the number of its phase in the framework."""

    duty_id: int  # of the statement, where there is no project
    code: str
    letter: str
    name: str  # of the letter, in its project
    phase: int
    phase_name: str
    text: str

    @property
    def named(self) -> NamedLetter:
        """Its letter as its project calls it."""
        return NamedLetter(Letter(self.letter), self.name)


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of a phase that have one letter."""

    letter: NamedLetter
    items: tuple[PostedDuty, ...]


@dataclass(frozen=True, slots=True)
class PhaseOfPosting:
    """A phase with its groups."""

    number: int
    name: str
    groups: tuple[Group, ...]


def candidates(posting: Posting) -> list[dict[str, Any]]:
    """What may stand in the posting: the duties of the position, of the profile, or all there are (one query)."""
    return _rows(posting)


def by_default(posting: Posting, row: Mapping[str, Any]) -> bool:
    """Whether a duty stands in the posting while none is chosen: what its position or profile does itself."""
    return bool(posting.position_id or posting.profile_id) and row["letter"] in _DONE


def duties_of(posting: Posting, language: str) -> list[PostedDuty]:
    """What stands in the posting, in the order of the matrix: as it was frozen, or as they are now."""
    rows = posting.frozen if posting.frozen is not None else frozen_duties(posting)
    return [posted(row, language) for row in rows]


def frozen_duties(posting: Posting, lines: Sequence[Line] | None = None) -> list[dict[str, Any]]:
    """The duties of a draft as they and their letters are called now, in both languages, as publishing keeps them.

    `lines` stand for its own, as when somebody is still choosing them.
    """
    rows, chosen = _rows(posting), lines_of(posting) if lines is None else lines
    rows = list(_chosen(rows, chosen)) if chosen else [row for row in rows if by_default(posting, row)]
    return [{name: row[name] for name in ("id", "code", "letter", "phase__order", *_NAMES, *_WORDS)} for row in rows]


def _chosen(rows: Sequence[dict[str, Any]], lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """The lines phase by phase, those of the posting's own last."""
    by_id = {row["id"]: row for row in rows}
    place = {row["phase__order"]: n for n, row in enumerate(rows)} | {OWN: len(rows)}
    known = [(by_id[line.of] if line.of else _own(), line) for line in lines if line.of is None or line.of in by_id]
    for row, line in sorted(known, key=lambda each: place[each[0]["phase__order"]]):
        texts = {f"posting_{language}": line.said(language) for language in LANGUAGES if line.said(language)}
        yield row | texts


def _own() -> dict[str, Any]:
    """A line that no matrix has: what the position carries out beside its duties."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            names |= {f"phase__name_{language}": _("Other duties"), f"letter_{language}": str(Letter.R.label)}
    return dict.fromkeys(_WORDS, "") | names | {"id": 0, "code": "", "letter": Letter.R.value, "phase__order": OWN}


def by_phase(items: Iterable[PostedDuty]) -> tuple[PhaseOfPosting, ...]:
    """The duties as a posting shows them."""
    return tuple(
        PhaseOfPosting(number, name, _groups(list(group)))
        for (number, name), group in groupby(items, key=lambda item: (item.phase, item.phase_name))
    )


def letters_used(items: Iterable[PostedDuty]) -> list[NamedLetter]:
    """The letters of the legend."""
    used = {item.letter: item.named for item in items}
    return [used[letter.value] for letter in _ORDER if letter.value in used]


def _groups(items: list[PostedDuty]) -> tuple[Group, ...]:
    return tuple(
        Group(named, tuple(item for item in items if item.letter == named.code)) for named in letters_used(items)
    )


def posted(row: Mapping[str, Any], language: str) -> PostedDuty:
    """A duty as a posting lists it in that language."""
    text = in_language(row, "posting", language) or in_language(row, "text", language)
    name = row.get(f"letter_{language}") or default_name(Letter(row["letter"]), language)
    return PostedDuty(row["id"], row["code"], row["letter"], name, row["phase__order"],
                in_language(row, "phase__name", language), text)  # fmt: skip


def _rows(posting: Posting) -> list[dict[str, Any]]:
    """The duties with the letter they have in this posting and its name; those without a part in it are left out."""
    names = {letter.value: _names(posting, letter) for letter in _ORDER}
    found = _duties(posting) if posting.project_id else _statements(posting)
    return [row | {"letter": letter} | names[letter] for row, letter in found if letter]


def _statements(posting: Posting) -> Iterator[tuple[dict[str, Any], str]]:
    """What the catalogue says of the profile, with the letter it suggests; what it says of all, as carried out."""
    found = Responsibility.objects.filter(phase__framework=posting.source_framework)
    if posting.profile_id:
        found = found.filter(profile_id=posting.profile_id)
    slug = posting.profile.slug if posting.profile else ""
    ordered = found.order_by("phase__order", "profile__order", "order", "id")
    for row in ordered.values("id", "code", "phase__order", "suggested", *_WORDS):
        yield row, str(row["suggested"].get(slug) or Letter.R.value)


def _duties(posting: Posting) -> Iterator[tuple[dict[str, Any], str]]:
    """The duties of the project, with the letter of the position or the profile."""
    assigned = Assignment.objects.filter(duty=OuterRef("pk"), position=posting.position_id).values("letter")
    found = (
        Duty.objects.filter(project=posting.project_id, applicable=True)
        .order_by("phase__order", "order", "id")
        .annotate(assigned=Subquery(assigned))
        .values("id", "code", "phase__order", "assigned", "responsibility__profile_id", "responsibility__rule__code",
                "responsibility__suggested", *_WORDS)
    )  # fmt: skip
    for row in found:
        yield row, _without_supervising(posting, row, _letter(posting, row))


def _names(posting: Posting, letter: Letter) -> dict[str, str]:
    """What the project calls a letter, in each language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[f"letter_{language}"] = letter_name(posting.project.rules if posting.project else {}, letter)
    return found


def _letter(posting: Posting, row: Mapping[str, Any]) -> str:
    if posting.position_id:
        return str(row["assigned"] or "")
    if posting.profile:
        return str((row["responsibility__suggested"] or {}).get(posting.profile.slug, ""))
    return Letter.R.value


def _without_supervising(posting: Posting, row: Mapping[str, Any], letter: str) -> str:
    profile = posting.position.profile_id if posting.position else posting.profile_id
    return own_letter(letter, row["responsibility__rule__code"], row["responsibility__profile_id"], profile)
