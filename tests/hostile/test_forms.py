"""Whatever is typed into a form, the answer may be a refusal, never a failure of the server."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.hostile.bodies import bodies
from tests.hostile.prober import Prober
from tests.hostile.routes import is_own, routes
from tests.hostile.values import FEW, NASTY
from tests.hostile.world import World

pytestmark = pytest.mark.django_db

AT_ONCE = 3  # values that all fields of a form have together
EACH = 2  # values that each field has while the others are right
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://["}


def test_every_address_has_a_body_to_spoil(world: World) -> None:
    prober = Prober(world)
    known = bodies(world)
    for route in filter(is_own, routes()):
        if route.name not in known:
            response = prober.send("post", route.ours(world), {"x": "y"})
            if response is not None and response.status_code not in (404, 405):
                prober.broken.append(f"{route.name} takes a POST: give it a body in tests.hostile.bodies")
    prober.check()


@pytest.mark.longest
def test_no_field_breaks_a_form(world: World) -> None:
    prober = Prober(world)
    paths = {route.name: route.sent_to(world) for route in reversed(routes())}
    for place, (name, good) in enumerate(bodies(world).items()):
        send_spoilt(prober, paths[name], good, place)
    prober.check()


def send_spoilt(prober: Prober, path: str, good: dict[str, Any], place: int) -> None:
    """What is right, then all fields spoilt at once, then one at a time, by HTMX and without."""
    prober.send("post", path, good)
    for turn in range(AT_ONCE if good else 1):
        value = text(place + 5 * turn)
        prober.send("post", path, dict.fromkeys(good, value), **(HTMX if turn % 2 else {}))
    for which, field in enumerate(good):
        for turn in range(EACH):
            value = text(place + which + 11 * turn)
            prober.send("post", path, good | {field: value}, **(HTMX if turn else {}))


def text(place: int) -> str:
    """One of the values, as a browser can send it."""
    return NASTY[place % len(NASTY)].encode("utf-8", "replace").decode()


def test_no_field_breaks_the_administration(world: World) -> None:
    prober = Prober(world)
    for place, model in enumerate(admin.site._registry):
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        page = prober.send("get", path)
        if page is None or page.status_code != 200:
            continue
        fields = page.context["adminform"].form.fields  # type: ignore[attr-defined]
        good = {name: str(field.initial or "1") for name, field in fields.items()}
        for value in FEW:
            prober.send("post", path, dict.fromkeys(good, value))
        send_spoilt(prober, path, good, place)
    prober.check()
