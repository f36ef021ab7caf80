"""Reading a project's file: everything is checked before anything is made, and what cannot be kept is named."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from phases.models import Framework, Phase
from phases.projects.own_framework import PhaseNames, own_phases
from roles.enums import APPROVING, Letter
from roles.exports.domain.project_file import FORMAT, SCHEMA, SCHEMA_FILE
from roles.formats.json_schema import problems, short
from roles.imports.domain.file_holders import FileHolders
from roles.models import Person, Responsibility, RoleProfile
from roles.people.domain.doubts import HolderDoubt

MOST = 50  # problems that are told at once


class ProjectFileError(Exception):
    """Everything that is wrong with a file, one sentence a problem, in the reader's language."""

    def __init__(self, found: list[str]) -> None:
        super().__init__("\n".join(found))
        self.problems = found


@dataclass(frozen=True, slots=True)
class PlannedPosition:
    """A column to be made; `named` has the holders of the file, `holders` who they are, somebody new unsaved."""

    key: str
    title: Mapping[str, str]
    profile: RoleProfile | None
    holders: tuple[Person, ...] = ()
    named: str = ""

    @property
    def shown(self) -> str:
        """The title in the words that there are."""
        return self.title.get("fr") or self.title.get("en") or ""


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """A row to be made; `letters` are stored letters by the key of a position."""

    data: Mapping[str, Any]
    phase: Phase
    profile: RoleProfile | None
    responsibility: Responsibility | None
    letters: Mapping[str, str]


@dataclass(frozen=True)
class LoadPlan:
    """What a file would make, and what of it would not come along.

    A framework of the project's own is not in the database yet, and neither are its phases. `doubt` has the names that
    people may be meant by.
    """

    framework: Framework
    phases: list[Phase]
    name: str
    organization: str
    rules: dict[str, Any]
    positions: list[PlannedPosition]
    duties: list[PlannedDuty]
    warnings: list[str]
    doubt: HolderDoubt | None = None

    @property
    def letters(self) -> int:
        """How many cells would be filled."""
        return sum(len(duty.letters) for duty in self.duties)


def read_project(user: User, data: object, who: Mapping[str, int] | None = None) -> LoadPlan:
    """The plan of a file for this user, with their answers to whom its names mean. Raises ProjectFileError."""
    if isinstance(data, dict) and (data.get("format"), data.get("schema")) != (FORMAT, SCHEMA):
        words = _("This is not a “%(format)s” file of schema %(schema)d. Export a project as JSON to get one.")
        raise ProjectFileError([words % {"format": FORMAT, "schema": SCHEMA}])
    found = list(islice(problems(data, schema(), schema()), MOST))
    if found or not isinstance(data, dict):
        raise ProjectFileError(found)
    return _Reader(data, FileHolders(user, who or {})).plan()


@cache
def schema() -> dict[str, Any]:
    """The document that says what a file holds."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text("utf-8"))
    return loaded


class _Reader:
    """What a file names, looked up in what is here; its shape was checked before."""

    def __init__(self, data: dict[str, Any], people: FileHolders) -> None:
        self.data = data
        self.people = people
        self.warnings: list[str] = []
        self.phases = {phase.slug: phase for phase in self._known_phases()}
        framework = next(iter(self.phases.values())).framework
        profiles = RoleProfile.objects.filter(framework=framework.pk)
        self.profiles = {profile.slug: profile for profile in profiles}
        rows = Responsibility.objects.filter(phase__framework=framework.pk).select_related("profile")
        self.origins = {(row.profile.slug, row.code): row for row in rows}
        self.framework = framework

    def _known_phases(self) -> list[Phase]:
        """The phases that duties may name: those of a framework of the catalogue, or the project's own."""
        data = self.data
        if data["framework"] is None:
            names = [PhaseNames(row["slug"], **row.get("name", {})) for row in data["phases"]]
            return own_phases(data["project"]["name"], names)
        found = Phase.objects.filter(framework__slug=data["framework"], framework__catalogued=True)
        phases = list(found.select_related("framework"))
        if not phases:
            raise ProjectFileError([_("The framework “%(slug)s” is not here.") % {"slug": data["framework"]}])
        return phases

    def plan(self) -> LoadPlan:
        found = list(islice(self._contradictions(), MOST))
        if found:
            raise ProjectFileError(found)
        data, exported = self.data, self.data.get("exported", {})
        if exported.get("complete") is False:
            self.warnings.append(_("A filter left duties out of this file."))
        if exported.get("mode") == "posting":
            self.warnings.append(_("The file is a posting: it names no holder."))
        return LoadPlan(
            framework=self.framework,
            phases=[self.phases[row["slug"]] for row in data["phases"]],
            name=data["project"]["name"],
            organization=data["project"].get("organization", ""),
            rules=data["project"].get("rules", {}),
            positions=[self._position(row) for row in data["positions"]],
            duties=[self._duty(row) for row in data["duties"]],
            warnings=self.warnings,
            doubt=self.people.doubt,
        )

    def _contradictions(self) -> Iterator[str]:
        """What each entry says well by itself and badly beside the others."""
        data = self.data
        listed = {row["slug"] for row in data["phases"]}
        for slug in self._nameless():
            yield _("Phase %(slug)s: it has no name") % {"slug": slug}
        for slug in sorted(listed - self.phases.keys()):
            yield _("The framework has no phase “%(slug)s”.") % {"slug": slug}
        for name, key, rows in (("phases", "slug", data["phases"]), ("positions", "key", data["positions"]),
                                ("duties", "code", data["duties"])):  # fmt: skip
            for value, count in Counter(row[key] for row in rows).items():
                if count > 1:
                    yield _("%(place)s: “%(value)s” comes %(n)d times") % {"place": name, "value": value, "n": count}
        keys = {row["key"] for row in data["positions"]}
        for row in data["positions"]:
            if not any(row["title"].values()):
                yield _("Position %(key)s: it has no title") % {"key": row["key"]}
        for row in data["duties"]:
            yield from _of_duty(row, listed, keys)

    def _nameless(self) -> list[str]:
        """The phases that the file should name, because no framework does."""
        own = self.data["framework"] is None
        return [row["slug"] for row in self.data["phases"] if own and not any(row.get("name", {}).values())]

    def _position(self, row: dict[str, Any]) -> PlannedPosition:
        named = [person for person in (row.get("holder"), *row.get("co_holders", ())) if person]
        found = [(person["name"], self.people.find(person)) for person in named]
        holders: list[Person] = []
        holders += [person for _name, person in found if person and person not in holders]
        title = row["title"].get("fr") or row["title"].get("en")
        for name, person in found:
            if person is None and name not in self.people.asked:
                words = (
                    _("%(title)s will be held without “%(name)s”: nobody you may name here is called so.")
                    if holders
                    else _("%(title)s will be vacant: nobody you may name here is called “%(name)s”.")
                )
                self.warnings.append(words % {"title": title, "name": name})
        names = ", ".join(name for name, _person in found)
        return PlannedPosition(row["key"], row["title"], self._profile(row, str(title)), tuple(holders), names)

    def _duty(self, row: dict[str, Any]) -> PlannedDuty:
        origin = row.get("origin")
        responsibility = self.origins.get((origin["profile"], origin["code"])) if origin else None
        if origin and responsibility is None:
            words = _("%(code)s becomes a duty of the project’s own: the framework has no responsibility %(origin)s.")
            self.warnings.append(words % {"code": row["code"], "origin": f"{origin['profile']} {origin['code']}"})
        letters = {key: Letter.parse(letter) for key, letter in row.get("letters", {}).items()}
        phase = self.phases[row["phase"]]
        return PlannedDuty(row, phase, self._profile(row, row["code"]), responsibility, letters)

    def _profile(self, row: dict[str, Any], place: str) -> RoleProfile | None:
        slug = row.get("profile")
        if slug and slug not in self.profiles:
            words = _("%(place)s will have no profile: the framework has no “%(slug)s”.")
            self.warnings.append(words % {"place": place, "slug": slug})
        return self.profiles.get(slug) if slug else None


def _of_duty(row: dict[str, Any], phases: set[str], keys: set[str]) -> Iterator[str]:
    code, letters = row["code"], row.get("letters", {})
    if row["phase"] not in phases:
        yield _("%(code)s: its phase “%(slug)s” is not among the phases") % {"code": code, "slug": row["phase"]}
    if not any(row["text"].values()):
        yield _("%(code)s: it has no text") % {"code": code}
    for key in sorted(letters.keys() - keys):
        yield _("%(code)s: it gives a letter to “%(key)s”, which is not a position") % {"code": code, "key": short(key)}
    if sum(Letter.parse(letter) in APPROVING for letter in letters.values()) > 1:
        yield _("%(code)s: more than one position approves it") % {"code": code}
    if not row.get("applicable", True) and not row.get("reason", "").strip():
        yield _("%(code)s: it does not apply, and there is no reason") % {"code": code}
    if row.get("applicable", True) and row.get("reason"):
        yield _("%(code)s: it applies, and there is a reason why it does not") % {"code": code}
