"""The duties of a posting: read from the matrix or the catalogue, in posting wording, by phase and letter; never with
a name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import override

from roles.enums import APPROVING, Letter
from roles.formats.text import in_language
from roles.matrix.letters import LANGUAGES, NamedLetter, default_name, letter_name
from roles.models import Assignment, Duty, Posting, Responsibility

SUPERVISION = "R9"  # the rule of statements that supervise the work of another profile
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


def candidates(posting: Posting, language: str) -> list[PostedDuty]:
    """What may stand in the posting: the duties of the position, of the profile, or all there are (one query)."""
    return [_item(row, language) for row in _rows(posting)]


def duties_of(posting: Posting, language: str) -> list[PostedDuty]:
    """What stands in the posting, in the order of the matrix: as it was frozen, or as they are now."""
    rows = posting.frozen if posting.frozen is not None else frozen_duties(posting)
    return [_item(row, language) for row in rows]


def frozen_duties(posting: Posting) -> list[dict[str, Any]]:
    """The duties of a draft as they and their letters are called now, in both languages, as publishing keeps them."""
    chosen = set(posting.chosen.values_list("pk", flat=True))
    rows = _rows(posting)
    if chosen or not (posting.position_id or posting.profile_id):
        rows = [row for row in rows if row["id"] in chosen]
    return [{name: row[name] for name in ("id", "code", "letter", "phase__order", *_NAMES, *_WORDS)} for row in rows]


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


def _item(row: Mapping[str, Any], language: str) -> PostedDuty:
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
    """Whoever is supervised carries out the work, not its supervision: that is no duty of theirs to list."""
    profile = posting.position.profile_id if posting.position else posting.profile_id
    supervised = profile is not None and profile != row["responsibility__profile_id"]
    if row["responsibility__rule__code"] != SUPERVISION or not supervised:
        return letter
    return {Letter.R.value: "", Letter.AR.value: APPROVING[0]}.get(letter, letter)
