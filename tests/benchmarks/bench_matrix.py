"""The matrix page and a change of one letter, each beside the least that its kind can cost."""

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from phases.models import Project
from tests.benchmarks.harness import Figure, against, benchmark, gzipped_kb, queries
from tests.benchmarks.urls import EMPTY_PAGE, NO_OP
from tests.benchmarks.worlds import FORM, clicks, headers_of, signed_in, world

_ASSET = re.compile(rb'/?static/([^"\'#]+\.(?:css|js|svg))')
_IMPORT = re.compile(rb'@import url\("\.\./([^"]+)"\)')


@benchmark
def matrix_page() -> Iterator[Figure]:
    small, project, large = world(51, 8), world(51, 20), world(500, 50)
    client = signed_in()
    page = reverse("project", args=[project.pk])
    name = "matrix page 51 × 20"
    yield against(
        name, lambda: client.get(page), "empty signed-in page", lambda: client.get(EMPTY_PAGE), limit=3, times=100
    )
    yield Figure(name, queries(lambda: client.get(page)), "queries", limit=12)
    huge = reverse("project", args=[large.pk])
    name = "matrix page 500 × 50"
    yield against(name, lambda: client.get(huge), "empty signed-in page", lambda: client.get(EMPTY_PAGE), limit=5)
    yield Figure(name, queries(lambda: client.get(huge)), "queries", limit=12)
    yield Figure(name, gzipped_kb(client.get(huge).content), "kB gzip", limit=120)
    yield Figure("first visit 51 × 8, fonts aside", _first_visit(client, small), "kB gzip", limit=150)


@benchmark
def cell_change() -> Iterator[Figure]:
    """Both as a browser sends them: the same fields and headers, and a token that is checked."""
    for duties, positions, limit in ((51, 20, 2.2), (500, 50, 3.5)):
        project = world(duties, positions)
        client = signed_in(checked=True)
        client.get(reverse("project", args=[project.pk]))
        click = clicks(client, project)
        body = urlencode({"duty": 1, "position": 1, "letter": "R", "seen": ""})
        name = f"cell change {duties} × {positions}"
        yield against(
            name, click,
            "no-op signed-in POST", partial(client.post, NO_OP, body, FORM, headers=headers_of(client)),
            limit=limit, times=400,
        )  # fmt: skip
        yield Figure(name, queries(click), "queries", limit=12)
        yield Figure(name, len(click()) / 1000, "kB", limit=12)


def _first_visit(client: Client, project: Project) -> float:
    """The page and every style sheet, script and icon it names, compressed one by one."""
    page = bytes(client.get(reverse("project", args=[project.pk])).content)
    total, names = gzipped_kb(page), {name.decode() for name in _ASSET.findall(page)}
    while names:
        path = finders.find(names.pop())
        assert isinstance(path, str)
        with open(path, "rb") as file:
            content = file.read()
        total += gzipped_kb(content)
        names |= {name.decode() for name in _IMPORT.findall(content)}
    return total
