"""A directory and many projects as an organization would have them, the same at every run whatever their number.

The first projects are alike in all worlds, and so are their readers: what is asked of them must take as long anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from phases.enums import ChangeKind, Role
from phases.models import Framework, Membership, Phase, Project, ProjectChange
from phases.projects.chain import chain, digest_of
from roles.catalogue.domain.file_format import parse_json
from roles.catalogue.domain.file_loading import load_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.enums import NoticeKind
from roles.matrix.seals import start_seal
from roles.models import (
    Answer,
    Assignment,
    Comment,
    Duty,
    JournalReading,
    Notice,
    Position,
    Posting,
    Responsibility,
)
from roles.people.domain.permissions import hr_group
from tests.growth.directory import RETIRED, make_directory
from tests.growth.journal import Lines, values_of
from tests.growth.loading import Rows, set_sequences
from tests.growth.names import company, position_title, project_name

POSITIONS = 8
LINES = 25  # of letters, in each journal
PEOPLE = 2  # in the directory for each project, beside those of the first
FEW = 40  # people that any world has
OF_CATALOGUE, FIRST_OF_CATALOGUE = 100, 1_000_000  # postings without a project, and their ids
BATCH = 250  # projects that are loaded together
NOW = datetime.now(UTC) - timedelta(days=1)
READER, HR_MANAGER, ADMINISTRATOR = 1, 2, 3  # accounts; the reader is a member of the first three projects alone
THEIRS = (Role.OWNER, Role.EDITOR, Role.VIEWER)  # the reader's roles in them


def make_world(projects: int) -> None:
    """Fill the database, which has its tables and nothing else, with so many projects."""
    content = (settings.BASE_DIR / "fixtures" / "catalogue.json").read_bytes()
    load_catalogue(read_catalogue(parse_json(content)))
    people = FEW + PEOPLE * projects
    with transaction.atomic():
        make_directory(people, NOW)
    making = _Making(people)
    making.postings_without_project()
    for first in range(1, projects + 1, BATCH):
        with transaction.atomic():
            for number in range(first, min(first + BATCH, projects + 1)):
                making.project(number)
            making.rows.load()
    with transaction.atomic():
        set_sequences()
    User.objects.get(pk=HR_MANAGER).groups.add(hr_group())
    User.objects.filter(pk=ADMINISTRATOR).update(is_superuser=True, is_staff=True)


@dataclass(frozen=True)
class _Made:
    """What a project is made of, while its journal goes on."""

    number: int
    random: Random
    members: dict[int, Role]  # the owner first
    positions: list[dict[str, Any]]
    duties: list[dict[str, Any]]
    letters: dict[int, dict[int, str]]  # by duty and position
    lines: Lines


class _Making:
    """Makes the rows of projects, one after the other."""

    def __init__(self, people: int) -> None:
        self.rows = Rows()
        self.people, self.accounts = people, people // 2
        self.catalogue = Framework.objects.get(slug="specialiste-ia")
        self.phases = list(self.catalogue.phases.order_by("order"))
        self.catalogued = {phase.slug: phase.pk for phase in self.phases}
        statements = Responsibility.objects.filter(phase__framework=self.catalogue)
        self.statements = list(statements.order_by("phase__order", "pk").select_related("phase"))
        self.profiles = list(self.catalogue.profiles.all())
        self.frameworks, self.phase_ids = count(self.catalogue.pk + 1), count(max(each.pk for each in self.phases) + 1)
        self.cells, self.lines, self.links = count(1), count(1), count(1)
        self.notices, self.comments = count(1), count(1)

    def postings_without_project(self) -> None:
        """What HR managers have made from the catalogue: their list is as full in any world."""
        for number in range(1, OF_CATALOGUE + 1):
            title, _english = position_title(Random(number))
            self.rows.add(
                Posting, id=FIRST_OF_CATALOGUE + number, framework_id=self.catalogue.pk, slug=f"catalogue-{number}",
                title=title, title_fr=title, changed_at=NOW,
            )  # fmt: skip

    def project(self, number: int) -> None:
        """A project with its matrix, its accesses, its journal and what has been said of it."""
        random, rows = Random(number), self.rows
        framework, phases = self._own(number) if number % 10 == 0 else (self.catalogue.pk, self.catalogued)
        created = NOW - timedelta(days=random.randrange(30, 700))
        for phase in phases.values():
            rows.add(Project.phases.through, id=next(self.links), project_id=number, phase_id=phase)
        members = self._members(number, random)
        positions = list(self._positions(number, random))
        duties = list(self._duties(number, phases))
        letters = self._letters(duties, random)
        name, team = project_name(random), company(random)
        lines = Lines(number, created, next(iter(members)))
        made = _Made(number, random, members, positions, duties, letters, lines)
        self._begin(made, name)
        self._edit(made)
        self._said(made)
        for duty, cells in letters.items():
            for position, letter in cells.items():
                rows.add_plain(Assignment, (next(self.cells), duty, position, letter))
        rules = self._offered(made, name)
        self._keep(lines)
        rows.add(
            Project, id=number, framework_id=framework, name=name, organization=team, version=lines.version,
            rules=rules, created_at=lines.all[0].at,
        )  # fmt: skip
        rows.add(JournalReading, id=number, project_id=number, version=lines.version)
        self._notices(made)

    def _offered(self, made: _Made, name: str) -> dict[str, int]:
        """Some are reviewed, some open their vacant position, some post it; the rules."""
        number, lines, vacant = made.number, made.lines, made.positions[-1]
        if number % 50 == 7:
            lines.add(ChangeKind.POSITION_OPENED, vacant["title_fr"], position_id=vacant["id"])
        reviewed = {"review_every": 6} if number % 4 == 0 else {}
        if reviewed:
            beside = [pk for pk, *_rest in made.positions[0]["co_holders"]]
            held = [row["holder_id"] for row in made.positions[:-1]] + beside
            inactive = sorted({pk for pk in held if pk % RETIRED == 0})
            lines.add(ChangeKind.PROJECT_REVIEWED, name, data={"inactive": inactive})
            lines.all[-1].at = NOW - timedelta(days=5)
        if number % 10 == 3:
            self.rows.add(
                Posting, id=number, project_id=number, position_id=vacant["id"], slug=f"affichage-{number}",
                title=vacant["title_fr"], title_fr=vacant["title_fr"], changed_at=NOW,
            )  # fmt: skip
            lines.add(ChangeKind.POSTING_MADE, vacant["title_fr"], data={"posting": number})
        return reviewed

    def _keep(self, lines: Lines) -> None:
        """The journal, chained."""
        chain("", lines.all)
        for line in lines.all:
            line.pk = next(self.lines)
            self.rows.add_plain(ProjectChange, values_of(line))

    def _own(self, number: int) -> tuple[int, dict[str, int]]:
        """A framework of the project's own, with phases that no catalogue has."""
        pk, phases = next(self.frameworks), {}
        self.rows.add(
            Framework, id=pk, slug=f"own-{number}", title=f"Cadre {number}", title_fr=f"Cadre {number}",
            catalogued=False,
        )  # fmt: skip
        for phase in self.phases:
            phases[phase.slug] = next(self.phase_ids)
            self.rows.add(
                Phase, id=phases[phase.slug], framework_id=pk, order=phase.order, slug=phase.slug, name=phase.name_fr,
                name_fr=phase.name_fr, name_en=phase.name_en,
            )  # fmt: skip
        return pk, phases

    def _members(self, number: int, random: Random) -> dict[int, Role]:
        """An owner, an editor and two viewers, the owner first; the reader is one of them in the first projects."""
        others = random.sample(range(ADMINISTRATOR + 1, self.accounts + 1), 3)
        roles = [Role.OWNER, Role.EDITOR, Role.VIEWER, Role.VIEWER]
        if number <= len(THEIRS):
            others.insert(roles.index(THEIRS[number - 1]), READER)
        else:
            others.insert(0, HR_MANAGER if number in (4, 5) else random.randrange(4, self.accounts + 1))
        found: dict[int, Role] = {}
        for place, (user, role) in enumerate(zip(others, roles, strict=True)):
            if user not in found:
                found[user] = role
                self.rows.add(Membership, id=number * 4 + place, project_id=number, user_id=user, role=role)
        return found

    def _positions(self, number: int, random: Random) -> Iterator[dict[str, Any]]:
        """The last one is vacant, and sometimes open to HR managers; the first one has a co-holder."""
        holders = random.sample(range(2, self.people + 1), POSITIONS)
        if number <= len(THEIRS):
            holders[1] = READER  # as a person
        for place in range(POSITIONS):
            profile = self.profiles[place % len(self.profiles)]
            title_fr, title_en = position_title(random)
            row = {
                "id": number * POSITIONS + place, "title_fr": title_fr, "title_en": title_en,
                "holder_id": holders[place] if place < POSITIONS - 1 else None, "co_holders": [],
            }  # fmt: skip
            if place == 0:
                row["co_holders"] = [[holders[-1], "", True]]
                self.rows.add(Position.co_holders.through, id=number, position_id=row["id"], person_id=holders[-1])
            self.rows.add(
                Position, project_id=number, order=place + 1, title=title_fr, profile_id=profile.pk,
                open_to_hr=place == POSITIONS - 1 and number % 50 == 7,
                **{name: value for name, value in row.items() if name != "co_holders"},
            )  # fmt: skip
            yield row

    def _duties(self, number: int, phases: dict[str, int]) -> Iterator[dict[str, Any]]:
        """A duty for each statement of the catalogue, in the order of the matrix."""
        size = len(self.statements)
        for order, statement in enumerate(self.statements, 1):
            said = {
                "id": number * size + order, "code": statement.code, "text_fr": statement.text_fr,
                "text_en": statement.text_en, "phase_id": phases[statement.phase.slug], "applicable": True,
                "posting_fr": statement.posting_fr, "posting_en": statement.posting_en,
            }  # fmt: skip
            self.rows.add(
                Duty, project_id=number, order=order, profile_id=statement.profile_id, responsibility_id=statement.pk,
                text=statement.text_fr, posting=statement.posting_fr, **said,
            )  # fmt: skip
            yield said | {"description_fr": "", "description_en": "", "reason": ""}

    def _letters(self, duties: list[dict[str, Any]], random: Random) -> dict[int, dict[int, str]]:
        """Four letters a duty, one of them its A."""
        first = duties[0]["id"] // len(self.statements) * POSITIONS
        found = {}
        for duty in duties:
            places = random.sample(range(POSITIONS), 4)
            letters = zip(places, ("A", "R", *random.choices("RCCIII", k=2)), strict=True)
            found[duty["id"]] = {first + place: letter for place, letter in letters}
        return found

    def _begin(self, made: _Made, name: str) -> None:
        """The first lines: the project as it was made, and who has access."""
        cells = {duty: {str(pk): letter for pk, letter in row.items()} for duty, row in made.letters.items()}
        seal = start_seal(made.positions, ({**duty, "letters": cells[duty["id"]]} for duty in made.duties))
        made.lines.add(ChangeKind.PROJECT_CREATED, name, new=self.catalogue.title_fr, data={"start": seal})
        for user, role in list(made.members.items())[1:]:
            made.lines.add(ChangeKind.MEMBER_ADDED, f"u{user}", new=role.name.lower(), data={"user": user})

    def _edit(self, made: _Made) -> None:
        """Letters that were changed one by one."""
        random, titles = made.random, {row["id"]: row["title_fr"] for row in made.positions}
        editors = list(made.members)[:2]
        for _time in range(LINES):
            duty = random.choice(made.duties)
            letters = made.letters[duty["id"]]
            position, old = random.choice([cell for cell in letters.items() if cell[1] != "A"])
            new = random.choice([letter for letter in "RCI" if letter != old])
            letters[position] = new
            made.lines.add(
                ChangeKind.CELL, f"{duty['code']} · {titles[position]}", old, new, by=random.choice(editors),
                duty_id=duty["id"], position_id=position,
            )  # fmt: skip

    def _said(self, made: _Made) -> None:
        """Two comments, and a holder who has accepted what is theirs."""
        random, lines, duties, letters, members = made.random, made.lines, made.duties, made.letters, list(made.members)
        for _time in range(2):
            pk, duty, by = next(self.comments), random.choice(duties), random.choice(members)
            lines.add(ChangeKind.COMMENT_ADDED, duty["code"], by=by, duty_id=duty["id"], data={"comment": pk})
            words = "À revoir ensemble ?"
            self.rows.add(Comment, id=pk, duty_id=duty["id"], by_id=by, text=words, at=lines.at, parent_id=None)
        person, position = made.positions[2]["holder_id"], made.positions[2]["id"]
        held = [(duty, letters[duty["id"]][position]) for duty in duties if position in letters[duty["id"]]][:5]
        said = {duty["id"]: digest_of([duty["text_fr"], duty["text_en"] or ""]) for duty, _letter in held}
        cells = [[duty["id"], position, letter, said[duty["id"]]] for duty, letter in held]
        data = {"person": person, "reason": "", "linked": False, "cells": cells, "gone": []}
        lines.add(ChangeKind.DUTIES_ACCEPTED, "", by=members[0], data=data)
        for place, (duty, letter) in enumerate(held):
            self.rows.add(
                Answer, id=made.number * 5 + place, person_id=person, duty_id=duty["id"], position_id=position,
                letter=letter, text_fr=duty["text_fr"], text_en=duty["text_en"] or "",
                version=lines.version - 1, at=lines.at,
            )  # fmt: skip

    def _notices(self, made: _Made) -> None:
        """The members were told of the last letters, and have read half of it."""
        last = [line for line in made.lines.all if line.duty_id][-8:]
        for user in made.members:
            for line in last:
                at = NOW - timedelta(hours=line.version)
                self.rows.add(
                    Notice, id=next(self.notices), reader_id=user, kind=NoticeKind.COMMENT,
                    source=f"p{made.number}v{line.version}", project_id=made.number, line_id=line.pk, made_at=at,
                    mailed_at=at, read_at=at if line.version % 2 else None,
                )  # fmt: skip
