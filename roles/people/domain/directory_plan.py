"""People from a file: what each row would do to the directory.

A row is a person by its e-mail, or by its name when there is none. What is in doubt is named and left out, unless
somebody says what is meant. An empty cell says nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from aispec.web.edit_conflict import fingerprint
from aispec.web.words.folding import fold, name_key
from roles.models import Person, RoleProfile
from roles.people.domain.names import same_name, tidy

NAME = 120  # characters
ACTIVE: Mapping[str, bool] = {
    **dict.fromkeys(("oui", "o", "yes", "y", "vrai", "true", "1", "x", "actif", "active"), True),
    **dict.fromkeys(("non", "n", "no", "faux", "false", "0", "inactif", "inactive"), False),
}


class PersonRow(NamedTuple):
    """A row as it was read; `place` says where it stands, such as `Feuil1, ligne 3`."""

    place: str
    name: str
    email: str = ""
    profile: str = ""
    active: str = ""


class Effect(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBT = "doubt"


class Doubt(StrEnum):
    """Why a row is left out."""

    NO_NAME = "no-name"
    LONG_NAME = "long-name"
    BAD_EMAIL = "bad-email"
    TWICE = "twice"  # another row is of the same person
    NAMESAKE = "namesake"  # somebody of this name has another e-mail
    SEVERAL = "several"  # several people bear this name, and the row has no e-mail
    PROFILE = "profile"  # no profile is called so
    PROFILES = "profiles"  # profiles of several frameworks are called so
    ACTIVE = "active"  # neither yes nor no


class Choice(StrEnum):
    """What somebody says is meant by a row in doubt."""

    NEW = "new"  # another person of the same name
    SAME = "same"  # the person of this name, whose e-mail changes
    WITHOUT = "without"  # the row without its profile


@dataclass(frozen=True, slots=True)
class Target:
    """What the directory would say of somebody; `id` is None for a new person."""

    id: int | None
    name: str
    email: str
    profile_id: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A row and what becomes of it. `was` is the person as the directory has them, `now` as it would.

    `choices` says for a row in doubt what may be meant, and what the directory would then say.
    """

    row: PersonRow
    effect: Effect
    now: Target | None = None
    was: Target | None = None
    doubt: Doubt | None = None
    other: str = ""  # the e-mail of the namesake, or the place of another row
    choices: Mapping[str, Target] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name of its choice in a form: the same for the same row of the same file."""
        return f"row-{fingerprint(self.row.place)}"


@dataclass(frozen=True)
class PeoplePlan:
    """Every row of a file, in its order."""

    lines: tuple[PlanLine, ...]

    def of(self, effect: Effect) -> list[PlanLine]:
        """The rows of which this becomes."""
        return [line for line in self.lines if line.effect is effect]

    @property
    def seen(self) -> str:
        """The mark of the plan, for a confirmation to carry."""
        return fingerprint([repr(line) for line in self.lines])

    def targets(self, choices: Mapping[str, str]) -> list[Target]:
        """Return what is written: new and changed people, and the rows in doubt that somebody has decided."""
        found = []
        for line in self.lines:
            without = Choice.WITHOUT in line.choices and Choice.WITHOUT in choices
            chosen = Choice.WITHOUT if without else choices.get(line.key, "")
            target = line.choices.get(chosen) if line.effect is Effect.DOUBT else line.now
            if target and target != line.was:
                found.append(target)
        return found


def plan_people(rows: Iterable[PersonRow]) -> PeoplePlan:
    """What the rows would do. Two queries."""
    return _Planner(list(rows)).plan()


def profile_names() -> dict[str, set[int]]:
    """Profiles by everything they are called, folded; one that several frameworks have is also `framework/profile`."""
    found: dict[str, set[int]] = defaultdict(set)
    for pk, slug, framework, *names in RoleProfile.objects.values_list(
        "pk", "slug", "framework__slug", "name_fr", "name_en", "title_fr", "title_en"
    ):
        for name in (slug, f"{framework}/{slug}", *names):
            if name:
                found[fold(name)].add(pk)
    return found


class _Planner:
    """The rows of one file beside the directory."""

    def __init__(self, rows: list[PersonRow]) -> None:
        self.rows = [_tidied(row) for row in rows]
        self.profiles = profile_names()
        people = Person.objects.order_by("pk").values_list("pk", "name", "email", "profile_id", "active")
        self.directory = [Target(*person) for person in people]

    @cached_property
    def by_email(self) -> dict[str, Target]:
        """Who has an e-mail."""
        return {person.email.lower(): person for person in self.directory if person.email}

    @cached_property
    def by_name(self) -> dict[str, list[Target]]:
        """Who bears a name."""
        found: dict[str, list[Target]] = defaultdict(list)
        for person in self.directory:
            found[name_key(person.name)].append(person)
        return found

    def plan(self) -> PeoplePlan:
        """A line for each row; what two rows say of one person, or of one name, is told after what each says."""
        lines = [self.line(row) for row in self.rows]
        for first, *others in _alike(lines, _person):
            agreed = all(lines[at].row[1:] == lines[first].row[1:] for at in others)
            for at in others if agreed else (first, *others):
                other = lines[others[0] if at == first else first].row.place
                lines[at] = PlanLine(lines[at].row, Effect.DOUBT, doubt=Doubt.TWICE, other=other)
        for first, *others in _alike(lines, _new_name):
            for at in others:
                if now := lines[at].now:
                    row, other = lines[at].row, lines[first].row.place
                    lines[at] = PlanLine(row, Effect.DOUBT, None, None, Doubt.NAMESAKE, other, {Choice.NEW: now})
        return PeoplePlan(tuple(lines))

    def line(self, row: PersonRow) -> PlanLine:
        """What becomes of one row, whatever the others say."""
        if wrong := _wrong(row):
            return PlanLine(row, Effect.DOUBT, doubt=wrong)
        person, doubt, other = self.person(row)
        profiles = self.profiles.get(fold(row.profile), set()) if row.profile else set()
        now = _merged(row, person, next(iter(profiles)) if len(profiles) == 1 else None)
        if row.profile and len(profiles) != 1:
            why = Doubt.PROFILES if profiles else Doubt.PROFILE
            return PlanLine(row, Effect.DOUBT, None, person, why, choices={} if doubt else {Choice.WITHOUT: now})
        if doubt is Doubt.NAMESAKE:
            choices: dict[str, Target] = {Choice.NEW: _merged(row, None, now.profile_id)}
            choices |= {Choice.SAME: now} if person else {}
            return PlanLine(row, Effect.DOUBT, None, person, doubt, other, choices)
        if doubt:
            return PlanLine(row, Effect.DOUBT, doubt=doubt, other=other)
        effect = Effect.NEW if person is None else Effect.SAME if now == person else Effect.CHANGED
        return PlanLine(row, effect, now, person)

    def person(self, row: PersonRow) -> tuple[Target | None, Doubt | None, str]:
        """Who the row is of, None for nobody yet; why that is in doubt, and the e-mail that makes it so."""
        if row.email.lower() in self.by_email:
            return self.by_email[row.email.lower()], None, ""
        alike = self.by_name.get(name_key(row.name), [])
        if len(alike) > 1:
            emails = ", ".join(person.email for person in alike if person.email)
            return None, Doubt.NAMESAKE if row.email else Doubt.SEVERAL, emails
        if alike and row.email and alike[0].email:
            return alike[0], Doubt.NAMESAKE, alike[0].email
        return (alike[0] if alike else None), None, ""


def _alike(lines: Sequence[PlanLine], key: Callable[[PlanLine], object]) -> list[list[int]]:
    """The places of lines with the same key, those of one key together; a line without a key is left out."""
    found: dict[object, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if (value := key(line)) is not None:
            found[value].append(at)
    return list(found.values())


def _person(line: PlanLine) -> object:
    """Whom a row is about, as far as it can be read: the person that it means, or the e-mail or name that it has."""
    if line.doubt in (Doubt.NO_NAME, Doubt.LONG_NAME, Doubt.BAD_EMAIL):
        return None
    known = line.was.id if line.was and line.doubt is not Doubt.NAMESAKE else None
    return known or line.row.email.lower() or name_key(line.row.name)


def _new_name(line: PlanLine) -> object:
    """The name of somebody who is new."""
    return name_key(line.row.name) if line.effect is Effect.NEW else None


def _wrong(row: PersonRow) -> Doubt | None:
    """What keeps a row from saying anything."""
    if not row.name:
        return Doubt.NO_NAME
    if len(row.name) > NAME:
        return Doubt.LONG_NAME
    if row.email:
        try:
            validate_email(row.email)
        except ValidationError:
            return Doubt.BAD_EMAIL
    return Doubt.ACTIVE if row.active and fold(row.active) not in ACTIVE else None


def _merged(row: PersonRow, person: Target | None, profile_id: int | None) -> Target:
    """What the directory would say: the row where it says something, else what is there.

    A name that the row only has in another order stays; its accents and capitals are those of the row.
    """
    active = ACTIVE.get(fold(row.active))
    other_way_round = person and same_name(row.name, person.name) and fold(row.name) != fold(person.name)
    return Target(
        id=person.id if person else None,
        name=person.name if person and other_way_round else row.name,
        email=row.email if row.email or not person else person.email,
        profile_id=profile_id or (person.profile_id if person else None),
        active=active if active is not None else person.active if person else True,
    )


def _tidied(row: PersonRow) -> PersonRow:
    place, *texts = row
    return PersonRow(place, *(tidy("".join(c if c.isprintable() else " " for c in text)) for text in texts))
