"""Every route there is, from the resolver, and addresses of it."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

from tests.hostile.world import World

_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


class Route(NamedTuple):
    """An address with its parts still to be filled in; `name` has the namespace before it, or is the pattern."""

    name: str
    pattern: str

    @property
    def parts(self) -> list[str]:
        """The names of what is filled in."""
        return [part[1] or part[2] for part in _PART.finditer(self.pattern)]

    def path(self, *values: object) -> str:
        """The address with these values."""
        left = iter(values)
        return "/" + _PART.sub(lambda _part: quote(str(next(left)), safe=""), self.pattern)

    def ours(self, world: World) -> str:
        """The address of what is our own."""
        return self.path(*(world.values(part, self.name)[0] for part in self.parts))

    def sent_to(self, world: World) -> str:
        """The same, with what a form says in its address."""
        return self.ours(world) + (f"?phase={world.phase.pk}" if self.name == "duty-add" else "")


def routes() -> list[Route]:
    """Those of the product, of the administration and of the libraries."""
    return list(dict.fromkeys(_of(get_resolver())))


def _of(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        route = before + re.sub(r"^\^|\$$|\\Z", "", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield Route(f"{space}{pattern.name or route}", route)
        else:
            yield from _of(pattern, route, f"{pattern.namespace}:" if pattern.namespace else space)


def is_own(route: Route) -> bool:
    """Whether it is one of ours, neither the administration's nor the accounts'."""
    return not route.name.startswith("admin:") and "accounts/" not in route.pattern
