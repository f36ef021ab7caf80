"""Projects of the sizes the limits speak of, with the catalogue's texts and realistic letters."""

from collections.abc import Callable
from itertools import cycle, islice
from random import Random
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from phases.enums import Role
from phases.models import Framework, Membership, Project
from roles.catalogue.domain.file_format import parse_json
from roles.catalogue.domain.file_loading import load_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.models import Assignment, Duty, Person, Position, Responsibility

FORM = "application/x-www-form-urlencoded"  # as HTMX sends it


def world(duties: int, positions: int) -> Project:
    """A project of that many rows and columns, its owner included; the same letters at every run."""
    content = (settings.BASE_DIR / "fixtures" / "catalogue.json").read_bytes()
    load_catalogue(read_catalogue(parse_json(content)))
    framework = Framework.objects.get(slug="specialiste-ia")
    project = Project.objects.create(framework=framework, name=f"Essai {duties} × {positions}", organization="Essai")
    project.phases.set(framework.phases.all())
    owner, _ = User.objects.get_or_create(
        username="bench", email="bench@example.org", first_name="Alex", last_name="Roy"
    )
    Membership.objects.create(project=project, user=owner, role=Role.OWNER)
    rows = Duty.objects.bulk_create(_duties(project, duties))
    columns = Position.objects.bulk_create(_positions(project, positions))
    Assignment.objects.bulk_create(_assignments(rows, columns))
    return project


def signed_in(*, checked: bool = False) -> Client:
    """A client of the owner of every world; `checked` when its changes need a token, as a browser's do."""
    client = Client(enforce_csrf_checks=checked)
    client.force_login(User.objects.get(username="bench"))
    return client


def clicks(client: Client, project: Project) -> Callable[[], bytes]:
    """A call that gives one cell another letter each time, as the page does, which this client has opened."""
    headers = headers_of(client)
    duty, position = project.duties.all()[3], project.positions.all()[2]
    address = reverse("cells", args=[project.pk])
    letters = cycle("RCI")
    held = next((cell.letter for cell in duty.assignments.filter(position=position)), "")

    def click() -> bytes:
        nonlocal held
        letter = next(letters)
        body = {"duty": duty.pk, "position": position.pk, "letter": letter, "seen": held}
        answer = client.post(address, urlencode(body), FORM, headers=headers)
        assert answer.status_code == 200, answer.content
        held = letter
        return bytes(answer.content)

    return click


def headers_of(client: Client) -> dict[str, str]:
    """What HTMX sends beside a change, with the token of the page that this client has opened."""
    return {"HX-Request": "true", "X-CSRFToken": client.cookies["csrftoken"].value}


def _duties(project: Project, count: int) -> list[Duty]:
    statements = list(Responsibility.objects.filter(phase__framework=project.framework).select_related("phase"))
    chosen = sorted(islice(cycle(statements), count), key=lambda statement: statement.phase.order)
    return [
        Duty(
            project=project,
            phase=statement.phase,
            profile_id=statement.profile_id,
            responsibility=statement,
            code=f"{statement.code}{'' if count <= len(statements) else f'.{order}'}",
            order=order,
            text_fr=statement.text_fr,
            text_en=statement.text_en,
            posting_fr=statement.posting_fr,
            posting_en=statement.posting_en,
        )
        for order, statement in enumerate(chosen, 1)
    ]


def _positions(project: Project, count: int) -> list[Position]:
    """Of both profiles in turn; every fourth one is vacant."""
    profiles = list(project.framework.profiles.all())
    people = Person.objects.bulk_create([Person(name=f"Personne d’essai {number}") for number in range(1, count + 1)])
    return [
        Position(
            project=project,
            order=number,
            profile=profile,
            title_fr=f"{profile.title_fr} {number}",
            title_en=f"{profile.title_en} {number}",
            holder=person if number % 4 else None,
        )
        for number, (profile, person) in enumerate(zip(cycle(profiles), people, strict=False), 1)
    ]


def _assignments(duties: list[Duty], positions: list[Position]) -> list[Assignment]:
    """One A a duty (one duty in ten has none), and a third of the other positions take part."""
    random = Random(51)
    found = []
    for duty in duties:
        some = random.sample(positions, k=max(2, len(positions) // 3))
        letters = ["A" if random.random() < 0.9 else "C", "R", *random.choices("RCCIII", k=len(some))]
        found += [
            Assignment(duty=duty, position=position, letter=letter)
            for position, letter in zip(some, letters, strict=False)
        ]
    return found
