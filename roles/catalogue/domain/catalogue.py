"""The catalogue object: a framework at one moment, frozen, which its pages and documents share.

It is read in seven queries of plain values whatever the size, never from model instances.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from phases.models import Framework, Phase
from roles.formats.text import in_language
from roles.models import Responsibility, RoleProfile, SuggestionRule

SIDE_BY_SIDE = 4  # profiles that a page shows at once; where there are more, its reader chooses


@dataclass(frozen=True, slots=True)
class CataloguePhase:
    """A phase; `number` is its place, from 1."""

    id: int
    number: int
    slug: str
    name: str
    short_name: str
    lead_in: str


@dataclass(frozen=True, slots=True)
class CatalogueProfile:
    """A profile; `mark` is the shortest word that tells it from the others, such as T."""

    id: int
    slug: str
    name: str
    title: str
    mark: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a statement carries the letters it suggests."""

    code: str
    name: str
    condition: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A responsibility in one language; `other` is the text in the other one, "" when there is none.

    `suggested` maps profile slugs to stored letters; `pairs` are codes of other profiles' statements.
    """

    id: int
    code: str
    phase_id: int
    profile_id: int
    text: str
    other: str
    posting: str
    note: str
    suggested: Mapping[str, str]
    rule: Rule | None
    pairs: tuple[str, ...]
    searched: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """A framework in one language; `frameworks` are the slugs and titles of all, this one included."""

    slug: str
    title: str
    subtitle: str
    source: str
    language: str
    is_first: bool
    frameworks: tuple[tuple[str, str], ...]
    phases: tuple[CataloguePhase, ...]
    profiles: tuple[CatalogueProfile, ...]
    rules: tuple[Rule, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Statement]:
        """Statements by code."""
        return {statement.code: statement for statement in self.statements}

    @cached_property
    def counts(self) -> Mapping[tuple[int, int], int]:
        """How many statements each phase and profile has, by their ids."""
        counts = {(phase.id, profile.id): 0 for phase in self.phases for profile in self.profiles}
        for statement in self.statements:
            counts[statement.phase_id, statement.profile_id] += 1
        return counts

    @cached_property
    def totals(self) -> tuple[tuple[CatalogueProfile, int], ...]:
        """How many statements each profile has."""
        count = Counter(statement.profile_id for statement in self.statements)
        return tuple((profile, count[profile.id]) for profile in self.profiles)

    @cached_property
    def by_id(self) -> Mapping[int, CatalogueProfile]:
        """Profiles by id."""
        return {profile.id: profile for profile in self.profiles}

    @property
    def is_large(self) -> bool:
        """Whether there are more profiles than a page shows at once."""
        return len(self.profiles) > SIDE_BY_SIDE

    def only(self, slugs: Collection[str]) -> "Catalogue":
        """The catalogue with these profiles and what they say, each with a mark that tells it from the others."""
        chosen = [profile for profile in self.profiles if profile.slug in slugs]
        profiles = tuple(
            replace(profile, mark=mark)
            for profile, mark in zip(chosen, marks([profile.name for profile in chosen]), strict=True)
        )
        ids = {profile.id for profile in profiles}
        statements = tuple(statement for statement in self.statements if statement.profile_id in ids)
        return replace(self, profiles=profiles, statements=statements)

    @property
    def query(self) -> str:
        """What a link to this framework's pages ends with; the first framework needs nothing."""
        return "" if self.is_first else f"?framework={self.slug}"

    def profile(self, slug: str) -> CatalogueProfile | None:
        """The profile of this slug, None when this framework has none."""
        return next((profile for profile in self.profiles if profile.slug == slug), None)


def load_catalogue_object(framework: str = "", *, profile: str = "", language: str | None = None) -> Catalogue | None:
    """Read a framework by its slug, by default the first one that has `profile`, or the first of all.

    None when there is no such framework.
    """
    language = language or get_language() or "fr"
    frameworks = list(_listed().values("id", "slug", "title_fr", "title_en"))
    found = _listed()
    if framework and framework not in {each["slug"] for each in frameworks}:
        return None  # PostgreSQL is not asked for what may hold no text of its own, such as NUL
    if framework:
        found = found.filter(slug=framework)
    if profile:
        found = found.filter(profiles__slug=profile)
    row = found.values("id", "slug", "title_fr", "title_en", "subtitle_fr", "subtitle_en", "source").first()
    if row is None:
        return None
    rules = _rules(row["id"], language)
    return Catalogue(
        slug=row["slug"],
        title=in_language(row, "title", language),
        subtitle=in_language(row, "subtitle", language),
        source=row["source"],
        language=language,
        is_first=row["id"] == frameworks[0]["id"],
        frameworks=tuple((each["slug"], in_language(each, "title", language)) for each in frameworks),
        phases=_phases(row["id"], language),
        profiles=_profiles(row["id"], language),
        rules=tuple(rules.values()),
        statements=_statements(row["id"], language, rules),
    )


def _listed() -> QuerySet[Framework]:
    """The frameworks of the catalogue, in their order."""
    return Framework.objects.filter(catalogued=True).order_by("id")


def _phases(framework_id: int, language: str) -> tuple[CataloguePhase, ...]:
    rows = Phase.objects.filter(framework_id=framework_id).order_by("order", "id").values(
        "id", "slug", "name_fr", "name_en", "short_name_fr", "short_name_en", "lead_in_fr", "lead_in_en"
    )  # fmt: skip
    return tuple(
        CataloguePhase(
            id=row["id"],
            number=number,
            slug=row["slug"],
            name=in_language(row, "name", language),
            short_name=in_language(row, "short_name", language) or in_language(row, "name", language),
            lead_in=in_language(row, "lead_in", language),
        )
        for number, row in enumerate(rows, 1)
    )


def _profiles(framework_id: int, language: str) -> tuple[CatalogueProfile, ...]:
    rows = list(
        RoleProfile.objects.filter(framework_id=framework_id)
        .order_by("order", "id")
        .values("id", "slug", "name_fr", "name_en", "title_fr", "title_en")
    )
    names = [in_language(row, "name", language) for row in rows]
    return tuple(
        CatalogueProfile(row["id"], row["slug"], name, in_language(row, "title", language) or name, mark)
        for row, name, mark in zip(rows, names, marks(names), strict=True)
    )


def marks(names: list[str]) -> list[str]:
    """One short mark a name: first letters when they tell the names apart, else numbers."""
    for length in (1, 2, 3):
        short = [name[:length].strip() for name in names]
        if all(short) and len({mark.casefold() for mark in short}) == len(names):
            return [mark[0].upper() + mark[1:] for mark in short]
    return [str(number) for number in range(1, len(names) + 1)]


def _rules(framework_id: int, language: str) -> dict[int, Rule]:
    rows = (
        SuggestionRule.objects.filter(framework_id=framework_id)
        .order_by("id")
        .values("id", "code", "name_fr", "name_en", "condition_fr", "condition_en")
    )
    return {
        row["id"]: Rule(row["code"], in_language(row, "name", language), in_language(row, "condition", language))
        for row in rows
    }


def _statements(framework_id: int, language: str, rules: Mapping[int, Rule]) -> tuple[Statement, ...]:
    pairs: dict[int, list[str]] = {}
    links = Responsibility.pairs_with.through.objects.filter(from_responsibility__phase__framework_id=framework_id)
    for pk, code in links.order_by("to_responsibility__order", "id").values_list(
        "from_responsibility_id", "to_responsibility__code"
    ):
        pairs.setdefault(pk, []).append(code)
    rows = (
        Responsibility.objects.filter(phase__framework_id=framework_id)
        .order_by("phase__order", "profile__order", "order", "id")
        .values(
            "id", "code", "phase_id", "profile_id", "text_fr", "text_en", "posting_fr", "posting_en",
            "note_fr", "note_en", "suggested", "rule_id",
        )
    )  # fmt: skip
    return tuple(_statement(row, language, rules, pairs.get(row["id"], [])) for row in rows)


def _statement(row: Mapping[str, Any], language: str, rules: Mapping[int, Rule], pairs: list[str]) -> Statement:
    text = in_language(row, "text", language)
    other = row["text_en" if language == "fr" else "text_fr"] or ""
    return Statement(
        id=row["id"],
        code=row["code"],
        phase_id=row["phase_id"],
        profile_id=row["profile_id"],
        text=text,
        other="" if other == text else other,
        posting=in_language(row, "posting", language),
        note=in_language(row, "note", language),
        suggested=row["suggested"],
        rule=rules.get(row["rule_id"]),
        pairs=tuple(pairs),
        searched=tuple(row[name] or "" for name in ("code", "text_fr", "text_en", "posting_fr", "posting_en")),
    )
