"""Whatever stands in an address, the answer may be a refusal, never a failure of the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tests.hostile.prober import Prober
from tests.hostile.routes import Route, is_own, routes
from tests.hostile.values import FEW, NASTY
from tests.hostile.world import World

pytestmark = pytest.mark.django_db

A_PAGE = 4  # requests to each; every value comes to every parameter on one page or another
FILTERS = {str(name) for model in admin.site._registry.values() for name in model.list_filter}


@contextmanager
def noted(names: set[str]) -> Iterator[None]:
    """Note which parameters are looked up."""

    def noting(method: str) -> Any:
        real = getattr(MultiValueDict, method)

        def look_up(self: QueryDict, key: str, *rest: Any) -> Any:
            names.add(key)
            return real(self, key, *rest)

        return patch.object(QueryDict, method, look_up, create=True)

    with noting("__getitem__"), noting("get"), noting("getlist"), noting("__contains__"):
        yield


def parameters(prober: Prober, path: str) -> list[str]:
    """What a page reads of its query: what it is given may let it read more."""
    known: set[str] = set()
    while True:
        names: set[str] = set()
        with noted(names):
            prober.send("get", f"{path}?{'&'.join(f'{name}=1' for name in sorted(known))}")
        if names <= known:
            return sorted(known)
        known |= names


def query(names: list[str], start: int) -> str:
    """Another value for each of them."""
    values = [NASTY[(start + 5 * place) % len(NASTY)] for place in range(len(names))]
    pairs = zip(names, values, strict=True)
    return "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)


def test_no_query_breaks_a_page(world: World) -> None:
    prober = Prober(world)
    known: set[str] = set()
    for place, route in enumerate(routes()):
        path = route.ours(world)
        names = parameters(prober, path)
        known |= {*names}
        if path.startswith("/admin/") and names:
            names = [*names, *(f"{name}__id__exact" for name in FILTERS)]
        for turn in range(A_PAGE if names else 0):
            prober.send("get", f"{path}?{query(names, place + 3 * turn)}")
    assert {"q", "page", "since", "next", "r", "with", "framework", "start"} <= known
    prober.check()


def spoilt(world: World, route: Route) -> Iterator[str]:
    """The address with one part that is somebody else's, or nonsense."""
    good = [world.values(part, route.name)[0] for part in route.parts]
    for place, part in enumerate(route.parts):
        for value in [*world.values(part, route.name)[1:], *(FEW if is_own(route) else FEW[:2])]:
            yield route.path(*good[:place], value, *good[place + 1 :])


def test_no_part_of_a_path_breaks_it(world: World) -> None:
    prober = Prober(world)
    for route in routes():
        for path in spoilt(world, route):
            response = prober.send("get", path)
            if response is not None and response.status_code == 405:
                prober.send("post", path)
    prober.check()


@pytest.mark.parametrize("reader", ["owner", "anonymous"])
def test_no_method_breaks_an_address(world: World, reader: str) -> None:
    prober = Prober(world, reader)
    for route in routes():
        for method in ("get", "post", "put"):
            prober.send(method, route.ours(world))
    prober.check()
