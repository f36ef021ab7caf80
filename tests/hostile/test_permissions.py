"""Who gets in where: each route by each method for each reader, against the table of `rights.py`."""

import logging
import re
from collections.abc import Iterator
from itertools import product
from unittest.mock import patch

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from pytest_django.fixtures import Settings

from aispec.urls import urlpatterns as ours
from phases.models import Invitation, Project, ShareLink
from roles.models import PersonalLink
from tests.hostile.asker import Asker
from tests.hostile.rights import ALL, OFFICES, RIGHTS
from tests.hostile.routes import Route, is_own, routes
from tests.hostile.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ENTRANCES = ("/fr/accounts/login/", "/admin/login/")
REFUSED = {403: "f", 404: "n", 405: "m"}
UNKNOWN = "987654"
OBJECTS = ("project_id", "duty_id", "position_id", "comment_id", "member_id", "baseline_id", "invitation_id", "link_id")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """No word in the log for each refusal."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def verdict(asker: Asker, reader: str, method: str, route: Route) -> str:
    """What an address of our own answers, as a letter of the table."""
    response = asker.ask(reader, method, route.sent_to(asker.world), route.name)
    if response.status_code == 302 and response["Location"].startswith(ENTRANCES):
        return "s"
    return REFUSED.get(response.status_code, "." if response.status_code < 500 else "!")


def row(asker: Asker, method: str, route: Route) -> str:
    """The verdict for each reader, "" where the method is not taken: two tell for all."""
    known = {reader: verdict(asker, reader, method, route) for reader in ("owner", "administrator")}
    if {*known.values()} == {"m"}:
        return ""
    readers = ALL if is_own(route) else OFFICES
    return "".join(known.get(reader) or verdict(asker, reader, method, route) for reader in readers)


def found(world: World, asked: list[Route]) -> dict[str, str]:
    """The table as it is."""
    asker = Asker(world)
    # What a page shows takes most of the time and says nothing of who sees it.
    with patch("django.template.backends.django.Template.render", return_value=""):
        rows = {f"{method} {route.name}": row(asker, method, route) for route in asked for method in ("GET", "POST")}
    return {name: row for name, row in rows.items() if row}


def differences(rows: dict[str, str], expected: dict[str, str]) -> list[str]:
    """What is otherwise than the table says, and what is missing there or here."""
    return [
        f"{name}: {rows.get(name)}, not {expected.get(name)}"
        for name in {**rows, **expected}
        if rows.get(name) != expected.get(name)
    ]


@pytest.mark.longest
def test_every_route_lets_in_whom_the_table_says(world: World) -> None:
    rows = found(world, routes())
    wrong = differences(rows, RIGHTS)
    assert not wrong, "\n".join([" ".join(ALL), *wrong])


def leak(_request: HttpRequest, project_id: int) -> HttpResponse:
    """A view that somebody has forgotten to guard."""
    return HttpResponse(Project.objects.get(pk=project_id).name)


urlpatterns = [*ours, path("fr/projects/<int:project_id>/leak/", leak, name="leak")]


def test_view_without_guard_is_caught(world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    [route] = [route for route in routes() if route.name == "leak"]
    rows = found(world, [route])
    assert differences(rows, {}) == ["GET leak: ........., not None", "POST leak: ........., not None"]
    assert differences(rows, {"GET leak": RIGHTS["GET project"]})
    assert list(unlike(Asker(world), [route])) == [
        f"{method} fr/projects/<int:project_id>/leak/ project_id" for method in ("GET", "POST")
    ]


def unlike(asker: Asker, asked: list[Route]) -> Iterator[str]:
    """The addresses that answer otherwise for what is somebody else's than for what there is not."""
    for route, place, method in product(asked, range(3), ("GET", "POST")):
        part = route.parts[place] if place < len(route.parts) else ""
        if part in OBJECTS:
            strange = asker.world.values(part)[1]
            foreign, unknown = (told(asker, method, route, place, value) for value in (strange, UNKNOWN))
            if foreign != unknown or foreign[0] == 200:
                yield f"{method} {route.pattern} {part}"


def told(asker: Asker, method: str, route: Route, place: int, value: str) -> tuple[int, str]:
    """The status and the words, without the address and without what is another each time."""
    values = [asker.world.values(part, route.name)[0] for part in route.parts]
    values[place] = value
    try:
        response = asker.ask("owner", method, route.path(*values), route.name)
    except Project.DoesNotExist:
        return 500, ""
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', "", response.content.decode())
    return response.status_code, text.replace(f"/{value}/", "/…/")


def test_what_is_foreign_answers_as_what_there_is_not(world: World) -> None:
    """The strongest reader of our own project is nobody in another, and finds nothing of it under their own."""
    assert not list(unlike(Asker(world), [route for route in routes() if is_own(route)]))


def test_link_that_has_expired_opens_nothing_to_anybody(world: World) -> None:
    asker, names = Asker(world), ("linked", "linked-export", "shared", "invitation")
    addresses = [(route.ours(world), route.path("x", *["xlsx"][: len(route.parts) - 1])) for route in routes()
                 if route.name in names]  # fmt: skip
    for model in (Invitation, PersonalLink, ShareLink):
        model.objects.update(expires_at=timezone.now())
    for expired, unknown in addresses:
        for reader in set(ALL) - {"viewer", "editor", "owner"}:  # an invitation leads members to their project
            statuses = [asker.ask(reader, "GET", address).status_code for address in (expired, unknown)]
            assert statuses in ([404, 404], [410, 404]), (reader, expired)
