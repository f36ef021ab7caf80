"""The demonstration that pages are looked at in, and one who has no login."""

from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from phases.models import Framework, Project
from phases.projects.domain import create_project
from roles.models import Person

EMPTY = "Projet vide"


@dataclass(frozen=True)
class World:
    """The demonstration project, and one of the same lead that has nothing in it yet."""

    project: Project
    empty: Project

    @property
    def lead(self) -> User:
        """The owner of both projects."""
        return User.objects.get(username="lead@demo.example")

    @property
    def editor(self) -> User:
        """Who edits the first project."""
        return User.objects.get(username="editor@demo.example")

    def reader(self, name: str) -> User | None:
        """One of the demonstration's readers, or nobody."""
        return User.objects.get(username=f"{name}@demo.example") if name else None


def make_world() -> World:
    """The demonstration as `make run` makes it."""
    call_command("load_catalogue", stdout=StringIO())
    call_command("seed_demo", stdout=StringIO())
    lead = User.objects.get(username="lead@demo.example")
    framework = Framework.objects.get()
    create_project(lead, framework, framework.phases.all(), EMPTY)
    world = made_world()
    _lived_in(world.project)
    return world


def _lived_in(project: Project) -> None:
    """Its duties have descriptions, and its review is long due."""
    address = f"https://guide.exemple.ca/{'prevision-de-la-demande-' * 9}"
    project.duties.filter(order__lte=2).update(description_fr=f"Voir :\n{address}", description_en=f"See:\n{address}")
    rules, long_ago = project.rules | {"review_every": 91, "descriptions": True}, timezone.now() - timedelta(days=120)
    Project.objects.filter(pk=project.pk).update(rules=rules, created_at=long_ago)


def made_world() -> World:
    """The demonstration once it is made; `holder` holds a position and is no member; there is an administrator, too."""
    world = World(Project.objects.exclude(name=EMPTY).get(), Project.objects.get(name=EMPTY))
    user, made = User.objects.get_or_create(username="holder@demo.example", email="holder@demo.example")
    if made:
        Person.objects.filter(pk=holder(world).pk).update(user=user)
    name = "administrator@demo.example"
    User.objects.get_or_create(username=name, email=name, is_superuser=True, is_staff=True)
    return world


def holder(world: World) -> Person:
    """One who has no login."""
    return Person.objects.filter(positions__project=world.project, user=None).order_by("name")[0]
