"""What the pages of the catalogue show, made ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from roles.catalogue.domain.catalogue import Catalogue, CataloguePhase, CatalogueProfile, Statement
from roles.catalogue.domain.search import says
from roles.enums import Letter


@dataclass(frozen=True, slots=True)
class Row:
    """A statement of the page; `letters` are stored letters of the profiles that have one.

    With two profiles, each has its column, so that both stand in `letters`, "" for none.
    `shows_other` asks for the other language too, because the words looked for stand only there.
    """

    statement: Statement
    letters: tuple[tuple[CatalogueProfile, str], ...]
    pairs: tuple[tuple[str, bool], ...]
    shows_other: bool


@dataclass(frozen=True, slots=True)
class PhaseSection:
    """A phase of the page, a list of rows a profile; `total` counts the rows that are found."""

    phase: CataloguePhase
    lists: tuple[tuple[CatalogueProfile, tuple[Row, ...]], ...]
    total: int


def sections(catalogue: Catalogue, found: Catalogue, words: Sequence[str] = ()) -> tuple[PhaseSection, ...]:
    """Every phase of the catalogue with the statements of `found`; a phase may have none."""
    rows: dict[tuple[int, int], list[Row]] = {key: [] for key in catalogue.counts}
    for statement in found.statements:
        rows[statement.phase_id, statement.profile_id].append(_row(catalogue, found, statement, words))
    return tuple(
        PhaseSection(
            phase,
            tuple((profile, tuple(rows[phase.id, profile.id])) for profile in catalogue.profiles),
            sum(len(rows[phase.id, profile.id]) for profile in catalogue.profiles),
        )
        for phase in catalogue.phases
    )


def _row(catalogue: Catalogue, found: Catalogue, statement: Statement, words: Sequence[str]) -> Row:
    return Row(
        statement,
        tuple(
            (profile, statement.suggested.get(profile.slug, ""))
            for profile in catalogue.profiles
            if len(catalogue.profiles) == 2 or statement.suggested.get(profile.slug)
        ),
        tuple((code, code in found.by_code) for code in statement.pairs),
        shows_other=bool(words) and not says((statement.code, statement.text), words),
    )


@dataclass(frozen=True, slots=True)
class LetterChoice:
    """A suggested letter to filter by; `value` is what the URL says."""

    value: str
    letter: Letter


def bounded(found: Catalogue, most: int) -> Catalogue:
    """The first statements that are found, for a page of bounded size."""
    return replace(found, statements=found.statements[:most]) if len(found.statements) > most else found


def any_letters(catalogue: Catalogue) -> list[Letter]:
    """The letters that some profile has somewhere in the catalogue."""
    suggested = {letter for statement in catalogue.statements for letter in statement.suggested.values()}
    return [letter for letter in Letter if letter in suggested]


def letter_choices(catalogue: Catalogue) -> list[tuple[CatalogueProfile, list[LetterChoice]]]:
    """The letters that each profile has somewhere in the catalogue, in the order of the letters."""
    return [
        (
            profile,
            [
                LetterChoice(f"{profile.slug}:{letter}", letter)
                for letter in Letter
                if any(statement.suggested.get(profile.slug) == letter for statement in catalogue.statements)
            ],
        )
        for profile in catalogue.profiles
    ]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements each profile has in a phase."""

    each: tuple[tuple[CatalogueProfile, int], ...]
    total: int


def phase_counts(catalogue: Catalogue) -> tuple[tuple[CataloguePhase, Counts], ...]:
    """Every phase with its counts."""
    return tuple((phase, _counts(catalogue, phase)) for phase in catalogue.phases)


def _counts(catalogue: Catalogue, phase: CataloguePhase) -> Counts:
    each = tuple((profile, catalogue.counts[phase.id, profile.id]) for profile in catalogue.profiles)
    return Counts(each, sum(count for _profile, count in each))


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A statement of one profile: its letter, the others' letters and what they do in answer."""

    statement: Statement
    letter: str
    others: tuple[tuple[CatalogueProfile, str], ...]
    answers: tuple[Statement, ...]


def profile_rows(
    catalogue: Catalogue, profile: CatalogueProfile
) -> tuple[tuple[CataloguePhase, tuple[ProfileRow, ...]], ...]:
    """One profile's statements by phase; a phase without any is left out."""
    rows: dict[int, list[ProfileRow]] = {phase.id: [] for phase in catalogue.phases}
    for statement in catalogue.statements:
        if statement.profile_id == profile.id:
            rows[statement.phase_id].append(_profile_row(catalogue, profile, statement))
    return tuple((phase, tuple(rows[phase.id])) for phase in catalogue.phases if rows[phase.id])


def _profile_row(catalogue: Catalogue, profile: CatalogueProfile, statement: Statement) -> ProfileRow:
    letters = statement.suggested
    return ProfileRow(
        statement,
        letters.get(profile.slug, ""),
        tuple(
            (other, letters[other.slug]) for other in catalogue.profiles if other != profile and letters.get(other.slug)
        ),
        tuple(catalogue.by_code[code] for code in statement.pairs if code in catalogue.by_code),
    )
