"""Small worlds for tests: a framework of their own, projects, positions and letters."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from phases.enums import Role
from phases.models import Framework, Membership, Phase, Project
from roles.models import Assignment, Duty, Person, Position, Responsibility, RoleProfile

PASSWORD = "un-bon-long-mot-de-passe"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    first_name = "Alex"
    last_name = factory.Sequence(lambda n: f"Roy {n}")
    password = "!"  # none: nothing asks for it anew


def account(email: str = "zoe@example.org", *, verified: bool = True, **fields: str | bool) -> User:
    """An account that its reader signs in to by address and PASSWORD."""
    user: User = UserFactory.create(email=email, password=make_password(PASSWORD), **fields)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


class FrameworkFactory(DjangoModelFactory[Framework]):
    class Meta:
        model = Framework

    slug = factory.Sequence(lambda n: f"framework-{n}")
    title_fr = "Référentiel d'essai"
    title_en = "Test framework"


class PhaseFactory(DjangoModelFactory[Phase]):
    class Meta:
        model = Phase

    framework = factory.SubFactory(FrameworkFactory)
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    slug = factory.LazyAttribute(lambda phase: f"phase-{phase.order}")
    name_fr = factory.LazyAttribute(lambda phase: f"Étape {phase.order}")
    name_en = factory.LazyAttribute(lambda phase: f"Step {phase.order}")


class RoleProfileFactory(DjangoModelFactory[RoleProfile]):
    class Meta:
        model = RoleProfile

    framework = factory.SubFactory(FrameworkFactory)
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    slug = factory.LazyAttribute(lambda profile: f"profile-{profile.order}")
    name_fr = "Profil"
    name_en = "Profile"
    title_fr = "Analyste"
    title_en = "Analyst"


class ResponsibilityFactory(DjangoModelFactory[Responsibility]):
    class Meta:
        model = Responsibility

    phase = factory.SubFactory(PhaseFactory)
    profile = factory.SubFactory(RoleProfileFactory, framework=factory.SelfAttribute("..phase.framework"))
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    code = factory.LazyAttribute(lambda responsibility: f"X{responsibility.order:02}")
    text_fr = "Analyse les besoins"
    text_en = "Analyses the needs"


class ProjectFactory(DjangoModelFactory[Project]):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    framework = factory.SubFactory(FrameworkFactory)
    name = "Prévision de la demande"
    organization = "Service d'essai"

    @factory.post_generation
    def phases(self, create: bool, extracted: list[Phase] | None, **kwargs: Any) -> None:
        if create:
            self.phases.set(extracted or [PhaseFactory.create(framework=self.framework)])


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.OWNER


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Camille Gagnon {n}")


class PositionFactory(DjangoModelFactory[Position]):
    class Meta:
        model = Position

    project = factory.SubFactory(ProjectFactory)
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    title_fr = factory.LazyAttribute(lambda position: f"Poste {position.order}")
    title_en = factory.LazyAttribute(lambda position: f"Position {position.order}")


class DutyFactory(DjangoModelFactory[Duty]):
    class Meta:
        model = Duty

    project = factory.SubFactory(ProjectFactory)
    phase = factory.LazyAttribute(lambda duty: duty.project.phases.first())
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    code = factory.Sequence(lambda n: f"D{n}")
    text_fr = "Analyse les besoins"
    text_en = "Analyses the needs"


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment

    duty = factory.SubFactory(DutyFactory)
    position = factory.SubFactory(PositionFactory, project=factory.SelfAttribute("..duty.project"))
    letter = "R"


def small_project(duties: int = 3, positions: int = 2) -> Project:
    """A project of one framework with two phases, `duties` rows a phase and `positions` columns, all cells empty."""
    framework = FrameworkFactory.create()
    phases = PhaseFactory.create_batch(2, framework=framework)
    project = ProjectFactory.create(framework=framework, phases=phases)
    PositionFactory.create_batch(positions, project=project)
    for phase in phases:
        DutyFactory.create_batch(duties, project=project, phase=phase)
    return project
