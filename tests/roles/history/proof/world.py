"""The project on which chance acts, and what chance chooses from."""

import random
from collections.abc import Iterable
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User

from phases.access.members import add_member
from phases.enums import Role
from phases.models import Phase, Project
from roles.history.domain.proof import faults, framework_faults
from roles.models import Duty, Person, Position, RoleProfile
from roles.people.domain.login_journal import login_faults
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.start import ProjectPlan, start_project
from tests.factories import FrameworkFactory, PhaseFactory, ResponsibilityFactory, RoleProfileFactory, UserFactory

Row = TypeVar("Row")
NAMES = ("", "Ada Essai", "Blaise Essai", "Ada Essai; Blaise Essai", "Coralie Essai; Ada Essai; Denis Essai")
WORDS = ("Analyse", "Valide avec Ada Essai", "Équipe de Blaise Essai", "Conçoit", "")


class Nothing(Exception):
    """There is none of it to do something with."""


class World:
    """A project whose owner and editor do what a source of chance tells them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.framework = FrameworkFactory.create()
        self.phases: list[Phase] = [
            PhaseFactory.create(framework=self.framework, order=order, slug=slug)
            for slug, order in (("un", 1), ("deux", 1), ("trois", 2))  # two of one order: nothing forbids it
        ]
        self.profile: RoleProfile = RoleProfileFactory.create(framework=self.framework)
        for phase in self.phases:
            ResponsibilityFactory.create_batch(2, phase=phase, profile=self.profile, posting_fr="Analyser")
        self.owner, self.editor, self.guest = (
            UserFactory.create(email=f"{name}@exemple.test") for name in ("olga", "edgar", "gus")
        )
        EmailAddress.objects.create(user=self.guest, email=self.guest.email, verified=True, primary=True)
        positions = [PositionDetails("Poste 1", "", self.profile, "Ada Essai"), PositionDetails("Poste 2")]
        plan = ProjectPlan(self.framework, self.phases[:2], "Essai", positions=positions, suggest=True)
        self.pk = start_project(self.owner, plan).pk
        add_member(self.pk, self.owner, self.editor, Role.EDITOR)

    def one(self, rows: Iterable[Row]) -> Row:
        found = list(rows)
        if not found:
            raise Nothing
        return self.chance.choice(found)

    @property
    def user(self) -> User:
        return self.chance.choice([self.owner, self.editor])

    @property
    def word(self) -> str:
        return self.chance.choice(WORDS)

    @property
    def name(self) -> str:
        return self.chance.choice(NAMES)

    @property
    def duty(self) -> Duty:
        return self.one(Duty.objects.filter(project_id=self.pk))

    @property
    def position(self) -> Position:
        return self.one(Position.objects.filter(project_id=self.pk))

    @property
    def phase(self) -> Phase:
        return self.one(Project.objects.get(pk=self.pk).phases.all())

    @property
    def person(self) -> Person:
        return self.one(Person.objects.all())

    @property
    def faults(self) -> list[str]:
        found = [fault for project in Project.objects.all() for fault in faults(project.pk)]
        return [*found, *framework_faults(self.framework.pk), *login_faults()]
